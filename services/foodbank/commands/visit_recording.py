"""Recording a visit: of whom, of which household, sent by which sheet; and how its waiting ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from services.foodbank.commands import visitor_lookup
from services.foodbank.domain.household import Household, HouseholdAnswers
from services.foodbank.domain.visit import Visit
from services.foodbank.reference.sheets import SHEETS
from services.foodbank.schemas.visits import VisitShape
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id
from tsunagu.sheets.inbox import FAILED


def record_visit(work: UnitOfWork, asked: VisitShape, *, wants_food: bool) -> Visit:
    """A visit of somebody known, of somebody new with a card, sent by a sheet, or anonymous."""
    sheet = work.load(SHEETS.Sheet, asked.referral_id) if asked.referral_id else None
    visitor = visitor_lookup.find_visitor(work, asked, sheet)
    answers = HouseholdAnswers(**asked.household.values())
    visit = work.load_or_new(Visit, new_id())
    visit.record_visit(
        on=asked.on,
        place=asked.place,
        household=_household_of_visit(visitor.household if visitor else Household(), answers),
        wants_food=wants_food,
        no_food_today=asked.no_food_today,
        due_on=asked.due_on,
        visitor_id=visitor.id if visitor else None,
        person_id=visitor.person_id if visitor else None,
        case_id=visitor.case_id if visitor else None,
        referral_id=asked.referral_id,
        note=asked.note,
    )
    if visitor is not None:
        visitor.visit(on=asked.on, by_sheet=sheet is not None)
        visitor.describe(on=asked.on, household=answers)
        visitor_lookup.hear_of_consultations(work, visitor)
    if sheet is not None:
        sheet.accept_and_start(on=asked.on)
    return visit


def _household_of_visit(before: Household, answers: HouseholdAnswers) -> Household:
    """What the visit itself keeps: of what they cannot eat, only what was said now."""
    household = before.update(answers)
    return replace(household, allergies=answers.allergies, diets=answers.diets)


def end_waiting(work: UnitOfWork, visit: Visit, on: date, reason: str) -> None:
    """It ended without a parcel; the sheet behind it has failed."""
    visit.end_waiting(on=on, reason=reason)
    close_sheet(work, visit, on, FAILED, reason)


def close_sheet(work: UnitOfWork, visit: Visit, on: date, state: str, code: str) -> None:
    """Answer the sheet that sent them, if one did; one that has ended stays as it is."""
    if visit.referral_id is not None:
        work.load(SHEETS.Sheet, visit.referral_id).close(state=state, on=on, code=code)

"""Who came: the visitor by id, card or sheet, or a new one, and what intake had said of them."""

from __future__ import annotations

from datetime import date

from services.foodbank.domain.card import Card
from services.foodbank.domain.events.visitor import SHEET
from services.foodbank.domain.visitor import Visitor
from services.foodbank.queries import visitors
from services.foodbank.schemas.visits import VisitShape
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id
from tsunagu.sheets.inbox import Sheet


def find_visitor(work: UnitOfWork, asked: VisitShape, sheet: Sheet | None) -> Visitor | None:
    """Whom a visit is of; None where it is anonymous. A sheet says which person they are."""
    visitor = None
    if asked.visitor_id:
        visitor = work.load(Visitor, asked.visitor_id)
    elif asked.card:
        visitor = find_by_card(work, asked.card, asked.on)
    elif sheet is not None:
        visitor = find_by_person(work, sheet.person_id, asked.on)
    if visitor is not None and sheet is not None:
        visitor.link(on=asked.on, person_id=sheet.person_id, case_id=sheet.case_id, basis=SHEET)
    return visitor


def find_by_card(work: UnitOfWork, number: str, on: date) -> Visitor:
    """Whoever has this card; a number that nobody has, or a forgotten visitor had, is new."""
    card = work.load_or_new(Card, number)
    if card.visitor_id is not None:
        visitor = work.load(Visitor, card.visitor_id)
        if not visitor.forgotten:
            return visitor
    visitor = create_visitor(work, on)
    card.issue(on=on, visitor_id=visitor.id, instead_of=card.visitor_id)
    return visitor


def find_by_person(work: UnitOfWork, person_id: str, on: date) -> Visitor:
    """Whoever is this person of intake; somebody new, if nobody is."""
    linked = visitors.find_visitors_of(work.connection, person_id)
    return work.load(Visitor, linked[0]) if linked else create_visitor(work, on)


def create_visitor(work: UnitOfWork, on: date) -> Visitor:
    visitor = work.load_or_new(Visitor, new_id())
    visitor.be_known(on=on)
    return visitor


def hear_of_consultations(work: UnitOfWork, visitor: Visitor) -> None:
    """What intake had told of the person before we knew that the visitor is this person."""
    if visitor.person_id is not None:
        for consultation in visitors.list_consultations_of(work.connection, visitor.person_id):
            visitor.hear_of(consultation)

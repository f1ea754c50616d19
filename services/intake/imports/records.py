"""Past records of persons and cases: what each kind of line puts on record.

Old records are taken as they are: one case for each person's key, support
whose first consultation was never written down opens it silently, and words
where a code belongs become `other`, the words themselves kept encrypted.
"""

from __future__ import annotations

from datetime import date

from services.intake import reference
from services.intake.domain.case import CONSULTATION_SUPPORT, ENDINGS, Case
from services.intake.domain.case_course import Turn
from services.intake.domain.person import Person
from services.intake.domain.refusals.cases import NO_CASE_TO_END
from services.intake.imports.lines import (
    AssessmentLine,
    ConsultationLine,
    EndingLine,
    OutcomeLine,
    PlanLine,
)
from tsunagu.domain.calendar import add_working_days
from tsunagu.hosting.record_import import ImportContext, ImportLine
from tsunagu.log.unit_of_work import UnitOfWork

FIRST_STEP, FIRST_STEP_DAYS = "assessment", 10


def name_person(line: ImportLine, context: ImportContext) -> list[tuple[type[Person], str]]:
    """Whom a line of a person is about."""
    return [(Person, context.person_id(line.person))]


def name_case(line: ImportLine, context: ImportContext) -> list[tuple[type[Case], str]]:
    """The case that a line of support is about."""
    return [(Case, context.case_id(line.person))]


# -- persons --------------------------------------------------------------------------------------


def record_interview(work: UnitOfWork, line: ImportLine, context: ImportContext) -> None:
    person = work.load_or_new(Person, context.person_id(line.person))
    person.interview_for_public_assistance(record_id=context.record_id(), on=line.on)


def record_application(work: UnitOfWork, line: ImportLine, context: ImportContext) -> None:
    person = work.load_or_new(Person, context.person_id(line.person))
    person.apply_for_public_assistance(record_id=context.record_id(), on=line.on)


# -- cases ----------------------------------------------------------------------------------------


def accept_consultation(work: UnitOfWork, line: ConsultationLine, context: ImportContext) -> None:
    case = work.load_or_new(Case, context.case_id(line.person))
    turn = first_turn(line.on)
    case.accept_consultation(
        record_id=context.record_id(),
        person_id=context.person_id(line.person),
        on=line.on,
        channel=line.channel,
        from_desk=line.from_desk,
        signal_kind=reference.code_or_other(line.signal),
        owner_desk=turn.owner_desk,
        next_step=turn.next_step,
        due_on=turn.due_on,
    )
    case.follow_dates(on=line.on, first_turn=first_turn)


def assess(work: UnitOfWork, line: AssessmentLine, context: ImportContext) -> None:
    case = _load_case(work, line, context)
    case.assess(
        record_id=context.record_id(),
        on=line.on,
        issues=line.issues,
        main=line.main,
        late=True,
    )
    case.follow_dates(on=line.on, first_turn=first_turn)


def make_plan(work: UnitOfWork, line: PlanLine, context: ImportContext) -> None:
    case = _load_case(work, line, context)
    case.make_plan(
        record_id=context.record_id(),
        on=line.on,
        programmes=line.programmes,
        employment_support=line.employment_support,
        agreed_on=line.agreed_on,
        late=True,
    )
    case.follow_dates(on=line.on, first_turn=first_turn)


def find_work(work: UnitOfWork, line: OutcomeLine, context: ImportContext) -> None:
    case = _load_case(work, line, context)
    case.find_work(record_id=context.record_id(), on=line.on, **_describe_outcome(line))
    case.follow_dates(on=line.on, first_turn=first_turn)


def increase_income(work: UnitOfWork, line: OutcomeLine, context: ImportContext) -> None:
    case = _load_case(work, line, context)
    case.increase_income(record_id=context.record_id(), on=line.on, **_describe_outcome(line))
    case.follow_dates(on=line.on, first_turn=first_turn)


def end_case(work: UnitOfWork, line: EndingLine, context: ImportContext) -> None:
    case = work.load_or_new(Case, context.case_id(line.person))
    if not case.exists:
        raise NO_CASE_TO_END()
    reason = line.reason
    known = reason in ENDINGS
    case.end(
        record_id=context.record_id(),
        on=line.on,
        reason=reason if known else "other",
        aftercare=None if known else reason,
        late=True,
    )
    case.follow_dates(on=line.on, first_turn=first_turn)


def _load_case(work: UnitOfWork, line: ImportLine, context: ImportContext) -> Case:
    case = work.load_or_new(Case, context.case_id(line.person))
    turn = first_turn(line.on)
    case.take_over_from_records(
        person_id=context.person_id(line.person),
        on=line.on,
        next_step=turn.next_step,
        due_on=turn.due_on,
    )
    return case


def first_turn(on: date) -> Turn:
    """Whose turn it was when support began on that day."""
    return Turn(CONSULTATION_SUPPORT, FIRST_STEP, add_working_days(on, FIRST_STEP_DAYS))


def _describe_outcome(line: OutcomeLine) -> dict[str, str | None]:
    kind = reference.code_or_other(line.kind)
    words = [line.employer, line.kind if kind != line.kind else None]
    return {"kind": kind, "employer": " / ".join(w for w in words if w) or None}

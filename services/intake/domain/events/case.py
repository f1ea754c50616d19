"""What happens to a case, from the consultation to its ending."""

from __future__ import annotations

from datetime import date

from tsunagu.domain.aggregate import event, personal


@event("intake.consultation_accepted")
class ConsultationAccepted:
    """Somebody came, called or was brought. `opening`: opened, reopened or continued."""

    record_id: str
    person_id: str
    case_id: str
    on: date
    channel: str
    from_desk: str | None = None
    signal_kind: str | None = None
    signal_id: str | None = None
    opening: str
    owner_desk: str
    next_step: str
    due_on: date
    story: str | None = personal()


@event("intake.screened")
class Screened:
    case_id: str
    person_id: str
    on: date
    decision: str
    grounds: str | None = personal()


@event("intake.assessed")
class Assessed:
    """The issues found; `main` is one of them."""

    record_id: str
    person_id: str
    case_id: str
    on: date
    issues: tuple[str, ...]
    main: str | None = None
    strengths: str | None = personal()
    wishes: str | None = personal()


@event("intake.plan_made")
class PlanMade:
    record_id: str
    person_id: str
    case_id: str
    on: date
    programmes: tuple[str, ...]
    employment_support: bool
    agreed_on: date | None = None
    goals: str | None = personal()


@event("intake.journal_written")
class JournalWritten:
    case_id: str
    person_id: str
    on: date
    desk: str
    text: str | None = personal()


@event("intake.next_step_set")
class NextStepSet:
    case_id: str
    person_id: str
    on: date
    owner_desk: str
    next_step: str
    due_on: date


@event("intake.case_state_followed")
class CaseStateFollowed:
    """Its steps were recorded out of their order: where the dates put the case."""

    case_id: str
    person_id: str
    on: date
    owner_desk: str | None
    next_step: str | None
    due_on: date | None
    last_consulted_on: date | None
    ended_on: date | None
    main_issue: str | None


@event("intake.case_record_dated")
class CaseRecordDated:
    """Of which day a record counts from now on, and with which main issue."""

    case_id: str
    person_id: str
    on: date
    record_id: str
    main: str | None


@event("intake.work_found")
class WorkFound:
    record_id: str
    person_id: str
    case_id: str
    on: date
    kind: str | None = None
    employer: str | None = personal()


@event("intake.income_increased")
class IncomeIncreased:
    record_id: str
    person_id: str
    case_id: str
    on: date
    kind: str | None = None
    employer: str | None = personal()


@event("intake.case_ended")
class CaseEnded:
    record_id: str
    person_id: str
    case_id: str
    on: date
    reason: str
    aftercare: str | None = personal()

"""What happens to a job found (就職): hired, asked after, left, or withdrawn."""

from __future__ import annotations

from datetime import date

from tsunagu.domain.aggregate import event, personal


@event("employment.hired")
class Hired:
    """`record_id` names this job ever after. `through`: how it was found. Wage in yen."""

    record_id: str
    seeker_id: str
    person_id: str
    case_id: str | None
    on: date
    starts_on: date
    through: str
    introduction_id: str | None
    opening_id: str | None
    employer_id: str | None
    type: str
    wage: int | None
    wage_per: str | None
    hours_per_week: int | None
    open_ended: bool
    employer: str | None = personal()  # where it is none of ours
    note: str | None = personal()


@event("employment.retention_checked")
class RetentionChecked:
    """Still in the job, that many months after its first day."""

    record_id: str
    person_id: str
    case_id: str | None
    on: date
    months: int
    note: str | None = personal()


@event("employment.left_work")
class LeftWork:
    record_id: str
    person_id: str
    case_id: str | None
    on: date
    reason: str
    within_a_month: bool
    note: str | None = personal()


@event("employment.retention_ended")
class RetentionEnded:
    """Nobody asks any more, though the six months are not over."""

    record_id: str
    person_id: str
    case_id: str | None
    on: date
    reason: str


@event("employment.hire_withdrawn")
class HireWithdrawn:
    """It never began, or was recorded by mistake: not to be counted."""

    record_id: str
    person_id: str
    case_id: str | None
    on: date
    reason: str


EVENTS: tuple[type, ...] = (Hired, RetentionChecked, LeftWork, RetentionEnded, HireWithdrawn)

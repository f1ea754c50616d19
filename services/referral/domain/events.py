"""What happens to sheets, to the needs behind them and to desks: the events.

The events stand in life-cycle order. A *referral* is one handover from desk to
desk; the *need* is what the person lacks, and outlives a refused referral; a
*desk* is any place that can own a person's next step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.referral.domain.personal_items import PersonalItems
from tsunagu.domain.aggregate import event, personal

CAPACITIES = ("available", "waitlist", "none")
BASES = ("consent", "conference", "danger_to_life", "personal_information_act_69_2")
PAST_RECORD = "past_record"  # the basis of an imported sheet: the old record does not say
CONSULTATION_SUPPORT = "consultation_support"

# Corrected fields, by the name that they have in the corrected fact; dates in ISO form.
Changes = dict[str, str | list[str] | None]


# -- the desk directory ---------------------------------------------------------------------------


@event("referral.desk_listed")
class DeskListed:
    desk: str
    kind: str  # department, programme, partner
    ja: str
    on: date


@event("referral.desk_described")
class DeskDescribed:
    desk: str
    en: str
    lead_desk: str  # whose lead hears of it when this desk lets a date pass
    on: date


@event("referral.desk_capacity_set")
class DeskCapacitySet:
    desk: str
    capacity: str
    on: date


@event("referral.desk_clock_set")
class DeskClockSet:
    """`from_desk` None: for every sender. `running` False: due dates stay, nobody is reminded."""

    desk: str
    on: date
    step: str
    from_desk: str | None
    days: int
    lead_after: int
    support_after: int
    running: bool


# -- a referral -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _OfReferral:
    """What every event of a referral says; ids, codes and dates only."""

    referral_id: str
    need_id: str
    person_id: str
    case_id: str | None
    on: date
    from_desk: str
    to_desk: str


@event("referral.sheet_written")
class SheetWritten(_OfReferral, PersonalItems):
    """The Tsunagu sheet as it now reads; never published. Each writing replaces the one before."""

    issues: tuple[str, ...]
    replaces: str | None
    hop: int
    warm: bool
    basis: str | None = None
    consent_id: str | None = None


@event("referral.requested")
class Requested(_OfReferral):
    issues: tuple[str, ...]
    replaces: str | None
    hop: int
    warm: bool
    due_on: date


@event("referral.status_noted")
class StatusNoted:
    """A business status beside the state: received, first_contact_made, accompanied."""

    referral_id: str
    on: date
    status: str


@event("referral.accepted")
class Accepted(_OfReferral):
    note: str | None = personal()


@event("referral.rejected")
class Rejected(_OfReferral):
    reason: str
    note: str | None = personal()


@event("referral.started")
class Started(_OfReferral):
    note: str | None = personal()


@event("referral.put_on_hold")
class PutOnHold(_OfReferral):
    reason: str
    note: str | None = personal()


@event("referral.resumed")
class Resumed(_OfReferral):
    note: str | None = personal()


@event("referral.completed")
class Completed(_OfReferral):
    """The loop is closed: the sender reads the outcome."""

    outcome: str
    note: str | None = personal()


@event("referral.failed")
class Failed(_OfReferral):
    reason: str
    note: str | None = personal()


@event("referral.cancelled")
class Cancelled(_OfReferral):
    reason: str
    by: str  # sender or receiver
    note: str | None = personal()


@event("referral.entered_in_error")
class EnteredInError(_OfReferral):
    note: str | None = personal()


@event("referral.answer_late")
class AnswerLate:
    """A programme's answer that came too late to count, and why; what stands here goes on."""

    referral_id: str
    on: date
    desk: str
    answer: str
    because: str


@event("referral.sheet_read")
class SheetRead:
    """Somebody saw the person's identity and story; kept for "who saw what, when, why"."""

    referral_id: str
    person_id: str
    on: date
    desk: str
    purpose: str


# -- the need behind it ---------------------------------------------------------------------------


@event("referral.need_taken_up")
class NeedTakenUp:
    """From now on this referral carries the need."""

    need_id: str
    referral_id: str
    on: date


@event("referral.need_placed")
class NeedPlaced:
    """Every change of owner, next step or due date; the invariant of the whole platform."""

    need_id: str
    person_id: str
    case_id: str | None
    on: date
    owner_desk: str
    next_step: str
    due_on: date
    because: str
    note: str | None = personal()


@event("referral.clock_started")
class ClockStarted:
    """The days on which the present step will be reminded of and escalated, fixed beforehand."""

    need_id: str
    referral_id: str
    on: date
    step: str
    desk: str
    lead_desk: str
    remind_on: date
    lead_on: date
    support_on: date


@event("referral.reminded")
class Reminded:
    referral_id: str
    on: date
    desk: str


@event("referral.escalated")
class Escalated:
    referral_id: str
    on: date
    level: str  # desk_lead, then support_lead
    desk: str


@event("referral.need_closed")
class NeedClosed:
    need_id: str
    person_id: str
    on: date
    reason: str
    note: str | None = personal()


# -- corrections ----------------------------------------------------------------------------------


@event("referral.record_corrected")
class RecordCorrected:
    """What was recorded before was wrong; `set` uses the field names of the corrected fact."""

    correction_id: str
    referral_id: str
    of_type: str
    on: date
    set: Changes


EVENTS: tuple[type, ...] = (
    DeskListed, DeskDescribed, DeskCapacitySet, DeskClockSet,
    SheetWritten, Requested, StatusNoted, Accepted, Rejected, Started, PutOnHold, Resumed,
    Completed, Failed, Cancelled, EnteredInError, AnswerLate, SheetRead,
    NeedTakenUp, NeedPlaced, ClockStarted, Reminded, Escalated, NeedClosed,
    RecordCorrected,
)  # fmt: skip

"""Events of the housing security benefit (住居確保給付金), in the order of its course.

A *benefit* is one household's entitlement from the application to its end: rent
paid to the landlord month by month, for three months, extendable to nine. Its
course is in `application`, `benefit`, `benefit_payments` and `benefit_continuation`,
its rules in `eligibility` and `amounts`. Other events: `moving_costs_events`; of the
other desks `shelter`, `landlord`, `flat_search_events`, `watch_over_events`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.housing.domain.findings import Explanation
from services.housing.domain.household_figures import Inputs
from tsunagu.domain.aggregate import event, personal

APPLIED, PAYING, STOPPED, ENDED = "applied", "paying", "stopped", "ended"
DUE, SENT, RETURNED = "due", "sent", "returned"
EXTENSION, RESUMPTION = "extension", "resumption"

# What is usually asked for. No law lists them for every city: an application may name its own.
DOCUMENTS = ("identity", "loss_of_work", "income", "assets", "lease", "job_seeking")
# Published, so none tells more than a desk elsewhere needs; the note, encrypted, says the rest.
STOP_REASONS = (
    "found_work",
    "income_over_limit",
    "duties_not_done",
    "public_assistance",
    "moved",
    "illness_or_injury",
    "no_longer_entitled",
    "lost_contact",
    "own_wish",
    "died",
    "other",
)


# -- an application, of either kind ---------------------------------------------------------------


@event("housing.documents_asked")
class DocumentsAsked:
    """Documents that are still missing; private."""

    kind: str
    subject_id: str
    on: date
    documents: tuple[str, ...]


@event("housing.document_received")
class DocumentReceived:
    """`waived`: the desk found that it is not needed; private."""

    kind: str
    subject_id: str
    on: date
    document: str
    waived: bool


# -- the benefit ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _OfBenefit:
    """What every published event of a benefit says."""

    benefit_id: str
    person_id: str
    case_id: str | None
    on: date


@event("housing.benefit_applied")
class BenefitApplied(_OfBenefit):
    documents: tuple[str, ...]


@event("housing.payee_named")
class PayeeNamed:
    """Whom to pay: a landlord listed with us; private."""

    benefit_id: str
    on: date
    landlord_id: str


@event("housing.benefit_decided")
class BenefitDecided(_OfBenefit):
    """`amount`: yen a month. `unverified`: which figures of the rules are not official."""

    granted: bool
    months: int
    amount: int
    first_month: str
    cause: str
    reasons: tuple[str, ...]
    rule_version: str
    unverified: tuple[str, ...]
    inputs: Inputs | None = personal()
    explanation: Explanation | None = personal()


@event("housing.payments_planned")
class PaymentsPlanned:
    """These months are to be paid, each by its day; replaces what was planned for them; private."""

    benefit_id: str
    on: date
    months: tuple[str, ...]
    due_on: tuple[str, ...]
    amount: int


@event("housing.payment_overdue")
class PaymentOverdue(_OfBenefit):
    """The alarm: a rent should have left by now. Once for each order."""

    month: str
    due_on: date


@event("housing.benefit_paid")
class PaymentSent(_OfBenefit):
    month: str
    amount: int
    landlord_id: str


@event("housing.benefit_payment_returned")
class PaymentReturned(_OfBenefit):
    """The bank sent it back: the month is payable again."""

    month: str
    amount: int
    landlord_id: str
    reason: str


@event("housing.duty_done")
class DutyDone:
    """One contact with Hello Work, consultation or job application; private."""

    benefit_id: str
    on: date
    duty: str


@event("housing.duties_checked")
class DutiesChecked:
    """A month's duties against what the rules ask; `excuse`: why less was enough; private."""

    benefit_id: str
    on: date
    month: str
    met: bool
    missing: tuple[str, ...]
    excuse: str | None


@event("housing.benefit_reviewed")
class BenefitReviewed(_OfBenefit):
    """Income or rent changed: the conditions again, and the amount from `from_month` on."""

    passed: bool
    amount: int
    from_month: str
    reasons: tuple[str, ...]
    rule_version: str
    unverified: tuple[str, ...]
    inputs: Inputs | None = personal()
    explanation: Explanation | None = personal()


@event("housing.benefit_extended")
class BenefitExtended(_OfBenefit):
    """`months` more, `months_in_all` with those before."""

    months: int
    months_in_all: int
    amount: int
    rule_version: str
    unverified: tuple[str, ...]
    inputs: Inputs | None = personal()
    explanation: Explanation | None = personal()


@event("housing.benefit_not_continued")
class BenefitNotContinued(_OfBenefit):
    """An extension or a resumption was asked for, and the conditions were not met."""

    what: str
    reasons: tuple[str, ...]
    rule_version: str
    unverified: tuple[str, ...]
    inputs: Inputs | None = personal()
    explanation: Explanation | None = personal()


@event("housing.benefit_stopped")
class BenefitStopped(_OfBenefit):
    """From `from_month` on nothing is paid. `resumable_until`: None where it cannot be resumed."""

    reason: str
    from_month: str
    months_paid: int
    resumable_until: date | None
    note: str | None = personal()


@event("housing.payments_dropped")
class PaymentsDropped:
    """Planned months that will not be paid; private."""

    benefit_id: str
    on: date
    months: tuple[str, ...]


@event("housing.benefit_resumed")
class BenefitResumed(_OfBenefit):
    """The months that were left when it was stopped."""

    months: int
    amount: int
    first_month: str
    rule_version: str
    unverified: tuple[str, ...]
    inputs: Inputs | None = personal()
    explanation: Explanation | None = personal()


@event("housing.benefit_ended")
class BenefitEnded(_OfBenefit):
    """The recorded end: refused, withdrawn, period_over, or why it was stopped."""

    reason: str
    months_paid: int
    note: str | None = personal()


BENEFIT_EVENTS: tuple[type, ...] = (
    DocumentsAsked, DocumentReceived, BenefitApplied, PayeeNamed, BenefitDecided,
    PaymentsPlanned, PaymentOverdue, PaymentSent, PaymentReturned, DutyDone, DutiesChecked,
    BenefitReviewed, BenefitExtended, BenefitNotContinued, BenefitStopped, PaymentsDropped,
    BenefitResumed, BenefitEnded,
)  # fmt: skip

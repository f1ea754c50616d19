"""An employer (求人者), and how it was won: asked "with no great hope" (だめもと), until a yes.

One laundry that says no may name the next, which says yes; so every attempt is
kept with its outcome, and every employer with whoever introduced it. Until an
employer is won or given up, somebody is to call it again.
"""

from __future__ import annotations

from datetime import date

from services.employment.domain.refusals.openings import ALREADY_WON, INTRODUCED_BY_ITSELF
from services.employment.domain.vocabulary import EMPLOYER, PARTNER
from services.employment.domain.work_item import EmploymentWorkItem
from tsunagu.domain.aggregate import applies, event, personal
from tsunagu.domain.codes import require_choice, require_code

HOW = ("phone", "visit", "letter", "mail", "at_our_desk", "at_an_event")
ACCEPTED, DECLINED = "accepted", "declined"
OUTCOMES = (ACCEPTED, "thinking", "no_answer", "introduced_another", DECLINED)
DEPARTMENT = "department"
BROUGHT_BY = (EMPLOYER, PARTNER, DEPARTMENT, "staff", "itself")
WON, GIVEN_UP = "won", "given_up"


@event("employment.employer_listed")
class EmployerListed:
    """`introduced_by`: the employer or the desk that named it; none where staff thought of it."""

    employer_id: str
    on: date
    introduced_by_kind: str
    introduced_by: str | None


@event("employment.employer_described")
class EmployerDescribed:
    """The organisation; private. `person_id` is its own id: its key encrypts the contact person."""

    employer_id: str
    person_id: str
    on: date
    name: str
    address: str | None
    industry: str | None
    contact_name: str | None = personal()
    contact_phone: str | None = personal()
    contact_email: str | None = personal()
    remarks: str | None = personal()


@event("employment.employer_approached")
class EmployerApproached:
    """One attempt; private. `for_seeker`: whose need it was asked for."""

    employer_id: str
    person_id: str
    on: date
    how: str
    no_great_hope: bool
    outcome: str
    for_seeker: str | None
    note: str | None = personal()


@event("employment.employer_won")
class EmployerWon:
    """The first yes: a promise, or an opening. `attempts` made until then."""

    employer_id: str
    on: date
    attempts: int
    no_great_hope: bool
    introduced_by_kind: str
    introduced_by: str | None


@event("employment.employer_given_up")
class EmployerGivenUp:
    employer_id: str
    on: date
    reason: str


EVENTS: tuple[type, ...] = (
    EmployerListed, EmployerDescribed, EmployerApproached, EmployerWon, EmployerGivenUp,
)  # fmt: skip
CONTACT: tuple[str, ...] = EmployerDescribed.personal_fields  # type: ignore[attr-defined]


class Employer(EmploymentWorkItem):
    category = "employer"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.introduced_by_kind = ""
        self.introduced_by: str | None = None
        self.attempts = 0
        self.name = ""
        self.address: str | None = None
        self.contact: dict[str, str | None] = {}

    def enter(
        self, *, on: date, desk: str, introduced_by_kind: str, introduced_by: str | None
    ) -> None:
        """Enter it among those to ask."""
        self._must_be_new()
        require_choice("introduced_by_kind", introduced_by_kind, BROUGHT_BY)
        if introduced_by is not None and introduced_by_kind != EMPLOYER:
            require_code("introduced_by", introduced_by)  # published: a desk's code
        if introduced_by == self.id:
            raise INTRODUCED_BY_ITSELF()
        self.record(
            EmployerListed(
                employer_id=self.id,
                on=on,
                introduced_by_kind=introduced_by_kind,
                introduced_by=introduced_by,
            )
        )
        self._set_step(on, "call_employer", owner_desk=desk)

    def describe(
        self,
        *,
        on: date,
        name: str,
        address: str | None = None,
        industry: str | None = None,
        **contact: str | None,
    ) -> None:
        """What the organisation is, and whom to speak to there."""
        self.record(
            EmployerDescribed(
                employer_id=self.id,
                person_id=self.id,
                on=on,
                name=name,
                address=address,
                industry=industry,
                **contact,
            )
        )

    def approach(
        self,
        *,
        on: date,
        how: str,
        outcome: str,
        no_great_hope: bool,
        for_seeker: str | None = None,
        due_on: date | None = None,
        note: str | None = None,
    ) -> None:
        """One more attempt. A yes wins it; a no leaves it with somebody who may ask again."""
        self._must_not_precede(on)
        if self.outcome == WON:
            raise ALREADY_WON()
        self.record(
            EmployerApproached(
                employer_id=self.id,
                person_id=self.id,
                on=on,
                how=require_choice("how", how, HOW),
                no_great_hope=no_great_hope,
                outcome=require_choice("outcome", outcome, OUTCOMES),
                for_seeker=for_seeker,
                note=note,
            )
        )
        if outcome == ACCEPTED:
            self.win(on=on, no_great_hope=no_great_hope)
        else:
            self._set_step(on, "call_employer", due_on=due_on)

    def win(self, *, on: date, no_great_hope: bool = False) -> None:
        """The first yes; once it is won, nothing more happens here."""
        if self.outcome != WON:
            self.record(
                EmployerWon(
                    employer_id=self.id,
                    on=on,
                    attempts=self.attempts,
                    no_great_hope=no_great_hope,
                    introduced_by_kind=self.introduced_by_kind,
                    introduced_by=self.introduced_by,
                )
            )

    def give_up(self, *, on: date, reason: str) -> None:
        """Not asked again for now; a later attempt is welcome."""
        self._must_be_open(on)
        code = require_code("reason", reason)
        self.record(EmployerGivenUp(employer_id=self.id, on=on, reason=code))

    # -- what happened ----------------------------------------------------------------------------

    @applies(EmployerListed)
    def _listed(self, e: EmployerListed) -> None:
        self.since = e.on
        self.introduced_by_kind, self.introduced_by = e.introduced_by_kind, e.introduced_by

    @applies(EmployerDescribed)
    def _described(self, e: EmployerDescribed) -> None:
        self.name, self.address = e.name, e.address
        self.contact = {name: getattr(e, name) for name in CONTACT}

    @applies(EmployerApproached)
    def _approached(self, e: EmployerApproached) -> None:
        self.attempts += 1
        self.outcome = None

    @applies(EmployerWon)
    def _won(self, e: EmployerWon) -> None:
        self.outcome = WON

    @applies(EmployerGivenUp)
    def _given_up(self, e: EmployerGivenUp) -> None:
        self.outcome = GIVEN_UP

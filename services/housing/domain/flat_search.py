"""A flat search: a refusal by a landlord ends that application and never the search.

The next step after a refusal is to apply elsewhere; only the move, or a reason
that staff give, ends it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.housing.domain.course import RESIDENCE_DESK, Course, sheet_endings
from services.housing.domain.course_details import FlatSearchDetails, Viewing, Wishes
from services.housing.domain.flat_search_events import (
    ENDED,
    GIVE_UP_REASONS,
    GUARANTORS,
    MOVED_IN,
    REFUSAL_REASONS,
    SEARCHING,
    FlatAppliedFor,
    FlatSearchBegun,
    FlatSearchEnded,
    FlatViewed,
    GuarantorFound,
    LandlordAgreed,
    LandlordRefused,
    MovedIn,
)
from services.housing.domain.refusals import residence as refusals
from tsunagu.domain.aggregate import applies
from tsunagu.domain.calendar import add_working_days
from tsunagu.domain.codes import require_choice, require_code
from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.work_item import Step

ASKED, ACCEPTED, REFUSED = "asked", "accepted", "refused"


@dataclass(frozen=True)
class FlatApplication:
    """An application to one landlord."""

    landlord_id: str
    rent: int | None
    state: str = ASKED


class FlatSearch(Course):
    kind = "flat_search"
    category = "flatsearch"
    id_name = "search_id"
    desk = RESIDENCE_DESK
    endings = sheet_endings(MOVED_IN, "other_housing")

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.applications: dict[str, FlatApplication] = {}
        self.guarantor: str | None = None
        self.wishes: Wishes = {"rent_up_to": None, "words": None}
        self.viewings: list[Viewing] = []
        self.home: str | None = None

    @property
    def waiting(self) -> tuple[str, ...]:
        return self._in_state(ASKED)

    def begin(
        self,
        *,
        on: date,
        person_id: str,
        case_id: str | None,
        referral_id: str | None,
        wishes: Iterable[str] = (),
        rent_up_to: int | None = None,
        words: str | None = None,
    ) -> None:
        codes = tuple(require_code("wishes", wish) for wish in dict.fromkeys(wishes))
        self._take_on(on=on, person_id=person_id, case_id=case_id, referral_id=referral_id)
        self.record(
            FlatSearchBegun(**self._ids(on), wishes=codes, rent_up_to=rent_up_to, words=words)
        )
        self._update_next_step(on)

    def view(self, *, on: date, landlord_id: str, liked: bool, address: str | None = None) -> None:
        """Went to see a flat with the person."""
        self._must_be_open(on, SEARCHING)
        self.record(
            FlatViewed(
                search_id=self.id,
                person_id=self.person_id,
                on=on,
                landlord_id=landlord_id,
                liked=liked,
                address=address,
            )
        )
        self._update_next_step(on)

    def ask(self, *, on: date, application_id: str, landlord_id: str, rent: int) -> None:
        """Apply to a landlord."""
        self._must_be_open(on, SEARCHING)
        if application_id in self.applications:
            raise refusals.APPLICATION_ALREADY_BEGUN(id=application_id)
        self.record(
            FlatAppliedFor(
                **self._ids(on), application_id=application_id, landlord_id=landlord_id, rent=rent
            )
        )
        self._update_next_step(on)

    def be_refused(
        self, *, on: date, application_id: str, reason: str, note: str | None = None
    ) -> None:
        """The landlord says no, before or after having agreed."""
        self._must_be_open(on, SEARCHING)
        require_choice("reason", reason, REFUSAL_REASONS)
        if application_id not in (*self.waiting, *self._in_state(ACCEPTED)):
            raise self._not_waiting(application_id)
        self.record(
            LandlordRefused(
                **self._ids(on),
                application_id=application_id,
                landlord_id=self.applications[application_id].landlord_id,
                reason=reason,
                note=note,
            )
        )
        self._update_next_step(on)

    def be_accepted(self, *, on: date, application_id: str) -> None:
        self._must_be_open(on, SEARCHING)
        if application_id not in self.waiting:
            raise self._not_waiting(application_id)
        landlord_id = self.applications[application_id].landlord_id
        self.record(
            LandlordAgreed(**self._ids(on), application_id=application_id, landlord_id=landlord_id)
        )
        self._update_next_step(on)

    def find_guarantor(self, *, on: date, guarantor: str, name: str | None = None) -> None:
        self._must_be_open(on, SEARCHING)
        require_choice("guarantor", guarantor, GUARANTORS)
        self.record(GuarantorFound(**self._ids(on), guarantor=guarantor, name=name))
        self._update_next_step(on)

    def move_in(self, *, on: date, application_id: str, address: str | None = None) -> None:
        """The search has reached what it was for."""
        self._must_be_open(on, SEARCHING)
        if application_id not in self._in_state(ACCEPTED):
            raise refusals.NO_LANDLORD_AGREED(id=application_id)
        if self.guarantor is None:
            raise refusals.GUARANTOR_UNKNOWN()
        asked = self.applications[application_id]
        self.record(
            MovedIn(
                **self._ids(on),
                application_id=application_id,
                landlord_id=asked.landlord_id,
                rent=asked.rent,
                address=address,
            )
        )
        self._end(on, MOVED_IN)

    def give_up(self, *, on: date, reason: str, note: str | None = None) -> None:
        """It ends without a flat of ours."""
        self._must_be_open(on, SEARCHING)
        self._end(on, require_choice("reason", reason, GIVE_UP_REASONS), note)

    def details(self) -> FlatSearchDetails:
        """What the person wishes, which flats were seen, and where they live now."""
        rents = {id: asked.rent for id, asked in self.applications.items()}
        return {"wishes": self.wishes, "viewed": self.viewings, "rents": rents, "home": self.home}

    def find_next_step(self, on: date) -> Step:
        if self._in_state(ACCEPTED):
            if self.guarantor is None:
                return "find_guarantor", add_working_days(on, 5)
            return "move_in", add_working_days(on, 10)
        if self.waiting:
            return "hear_from_landlord", add_working_days(on, 5)
        if self._in_state(REFUSED):
            return "apply_elsewhere", add_working_days(on, 5)
        return "view_flats", add_working_days(on, 10)

    def _not_waiting(self, application_id: str) -> TsunaguError:
        waiting = ", ".join(self.waiting) or refusals.NONE_IS_WAITING
        return refusals.NOT_WAITING_FOR_ANSWER(id=application_id, waiting=waiting)

    def _in_state(self, state: str) -> tuple[str, ...]:
        return tuple(id for id, asked in self.applications.items() if asked.state == state)

    def _end(self, on: date, reason: str, note: str | None = None) -> None:
        count = len(self._in_state(REFUSED))
        self.record(FlatSearchEnded(**self._ids(on), reason=reason, refusals=count, note=note))

    # -- what happened ----------------------------------------------------------------------------

    @applies(FlatSearchBegun)
    def _begun(self, e: FlatSearchBegun) -> None:
        self.state, self.since = SEARCHING, e.on
        self.wishes = {"rent_up_to": e.rent_up_to, "words": e.words}

    @applies(FlatViewed)
    def _viewed(self, e: FlatViewed) -> None:
        self.viewings.append(
            {"on": e.on.isoformat(), "landlord_id": e.landlord_id, "address": e.address}
        )

    @applies(FlatAppliedFor)
    def _applied_for(self, e: FlatAppliedFor) -> None:
        self.applications[e.application_id] = FlatApplication(e.landlord_id, e.rent)

    @applies(LandlordRefused)
    def _refused(self, e: LandlordRefused) -> None:
        self._set(e.application_id, REFUSED)

    @applies(LandlordAgreed)
    def _agreed(self, e: LandlordAgreed) -> None:
        self._set(e.application_id, ACCEPTED)

    @applies(GuarantorFound)
    def _guarantor_found(self, e: GuarantorFound) -> None:
        self.guarantor = e.guarantor

    @applies(MovedIn)
    def _moved_in(self, e: MovedIn) -> None:
        self.home = e.address

    @applies(FlatSearchEnded)
    def _ended(self, e: FlatSearchEnded) -> None:
        self.state, self.since, self.outcome = ENDED, e.on, e.reason

    def _set(self, application_id: str, state: str) -> None:
        asked = self.applications[application_id]
        self.applications[application_id] = FlatApplication(asked.landlord_id, asked.rent, state)

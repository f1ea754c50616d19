"""A stay in a temporary shelter, from the first night to where the person goes next."""

from __future__ import annotations

from datetime import date

from services.housing.domain.course import SHELTER_DESK, Course, sheet_endings
from services.housing.domain.course_details import StayDetails
from services.housing.domain.refusals import shelter as refusals
from services.housing.domain.shelter import (
    END_REASONS,
    ENDED,
    MOVED_ON,
    PLACES_AFTER,
    STAYING,
    StayBegun,
    StayEnded,
    StayEndingSoon,
    StayExtended,
    StayOverrun,
)
from tsunagu.domain.aggregate import applies
from tsunagu.domain.calendar import add_months, add_working_days
from tsunagu.domain.codes import require_choice
from tsunagu.domain.work_item import Step

DAYS_TO_PLAN = 10  # working days


class Stay(Course):
    kind = "stay"
    category = "stay"
    id_name = "stay_id"
    desk = SHELTER_DESK
    endings = sheet_endings(MOVED_ON, "public_assistance", "hospital")

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.shelter_id = ""
        self.begun_on = self.until = date.min
        self.warn_days = 0
        self.warned = self.overrun = False
        self.note: str | None = None

    def check_in(
        self,
        *,
        on: date,
        shelter_id: str,
        person_id: str,
        case_id: str | None,
        referral_id: str | None,
        until: date,
        places: int,
        longest_months: int,
        warn_days: int,
    ) -> None:
        """The first night. `until` lies at most `longest_months` ahead."""
        self._check_last_day(until, on, on, longest_months)
        self._take_on(on=on, person_id=person_id, case_id=case_id, referral_id=referral_id)
        self.record(
            StayBegun(
                **self._ids(on),
                shelter_id=shelter_id,
                places=places,
                until=until,
                warn_days=warn_days,
            )
        )
        self._update_next_step(on)

    def extend(self, *, on: date, until: date, longest_months: int) -> None:
        """Put the last day off; `longest_months` counted from the first night."""
        self._must_be_open(on, STAYING)
        if until <= self.until:
            raise refusals.NOT_AN_EXTENSION(until=self.until)
        self._check_last_day(until, on, self.begun_on, longest_months)
        self.record(StayExtended(**self._ids(on), shelter_id=self.shelter_id, until=until))
        self._update_next_step(on)

    def check_out(self, *, on: date, reason: str, next_place: str, note: str | None = None) -> None:
        """The person has left: as planned, early, or without a word."""
        self._must_be_open(on, STAYING)
        require_choice("reason", reason, END_REASONS)
        require_choice("next_place", next_place, PLACES_AFTER)
        if reason == MOVED_ON and next_place in ("street", "unknown"):
            raise refusals.MOVED_ON_TO_WHERE()
        nights = (on - self.begun_on).days
        self.record(
            StayEnded(
                **self._ids(on),
                shelter_id=self.shelter_id,
                nights=nights,
                reason=reason,
                next_place=next_place,
                note=note,
            )
        )

    def check_clock(self, today: date) -> None:
        """Tell the desk before the last day, and once more when it is over."""
        if not self.is_open:
            return
        before = self.version
        until, days_left = self.until, (self.until - today).days
        ids = {**self._ids(today), "shelter_id": self.shelter_id}
        if 0 <= days_left <= self.warn_days and not self.warned:
            self.record(StayEndingSoon(**ids, until=until, days_left=days_left))
        if days_left < 0 and not self.overrun:
            self.record(StayOverrun(**ids, until=until))
        if self.version != before:
            self._update_next_step(today)

    def details(self) -> StayDetails:
        return {"note": self.note}

    def find_next_step(self, on: date) -> Step:
        if self.overrun:
            return "extend_or_check_out", add_working_days(on, 1)
        if self.warned:
            return "prepare_leaving", max(self.until, on)
        return "plan_next_place", min(add_working_days(on, DAYS_TO_PLAN), max(self.until, on))

    def _check_last_day(self, until: date, on: date, begun_on: date, longest_months: int) -> None:
        latest = add_months(begun_on, longest_months)
        if not on < until <= latest:
            raise refusals.STAY_TOO_LONG(on=on, latest=latest.isoformat())

    # -- what happened ----------------------------------------------------------------------------

    @applies(StayBegun)
    def _begun(self, e: StayBegun) -> None:
        self.state, self.since = STAYING, e.on
        self.shelter_id, self.begun_on, self.until = e.shelter_id, e.on, e.until
        self.warn_days = e.warn_days

    @applies(StayExtended)
    def _extended(self, e: StayExtended) -> None:
        self.until, self.since = e.until, e.on
        self.warned = self.overrun = False

    @applies(StayEndingSoon)
    def _ending_soon(self, e: StayEndingSoon) -> None:
        self.warned = True

    @applies(StayOverrun)
    def _ran_over(self, e: StayOverrun) -> None:
        self.overrun = True

    @applies(StayEnded)
    def _ended(self, e: StayEnded) -> None:
        self.state, self.since, self.outcome = ENDED, e.on, e.reason
        self.note = e.note

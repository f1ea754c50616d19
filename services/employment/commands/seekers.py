"""Commands on job seekers: from the registration to the outcome that goes back to the sender."""

from __future__ import annotations

from typing import Any

from services.employment.commands.lists import page_of
from services.employment.commands.support import found, loaded, seeker_id_of, standing, whose
from services.employment.domain.introduction import SUPPORT_ENDED, Introduction
from services.employment.domain.readiness_ladder import Ladder
from services.employment.domain.seeker import JobSeeker
from services.employment.queries import lists, suitable
from services.employment.reference.sheets import SHEETS
from services.employment.schemas import people as people_schemas
from services.employment.schemas import shared as schemas
from tsunagu.contracts.bodies import tuples, without
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process import clock
from tsunagu.process.ids import new_id


class Seekers(ServiceBase):
    @command
    def register_seeker(self, **body: Any) -> dict[str, Any]:
        """Begin a support. A further sheet for somebody in support is answered by it, too."""
        asked = loaded(people_schemas.Register(), body)
        with self.work() as work:
            person_id, case_id = whose(work, asked)
            seeker = work.load_or_new(JobSeeker, seeker_id_of(person_id))
            if not (seeker.is_open and asked["referral_id"]):
                seeker.register(
                    person_id=person_id,
                    case_id=case_id,
                    on=asked["on"],
                    desk=asked["by"],
                    due_on=asked["due_on"],
                )
            if asked["referral_id"]:
                on = max(asked["on"], seeker.since)
                seeker.take_sheet(referral_id=asked["referral_id"], on=on)
            _place_on_ladder(work, person_id, case_id, asked)
            return standing(seeker, person_id=person_id, registration=seeker.registration)

    @command
    def record_wishes(self, seeker_id: str, **body: Any) -> dict[str, Any]:
        """Wishes and limits as they now stand."""
        with self.work() as work:
            seeker = found(work, JobSeeker, seeker_id, body)
            asked = loaded(people_schemas.Wishes(), body)
            seeker.record_wishes(**tuples(without(asked, "by")))
            return standing(seeker)

    @command
    def read_words(self, seeker_id: str, **body: Any) -> dict[str, Any]:
        """Wishes and limits in the person's own words; the reading is recorded."""
        asked = loaded(people_schemas.ReadWords(), body)
        with self.work() as work:
            words = work.load(JobSeeker, seeker_id).read_words(
                on=asked["on"], purpose=asked["purpose"]
            )
        return {"seeker_id": seeker_id, "words": words}

    @command
    def move_readiness(self, person_id: str, **body: Any) -> dict[str, Any]:
        """Up or down the ladder, with the reason."""
        asked = loaded(people_schemas.MoveReadiness(), body)
        with self.work() as work:
            known = work.load_or_new(JobSeeker, seeker_id_of(person_id))
            ladder = work.load_or_new(Ladder, person_id)
            asked["case_id"] = asked["case_id"] or known.case_id
            ladder.move(**without(asked, "by"))
        return {"person_id": person_id, "rung": ladder.rung}

    @command
    def get_readiness(self, person_id: str) -> dict[str, Any]:
        """Every move on the ladder."""
        with self.store.reading() as connection:
            moves = lists.readiness(connection, person_id)
        return {
            "person_id": person_id,
            "rung": moves[-1]["rung"] if moves else None,
            "moves": moves,
        }

    @command
    def place_seeker(self, seeker_id: str, **body: Any) -> dict[str, Any]:
        """Owner, next step and due date."""
        with self.work() as work:
            seeker = found(work, JobSeeker, seeker_id, body)
            seeker.set_next_step(**without(loaded(schemas.NextStep(), body), "by"))
            return standing(seeker)

    @command
    def increase_income(self, seeker_id: str, **body: Any) -> dict[str, Any]:
        asked = loaded(people_schemas.IncreaseIncome(), body)
        with self.work() as work:
            record_id = new_id()
            seeker = work.load(JobSeeker, seeker_id)
            seeker.increase_income(record_id=record_id, **without(asked, "by"))
            return standing(seeker, record_id=record_id)

    @command
    def end_support(self, seeker_id: str, **body: Any) -> dict[str, Any]:
        """With the outcome that every sheet behind it is closed with. Introductions fall away."""
        with self.work() as work:
            seeker = found(work, JobSeeker, seeker_id, body)
            asked = loaded(people_schemas.EndSupport(), body)
            seeker.end(**without(asked, "by"))
            on = asked["on"]
            for id in lists.open_introductions(work.connection, seeker_id=seeker_id):
                work.load(Introduction, id).fall_away(on=on, result=SUPPORT_ENDED)
            SHEETS.close_sheets(work, seeker, on)
            return standing(seeker, outcome=seeker.outcome)

    @command
    def reopen_support(self, seeker_id: str, **body: Any) -> dict[str, Any]:
        """The same support goes on; its sheets stay closed, for their sender knows the outcome."""
        with self.work() as work:
            seeker = found(work, JobSeeker, seeker_id, body)
            seeker.reopen(**without(loaded(people_schemas.Reopen(), body), "by"))
            return standing(seeker)

    # -- what the screens ask ---------------------------------------------------------------------

    @command
    def get_seeker(self, seeker_id: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            return lists.one(connection, "seeker", seeker_id)

    @command
    def list_seekers(self, **query: Any) -> dict[str, Any]:
        """Job seekers by due date."""
        return page_of(self, "seeker", query)

    @command
    def openings_for(
        self, seeker_id: str, limit: int = 20, include_excluded: bool = True
    ) -> dict[str, Any]:
        """Openings ranked for a person: why each fits, why not, and what is still to be asked."""
        limit = max(1, min(int(limit), 500))
        with self.store.reading() as connection:
            return suitable.openings_for(
                connection, seeker_id, clock.today(), limit, include_excluded
            )


def _place_on_ladder(
    work: UnitOfWork, person_id: str, case_id: str | None, asked: dict[str, Any]
) -> None:
    """The rung seen at the first talk; the same rung as before is no move."""
    ladder = work.load_or_new(Ladder, person_id)
    if asked["rung"] is not None and asked["rung"] != ladder.rung:
        on = max(asked["on"], ladder.since)
        ladder.move(case_id=case_id, on=on, rung=asked["rung"], reason="registration")

"""Commands on job seekers: from the registration to the outcome that goes back to the sender."""

from __future__ import annotations

from services.employment.commands.consequences import drop_introductions
from services.employment.commands.work_items import (
    Subject,
    check_desk,
    identify_subject,
    load_item,
)
from services.employment.domain.ids import derive_seeker_id
from services.employment.domain.introduction import SUPPORT_ENDED
from services.employment.domain.readiness_ladder import Ladder
from services.employment.domain.seeker import JobSeeker
from services.employment.queries.histories import read_readiness_moves
from services.employment.queries.lists import find_row
from services.employment.queries.lookups import find_introductions_of
from services.employment.queries.match_rankings import rank_openings
from services.employment.reference.sheets import SHEETS
from services.employment.schemas.queries import MatchQuery
from services.employment.schemas.seekers import (
    EndSupport,
    IncreaseIncome,
    MoveReadiness,
    ReadWords,
    Register,
    Reopen,
    Wishes,
)
from services.employment.schemas.shared import NextStep
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process import clock
from tsunagu.process.ids import new_id


class Seekers(ServiceBase):
    @command(Register)
    def register_seeker(self, register: Register) -> JsonObject:
        """Begin a support. A further sheet for somebody in support is answered by it, too."""
        check_desk(register.by)
        with self.work() as work:
            subject = identify_subject(work, register)
            seeker = work.load_or_new(JobSeeker, derive_seeker_id(subject.person_id))
            _begin_support(seeker, subject, register)
            _place_on_ladder(work, subject, register)
            number = {"registration": seeker.registration}
            return seeker.describe_state() | {"person_id": subject.person_id} | number

    @command(Wishes)
    def record_wishes(
        self, wishes: Wishes, seeker_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Wishes and limits as they now stand."""
        with self.work() as work:
            seeker = load_item(work, JobSeeker, seeker_id, wishes.by, expected_version)
            seeker.record_wishes(on=wishes.on, wishes=wishes.stated_wishes)
            return seeker.describe_state()

    @command(ReadWords)
    def read_words(self, reading: ReadWords, seeker_id: str) -> JsonObject:
        """Wishes and limits in the person's own words; the reading is recorded."""
        check_desk(reading.by)
        with self.work() as work:
            words = work.load(JobSeeker, seeker_id).read_words(**reading.values("by"))
        return {"seeker_id": seeker_id, "words": words}

    @command(MoveReadiness)
    def move_readiness(self, move: MoveReadiness, person_id: str) -> JsonObject:
        """Up or down the ladder, with the reason."""
        check_desk(move.by)
        with self.work() as work:
            seeker = work.load_or_new(JobSeeker, derive_seeker_id(person_id))
            ladder = work.load_or_new(Ladder, person_id)
            case_id = move.case_id or seeker.case_id
            ladder.move(case_id=case_id, **move.values("by", "case_id"))
        return {"person_id": person_id, "rung": ladder.rung}

    @command
    def get_readiness(self, person_id: str) -> JsonObject:
        """Every move on the ladder."""
        with self.store.reading() as connection:
            moves = read_readiness_moves(connection, person_id)
        rung = moves[-1]["rung"] if moves else None
        return {"person_id": person_id, "rung": rung, "moves": moves}

    @command(NextStep)
    def place_seeker(
        self, step: NextStep, seeker_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Owner, next step and due date."""
        with self.work() as work:
            seeker = load_item(work, JobSeeker, seeker_id, step.by, expected_version)
            seeker.set_next_step(**step.values("by"))
            return seeker.describe_state()

    @command(IncreaseIncome)
    def increase_income(self, increase: IncreaseIncome, seeker_id: str) -> JsonObject:
        check_desk(increase.by)
        with self.work() as work:
            record_id = new_id()
            seeker = work.load(JobSeeker, seeker_id)
            seeker.increase_income(record_id=record_id, **increase.values("by"))
            return seeker.describe_state() | {"record_id": record_id}

    @command(EndSupport)
    def end_support(
        self, ending: EndSupport, seeker_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """With the outcome that every sheet behind it is closed with. Introductions fall away."""
        with self.work() as work:
            seeker = load_item(work, JobSeeker, seeker_id, ending.by, expected_version)
            seeker.end(**ending.values("by"))
            undecided = find_introductions_of(work.connection, seeker_id)
            drop_introductions(work, undecided, ending.on, SUPPORT_ENDED)
            SHEETS.close_sheets(work, seeker, ending.on)
            return seeker.describe_state() | {"outcome": seeker.outcome}

    @command(Reopen)
    def reopen_support(
        self, reopening: Reopen, seeker_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """The same support goes on; its sheets stay closed, for their sender knows the outcome."""
        with self.work() as work:
            seeker = load_item(work, JobSeeker, seeker_id, reopening.by, expected_version)
            seeker.reopen(**reopening.values("by"))
            return seeker.describe_state()

    # -- what the screens ask ---------------------------------------------------------------------

    @command
    def get_seeker(self, seeker_id: str) -> JsonObject:
        with self.store.reading() as connection:
            return find_row(connection, "seeker", seeker_id)

    @command(MatchQuery)
    def openings_for(self, query: MatchQuery, seeker_id: str) -> JsonObject:
        """Openings ranked for a person: why each fits, why not, and what is still to be asked."""
        with self.store.reading() as connection:
            return rank_openings(connection, seeker_id, clock.today(), query)


def _begin_support(seeker: JobSeeker, subject: Subject, register: Register) -> None:
    """Register the person; with a sheet, a support that is open already answers it, too."""
    if not (seeker.is_open and register.referral_id):
        seeker.register(
            **subject._asdict(), on=register.on, desk=register.by, due_on=register.due_on
        )
    if register.referral_id:
        on = max(register.on, seeker.since)
        seeker.take_sheet(referral_id=register.referral_id, on=on)


def _place_on_ladder(work: UnitOfWork, subject: Subject, register: Register) -> None:
    """The rung seen at the first talk; the same rung as before is no move."""
    ladder = work.load_or_new(Ladder, subject.person_id)
    if register.rung is not None and register.rung != ladder.rung:
        on = max(register.on, ladder.since)
        ladder.move(case_id=subject.case_id, on=on, rung=register.rung, reason="registration")

"""A case: one person's (or household's) support, from the consultation to its ending.

Nobody is refused: a consultation needs neither a name nor an address in the
city. From the first moment until a recorded ending, a case has an owner desk, a
next step and a due date.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from services.intake.domain.case_course import (
    ASSESSED,
    CONSULTED,
    ENDED,
    STEPPED,
    SUPPORTED,
    CaseState,
    Course,
    Turn,
)
from services.intake.domain.events.case import (
    Assessed,
    CaseEnded,
    CaseRecordDated,
    CaseStateFollowed,
    ConsultationAccepted,
    IncomeIncreased,
    JournalWritten,
    NextStepSet,
    PlanMade,
    Screened,
    WorkFound,
)
from services.intake.domain.refusals.cases import (
    CASE_ENDED,
    MAIN_NOT_AMONG_ISSUES,
    OTHER_PERSONS_CASE,
)
from tsunagu.domain.aggregate import Aggregate, applies
from tsunagu.domain.errors import require

CONSULTATION_SUPPORT = "consultation_support"
CHANNELS = (
    "walk_in",
    "phone",
    "family",
    "department",
    "partner",
    "outreach",
    "self_check",
    "social_media",
)
SCREENING = ("continue", "hand_over", "information_only")
ENDINGS = ("goal_met", "moved_away", "public_assistance", "lost_contact", "died", "other")


class Case(Aggregate):
    """One course of support; reopened by a new consultation after its ending."""

    category = "case"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.person_id: str | None = None
        self.open = False
        self.owner_desk: str | None = None
        self.next_step: str | None = None
        self.due_on: date | None = None
        self.issues: tuple[str, ...] = ()
        self.main_issue: str | None = None
        self.last_consulted_on: date | None = None
        self.ended_on: date | None = None
        self.course = Course()

    # -- commands -----------------------------------------------------------------------------

    def accept_consultation(
        self,
        *,
        record_id: str,
        person_id: str,
        on: date,
        channel: str,
        owner_desk: str,
        next_step: str,
        due_on: date,
        from_desk: str | None = None,
        signal_kind: str | None = None,
        signal_id: str | None = None,
        story: str | None = None,
        written_on: date | None = None,
    ) -> str:
        """Accept it: there is no rule by which it could be refused. Its opening is returned.

        Owner, next step and due date hold for a case that opens or reopens; one
        that is open keeps its own. `written_on`: the day on which a desk writes it down;
        without it, a past record, whose opening goes by the dates alone.
        """
        self._must_belong_to(person_id)
        opening = "continued" if self.open else "reopened" if self.exists else "opened"
        if written_on is None:
            opening = self.course.name_opening(on)
        if opening == "continued" and self.owner_desk and self.next_step and self.due_on:
            owner_desk, next_step, due_on = self.owner_desk, self.next_step, self.due_on
        self.record(
            ConsultationAccepted(
                record_id=record_id,
                person_id=person_id,
                case_id=self.id,
                on=on,
                channel=channel,
                from_desk=from_desk,
                signal_kind=signal_kind,
                signal_id=signal_id,
                opening=opening,
                owner_desk=owner_desk,
                next_step=next_step,
                due_on=due_on,
                story=story,
            )
        )
        if written_on is not None and self.course.has_ended():
            # Written down after an ending of a later day: it is open again from now on.
            self._set_next_step(person_id, written_on, owner_desk, next_step, due_on)
        return opening

    def take_over_from_records(
        self, *, person_id: str, on: date, next_step: str, due_on: date
    ) -> None:
        """Past records speak of support without its first consultation: the case exists."""
        if not self.exists:
            self._set_next_step(person_id, on, CONSULTATION_SUPPORT, next_step, due_on)

    def screen(self, *, on: date, decision: str, grounds: str | None = None) -> None:
        self._must_be_open()
        self.record(
            Screened(
                case_id=self.id,
                person_id=self._person(),
                on=on,
                decision=decision,
                grounds=grounds,
            )
        )

    def assess(
        self,
        *,
        record_id: str,
        on: date,
        issues: tuple[str, ...],
        main: str | None = None,
        strengths: str | None = None,
        wishes: str | None = None,
        late: bool = False,
    ) -> None:
        """Record the issues found. `late`: a past record, which may follow the ending."""
        if not late:
            self._must_be_open()
        if main is not None and main not in issues:
            raise MAIN_NOT_AMONG_ISSUES(main=main)
        self.record(
            Assessed(
                record_id=record_id,
                person_id=self._person(),
                case_id=self.id,
                on=on,
                issues=issues,
                main=main,
                strengths=strengths,
                wishes=wishes,
            )
        )

    def make_plan(
        self,
        *,
        record_id: str,
        on: date,
        programmes: tuple[str, ...],
        employment_support: bool,
        agreed_on: date | None = None,
        goals: str | None = None,
        late: bool = False,
    ) -> None:
        if not late:
            self._must_be_open()
        self.record(
            PlanMade(
                record_id=record_id,
                person_id=self._person(),
                case_id=self.id,
                on=on,
                programmes=programmes,
                employment_support=employment_support,
                agreed_on=agreed_on,
                goals=goals,
            )
        )

    def write_journal(self, *, on: date, desk: str, text: str) -> None:
        self.record(
            JournalWritten(case_id=self.id, person_id=self._person(), on=on, desk=desk, text=text)
        )

    def set_next_step(self, *, on: date, owner_desk: str, next_step: str, due_on: date) -> None:
        self._must_be_open()
        self._set_next_step(self._person(), on, owner_desk, next_step, due_on)

    def find_work(
        self, *, record_id: str, on: date, kind: str | None = None, employer: str | None = None
    ) -> None:
        """Work found counts even after the ending: outcomes come late."""
        self.record(
            WorkFound(
                record_id=record_id,
                person_id=self._person(),
                case_id=self.id,
                on=on,
                kind=kind,
                employer=employer,
            )
        )

    def increase_income(
        self, *, record_id: str, on: date, kind: str | None = None, employer: str | None = None
    ) -> None:
        self.record(
            IncomeIncreased(
                record_id=record_id,
                person_id=self._person(),
                case_id=self.id,
                on=on,
                kind=kind,
                employer=employer,
            )
        )

    def end(
        self,
        *,
        record_id: str,
        on: date,
        reason: str,
        aftercare: str | None = None,
        late: bool = False,
    ) -> None:
        """End it with a reason. A case that has ended can only be reopened.

        `late`: a past record, which ends what was open on its day alone; what a desk ends has
        ended, of whatever day it says so.
        """
        last = self.course.find_last()
        if not late:
            self._must_be_open()
        self.record(
            CaseEnded(
                record_id=record_id,
                person_id=self._person(),
                case_id=self.id,
                on=on,
                reason=reason,
                aftercare=aftercare,
            )
        )
        if not late and last is not None and on < last.on:
            self.date_record(record_id=record_id, on=last.on, main=None)

    # -- past records, in any order -----------------------------------------------------------

    def date_record(self, *, record_id: str, on: date, main: str | None) -> None:
        """A correction: the record is of that day, and names that main issue."""
        if record_id in self.course.marks:
            self.record(
                CaseRecordDated(
                    case_id=self.id,
                    person_id=self._person(),
                    on=on,
                    record_id=record_id,
                    main=main,
                )
            )

    def follow_dates(self, *, on: date, first_turn: Callable[[date], Turn]) -> None:
        """Put the case where its dates have it, if what was recorded last left it elsewhere."""
        wanted = self.course.find_state(first_turn)
        if wanted == self.state:
            return
        turn = wanted.turn
        self.record(
            CaseStateFollowed(
                case_id=self.id,
                person_id=self._person(),
                on=on,
                owner_desk=turn.owner_desk if turn else None,
                next_step=turn.next_step if turn else None,
                due_on=turn.due_on if turn else None,
                last_consulted_on=wanted.last_consulted_on,
                ended_on=wanted.ended_on,
                main_issue=wanted.main_issue,
            )
        )

    @property
    def state(self) -> CaseState:
        """Where it stands now."""
        turn = None
        if self.open and self.owner_desk and self.next_step and self.due_on:
            turn = Turn(self.owner_desk, self.next_step, self.due_on)
        return CaseState(turn, self.last_consulted_on, self.ended_on, self.main_issue)

    # -- what the events mean -----------------------------------------------------------------

    @applies(ConsultationAccepted)
    def _accepted(self, e: ConsultationAccepted) -> None:
        self._open(e)
        self.last_consulted_on, self.ended_on = e.on, None
        # Who continues an open case keeps its turn; whose first consultation it proves to be
        # by later records has none of its own.
        turn = None if e.opening == "continued" else Turn(e.owner_desk, e.next_step, e.due_on)
        self.course.add(CONSULTED, e.on, e.record_id, turn)

    @applies(Assessed)
    def _assessed(self, e: Assessed) -> None:
        self.issues, self.main_issue = e.issues, e.main
        self.course.add(ASSESSED, e.on, e.record_id, main=e.main)

    @applies(PlanMade)
    def _planned(self, e: PlanMade) -> None:
        self.course.add(SUPPORTED, e.on, e.record_id)

    @applies(WorkFound)
    def _work_found(self, e: WorkFound) -> None:
        self.course.add(SUPPORTED, e.on, e.record_id)

    @applies(IncomeIncreased)
    def _income_increased(self, e: IncomeIncreased) -> None:
        self.course.add(SUPPORTED, e.on, e.record_id)

    @applies(NextStepSet)
    def _stepped(self, e: NextStepSet) -> None:
        # The first of all came with a past record that spoke of support without its consultation:
        # it opens what nothing else opens or ends.
        if self.person_id is not None:
            self.course.add(STEPPED, e.on, turn=Turn(e.owner_desk, e.next_step, e.due_on))
        self._open(e)

    @applies(CaseEnded)
    def _ended(self, e: CaseEnded) -> None:
        self.open, self.ended_on = False, e.on
        self.owner_desk = self.next_step = self.due_on = None
        self.course.add(ENDED, e.on, e.record_id)

    @applies(CaseRecordDated)
    def _record_dated(self, e: CaseRecordDated) -> None:
        self.course.correct(e.record_id, e.on, e.main)

    @applies(CaseStateFollowed)
    def _state_followed(self, e: CaseStateFollowed) -> None:
        self.open = e.owner_desk is not None
        self.owner_desk, self.next_step, self.due_on = e.owner_desk, e.next_step, e.due_on
        self.last_consulted_on, self.ended_on = e.last_consulted_on, e.ended_on
        self.main_issue = e.main_issue

    def _open(self, e: ConsultationAccepted | NextStepSet) -> None:
        self.person_id, self.open = e.person_id, True
        self.owner_desk, self.next_step, self.due_on = e.owner_desk, e.next_step, e.due_on

    # -- rules --------------------------------------------------------------------------------

    def _set_next_step(
        self, person_id: str, on: date, owner_desk: str, next_step: str, due_on: date
    ) -> None:
        self.record(
            NextStepSet(
                case_id=self.id,
                person_id=person_id,
                on=on,
                owner_desk=owner_desk,
                next_step=next_step,
                due_on=due_on,
            )
        )

    def _person(self) -> str:
        return require(self.person_id, "a case begins with its person")

    def _must_belong_to(self, person_id: str) -> None:
        if self.person_id not in (None, person_id):
            raise OTHER_PERSONS_CASE()

    def _must_be_open(self) -> None:
        if not self.open:
            raise CASE_ENDED()

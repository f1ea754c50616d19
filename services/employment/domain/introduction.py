"""An introduction (紹介): one person put to one opening, until somebody decides.

Introduced, perhaps interviewed, then hired, not hired, or declined by either
side. A no is kept with its reason: it is how the next introduction gets better.
In one support a person is put to an opening once.
"""

from __future__ import annotations

from datetime import date

from services.employment.domain.refusals.placements import (
    ALREADY_INTRODUCED,
    INTERVIEW_IN_THE_PAST,
    REASON_REQUIRED,
)
from services.employment.domain.work_item import EmploymentWorkItem
from tsunagu.domain.aggregate import applies, event, personal
from tsunagu.domain.codes import require_choice, require_code

HIRED, NOT_HIRED = "hired", "not_hired"
DECLINED_BY_SEEKER, DECLINED_BY_EMPLOYER = "declined_by_seeker", "declined_by_employer"
OPENING_GONE, SUPPORT_ENDED, HIRE_WITHDRAWN = "opening_gone", "support_ended", "hire_withdrawn"
DECIDED = (NOT_HIRED, DECLINED_BY_SEEKER, DECLINED_BY_EMPLOYER)  # by somebody, with a reason
RESULTS = (HIRED, *DECIDED, OPENING_GONE, SUPPORT_ENDED, HIRE_WITHDRAWN)


@event("employment.introduced")
class Introduced:
    introduction_id: str
    seeker_id: str
    person_id: str
    case_id: str | None
    opening_id: str
    employer_id: str
    on: date
    registration: int


@event("employment.interview_arranged")
class InterviewArranged:
    """`accompanied`: a member of staff goes along (同行)."""

    introduction_id: str
    person_id: str
    case_id: str | None
    on: date
    interview_on: date
    accompanied: bool


@event("employment.introduction_settled")
class IntroductionSettled:
    introduction_id: str
    person_id: str
    case_id: str | None
    opening_id: str
    on: date
    result: str
    reason: str | None
    note: str | None = personal()


EVENTS: tuple[type, ...] = (Introduced, InterviewArranged, IntroductionSettled)


class Introduction(EmploymentWorkItem):
    category = "introduction"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.seeker_id = self.opening_id = self.employer_id = ""

    def introduce(
        self,
        *,
        seeker_id: str,
        person_id: str,
        case_id: str | None,
        registration: int,
        opening_id: str,
        employer_id: str,
        on: date,
        desk: str,
        due_on: date | None = None,
    ) -> None:
        """Put the person to the opening; somebody sees that it is answered."""
        if self.exists:
            raise ALREADY_INTRODUCED()
        self.record(
            Introduced(
                introduction_id=self.id,
                seeker_id=seeker_id,
                person_id=person_id,
                case_id=case_id,
                opening_id=opening_id,
                employer_id=employer_id,
                on=on,
                registration=registration,
            )
        )
        self._set_step(on, "arrange_interview", due_on=due_on, owner_desk=desk)

    def arrange_interview(self, *, on: date, interview_on: date, accompanied: bool) -> None:
        """The day of the interview, or its new day."""
        self._must_be_open(on)
        if interview_on < on:
            raise INTERVIEW_IN_THE_PAST(on=on)
        self.record(
            InterviewArranged(**self._ids(on), interview_on=interview_on, accompanied=accompanied)
        )
        due = self._find_usual_due_date(interview_on, "hear_result")
        self._set_step(on, "hear_result", due_on=due)

    def decide(self, *, on: date, result: str, reason: str, note: str | None = None) -> None:
        """Somebody said no, and why."""
        require_choice("result", result, DECIDED)
        if not reason:
            raise REASON_REQUIRED(result=result)
        self._settle(on, result, require_code("reason", reason), note)

    def hire(self, *, on: date) -> None:
        self._settle(on, HIRED)

    def fall_away(self, *, on: date, result: str) -> None:
        """There is nothing left to decide; one that is settled already stays as it is."""
        if self.is_open:
            self._settle(max(on, self.since), result)

    def withdraw_hire(self, *, on: date, reason: str) -> None:
        """The hire came to nothing, or never was."""
        if self.outcome == HIRED:
            self._record_result(on, HIRE_WITHDRAWN, reason)

    def _settle(
        self, on: date, result: str, reason: str | None = None, note: str | None = None
    ) -> None:
        self._must_be_open(on)
        self._record_result(on, result, reason, note)

    def _record_result(
        self, on: date, result: str, reason: str | None = None, note: str | None = None
    ) -> None:
        self.record(
            IntroductionSettled(
                **self._ids(on),
                opening_id=self.opening_id,
                result=result,
                reason=reason,
                note=note,
            )
        )

    # -- what happened ----------------------------------------------------------------------------

    @applies(Introduced)
    def _introduced(self, e: Introduced) -> None:
        self._assign_beginning(e)
        self.seeker_id, self.opening_id, self.employer_id = e.seeker_id, e.opening_id, e.employer_id

    @applies(IntroductionSettled)
    def _settled(self, e: IntroductionSettled) -> None:
        self.outcome = e.result

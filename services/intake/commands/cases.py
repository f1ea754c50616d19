"""Commands on cases: from the accepted consultation to the ending, and what the screens ask."""

from __future__ import annotations

from datetime import date

from services.intake import reference
from services.intake.commands import signal_grouping
from services.intake.commands.consultation_origin import (
    find_origin,
    load_case,
    recognise_or_register,
)
from services.intake.domain.case import Case
from services.intake.queries import cases
from services.intake.schemas.cases import (
    Assessment,
    CaseQuery,
    Consultation,
    Ending,
    Journal,
    Outcome,
    Plan,
    Screening,
)
from services.intake.schemas.shared import NextStep
from tsunagu.domain.calendar import add_working_days
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock
from tsunagu.process.ids import new_id

FIRST_STEP_DAYS = 3


class Cases(ServiceBase):
    @command(Consultation)
    def accept_consultation(self, consultation: Consultation) -> JsonObject:
        """Accept a consultation, whoever it is; a name is not needed."""
        on, record_id = consultation.on, new_id()
        with self.work() as work:
            origin = find_origin(work, consultation)
            came_as = recognise_or_register(work, origin.person_id, consultation.person, on)
            case, person_id = load_case(work, origin.case_id, came_as)
            opening = case.accept_consultation(
                record_id=record_id,
                person_id=person_id,
                on=on,
                channel=consultation.channel,
                owner_desk=consultation.owner_desk,
                next_step=consultation.next_step,
                due_on=consultation.due_on or add_working_days(on, FIRST_STEP_DAYS),
                from_desk=origin.from_desk,
                signal_kind=origin.signal_kind,
                signal_id=origin.signal.id if origin.signal else None,
                story=consultation.story,
                written_on=clock.today(),
            )
            signal_grouping.hand_to_case(work, case, person_id, origin.signal, on)
            return {"record_id": record_id, "opening": opening, **state_of(case)}

    @command(Screening)
    def screen(
        self, screening: Screening, case_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.screen(**screening.values())
            return state_of(case)

    @command(Assessment)
    def assess(
        self, assessment: Assessment, case_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.assess(record_id=new_id(), **assessment.values())
            return state_of(case)

    @command(Plan)
    def make_plan(
        self, plan: Plan, case_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.make_plan(record_id=new_id(), **plan.values())
            return state_of(case)

    @command(Journal)
    def write_journal(
        self, journal: Journal, case_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.write_journal(**journal.values())
            return state_of(case)

    @command(NextStep)
    def set_next_step(
        self, step: NextStep, case_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.set_next_step(**step.values())
            return state_of(case)

    @command(Outcome)
    def find_work(
        self, outcome: Outcome, case_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.find_work(record_id=new_id(), **outcome.values())
            return state_of(case)

    @command(Outcome)
    def increase_income(
        self, outcome: Outcome, case_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.increase_income(record_id=new_id(), **outcome.values())
            return state_of(case)

    @command(Ending)
    def end_case(
        self, ending: Ending, case_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.end(record_id=new_id(), **ending.values())
            return state_of(case)

    # -- what the screens ask ---------------------------------------------------------------------

    @command
    def list_issues(self) -> list[dict[str, str]]:
        """The issues of the intake form: code and names."""
        return reference.issue_list()

    @command
    def get_case(self, id: str) -> JsonObject:
        with self.store.reading() as connection:
            return cases.get_case(connection, id)

    @command(CaseQuery)
    def list_cases(self, query: CaseQuery) -> JsonObject:
        """Cases by due date, the most urgent first; `next` continues where this page ends."""
        before = clock.today() if query.overdue else None
        with self.store.reading() as connection:
            return cases.list_cases(connection, before=before, **query.values("overdue"))

    @command
    def case_timeline(self, id: str) -> JsonObject:
        """The whole course on one page, every desk's steps in it."""
        with self.store.reading() as connection:
            return cases.get_timeline(connection, id)


def state_of(case: Case) -> JsonObject:
    """What a caller sees after a command."""
    return {
        "case_id": case.id,
        "person_id": case.person_id,
        "state": "open" if case.open else "ended",
        "owner_desk": case.owner_desk,
        "next_step": case.next_step,
        "due_on": _iso(case.due_on),
        "version": case.version,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

"""Commands on cases: from the accepted consultation to the ending, and what the screens ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.intake import reference
from services.intake.commands import person_matching, signal_grouping
from services.intake.domain.case import Case
from services.intake.domain.person import Person
from services.intake.domain.sharing import CASEWORKER, READ_IDENTITY, SUPPORT, may
from services.intake.domain.signal import Signal
from services.intake.projections.identity import records_of
from services.intake.queries import cases, signals
from services.intake.schemas import cases as case_schemas
from services.intake.schemas import shared as schemas
from tsunagu.domain.calendar import add_working_days
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process import clock
from tsunagu.process.ids import new_id

FIRST_STEP_DAYS = 3


class Cases(ServiceBase):
    @command
    def accept_consultation(self, **body: Any) -> dict[str, Any]:
        """Accept a consultation, whoever it is; a name is not needed."""
        asked = case_schemas.Consultation().load(body)
        with self.work() as work:
            signal = _brought_by(work, asked)
            if asked["case_id"] and _nobody_named(asked):
                # Whose case it is need not be said again.
                asked["person_id"] = work.load_or_new(Case, asked["case_id"]).person_id
            person_id = asked["person_id"] or new_id()
            known_or_registered(work, person_id, asked)
            case_id = asked["case_id"] or cases.case_of(work.connection, person_id) or new_id()
            case = work.load_or_new(Case, case_id)
            record_id, person_id = new_id(), _person_of(work, case, person_id)
            case.accept_consultation(
                record_id=record_id,
                person_id=person_id,
                due_on=asked["due_on"] or add_working_days(asked["on"], FIRST_STEP_DAYS),
                **_only(
                    asked, "on channel owner_desk next_step from_desk signal_kind signal_id story"
                ),
            )
            opening = case.pending[-1].opening
            if signal is not None and signal.is_live:  # an ended one stays ended: nobody is refused
                signal_grouping.connect_all(work, signal.id, case, on=asked["on"])
            signal_grouping.gather(work, person_id, asked["on"], came=True)
            return {"record_id": record_id, "opening": opening, **state_of(case)}

    @command
    def screen(
        self, case_id: str, expected_version: int | None = None, **body: Any
    ) -> dict[str, Any]:
        asked = case_schemas.Screening().load(body)
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.screen(**asked)
            return state_of(case)

    @command
    def assess(
        self, case_id: str, expected_version: int | None = None, **body: Any
    ) -> dict[str, Any]:
        asked = case_schemas.Assessment().load(body)
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.assess(record_id=new_id(), **asked | {"issues": tuple(asked["issues"])})
            return state_of(case)

    @command
    def make_plan(
        self, case_id: str, expected_version: int | None = None, **body: Any
    ) -> dict[str, Any]:
        asked = case_schemas.Plan().load(body)
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.make_plan(record_id=new_id(), **asked | {"programmes": tuple(asked["programmes"])})
            return state_of(case)

    @command
    def write_journal(
        self, case_id: str, expected_version: int | None = None, **body: Any
    ) -> dict[str, Any]:
        asked = case_schemas.Journal().load(body)
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.write_journal(**asked)
            return state_of(case)

    @command
    def set_next_step(
        self, case_id: str, expected_version: int | None = None, **body: Any
    ) -> dict[str, Any]:
        asked = schemas.NextStep().load(body)
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.set_next_step(**asked)
            return state_of(case)

    @command
    def find_work(
        self, case_id: str, expected_version: int | None = None, **body: Any
    ) -> dict[str, Any]:
        asked = case_schemas.Outcome().load(body)
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.find_work(record_id=new_id(), **asked)
            return state_of(case)

    @command
    def increase_income(
        self, case_id: str, expected_version: int | None = None, **body: Any
    ) -> dict[str, Any]:
        asked = case_schemas.Outcome().load(body)
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.increase_income(record_id=new_id(), **asked)
            return state_of(case)

    @command
    def end_case(
        self, case_id: str, expected_version: int | None = None, **body: Any
    ) -> dict[str, Any]:
        asked = case_schemas.Ending().load(body)
        with self.work() as work:
            case = work.load(Case, case_id, expected_version)
            case.end(record_id=new_id(), **asked)
            return state_of(case)

    # -- what the screens ask ---------------------------------------------------------------------

    @command
    def list_issues(self) -> list[dict[str, str]]:
        """The issues of the intake form: code and names."""
        return reference.issue_list()

    @command
    def get_case(self, id: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            return cases.one_case(connection, id)

    @command
    def list_cases(self, **query: Any) -> dict[str, Any]:
        """Cases by due date, the most urgent first; `next` continues where this page ends."""
        asked = case_schemas.CaseQuery().load(query)
        before = clock.today() if asked.pop("overdue") else None
        with self.store.reading() as connection:
            return cases.cases(connection, before=before, **asked)

    @command
    def case_timeline(self, id: str) -> dict[str, Any]:
        """The whole course on one page, every desk's steps in it."""
        with self.store.reading() as connection:
            return cases.timeline_of(connection, id)


def _brought_by(work: UnitOfWork, asked: dict[str, Any]) -> Signal | None:
    """The signal that the person comes on, named or on a slip.

    What its department said need not be said again, unless the consent to it has ended.
    """
    if asked["slip_code"]:
        asked["signal_id"] = signals.signal_of_slip(
            work.connection, asked["slip_code"], asked["signal_id"]
        )
    if not asked["signal_id"]:
        return None
    signal = work.load(Signal, asked["signal_id"])
    basis = signals.basis_now(work.connection, signal.id, asked["on"])
    if may(CASEWORKER, READ_IDENTITY, SUPPORT, basis):
        asked["person_id"] = asked["person_id"] or signal.person_id
    if _nobody_named(asked):
        # A slip that is shown again: whoever came with it has a case.
        asked["case_id"] = asked["case_id"] or signal.case_id
    asked["from_desk"] = asked["from_desk"] or signal.department
    asked["signal_kind"] = asked["signal_kind"] or signal.kind
    return signal


def _nobody_named(asked: dict[str, Any]) -> bool:
    return not asked["person_id"] and not schemas.details_of(asked["person"])


def known_or_registered(work: UnitOfWork, person_id: str, asked: dict[str, Any]) -> None:
    """A person given by id must be known; one who comes for the first time is registered."""
    if asked["person_id"] is not None:
        person_matching.known_person(work, person_id)
    else:
        person = work.new(Person, person_id)
        person.register(on=asked["on"], **schemas.details_of(asked["person"]))
        person_matching.recognise(work, person, asked["on"])


def _person_of(work: UnitOfWork, case: Case, person_id: str) -> str:
    """A case goes on under its own person, by whatever record of them somebody comes."""
    if case.person_id is None:
        return person_id
    same = case.person_id in records_of(work.connection, person_id)
    return case.person_id if same else person_id


def state_of(case: Case) -> dict[str, Any]:
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


def _only(values: dict[str, Any], names: str) -> dict[str, Any]:
    return {name: values[name] for name in names.split()}

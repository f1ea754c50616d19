"""Commands on work preparation: a course of a year at most, its sessions and its outcome."""

from __future__ import annotations

from services.employment.commands.work_items import check_desk, identify_subject, load_item
from services.employment.domain.preparation import Preparation
from services.employment.domain.vocabulary import WORK_PREPARATION
from services.employment.queries.histories import read_sessions
from services.employment.queries.lists import find_row
from services.employment.reference.sheets import SHEETS
from services.employment.schemas.preparations import (
    Attend,
    EndPreparation,
    ExtendCourse,
    HoldSession,
    MoveStage,
    StartPreparation,
)
from services.employment.schemas.shared import NextStep
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process.ids import new_id


class Preparations(ServiceBase):
    @command(StartPreparation)
    def start_preparation(self, start: StartPreparation) -> JsonObject:
        """A year at most from this day; from a sheet, or for a person known otherwise."""
        check_desk(start.by, only=WORK_PREPARATION)
        with self.work() as work:
            subject = identify_subject(work, start)
            course = work.load_or_new(Preparation, new_id())
            course.start(**subject._asdict(), **start.values("by", *subject._fields))
            answer = {"person_id": subject.person_id, "ends_by": course.ends_by.isoformat()}
            return course.describe_state() | answer

    @command(MoveStage)
    def move_stage(
        self, move: MoveStage, preparation_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """On to another stage, or back."""
        with self.work() as work:
            course = load_item(work, Preparation, preparation_id, move.by, expected_version)
            course.move_stage(**move.values("by"))
            return course.describe_state() | {"stage": course.stage}

    @command(Attend)
    def attend_session(
        self, session: Attend, preparation_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """One session of one person."""
        with self.work() as work:
            course = load_item(work, Preparation, preparation_id, session.by, expected_version)
            course.attend(**session.values("by"))
            return course.describe_state()

    @command(HoldSession)
    def hold_session(self, held: HoldSession) -> JsonObject:
        """One session of many people; all are recorded, or none is."""
        check_desk(held.by)
        with self.work() as work:
            for attender in held.attenders:
                course = work.load(Preparation, attender.preparation_id)
                course.attend(on=held.on, session=held.session, **attender.values("preparation_id"))
        return {"session": held.session, "recorded": len(held.attenders)}

    @command(ExtendCourse)
    def extend_preparation(
        self, extension: ExtendCourse, preparation_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self.work() as work:
            course = load_item(work, Preparation, preparation_id, extension.by, expected_version)
            course.extend(**extension.values("by"))
            return course.describe_state() | {"ends_by": course.ends_by.isoformat()}

    @command(NextStep)
    def place_preparation(
        self, step: NextStep, preparation_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Owner, next step and due date, within what the course may last."""
        with self.work() as work:
            course = load_item(work, Preparation, preparation_id, step.by, expected_version)
            course.set_next_step(**step.values("by"))
            return course.describe_state()

    @command(EndPreparation)
    def end_preparation(
        self, ending: EndPreparation, preparation_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """With the outcome that its sheet is closed with."""
        with self.work() as work:
            course = load_item(work, Preparation, preparation_id, ending.by, expected_version)
            course.end(**ending.values("by"))
            SHEETS.close_sheets(work, course, ending.on)
            return course.describe_state() | {"outcome": course.outcome}

    @command
    def get_preparation(self, preparation_id: str) -> JsonObject:
        """The course, with every session."""
        with self.store.reading() as connection:
            row = find_row(connection, "preparation", preparation_id)
            return row | {"sessions_held": read_sessions(connection, preparation_id)}

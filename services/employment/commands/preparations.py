"""Commands on work preparation: a course of a year at most, its sessions and its outcome."""

from __future__ import annotations

from typing import Any

from services.employment.commands.lists import page_of
from services.employment.commands.support import WHO, found, loaded, standing, whose
from services.employment.domain.preparation import Preparation
from services.employment.domain.refusals import shared as refusals
from services.employment.domain.vocabulary import WORK_PREPARATION
from services.employment.queries import lists
from services.employment.reference.sheets import SHEETS
from services.employment.schemas import shared as schemas
from services.employment.schemas import training as training_schemas
from tsunagu.contracts.bodies import without
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process.ids import new_id


class Preparations(ServiceBase):
    @command
    def start_preparation(self, **body: Any) -> dict[str, Any]:
        """A year at most from this day; from a sheet, or for a person known otherwise."""
        asked = loaded(training_schemas.StartPreparation(), body)
        if asked["by"] != WORK_PREPARATION:
            raise refusals.not_this_desks_move(WORK_PREPARATION)
        with self.work() as work:
            person_id, case_id = whose(work, asked)
            course = work.load_or_new(Preparation, new_id())
            course.start(person_id=person_id, case_id=case_id, **without(asked, *WHO))
            return standing(course, person_id=person_id, ends_by=course.ends_by.isoformat())

    @command
    def move_stage(self, preparation_id: str, **body: Any) -> dict[str, Any]:
        """On to another stage, or back."""
        with self.work() as work:
            course = found(work, Preparation, preparation_id, body)
            asked = loaded(training_schemas.MoveStage(), body)
            course.move_stage(**without(asked, "by"))
            return standing(course, stage=course.stage)

    @command
    def attend_session(self, preparation_id: str, **body: Any) -> dict[str, Any]:
        """One session of one person."""
        with self.work() as work:
            course = found(work, Preparation, preparation_id, body)
            course.attend(**without(loaded(training_schemas.Attend(), body), "by"))
            return standing(course)

    @command
    def hold_session(self, **body: Any) -> dict[str, Any]:
        """One session of many people; all are recorded, or none is."""
        asked = loaded(training_schemas.HoldSession(), body)
        with self.work() as work:
            for one in asked["attenders"]:
                course = work.load(Preparation, one["preparation_id"])
                course.attend(
                    on=asked["on"],
                    session=asked["session"],
                    attendance=one["attendance"],
                    note=one["note"],
                )
        return {"session": asked["session"], "recorded": len(asked["attenders"])}

    @command
    def extend_preparation(self, preparation_id: str, **body: Any) -> dict[str, Any]:
        with self.work() as work:
            course = found(work, Preparation, preparation_id, body)
            asked = loaded(training_schemas.ExtendCourse(), body)
            course.extend(**without(asked, "by"))
            return standing(course, ends_by=course.ends_by.isoformat())

    @command
    def place_preparation(self, preparation_id: str, **body: Any) -> dict[str, Any]:
        """Owner, next step and due date, within what the course may last."""
        with self.work() as work:
            course = found(work, Preparation, preparation_id, body)
            course.set_next_step(**without(loaded(schemas.NextStep(), body), "by"))
            return standing(course)

    @command
    def end_preparation(self, preparation_id: str, **body: Any) -> dict[str, Any]:
        """With the outcome that its sheet is closed with."""
        with self.work() as work:
            course = found(work, Preparation, preparation_id, body)
            asked = loaded(training_schemas.EndPreparation(), body)
            course.end(**without(asked, "by"))
            SHEETS.close_sheets(work, course, asked["on"])
            return standing(course, outcome=course.outcome)

    @command
    def get_preparation(self, preparation_id: str) -> dict[str, Any]:
        """The course, with every session."""
        with self.store.reading() as connection:
            row = lists.one(connection, "preparation", preparation_id)
            return row | {"sessions_held": lists.sessions(connection, preparation_id)}

    @command
    def list_preparations(self, **query: Any) -> dict[str, Any]:
        """Courses by due date."""
        return page_of(self, "preparation", query)

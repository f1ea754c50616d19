"""Commands on training placements at partners' workplaces, and what came of them."""

from __future__ import annotations

from services.employment.commands.work_items import check_desk, identify_subject, load_item
from services.employment.domain.employer import Employer
from services.employment.domain.training import Training
from services.employment.domain.vocabulary import CERTIFIED_WORK_TRAINING, EMPLOYER
from services.employment.queries.lists import find_row
from services.employment.reference.sheets import SHEETS
from services.employment.schemas.preparations import ExtendCourse
from services.employment.schemas.shared import NextStep
from services.employment.schemas.trainings import EndTraining, StartTraining, TrainingDay
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process.ids import new_id


class Trainings(ServiceBase):
    @command(StartTraining)
    def start_training(self, start: StartTraining) -> JsonObject:
        """A placement at a partner's workplace; from a sheet, or for a person known otherwise."""
        check_desk(start.by, only=CERTIFIED_WORK_TRAINING)
        with self.work() as work:
            if start.workplace_kind == EMPLOYER:
                work.load(Employer, start.workplace).win(on=start.on)
            subject = identify_subject(work, start)
            placement = work.load_or_new(Training, new_id())
            placement.start(**subject._asdict(), **start.values("by", *subject._fields))
            return placement.describe_state() | {"person_id": subject.person_id}

    @command(TrainingDay)
    def record_training_day(
        self, day: TrainingDay, training_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self.work() as work:
            placement = load_item(work, Training, training_id, day.by, expected_version)
            placement.record_day(**day.values("by"))
            return placement.describe_state() | {"days": placement.days_attended}

    @command(ExtendCourse)
    def extend_training(
        self, extension: ExtendCourse, training_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self.work() as work:
            placement = load_item(work, Training, training_id, extension.by, expected_version)
            placement.extend(**extension.values("by"))
            return placement.describe_state() | {"until": placement.until.isoformat()}

    @command(NextStep)
    def place_training(
        self, step: NextStep, training_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Owner, next step and due date."""
        with self.work() as work:
            placement = load_item(work, Training, training_id, step.by, expected_version)
            placement.set_next_step(**step.values("by"))
            return placement.describe_state()

    @command(EndTraining)
    def end_training(
        self, ending: EndTraining, training_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """With the result that its sheet is closed with."""
        with self.work() as work:
            placement = load_item(work, Training, training_id, ending.by, expected_version)
            placement.end(**ending.values("by"))
            SHEETS.close_sheets(work, placement, ending.on)
            answer = {"result": placement.outcome, "days": placement.days_attended}
            return placement.describe_state() | answer

    @command
    def get_training(self, training_id: str) -> JsonObject:
        with self.store.reading() as connection:
            return find_row(connection, "training", training_id)

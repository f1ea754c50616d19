"""Commands on training placements at partners' workplaces, and what came of them."""

from __future__ import annotations

from typing import Any

from services.employment.commands.lists import page_of
from services.employment.commands.support import WHO, found, loaded, standing, whose
from services.employment.domain.employer import Employer
from services.employment.domain.refusals import shared as refusals
from services.employment.domain.training import Training
from services.employment.domain.vocabulary import CERTIFIED_WORK_TRAINING, EMPLOYER
from services.employment.queries import lists
from services.employment.reference.sheets import SHEETS
from services.employment.schemas import shared as schemas
from services.employment.schemas import training as training_schemas
from tsunagu.contracts.bodies import without
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process.ids import new_id


class Trainings(ServiceBase):
    @command
    def start_training(self, **body: Any) -> dict[str, Any]:
        """A placement at a partner's workplace; from a sheet, or for a person known otherwise."""
        asked = loaded(training_schemas.StartTraining(), body)
        if asked["by"] != CERTIFIED_WORK_TRAINING:
            raise refusals.not_this_desks_move(CERTIFIED_WORK_TRAINING)
        with self.work() as work:
            if asked["workplace_kind"] == EMPLOYER:
                work.load(Employer, asked["workplace"]).win(on=asked["on"])
            person_id, case_id = whose(work, asked)
            placement = work.load_or_new(Training, new_id())
            placement.start(person_id=person_id, case_id=case_id, **without(asked, *WHO))
            return standing(placement, person_id=person_id)

    @command
    def record_training_day(self, training_id: str, **body: Any) -> dict[str, Any]:
        with self.work() as work:
            placement = found(work, Training, training_id, body)
            placement.record_day(**without(loaded(training_schemas.TrainingDay(), body), "by"))
            return standing(placement, days=placement.days_attended)

    @command
    def extend_training(self, training_id: str, **body: Any) -> dict[str, Any]:
        with self.work() as work:
            placement = found(work, Training, training_id, body)
            asked = loaded(training_schemas.ExtendCourse(), body)
            placement.extend(**without(asked, "by"))
            return standing(placement, until=placement.until.isoformat())

    @command
    def place_training(self, training_id: str, **body: Any) -> dict[str, Any]:
        """Owner, next step and due date."""
        with self.work() as work:
            placement = found(work, Training, training_id, body)
            placement.set_next_step(**without(loaded(schemas.NextStep(), body), "by"))
            return standing(placement)

    @command
    def end_training(self, training_id: str, **body: Any) -> dict[str, Any]:
        """With the result that its sheet is closed with."""
        with self.work() as work:
            placement = found(work, Training, training_id, body)
            asked = loaded(training_schemas.EndTraining(), body)
            placement.end(**without(asked, "by"))
            SHEETS.close_sheets(work, placement, asked["on"])
            return standing(placement, result=placement.outcome, days=placement.days_attended)

    @command
    def get_training(self, training_id: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            return lists.one(connection, "training", training_id)

    @command
    def list_trainings(self, **query: Any) -> dict[str, Any]:
        """Placements by due date."""
        return page_of(self, "training", query)

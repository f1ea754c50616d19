"""What desks send about work preparation, training placements and the ledgers; see `schemas`."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from services.employment.domain.vocabulary import (
    ATTENDANCE,
    PREPARATION_ENDINGS,
    STAGES,
    TRAINING_KINDS,
    TRAINING_RESULTS,
    WORKPLACES,
)
from services.employment.schemas.people import YEN
from services.employment.schemas.shared import (
    Asked,
    Begin,
    Body,
    Choice,
    Code,
    Day,
    Id,
    MaybeNumber,
    Noted,
    Page,
    WithReason,
    Words,
    Yes,
)


class StartPreparation(Begin):
    stage = Choice("stage to begin with", STAGES, load_default=STAGES[0])


class MoveStage(WithReason):
    stage = Choice("stage now", STAGES, required=True)


class Attend(Noted):
    session = Code("which session, as a code", required=True)
    attendance = Choice("whether the person came", ATTENDANCE, required=True)


class Attender(Schema):
    """One person's attendance at a session."""

    class Meta:
        unknown = RAISE

    preparation_id = Id("the person's course", required=True)
    attendance = Choice("whether the person came", ATTENDANCE, required=True)
    note = Words("in words; encrypted")


class HoldSession(Body):
    """One session of many people."""

    session = Code("which session, as a code", required=True)
    attenders = fields.List(
        fields.Nested(Attender),
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "who was to come, and whether they came"},
    )

    @validates_schema
    def each_once(self, data: dict[str, Any], **_: Any) -> None:
        ids = [one["preparation_id"] for one in data["attenders"]]
        if len(set(ids)) < len(ids):
            raise ValidationError(
                "同じ人が二度あります / somebody is in it twice → 一度だけ / once each",
                field_name="attenders",
            )


class ExtendCourse(WithReason):
    until = Day("last day now", required=True)


class EndPreparation(Noted):
    outcome = Choice("what came of it", PREPARATION_ENDINGS, required=True)


class StartTraining(Begin):
    until = Day("last day of the placement", required=True)
    kind = Choice("certified or trial", TRAINING_KINDS, required=True)
    employed = Yes("as an employee with a wage")
    workplace_kind = Choice("employer or partner", WORKPLACES, required=True)
    workplace = Id("id of the employer, or code of the partner's desk", required=True)
    wage = MaybeNumber("yen an hour, where employed", 1, YEN)
    allowance = MaybeNumber("yen a day, where not employed", 1, YEN)


class TrainingDay(Noted):
    attendance = Choice("whether the person came", ATTENDANCE, required=True)


class EndTraining(Noted):
    result = Choice("what came of it", TRAINING_RESULTS, required=True)


class CourseQuery(Page):
    person_id = fields.String(metadata={"description": "of this person"})


class WorkQuery(Schema):
    class Meta:
        unknown = RAISE

    desk = Code("with this desk")
    kind = Code("only of this kind")
    overdue = fields.Boolean(metadata={"description": "only what was due before today"})
    after = fields.String(metadata={"description": "`next` of the page before"})
    limit = Asked("at most; 50 if left out", 1, 500)


class Ledger(Schema):
    """Which entries of a ledger: those received in the period."""

    class Meta:
        unknown = RAISE

    first = fields.Date(metadata={"description": "received from this day on"})
    last = fields.Date(metadata={"description": "received up to this day"})


class SeekersLedger(Ledger):
    names = fields.Boolean(
        metadata={"description": "with names from intake, each reading recorded there"}
    )

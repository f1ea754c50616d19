"""What desks send about work preparation."""

from __future__ import annotations

from datetime import date

from marshmallow import ValidationError, validate

from services.employment.domain.vocabulary import ATTENDANCE, PREPARATION_ENDINGS, STAGES
from services.employment.schemas.fields import Choice, Code, Day, Id, Words
from services.employment.schemas.shared import Begin, Body, Noted, WithReason
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.domain.text import Problem, Text

SOMEBODY_TWICE = Problem(
    Text("同じ人が二度あります", "somebody is in it twice"), Text("一度だけ", "once each")
)


@payload
class StartPreparation(Begin):
    stage: str = Choice("stage to begin with", STAGES, load_default=STAGES[0])


@payload
class MoveStage(WithReason):
    stage: str = Choice("stage now", STAGES, required=True)


@payload
class Attend(Noted):
    session: str = Code("which session, as a code", required=True)
    attendance: str = Choice("whether the person came", ATTENDANCE, required=True)


@payload
class Attender(Payload):
    """One person's attendance at a session."""

    preparation_id: str = Id("the person's course", required=True)
    attendance: str = Choice("whether the person came", ATTENDANCE, required=True)
    note: str | None = Words("in words; encrypted")


@payload
class HoldSession(Body):
    """One session of many people."""

    session: str = Code("which session, as a code", required=True)
    attenders: tuple[Attender, ...] = fields.List(
        fields.Nested(Attender.schema),
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "who was to come, and whether they came"},
    )

    def check(self) -> None:
        ids = {attender.preparation_id for attender in self.attenders}
        if len(ids) < len(self.attenders):
            raise ValidationError(SOMEBODY_TWICE, field_name="attenders")


@payload
class ExtendCourse(WithReason):
    until: date = Day("last day now", required=True)


@payload
class EndPreparation(Noted):
    outcome: str = Choice("what came of it", PREPARATION_ENDINGS, required=True)

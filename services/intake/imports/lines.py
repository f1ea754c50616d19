"""The shapes of past records' lines: what stands in each kind beside the common keys."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from services.intake import reference
from services.intake.domain.case import CHANNELS
from services.intake.schemas.shared import (
    Codes,
    Day,
    check_desk,
    check_issue,
    check_programme,
)
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Problem, Text

Line = JsonObject  # loaded by its schema
NO_REASON = Problem(Text("空です", "is empty"), Text("理由を", "give the reason"))


class DeskOrName(fields.String):
    """A desk's code, or its Japanese name as old records have it."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        code = reference.desk_named().get(str(text), text)
        check_desk(str(code))
        return code


class Nothing(Schema):
    """A line that says nothing beside the common keys."""


class ConsultationLine(Schema):
    channel = fields.String(required=True, validate=validate.OneOf(CHANNELS))
    from_desk = DeskOrName(load_default=None, allow_none=True)
    signal = fields.String(load_default=None, allow_none=True)


class AssessmentLine(Schema):
    issues = Codes(check_issue, least=1)
    main = fields.String(load_default=None, allow_none=True, validate=check_issue)


class PlanLine(Schema):
    programmes = Codes(check_programme)
    employment_support = fields.Boolean(load_default=False)
    agreed_on = Day(load_default=None, allow_none=True)


class OutcomeLine(Schema):
    employer = fields.String(load_default=None, allow_none=True)
    kind = fields.String(load_default=None, allow_none=True)


class EndingLine(Schema):
    reason = fields.String(
        required=True,
        validate=validate.Length(min=1, error=NO_REASON),
    )

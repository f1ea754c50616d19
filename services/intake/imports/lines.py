"""The shapes of past records' lines: what stands in each kind beside the common keys."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from marshmallow import validate

from services.intake import reference
from services.intake.domain.case import CHANNELS
from services.intake.schemas.shared import (
    Codes,
    Day,
    check_desk,
    check_issue,
    check_programme,
)
from tsunagu.contracts.payload import fields, payload
from tsunagu.contracts.text_fields import NAME, NOTE, REMARK, Key
from tsunagu.domain.plain_text import normalise_key
from tsunagu.domain.text import Problem, Text
from tsunagu.hosting.record_import import ImportLine

NO_REASON = Problem(Text("空です", "is empty"), Text("理由を", "give the reason"))


class _DeskOrName(Key):
    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        code = _read_codes_by_name().get(str(text), text)
        check_desk(str(code))
        return code


@cache
def _read_codes_by_name() -> dict[str, str]:
    """Japanese name, in the form of keys → code of the desk."""
    return {normalise_key(name): code for name, code in reference.desk_named().items()}


def DeskOrName(**options: Any) -> Any:
    """A desk's code, or its Japanese name as old records have it."""
    return _DeskOrName(**options)


@payload
class ConsultationLine(ImportLine):
    channel: str = fields.Key(required=True, validate=validate.OneOf(CHANNELS))
    from_desk: str | None = DeskOrName(load_default=None, allow_none=True)
    signal: str | None = fields.Key(load_default=None, allow_none=True)


@payload
class AssessmentLine(ImportLine):
    issues: tuple[str, ...] = Codes(check_issue, least=1)
    main: str | None = fields.Key(load_default=None, allow_none=True, validate=check_issue)


@payload
class PlanLine(ImportLine):
    programmes: tuple[str, ...] = Codes(check_programme)
    employment_support: bool = fields.Boolean(load_default=False)
    agreed_on: date | None = Day(load_default=None, allow_none=True)


@payload
class OutcomeLine(ImportLine):
    employer: str | None = fields.String(kind=NAME, load_default=None, allow_none=True)
    kind: str | None = fields.String(kind=REMARK, load_default=None, allow_none=True)


@payload
class EndingLine(ImportLine):
    reason: str = fields.String(
        kind=NOTE, required=True, validate=validate.Length(min=1, error=NO_REASON)
    )

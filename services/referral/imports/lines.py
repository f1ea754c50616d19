"""The lines of past records that are this service's: sheets, and what became of them."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validate

from services.referral import reference
from services.referral.domain.states import STATES
from services.referral.schemas import check_desk
from tsunagu.contracts import text_fields
from tsunagu.contracts.field_checks import check_code
from tsunagu.contracts.payload import fields, payload
from tsunagu.domain.text import Problem, Text
from tsunagu.hosting.record_import import ImportLine

_STATES = ", ".join(STATES)
NO_KEY = Problem(Text("空です", "is empty"), Text("番号を", "give the id"))
NO_SUCH_STATE = Problem(Text("知らない状態です", "no such state"), Text(_STATES, _STATES))


class DeskOrName(text_fields.Key):
    """A desk's code, or its Japanese name as old records have it."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        code = reference.load_codes_by_name().get(str(text), text)
        check_desk(str(code))
        return code


def check_state(value: str) -> None:
    """One of the states that a sheet can be in."""
    if value not in STATES:
        raise ValidationError(NO_SUCH_STATE)


def Key() -> Any:
    return fields.String(required=True, validate=validate.Length(min=1, error=NO_KEY))


def Desk(name: str) -> Any:
    return DeskOrName(required=True, data_key=name)


def Words() -> Any:
    return fields.String(kind=text_fields.REMARK, load_default=None, allow_none=True)


@payload
class ReferralLine(ImportLine):
    """A sheet that was sent. (`from` is a word of Python.)"""

    from_desk: str = Desk("from")
    to_desk: str = Desk("to")
    id: str = Key()
    issues: tuple[str, ...] = fields.List(fields.Key(validate=check_code), load_default=list)


@payload
class StateLine(ImportLine):
    """What became of a sheet; the reason or outcome may be words."""

    id: str = Key()
    state: str = fields.Key(required=True, validate=check_state)
    reason: str | None = Words()
    outcome: str | None = Words()

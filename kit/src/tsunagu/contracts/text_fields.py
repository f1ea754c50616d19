"""Texts and numbers of payloads: what no store can keep is refused, and each has its limit.

`fields.String` and `fields.Integer` of `tsunagu.contracts.payload` are these. A text has a
kind, which says how long it may be and whether it may have lines; without one it is an id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import marshmallow
from marshmallow import ValidationError, validate

from tsunagu.contracts.validation_errors import list_faults
from tsunagu.domain.plain_text import find_forbidden, normalise_key
from tsunagu.domain.text import Problem, Text

SMALLEST_INTEGER, LARGEST_INTEGER = -(2**31), 2**31 - 1  # what a column of integers holds
FORBIDDEN = Problem(
    Text(
        "使えない文字があります（{place} 文字目、U+{code}）",
        "character {place}, U+{code}, cannot be kept",
    ),
    Text("その文字を消す", "delete it"),
)
TOO_LONG = Problem(
    Text("長すぎます（{given} 文字）", "too long: {given} characters"),
    Text("{most} 文字まで", "{most} at most"),
)


@dataclass(frozen=True, slots=True)
class TextKind:
    """A kind of text: at most `most` characters, in one line or in several."""

    most: int
    has_lines: bool = False


CODE = TextKind(64)
ID = TextKind(200)
CURSOR = TextKind(400)  # a date or word of a list, and an id
PHONE = TextKind(50)
NAME = TextKind(100)
EMAIL = TextKind(254)  # RFC 5321
ADDRESS = TextKind(200)
TITLE = TextKind(200)
REMARK = TextKind(500)
NOTE = TextKind(4_000, has_lines=True)
STORY = TextKind(20_000, has_lines=True)


def check_text(text: str, kind: TextKind) -> None:
    """Raise ValidationError for a text that is too long, or holds what no store keeps."""
    if len(text) > kind.most:
        raise ValidationError(TOO_LONG.format(given=len(text), most=kind.most))
    place = find_forbidden(text, in_a_line=not kind.has_lines)
    if place is not None:
        code = f"{ord(text[place]):04X}"
        raise ValidationError(FORBIDDEN.format(place=place + 1, code=code))


def find_argument_faults(arguments: dict[str, Any], kind: TextKind = ID) -> list[dict[str, str]]:
    """What is wrong with the texts among the arguments of a command, each under its name."""
    faults = []
    for name, value in arguments.items():
        if isinstance(value, str):
            try:
                check_text(value, kind)
            except ValidationError as wrong:
                faults += list_faults(ValidationError({name: wrong.messages}))
    return faults


class String(marshmallow.fields.String):
    """A text of that kind, checked before anything else looks at it."""

    def __init__(self, *, kind: TextKind = ID, **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind

    def _deserialize(self, value: Any, attr: Any, data: Any, **context: Any) -> Any:
        text = super()._deserialize(value, attr, data, **context)
        check_text(text, self.kind)
        return text


class Code(String):
    """A text that a list or a pattern knows."""

    def __init__(self, *, kind: TextKind = CODE, **options: Any) -> None:
        super().__init__(kind=kind, **options)


class Key(Code):
    """A code as people have typed it into old records: of whatever width, it is the narrow one."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **context: Any) -> Any:
        return normalise_key(super()._deserialize(value, attr, data, **context))


class Integer(marshmallow.fields.Integer):
    """A whole number that a column holds, where no validator says how large it may be."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if not any(getattr(check, "max", None) is not None for check in self.validators):
            self.validators.append(validate.Range(SMALLEST_INTEGER, LARGEST_INTEGER))

"""Validation errors as field, problem and remedy, in Japanese and English.

Importing this gives marshmallow's own messages their Japanese and a remedy, for
every schema of the process.
"""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate

from tsunagu.domain.text import Problem, Text
from tsunagu.process import patches

MISSING = Problem(
    Text("必要な項目がありません", "is missing"), Text("この項目を加える", "add this field")
)
_DAY = Problem(
    Text("日付ではありません", "not a date"),
    Text("2026-04-01 のように、暦にある日を", "a day of the calendar"),
)
_TEXT = Problem(
    Text("文字列ではありません", "not a text"), Text("引用符で囲む", "put it in quotes")
)
_ONE_OF = Problem(Text("選べない値です", "not one of the choices"), Text.same("{choices}"))
_NUMBER = Problem(Text("数ではありません", "not a number"), Text("数字で", "write digits"))

# Formatted by marshmallow, hence the doubled braces; those of schemas are not.
FIELDS: dict[type[fields.Field[Any]], dict[str, str]] = {
    fields.Field: {
        "required": MISSING,
        "null": Problem(
            Text("空にできません", "may not be null"),
            Text("値を入れるか、項目を省く", "give or omit it"),
        ),
        "validator_failed": Problem(Text("使えない値です", "not a valid value")),
    },
    fields.Nested: {
        "type": Problem(
            Text("オブジェクトではありません", "not an object"), Text("{{…}} で", "write {{…}}")
        )
    },
    fields.List: {
        "invalid": Problem(
            Text("一覧ではありません", "not a list"), Text("[ ] で囲む", "write [ ]")
        )
    },
    fields.String: {
        "invalid": _TEXT,
        "invalid_utf8": Problem(Text("UTF-8 ではありません", "not UTF-8")),
    },
    fields.Number: {
        "invalid": _NUMBER,
        "too_large": Problem(
            Text("大きすぎる数です", "too large a number"), Text("桁を確かめる", "check the digits")
        ),
    },
    fields.Integer: {
        "invalid": Problem(
            Text("整数ではありません", "not a whole number"), Text("整数で", "write digits")
        )
    },
    fields.Boolean: {
        "invalid": Problem(
            Text("真偽値ではありません", "neither true nor false"), Text.same("true, false")
        ),
    },
    fields.Date: {"invalid": _DAY},
    fields.DateTime: {
        "invalid": Problem(
            Text("日時ではありません", "not a date and time"),
            Text.same("2026-04-01T09:00:00+09:00"),
        ),
    },
    fields.Mapping: {
        "invalid": Problem(
            Text("オブジェクトではありません", "not an object"), Text("{{…}} で", "write {{…}}")
        )
    },
}
SCHEMAS = {
    "type": Problem(
        Text("オブジェクトではありません", "not an object"), Text("{…} で", "write {…}")
    ),
    "unknown": Problem(
        Text("知らない項目です", "no such field"),
        Text("綴りを確かめるか消す", "check its spelling"),
    ),
}
VALIDATORS: dict[type, dict[str, str]] = {
    validate.OneOf: {"default_message": _ONE_OF},
    validate.Range: {
        "message_min": Problem(Text("小さすぎます", "too small"), Text("{{min}} 以上", "or more")),
        "message_max": Problem(Text("大きすぎます", "too large"), Text("{{max}} 以下", "or less")),
        "message_all": Problem(Text("範囲の外です", "out of range"), Text.same("{{min}}–{{max}}")),
    },
    validate.Length: {
        "message_min": Problem(
            Text("短すぎます", "too short"), Text("{min} 文字以上", "at least so long")
        ),
        "message_max": Problem(
            Text("長すぎます", "too long"), Text("{max} 文字まで", "at most so long")
        ),
        "message_all": Problem(
            Text("長さが合いません", "of the wrong length"), Text.same("{min}–{max}")
        ),
    },
}

patches.reword_validation(FIELDS, SCHEMAS, VALIDATORS)


def fault(field: str, problem: Text | str, remedy: Text | str = "") -> dict[str, str]:
    """One thing that is wrong with one field, as it goes over the wire."""
    return {"field": field, "problem": _write(problem), "remedy": _write(remedy)}


def _write(text: Text | str) -> str:
    return text.one_line if isinstance(text, Text) else text


def _build_fault(path: str, message: Any) -> dict[str, str]:
    if isinstance(message, Problem):
        return fault(path, message.text, message.remedy)
    return fault(path, str(message))


def list_faults(error: ValidationError) -> list[dict[str, str]]:
    """marshmallow's messages as `{"field", "problem", "remedy"}`, one for each fault."""
    faults = []

    def walk(path: str, messages: Any) -> None:
        if isinstance(messages, dict):
            for key, value in messages.items():
                inner = path if key == "_schema" else f"{path}.{key}" if path else str(key)
                walk(inner, value)
        else:
            for message in messages if isinstance(messages, list) else [messages]:
                faults.append(_build_fault(path, message))

    walk("", error.messages if isinstance(error.messages, dict) else {"": error.messages})
    return faults

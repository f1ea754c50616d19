"""Validation errors as field, problem and remedy, in Japanese and English.

Importing this gives marshmallow's own messages their Japanese and a remedy, for
every schema of the process; ` → ` parts the problem from the remedy.
"""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate

from tsunagu.domain.text import Problem, Text
from tsunagu.process import patches

_DAY = "日付ではありません / not a date → 2026-04-01 のように、暦にある日を / a day of the calendar"
_TEXT = "文字列ではありません / not a text → 引用符で囲む / put it in quotes"
_ONE_OF = "選べない値です / not one of the choices → {choices}"
_NUMBER = "数ではありません / not a number → 数字で / write digits"

# Formatted by marshmallow, hence the doubled braces; those of schemas are not.
FIELDS: dict[type[fields.Field[Any]], dict[str, str]] = {
    fields.Field: {
        "required": "必要な項目がありません / is missing → この項目を加える / add this field",
        "null": "空にできません / may not be null → 値を入れるか、項目を省く / give or omit it",
        "validator_failed": "使えない値です / not a valid value",
    },
    fields.Nested: {"type": "オブジェクトではありません / not an object → {{…}} で / write {{…}}"},
    fields.List: {"invalid": "一覧ではありません / not a list → [ ] で囲む / write [ ]"},
    fields.String: {"invalid": _TEXT, "invalid_utf8": "UTF-8 ではありません / not UTF-8"},
    fields.Number: {
        "invalid": _NUMBER,
        "too_large": "大きすぎる数です / too large a number → 桁を確かめる / check the digits",
    },
    fields.Integer: {"invalid": "整数ではありません / not a whole number → 整数で / write digits"},
    fields.Boolean: {
        "invalid": "真偽値ではありません / neither true nor false → true, false",
    },
    fields.Date: {"invalid": _DAY},
    fields.DateTime: {
        "invalid": "日時ではありません / not a date and time → 2026-04-01T09:00:00+09:00",
    },
    fields.Mapping: {
        "invalid": "オブジェクトではありません / not an object → {{…}} で / write {{…}}"
    },
}
SCHEMAS = {
    "type": "オブジェクトではありません / not an object → {…} で / write {…}",
    "unknown": "知らない項目です / no such field → 綴りを確かめるか消す / check its spelling",
}
VALIDATORS: dict[type, dict[str, str]] = {
    validate.OneOf: {"default_message": _ONE_OF},
    validate.Regexp: {"default_message": "形が違います / has the wrong form"},
    validate.Range: {
        "message_min": "小さすぎます / too small → {{min}} 以上 / or more",
        "message_max": "大きすぎます / too large → {{max}} 以下 / or less",
        "message_all": "範囲の外です / out of range → {{min}}–{{max}}",
    },
    validate.Length: {
        "message_min": "短すぎます / too short → {min} 文字以上 / at least so long",
        "message_max": "長すぎます / too long → {max} 文字まで / at most so long",
        "message_all": "長さが合いません / of the wrong length → {min}–{max}",
    },
}

patches.reword_validation(FIELDS, SCHEMAS, VALIDATORS)


def fault(field: str, problem: Text | str, remedy: Text | str = "") -> dict[str, str]:
    """One thing that is wrong with one field, as it goes over the wire."""
    return {"field": field, "problem": str(problem), "remedy": str(remedy)}


def _split_message(path: str, message: Any) -> dict[str, str]:
    if isinstance(message, Problem):
        return fault(path, message.text, message.remedy)
    problem, _, remedy = str(message).partition(" → ")
    return fault(path, problem, remedy)


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
                faults.append(_split_message(path, message))

    walk("", error.messages if isinstance(error.messages, dict) else {"": error.messages})
    return faults

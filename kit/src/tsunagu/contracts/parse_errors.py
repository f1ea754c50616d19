"""Messages for parse errors: what is wrong with bytes that are no valid message.

Never anything of the content.
"""

from __future__ import annotations

from tsunagu.contracts.validation_errors import MISSING, fault
from tsunagu.domain.text import Problem, Text

JSON = {
    "too_large": Problem(
        Text("大きすぎます（上限 256 KiB）", "too large, over 256 KiB"), Text("分ける", "split it")
    ),
    "not_utf8": Problem(
        Text("UTF-8 ではありません", "not UTF-8"), Text("UTF-8 で保存し直す", "save it as UTF-8")
    ),
    "too_deep": Problem(
        Text("入れ子が深すぎます", "nested too deep"), Text("入れ子を減らす", "nest less")
    ),
    "duplicate_key": Problem(
        Text("同じ項目が二度あります", "a key stands twice"), Text("一つにする", "keep one")
    ),
    "not_a_number": Problem(
        Text("NaN や Infinity は使えません", "NaN and Infinity are no JSON"),
        Text("数か null に", "a number, or null"),
    ),
    "lone_surrogate": Problem(
        Text("読めない文字があります", "half a character"), Text("入れ直す", "type it again")
    ),
    "not_json": Problem(
        Text("JSON として読めません", "not JSON"),
        Text("カンマ・引用符・括弧を確かめる", "check commas, quotes and brackets"),
    ),
    "not_an_object": Problem(
        Text("オブジェクトではありません", "not an object"), Text("{…} で", "write {…}")
    ),
}
ENVELOPE = {
    "not_cloudevents_1_0": Problem(
        Text("CloudEvents 1.0 ではありません", "not CloudEvents 1.0"),
        Text.same('"specversion": "1.0"'),
    ),
    "foreign_source": Problem(
        Text("source の形が違います", "not a source of ours"), Text.same("/cities/142166/intake")
    ),
    "bad_position": Problem(
        Text("position・previous・streamversion が合いません", "positions that cannot be"),
        Text.same("0 ≤ previous < position, streamversion ≥ 1"),
    ),
    "bad_schema_version": Problem(
        Text("schemaversion が違います", "not a schema version"), Text.same("1, 2, 3 …")
    ),
    "bad_type": Problem(
        Text("type か data の形が違います", "type must be a text, data an object"),
        Text.same('"type": "…", "data": {…}'),
    ),
    "bad_envelope": Problem(
        Text("subject か time の形が違います", "subject and time must be texts"),
        Text.same("2026-04-01T09:00:00+00:00"),
    ),
}
INBOUND = {
    "wrong_content_type": Problem(
        Text("content_type が違います", "wrong content type"),
        Text.same("application/cloudevents+json"),
    ),
    "wrong_content_encoding": Problem(
        Text("圧縮や別の符号化です", "encoded or compressed"),
        Text("そのまま UTF-8 で", "plain UTF-8"),
    ),
    "missing_user_id": Problem(
        Text("user_id がありません", "no user_id"),
        Text("接続の利用者名を付ける", "send your broker user's name"),
    ),
    "internal_error": Problem(
        Text("受け手の都合で受け取れませんでした", "it failed for our own fault"),
        Text("運用の担当が見ます", "the operators will look"),
    ),
}


def explain_parse_error(reason: str, field: str = "") -> dict[str, str]:
    """The fault, in words and with a remedy, for the reason code of a Malformed message."""
    if reason.startswith("missing_") and reason not in INBOUND:
        name = reason.removeprefix("missing_")
        return fault(name, MISSING.text, MISSING.remedy)
    known = (JSON | ENVELOPE | INBOUND).get(reason)
    return fault(field, known.text, known.remedy) if known else fault(field, reason)

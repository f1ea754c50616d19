"""Messages for parse errors: what is wrong with bytes that are no valid message.

Each is "problem → remedy", Japanese first. Never anything of the content.
"""

from __future__ import annotations

from tsunagu.contracts.validation_errors import fault

JSON = {
    "too_large": "大きすぎます（上限 256 KiB）/ too large, over 256 KiB → 分ける / split it",
    "not_utf8": "UTF-8 ではありません / not UTF-8 → UTF-8 で保存し直す / save it as UTF-8",
    "too_deep": "入れ子が深すぎます / nested too deep → 入れ子を減らす / nest less",
    "duplicate_key": "同じ項目が二度あります / a key stands twice → 一つにする / keep one",
    "not_a_number": "NaN や Infinity は使えません / NaN and Infinity are no JSON → 数か null に / "
    "a number, or null",
    "lone_surrogate": "読めない文字があります / half a character → 入れ直す / type it again",
    "not_json": "JSON として読めません / not JSON → カンマ・引用符・括弧を確かめる / "
    "check commas, quotes and brackets",
    "not_an_object": "オブジェクトではありません / not an object → {…} で / write {…}",
}
ENVELOPE = {
    "not_cloudevents_1_0": "CloudEvents 1.0 ではありません / not CloudEvents 1.0 → "
    '"specversion": "1.0"',
    "foreign_source": "source の形が違います / not a source of ours → /cities/142166/intake",
    "bad_position": "position・previous・streamversion が合いません / positions that cannot be → "
    "0 ≤ previous < position, streamversion ≥ 1",
    "bad_schema_version": "schemaversion が違います / not a schema version → 1, 2, 3 …",
    "bad_type": "type か data の形が違います / type must be a text, data an object → "
    '"type": "…", "data": {…}',
    "bad_envelope": "subject か time の形が違います / subject and time must be texts → "
    "2026-04-01T09:00:00+00:00",
}
INBOUND = {
    "wrong_content_type": "content_type が違います / wrong content type → "
    "application/cloudevents+json",
    "wrong_content_encoding": "圧縮や別の符号化です / encoded or compressed → そのまま UTF-8 で / "
    "plain UTF-8",
    "missing_user_id": "user_id がありません / no user_id → 接続の利用者名を付ける / "
    "send your broker user's name",
    "internal_error": "受け手の都合で受け取れませんでした / it failed for our own fault → "
    "運用の担当が見ます / the operators will look",
}


def explain_parse_error(reason: str, field: str = "") -> dict[str, str]:
    """The fault, in words and with a remedy, for the reason code of a Malformed message."""
    if reason.startswith("missing_") and reason not in INBOUND:
        name = reason.removeprefix("missing_")
        return fault(
            name, "必要な項目がありません / is missing", "この項目を加える / add this field"
        )
    problem, _, remedy = (JSON | ENVELOPE | INBOUND).get(reason, reason).partition(" → ")
    return fault(field, problem, remedy)

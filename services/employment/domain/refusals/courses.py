"""Refusals about work preparation and training placements."""

from __future__ import annotations

from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

PAST_ALLOWED_END = Refusal(
    "past_allowed_end",
    Text("就労準備は {ends_by} までです", "work preparation may last until {ends_by}"),
    field="on",
    remedy=Text("その日までに終えるか、理由を付けて延長する", "end it by then, or extend it"),
)
EXTENSION_BACKWARDS = Refusal(
    "extension_backwards",
    Text("いまの終わりは {ends_by} です", "it lasts until {ends_by} as it is"),
    field="until",
    remedy="until > {ends_by}",
)
EXTENSION_TOO_LONG = Refusal(
    "extension_too_long",
    Text("一度の延長は {latest} までです", "one extension reaches {latest} at most"),
    field="until",
    remedy="until ≤ {latest}",
)
SAME_STAGE = Refusal(
    "same_stage",
    Text("いまも {stage} です", "it is at {stage} already"),
    field="stage",
    remedy=Text("動いたときだけ記録します", "only a move is recorded"),
)
RECORDED_TWICE = Refusal(
    "recorded_twice",
    Text("{on} の記録はもうあります", "{on} is on record already"),
    field="on",
    remedy=Text("同じ日の同じ内容は一度だけ", "the same of one day only once"),
)
OUTSIDE_PERIOD = Refusal(
    "outside_period",
    Text(
        "訓練の期間は {first} から {last} です",
        "the placement lasts from {first} to {last}",
    ),
    field="on",
    remedy=Text("日付を確かめるか、期間を延ばす", "check the day, or extend the placement"),
)
WAGE_OF_EMPLOYED = Refusal(
    "wage_of_employed",
    Text(
        "雇用型の訓練には時給が要ります",
        "training of the employed type has an hourly wage",
    ),
    field="wage",
    remedy=Text(
        "wage に時給（円）を。雇用でないなら employed=false",
        "the wage in yen an hour",
    ),
)

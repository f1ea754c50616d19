"""Refusals about employers and their openings."""

from __future__ import annotations

from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

ALREADY_WON = Refusal(
    "already_won",
    Text("この事業所はもう協力先です", "this employer is with us already"),
    field="employer_id",
    remedy=Text("求人を受け付けてください", "record its opening"),
)
INTRODUCED_BY_ITSELF = Refusal(
    "introduced_by_itself",
    Text("自分を紹介することはできません", "an employer cannot have introduced itself"),
    field="introduced_by",
    remedy=Text("紹介した事業所の番号を", "the id of the employer that introduced it"),
)
NO_PLACES = Refusal(
    "no_places",
    Text("求人数は 1 以上にしてください", "an opening has at least one place"),
    field="places",
    remedy="places ≥ 1",
)
FEWER_THAN_HIRED = Refusal(
    "fewer_than_hired",
    Text("もう {hired} 人が採用されています", "{hired} have been hired already"),
    field="places",
    remedy="places ≥ {hired}",
)
NO_PLACE_LEFT = Refusal(
    "no_place_left",
    Text("求人数 {places} 人分がすべて埋まっています", "all {places} places are filled"),
    field="opening_id",
    remedy=Text("求人者が増やすなら求人数を直す", "if the employer wants more, raise its places"),
)
OPENING_CLOSED = Refusal(
    "opening_closed",
    Text("この求人は閉じています（{because}）", "this opening is closed: {because}"),
    field="opening_id",
    remedy=Text("ほかの求人を選ぶか、期限を延ばす", "choose another, or extend it"),
)
OUTSIDE_VALIDITY = Refusal(
    "outside_validity",
    Text(
        "求人の有効期間は {first} から {last} です",
        "the opening is valid from {first} to {last}",
    ),
    field="on",
    remedy=Text("求人者に確かめて期限を延ばす", "ask the employer and extend it"),
)
VALIDITY_BACKWARDS = Refusal(
    "validity_backwards",
    Text("有効期間の終わりが始まりより前です", "the validity ends before it begins"),
    field="valid_until",
    remedy="valid_until ≥ valid_from",
)
BELOW_MINIMUM_WAGE = Refusal(
    "below_minimum_wage",
    Text(
        "時給 {wage} 円は最低賃金 {minimum} 円より低い額です",
        "{wage} yen an hour is below the minimum wage of {minimum} yen",
    ),
    field="wage_min",
    remedy=Text(
        "求人者に確かめる。許可を受けた特例なら minimum_wage_exempt=true",
        "ask the employer; with a permitted exemption, minimum_wage_exempt=true",
    ),
)
CONDITIONS_EXCLUDE = Refusal(
    "conditions_exclude",
    Text("条件が合いません", "the conditions do not fit: {sentences}"),
    field="opening_id",
    remedy=Text(
        "双方に確かめたうえで despite=true",
        "after speaking with both, despite=true",
    ),
    details=("reasons",),
)

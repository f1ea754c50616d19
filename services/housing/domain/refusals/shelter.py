"""Refusals of the shelter desk: places, and stays in them."""

from __future__ import annotations

from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

# -- places ---------------------------------------------------------------------------------------

SHELTER_ALREADY_BEGUN = Refusal(
    "already_begun",
    Text("シェルター {id} は登録済みです", "shelter {id} is listed already"),
    field="shelter_id",
    remedy=Text(
        "定員を変えるなら set_shelter_capacity",
        "to change its places, set its capacity",
    ),
)
NOT_A_CAPACITY = Refusal(
    "not_a_capacity",
    Text("定員は 0 以上です", "a capacity is 0 or more"),
    field="capacity",
    remedy="≥ 0",
)
CAPACITY_BELOW_OCCUPANCY = Refusal(
    "capacity_below_occupancy",
    Text(
        "いま {taken} 人分が使われています。それより少なくはできません",
        "{taken} places are taken; the capacity cannot be less",
    ),
    field="capacity",
    remedy=Text(
        "capacity ≥ {taken}。減らす前に次の住まいへ",
        "find somewhere for them first",
    ),
    details=("taken",),
)
NOT_A_NUMBER_OF_PLACES = Refusal(
    "not_a_number_of_places",
    Text("1 人分以上です", "at least one place"),
    field="places",
    remedy="places ≥ 1",
)
SHELTER_FULL = Refusal(
    "shelter_full",
    Text("空きが足りません（空き {free}）", "too few places are free: {free}"),
    field="shelter_id",
    remedy=Text(
        "ほかのシェルターを選ぶか、シートを保留（on_hold）にして待つ",
        "choose another shelter, or keep the sheet on hold until one is free",
    ),
    details=("free",),
)

# -- stays ----------------------------------------------------------------------------------------

ALREADY_STAYING = Refusal(
    "already_staying",
    Text("この方は {id} で滞在中です", "this person is staying already: {id}"),
    field="person_id",
    remedy=Text("先にその滞在を終える", "check out of that stay first"),
    details=("id",),
)
STAY_TOO_LONG = Refusal(
    "stay_too_long",
    Text(
        "滞在の期限は {on} より後、{latest} までです",
        "the last day lies after {on}, at most {latest}",
    ),
    field="until",
    remedy="{on} < until ≤ {latest}",
    details=("latest",),
)
NOT_AN_EXTENSION = Refusal(
    "not_an_extension",
    Text("期限はすでに {until} です", "it is until {until} already"),
    field="until",
    remedy="until > {until}",
)
MOVED_ON_TO_WHERE = Refusal(
    "moved_on_to_where",
    Text(
        "予定どおりの退所には、次の住まいが要ります",
        "who moves on has somewhere to go",
    ),
    field="next_place",
    remedy=Text("次の住まいを、なければ left_early などを", "name it, or another reason"),
)

"""What was left out of a parcel and why, and what was too little, in words for the counter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.foodbank import reference
from services.foodbank.domain.goods import CONTAINS, EXPIRED, LABEL_UNREAD, NEEDS_COOKING
from services.foodbank.domain.household import MANDATORY
from services.foodbank.domain.packing import NOT_WANTED, LeftOut
from tsunagu.domain.text import Text

TOO_LITTLE = Text("{ja}が足りません", "too little of {en}")
LEFT_OUT = {
    CONTAINS: Text("{ja}を含むため入れていません", "left out, contains {en}"),
    NEEDS_COOKING: Text("調理ができないため入れていません", "left out, it needs cooking"),
    EXPIRED: Text(
        "期限（{detail}）を過ぎるため入れていません", "left out, out of date after {detail}"
    ),
    NOT_WANTED: Text("希望されないため入れていません", "left out, they do not want it"),
}
EIGHT_UNREAD = Text(
    "表示のアレルゲン8品目を確かめていないため入れていません",
    "left out, the eight allergens on its label were not checked",
)
INGREDIENTS_UNREAD = Text(
    "表示の原材料すべてを確かめていないため入れていません",
    "left out, not every ingredient on its label was checked",
)


def describe_left_out(left: Iterable[LeftOut]) -> list[str]:
    """One sentence for each, Japanese first."""
    return [str(_describe(one)) for one in left]


def describe_shortage(categories: Iterable[str]) -> list[str]:
    """Of which categories there was too little."""
    names = reference.categories()
    return [
        str(TOO_LITTLE.fill(ja=names[code].ja, en=names[code].en)) if code in names else code
        for code in categories
    ]


def _describe(one: LeftOut) -> Text:
    item, reason = _name_of(one.item, reference.items()), _reason_of(one)
    return Text(f"{item.ja}：{reason.ja}", f"{item.en}: {reason.en}")


def _reason_of(one: LeftOut) -> Text:
    if one.reason == LABEL_UNREAD:
        return EIGHT_UNREAD if one.detail == MANDATORY else INGREDIENTS_UNREAD
    if one.reason != CONTAINS:
        return LEFT_OUT[one.reason].fill(detail=one.detail)
    contents = [_name_of(code, reference.contents()) for code in one.detail.split(",")]
    ja, en = "・".join(name.ja for name in contents), ", ".join(name.en for name in contents)
    return LEFT_OUT[CONTAINS].fill(ja=ja, en=en)


def _name_of(
    code: str, names: Mapping[str, reference.Named] | Mapping[str, reference.Item]
) -> Text:
    """The name of a code; the code itself where the list has it no more."""
    return names[code].name if code in names else Text(code, code)

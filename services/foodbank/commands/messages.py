"""What was left out of a parcel and why, in words for the person at the counter."""

from __future__ import annotations

from collections.abc import Iterable

from services.foodbank import reference
from services.foodbank.domain.goods import CONTAINS, EXPIRED, LABEL_UNREAD, NEEDS_COOKING
from services.foodbank.domain.household import MANDATORY
from services.foodbank.domain.packing import NOT_WANTED, LeftOut


def left_out(left: Iterable[LeftOut]) -> list[str]:
    """One sentence for each, Japanese first."""
    return [f"{_item_ja(one)}：{_ja(one)} / {_item_en(one)}: {_en(one)}" for one in left]


def short(categories: Iterable[str]) -> list[str]:
    """Of which categories there was too little."""
    names = reference.categories()
    return [
        f"{names[c].ja}が足りません / too little of {names[c].en}" if c in names else c
        for c in categories
    ]


def parsed(text: str) -> LeftOut:
    """What a parcel's record keeps as `item|reason|detail`."""
    return LeftOut(*text.split("|", 2))


def _item_ja(one: LeftOut) -> str:
    item = reference.items().get(one.item)
    return item.ja if item else one.item


def _item_en(one: LeftOut) -> str:
    item = reference.items().get(one.item)
    return item.en if item else one.item


def _ja(one: LeftOut) -> str:
    names = "・".join(_content(code).ja for code in one.detail.split(",")) if one.detail else ""
    return {
        CONTAINS: f"{names}を含むため入れていません",
        LABEL_UNREAD: "表示のアレルゲン8品目を確かめていないため入れていません"
        if one.detail == MANDATORY
        else "表示の原材料すべてを確かめていないため入れていません",
        NEEDS_COOKING: "調理ができないため入れていません",
        EXPIRED: f"期限（{one.detail}）を過ぎるため入れていません",
        NOT_WANTED: "希望されないため入れていません",
    }[one.reason]


def _en(one: LeftOut) -> str:
    names = ", ".join(_content(code).en for code in one.detail.split(",")) if one.detail else ""
    return {
        CONTAINS: f"left out, contains {names}",
        LABEL_UNREAD: "left out, the eight allergens on its label were not checked"
        if one.detail == MANDATORY
        else "left out, not every ingredient on its label was checked",
        NEEDS_COOKING: "left out, it needs cooking",
        EXPIRED: f"left out, out of date after {one.detail}",
        NOT_WANTED: "left out, they do not want it",
    }[one.reason]


def _content(code: str) -> reference.Named:
    return reference.contents().get(code) or reference.Named(code, code, code)

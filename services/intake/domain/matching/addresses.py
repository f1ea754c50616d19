"""Addresses: chōme, ban and gō in kanji or digits, in words or hyphens, with or without building.

Only what is written is used, beside the names of municipalities, so it works offline.
The maintained address libraries look each town up in a gazetteer fetched from the
network, which a city's closed network does not have. Every step reads the text once.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from services.intake.domain.matching.characters import fold
from services.intake.domain.matching.municipalities import (
    UNSAID,
    Municipality,
    are_apart,
    split_municipality,
)

TOWNS_APART = Path(__file__).parent / "towns_apart.csv"
LARGEST_CHOME = 50  # a larger first number is a lot number (地番): no town has so many chōme
MOST_NUMBERS = 5

_POSTCODE = re.compile(r"(?:〒\s*\d{3}-?\d{4}|\d{3}-\d{4}(?![\d-]))\s*")
_KANJI_DIGITS = "〇一二三四五六七八九"
_NUMERAL = rf"[\d{_KANJI_DIGITS}十百千]"
_HYPHENS = re.compile(rf"[-‐‑‒–—―−─━]|(?<={_NUMERAL})[ー~〜](?={_NUMERAL})")
_HYPHEN_APART = re.compile(r"(?<=\d)\s+-\s*(?=\d)|(?<=\d)-\s+(?=\d)")

# -- numbers in kanji
_ZEROS = re.compile("[○◯零]")
_LEGAL = re.compile(
    rf"(?<![{_KANJI_DIGITS}十百千壱弐参拾])[{_KANJI_DIGITS}十百千壱弐参拾]+(?=丁目|番|号|-)"
)
_LEGAL_DIGITS = str.maketrans("壱弐参拾", "一二三十")
_KANJI_NUMBER = re.compile(rf"[{_KANJI_DIGITS}十百千]+")
_AFTER_A_NUMBER = re.compile(r"\s*(?:丁(?:目|[\s\d-]|$)|番|号|-)|地割|ノ\d|[条線軒区棟階]")
_BEFORE_A_NUMBER = re.compile(r"[-目地番号]|[地番]ノ")
_DIGITS = {ord(kanji): str(value) for value, kanji in enumerate(_KANJI_DIGITS)}
_ONE_TO_NINE = rf"([{_KANJI_DIGITS[1:]}]?)"
_BY_PLACE = re.compile("".join(rf"(?:{_ONE_TO_NINE}{unit})?" for unit in "千百十") + _ONE_TO_NINE)

# -- where the numbers of the place begin, and what stands between them
_BAN = r"番(?![町丁館])"
_GO = r"号(?![室棟館線])"
_CHOME_OR_BAN = rf"(?:丁目|丁(?=[\s\d-]|$)|番地|{_BAN})"
_WORDS = re.compile(rf"(?<=\d)\s*(?:{_CHOME_OR_BAN}\s*ノ?|{_GO}ノ?|ノ(?=\d))")
_COUNTED = re.compile(rf"\d(?:丁目|丁[\s\d-]|番地|{_BAN}|-\d)")
_NUMBER = re.compile(r"\d+")
_NAMES_A_TOWN = re.compile(  # 北1条, 第3地割, 1番町, 北27号1番地, 3丁目南1-2
    r"[条線軒区]|地割|番[町丁]|号(?=線|\d+番)|(?:丁目|号)(?=[東西南北上中下本]\D{0,3}\d)"
)
_GOES_ON = re.compile(rf"(?!{_CHOME_OR_BAN}|{_GO})[ノケガツ々\u3400-\u9fff]")
_PLACE = re.compile(r"\d[\d-]*")
_BLOCK = re.compile(r"(?<![A-Z\d])([A-Z]|\d{1,4})号?棟")
_ROOM = re.compile(r"(?:(?:(?<![A-Z])([A-Z])-?)?(\d{1,5})|(?<=[\s-])([A-Z]))\s*(?:号室?|室)?$")

# -- towns
_ORDINAL = re.compile(r"第(?=\d)")
_APART = re.compile(r"[\s-]+")
_OAZA = re.compile(r"大字|(?<!文)字(?=.)")  # 十文字 is a name
_JOINING = re.compile(r"(?<=[\d\u3400-\u9fff])[ノ之乃ケガカツッ](?=[\d\u3400-\u9fff])")
_JOINS = dict(zip("ノ之乃ケガカツッ", "ノノノケケケツツ", strict=True))
_TURNS = re.compile(r"(?<=[上下入])ガ?ル")
_DISTRICT = ("市", "区", "町", "村")
_STREETS, _CORNERS = ("通", "筋"), ("上", "下", "入")  # of Kyoto: 烏丸通御池上ル before 二条殿町


@dataclass(frozen=True, slots=True)
class Address:
    """`place`: chōme, ban and gō, or lot and branch. `room` only where one is written."""

    town: str = ""
    place: tuple[int, ...] = ()
    room: str = ""
    municipality: Municipality = UNSAID


def address_of(text: str) -> Address:
    """What an address says, whatever it leaves out; what is no address is all town."""
    text = _HYPHENS.sub("-", _ZEROS.sub("〇", fold(text))).strip()
    if postcode := _POSTCODE.match(text):
        text = text[postcode.end() :]
    where, rest = split_municipality(text)
    rest = _ORDINAL.sub("", _HYPHEN_APART.sub("-", _in_digits(rest)))
    begin = _find_place(rest)
    place, room = _place_and_room(_WORDS.sub("-", rest[begin:]))
    town = _town(rest[:begin])
    if place and not town:
        town = _town(where[1])  # of 龍ケ崎市3710番地, which has no town
    return Address(town, place, room, where)


def lie_in_one_town(one: Address, other: Address) -> bool:
    """Whether two addresses may be of one town: a district before its name may be left out.

    Not where both name the city: 富山市八尾町東町 and 富山市東町 are two towns.
    """
    if are_apart(one.municipality, other.municipality):
        return False
    longer, shorter = sorted((one, other), key=lambda address: -len(address.town))
    if not longer.town.endswith(shorter.town):
        return False
    before = longer.town.removesuffix(shorter.town)
    if not before or _is_a_corner(before):
        return True
    within, city = longer.municipality[1], shorter.municipality[1]
    if city:
        return not within and before == _town(city)  # 愛川町中津 beside 愛甲郡愛川町中津
    return before.endswith(_DISTRICT)


def _is_a_corner(text: str) -> bool:
    """Whether it is the way to a town in Kyoto, which one may leave out."""
    named = any(street in text for street in _STREETS)
    return text.endswith(_STREETS) or (named and text.endswith(_CORNERS))


# -- numbers --------------------------------------------------------------------------------------


def _in_digits(text: str) -> str:
    """Numbers in kanji as digits where a number stands: not in 六本木, and not 十十一."""
    text = _LEGAL.sub(lambda run: run[0].translate(_LEGAL_DIGITS), text)
    return _KANJI_NUMBER.sub(_number, text)


def _number(run: re.Match[str]) -> str:
    before = run.string[max(0, run.start() - 2) : run.start()]
    at_the_end = before and run.end() == len(run.string)
    counted = _AFTER_A_NUMBER.match(run.string, run.end()) or _BEFORE_A_NUMBER.search(before)
    if not counted and not at_the_end:
        return run[0]
    digits = run[0].translate(_DIGITS)
    if digits.isdecimal():
        return digits
    by_place = _BY_PLACE.fullmatch(run[0])
    if by_place is None:
        return run[0]
    *tens, ones = by_place.groups()
    values = [0 if kanji is None else _KANJI_DIGITS.index(kanji or "一") for kanji in tens]
    return str(int("".join(map(str, values))) * 10 + (_KANJI_DIGITS.index(ones) if ones else 0))


def _find_place(text: str) -> int:
    """Where the numbers of the place begin; one that belongs to the town's name comes before."""
    last = max((counted.start() for counted in _COUNTED.finditer(text)), default=-1)
    for number in _NUMBER.finditer(text):
        end = number.end()
        goes_on = end - number.start() <= 2 and end <= last and _GOES_ON.match(text, end)
        if not goes_on and not _NAMES_A_TOWN.match(text, end):
            return number.start()
    return len(text)


def _place_and_room(text: str) -> tuple[tuple[int, ...], str]:
    """`text`: from the first number on, with hyphens for the words that count."""
    found = _PLACE.match(text)
    if found is None:
        return (), ""
    parts = [part for part in found[0].split("-") if part][:MOST_NUMBERS]
    numbers = tuple(int(part[:9]) for part in parts)
    length = 2 if numbers[0] > LARGEST_CHOME else 3
    room = _room(text[found.end() :]) or "-".join(map(str, numbers[length:]))
    return numbers[:length], room


def _room(text: str) -> str:
    """The room in what follows the place, after its block (棟) where there is one."""
    block, room = _BLOCK.search(text), _ROOM.search(text.rstrip(" -"))
    letter, number, alone = room.groups() if room else ("", "", "")
    parts = (block[1] if block else "", letter, number.lstrip("0") if number else alone)
    return "-".join(part for part in parts if part)


# -- towns ----------------------------------------------------------------------------------------


def _town(text: str) -> str:
    """A town without what is written or left out: 大字, 字, ケ and ノ between kanji, 上ル."""
    town = _OAZA.sub("", _APART.sub("", text))
    town = _JOINING.sub(lambda kana: _JOINS[kana[0]], town)
    if not town.endswith(_towns_apart()):
        town = _JOINING.sub("", town)
    return _TURNS.sub("", town)


@cache
def _towns_apart() -> tuple[str, ...]:
    """The ends of towns that stand beside one without their ケ or ノ: 中之島 and 中島."""
    with TOWNS_APART.open(encoding="utf-8", newline="") as file:
        return tuple(row["town"] for row in csv.DictReader(file))

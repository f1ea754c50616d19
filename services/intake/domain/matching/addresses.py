"""Addresses: chōme, ban and gō in kanji or digits, in words or hyphens, with or without building.

Only what is written is used, so it works offline. The maintained address
libraries look each town up in a gazetteer fetched from the network, which a
city's closed network does not have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from kanjize import kanji2number

LARGEST_CHOME = 50  # a larger first number is a lot number (地番): no town has so many chōme

_PREFECTURE = re.compile(r"東京都|北海道|京都府|大阪府|[^\d\s]{2,3}県")
_CITY = re.compile(
    r"(?:四日市|廿日市|野々市)市"
    r"|[^\d\s]{1,6}?郡[^\d\s]{1,7}?[町村]"
    r"|[^\d\s]{1,7}?市(?![営民立場])(?:[^\d\s]{1,4}?区(?!域))?"
    r"|[^\d\s]{1,4}?区(?!域)"
)
_HYPHENS = re.compile(r"[-‐‑‒–—―−─━~〜ｰー]")
_BAN = r"番(?![町丁館])"
_KANJI_NUMBER = re.compile(
    rf"[〇一二三四五六七八九十百千]+(?=\s*(?:丁目|番地|{_BAN}|号|-[\d〇一二三四五六七八九十百千]))"
    r"|(?:(?<=-)|(?<=番地)|(?<=番地の)|(?<=番地ノ))[〇一二三四五六七八九十百千]+"
)
_WORDS = re.compile(rf"(?<=\d)\s*(?:(?:丁目|番地|{_BAN}|号(?![室棟館]))\s*[のノ]?|[のノ](?=\d))")
_OAZA = re.compile(r"大字|(?<=.)字(?=.)")
_NUMBERS = re.compile(r"([^\d]*)(\d[\d-]*)(.*)", re.DOTALL)
_ROOM = re.compile(r"(?:(\d{1,5})|(?<=[\s-])([A-Z]))\s*(?:号室?|室)?$")
_DIGITS = {ord(kanji): str(value) for value, kanji in enumerate("〇一二三四五六七八九")}
_SMALL = str.maketrans("ヶガッ之", "ケケツノ")


@dataclass(frozen=True, slots=True)
class Address:
    """`place`: chōme, ban and gō, or lot and branch. `room` only where one is written."""

    town: str = ""
    place: tuple[int, ...] = ()
    room: str = ""


def address_of(text: str, fold: Callable[[str], str]) -> Address:
    """The address without prefecture and city, which neighbours leave out anyway.

    `fold` makes old and variant characters one, as it does for names.
    """
    text = _HYPHENS.sub("-", fold(unicodedata.normalize("NFKC", text)).strip().upper())
    if match := _PREFECTURE.match(text):
        text = text[match.end() :]
    if (match := _CITY.match(text)) and match.end() < len(text):
        text = text[match.end() :]
    text = _WORDS.sub("-", _KANJI_NUMBER.sub(_digits, text))
    return _parts(_OAZA.sub("", text))


def _digits(match: re.Match[str]) -> str:
    by_place = match[0].translate(_DIGITS)
    return by_place if by_place.isdecimal() else str(kanji2number(match[0]))


def _parts(text: str) -> Address:
    found = _NUMBERS.match(text)
    if found is None:
        return Address(_town(text))
    town, digits, rest = found.groups()
    numbers = tuple(int(number[:9]) for number in digits.split("-") if number)
    length = 2 if numbers[0] > LARGEST_CHOME else 3
    place, beyond = numbers[:length], numbers[length:]
    if room := _ROOM.search(rest.rstrip(" -")):
        return Address(_town(town), place, room[1] or room[2])
    return Address(_town(town), place, str(beyond[0]) if beyond else "")


def _town(text: str) -> str:
    return re.sub(r"[\s-]+", "", text).translate(_SMALL)

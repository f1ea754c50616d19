"""One form for what is written in many: names, birth dates, phones; addresses in `addresses.py`.

A `Profile` is made once for each person and kept encrypted; comparing two of
them needs no normalising any more. It never leaves the service.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jaconv
import joyokanji
import phonenumbers

from services.intake.domain.matching.addresses import Address, address_of

VERSION = 2  # of the forms below; a change means indexing everybody anew

_SPACES = re.compile(r"[\s・･=＝.,、，]+")
_HYPHENS = re.compile(r"[-‐‑‒–—―−─━~〜ｰ]")
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_REPEATED = re.compile(r"(.)々")
_KANA = re.compile(r"[ァ-ヺー]+")
_LONG = re.compile(r"ー+")
_ROWS = {
    "a": "アカサタナハマヤラワガザダバパ",
    "i": "イキシチニヒミリギジヂビピ",
    "u": "ウクスツヌフムユルグズヅブプヴ",
    "e": "エケセテネヘメレゲゼデベペ",
    "o": "オコソトノホモヨロヲゴゾドボポ",
}
_VOWEL = {kana: vowel for vowel, row in _ROWS.items() for kana in row}
_LENGTHENS = {"aア", "iイ", "uウ", "eイ", "eエ", "oウ", "oオ"}
# Sounds that one ear cannot tell apart, written either way.
_ALIKE = str.maketrans("ヅヂヲヰヱヴヵヶ", "ズジオイエブカケ")
_VOICING = "\u3099\u309a"
_LATIN = re.compile("[A-Za-z]")
_LATIN_MARKS = re.compile("[\u0300-\u036f]")
_PHONES = re.compile(r"[/／、,;；]|\s{2,}")
_SEXES = {"男": "m", "m": "m", "male": "m", "女": "f", "f": "f", "female": "f"}


@dataclass(frozen=True, slots=True)
class Name:
    """`whole` without spaces; `parts` as far as the writer separated them."""

    whole: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody's details in the form in which they are compared; empty where not known."""

    kana: Name = Name()
    kanji: Name = Name()
    heard: str = ""  # the reading as `sounds` has it
    birth: str = ""
    sex: str = ""
    address: Address = field(default_factory=Address)
    phones: tuple[str, ...] = ()

    def as_json(self) -> list[Any]:
        """Plain values, for keeping; `profile_from` is the way back."""
        kana, kanji, where = self.kana, self.kanji, self.address
        return [
            [kana.whole, kana.parts],
            [kanji.whole, kanji.parts],
            self.heard,
            self.birth,
            self.sex,
            [where.town, where.place, where.room],
            self.phones,
        ]


def profile_from(kept: list[Any]) -> Profile:
    kana, kanji, heard, birth, sex, address, phones = kept
    return Profile(
        Name(kana[0], tuple(kana[1])),
        Name(kanji[0], tuple(kanji[1])),
        heard,
        birth,
        sex,
        Address(address[0], tuple(address[1]), address[2]),
        tuple(phones),
    )


def profile_of(details: Mapping[str, str | None]) -> Profile:
    """The profile of details as `domain.person.DETAILS` names them; birth date as ISO text."""
    name, kana = details.get("name") or "", details.get("kana") or ""
    if not kana and _KANA.fullmatch(_katakana(name)):
        name, kana = "", name  # whoever knows no kanji writes kana in their place
    read = _parted(kana, kana_form)
    return Profile(
        kana=read,
        kanji=_parted(name, kanji_form),
        heard=sounds(read.whole),
        birth=(details.get("birth_date") or "")[:10],
        sex=_SEXES.get((details.get("sex") or "").strip().lower(), ""),
        address=address_of(details.get("address") or "", fold_kanji),
        phones=phones_of(details.get("phone") or ""),
    )


def _parted(text: str, form: Any) -> Name:
    written = [part for part in _SPACES.split(text) if part]
    if len(written) < 2:
        return Name(form(text)) if written else Name()
    parts = tuple(folded for part in written if (folded := form(part)))
    return Name(form("".join(written)), parts if len(parts) > 1 else ())


# -- names ----------------------------------------------------------------------------------------


def _katakana(text: str) -> str:
    text = jaconv.hira2kata(unicodedata.normalize("NFKC", text))
    return _HYPHENS.sub("ー", _SPACES.sub("", text))


def kana_form(text: str) -> str:
    """A reading: width, hiragana, small kana and ways of writing long vowels made one.

    ﾜﾀﾅﾍﾞ, わたなべ → ワタナベ; ショウコ, シヨウコ, しょーこ → シヨーコ.
    """
    kana = jaconv.enlarge_smallkana(_katakana(text)).translate(_ALIKE)
    long, vowel = [], ""
    for sound in kana:
        if vowel + sound in _LENGTHENS:
            sound = "ー"
        if sound != "ー":
            vowel = _VOWEL.get(sound, "")
        long.append(sound)
    return _LONG.sub("ー", "".join(long)).upper()


def sounds(kana: str) -> str:
    """What is left of a reading when nobody listens closely: no length, no voicing."""
    plain = unicodedata.normalize("NFD", kana.replace("ー", ""))
    return plain.translate({ord(mark): None for mark in _VOICING})


def kanji_form(text: str) -> str:
    """A written name with old and variant characters in their usual form; 渡邊 → 渡辺."""
    return fold_kanji(_SPACES.sub("", text)).upper()


def fold_kanji(text: str) -> str:
    """Width, compatibility and variation forms, 旧字体 and variants of names made one."""
    text = _VARIATION_SELECTORS.sub("", unicodedata.normalize("NFKC", text))
    text = _unaccented(text)
    text = joyokanji.convert(_REPEATED.sub(r"\1\1", text), variants=True).translate(_variants())
    return jaconv.hira2kata(text).translate(_ALIKE)


def _unaccented(text: str) -> str:
    """Latin letters without their marks: few desks can type Nguyễn."""
    if text.isascii() or not _LATIN.search(text):
        return text
    return unicodedata.normalize("NFC", _LATIN_MARKS.sub("", unicodedata.normalize("NFD", text)))


@cache
def _variants() -> dict[int, str]:
    with (Path(__file__).parent / "kanji_variants.csv").open(encoding="utf-8", newline="") as file:
        return {
            ord(variant): row["usual"]
            for row in csv.DictReader(file)
            for variant in row["variants"]
        }


# -- phones ---------------------------------------------------------------------------------------


def phones_of(text: str) -> tuple[str, ...]:
    """National numbers without the leading zero; several may stand in one field."""
    found = []
    for one in _PHONES.split(unicodedata.normalize("NFKC", text)):
        try:
            number = str(phonenumbers.parse(_HYPHENS.sub("-", one), "JP").national_number)
        except phonenumbers.NumberParseException:
            continue
        if len(number) >= 6 and number not in found:
            found.append(number)
    return tuple(found)

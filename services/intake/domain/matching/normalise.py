"""One form for what is written in many: names, birth dates, phones; addresses in `addresses.py`.

A `Profile` is made once for each person and kept encrypted; comparing two of
them needs no normalising any more. It never leaves the service.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import jaconv
import phonenumbers

from services.intake.domain.matching.addresses import Address, address_of
from services.intake.domain.matching.characters import fold_plain, katakana, plain

VERSION = 3  # of the forms below; a change means indexing everybody anew
MOST_PHONES = 8  # in one field; what follows them is no number of a person

_SPACES = re.compile(r"[\s・･=＝.,、，]+")
_HYPHENS = re.compile(r"[-‐‑‒–—―−─━~〜ｰ]")
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
_SMALL_KANA = "ァィゥェォッャュョヮヵヶ"
_FULL_KANA = str.maketrans(_SMALL_KANA, jaconv.enlarge_smallkana(_SMALL_KANA))
_VOICING = re.compile("[\u3099\u309a]")
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
            [where.town, where.place, where.room, where.municipality],
            self.phones,
        ]


def profile_from(kept: list[Any]) -> Profile:
    kana, kanji, heard, birth, sex, address, phones = kept
    town, place, room, municipality = address
    return Profile(
        Name(kana[0], tuple(kana[1])),
        Name(kanji[0], tuple(kanji[1])),
        heard,
        birth,
        sex,
        Address(town, tuple(place), room, tuple(municipality)),
        tuple(phones),
    )


def profile_of(details: Mapping[str, str | None]) -> Profile:
    """The profile of details as `domain.person.DETAILS` names them; birth date as ISO text.

    Whatever they say, it is made: a field that a rule or a library cannot read is
    compared as it was written, so that nobody is refused for it and nothing waits.
    """
    name, kana = plain(details.get("name") or ""), plain(details.get("kana") or "")
    if not kana and _KANA.fullmatch(_reading(name)):
        name, kana = "", name  # whoever knows no kanji writes kana in their place
    read = _read(_reading_parts, kana, Name)
    return Profile(
        kana=read,
        kanji=_read(_writing_parts, name, Name),
        heard=sounds(read.whole),
        birth=birth_of(details.get("birth_date") or ""),
        sex=_SEXES.get((details.get("sex") or "").strip().lower(), ""),
        address=_read(address_of, details.get("address") or "", Address),
        phones=_read(phones_of, details.get("phone") or "", lambda text: (text,)),
    )


_Form = TypeVar("_Form")


def _read(form: Callable[[str], _Form], text: str, as_written: Callable[[str], _Form]) -> _Form:
    """The form of a text; where it has none, the text. One fault here would stop a whole list."""
    try:
        return form(text)
    except Exception:
        return as_written("".join(plain(text).split()))


def _parts(text: str, form: Callable[[str], str]) -> Name:
    """`text`: plain. A form of nothing but what separates is no part."""
    written = [part for part in _SPACES.split(text) if part]
    if len(written) < 2:
        return Name(form(text)) if written else Name()
    parts = tuple(folded for part in written if (folded := form(part)))
    return Name(form("".join(written)), parts if len(parts) > 1 else ())


# -- names ----------------------------------------------------------------------------------------


def kana_form(text: str) -> str:
    """A reading: width, hiragana, small kana and ways of writing long vowels made one.

    ﾜﾀﾅﾍﾞ, わたなべ → ワタナベ; ショウコ, シヨウコ, しょーこ → シヨーコ.
    """
    return _kana_form(plain(text))


def kanji_form(text: str) -> str:
    """A written name with old and variant characters in their usual form; 渡邊 → 渡辺."""
    return _kanji_form(plain(text))


def sounds(kana: str) -> str:
    """What is left of a reading when nobody listens closely: no length, no voicing."""
    return _VOICING.sub("", unicodedata.normalize("NFD", kana.replace("ー", "")))


def _reading_parts(text: str) -> Name:
    return _parts(text, _kana_form)


def _writing_parts(text: str) -> Name:
    return _parts(text, _kanji_form)


def _reading(text: str) -> str:
    return _HYPHENS.sub("ー", katakana(_joined(text)))


def _kana_form(text: str) -> str:
    kana = _reading(text).translate(_FULL_KANA)
    long, vowel = [], ""
    for sound in kana:
        if vowel + sound in _LENGTHENS:
            sound = "ー"
        if sound != "ー":
            vowel = _VOWEL.get(sound, "")
        long.append(sound)
    return _LONG.sub("ー", "".join(long))


def _kanji_form(text: str) -> str:
    return fold_plain(_joined(text))


def _joined(text: str) -> str:
    """Without what separates; marks that come together so are put in order again."""
    return unicodedata.normalize("NFC", _SPACES.sub("", text))


# -- birth dates ----------------------------------------------------------------------------------


def birth_of(text: str) -> str:
    """The day as ISO text; empty where the text names none."""
    day = text[:10]
    try:
        return date.fromisoformat(day if day.isascii() else plain(day)).isoformat()
    except ValueError:
        return ""


# -- phones ---------------------------------------------------------------------------------------


def phones_of(text: str) -> tuple[str, ...]:
    """National numbers without the leading zero; several may stand in one field."""
    found: dict[str, None] = {}
    for one in _PHONES.split(plain(text), MOST_PHONES)[:MOST_PHONES]:
        try:
            number = str(phonenumbers.parse(_HYPHENS.sub("-", one), "JP").national_number)
        except phonenumbers.NumberParseException:
            continue
        if len(number) >= 6:
            found[number] = None
    return tuple(found)

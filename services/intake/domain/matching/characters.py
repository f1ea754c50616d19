"""One form for each character, however it is written: the ground of names and addresses.

What is a variant of what is not decided here: `kanji_variants.csv` names for each pair
the published table that says so.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

import jaconv

VARIANTS = Path(__file__).parent / "kanji_variants.csv"

# Unicode's Default_Ignorable_Code_Point (zero width, variation selectors, directions, tags),
# controls that are no white space, and halves of surrogate pairs.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_REPEATING = re.compile("[々〻ゝゞヽヾ]")
_UNVOICED, _VOICED = "ゝヽ", "ゞヾ"
_LATIN = re.compile("[A-Z\u00c0-\u024f\u1e00-\u1eff]")
_LATIN_MARKS = re.compile("[\u0300-\u036f]")
_HIRAGANA = [chr(code) for code in range(0x3041, 0x3097)]
# Sounds that one ear cannot tell apart, written either way.
_ALIKE = dict(zip("ヅヂヲヰヱヴヵヶ", "ズジオイエブカケ", strict=True))


def plain(text: str) -> str:
    """Unicode's compatibility form in capitals, without what nobody sees."""
    text = _UNSEEN.sub("", text).replace("゛", "\u3099").replace("゜", "\u309a")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).upper())


def fold(text: str) -> str:
    """Width, case, marks of repetition, hiragana, 旧字体 and variants of names made one."""
    return fold_plain(plain(text))


def fold_plain(text: str) -> str:
    """`fold` of what is `plain` already."""
    folded = _unaccented(_repeated(text)).translate(_usual_forms())
    return unicodedata.normalize("NFC", folded)


def katakana(text: str) -> str:
    """Hiragana as katakana, sounds that nobody tells apart as one; for text that is `plain`."""
    return unicodedata.normalize("NFC", _repeated(text).translate(_kana_forms()))


def _repeated(text: str) -> str:
    """佐々木 → 佐佐木, さゝき → ささき, みすゞ → みすず."""
    if not _REPEATING.search(text):
        return text
    written: list[str] = []
    for sign in text:
        if _REPEATING.match(sign) and written and not written[-1].isspace():
            sign = _repetition(sign, written[-1])
        written.append(sign)
    return "".join(written)


def _repetition(sign: str, before: str) -> str:
    """ゝ repeats a sound without its voicing, ゞ with it, whatever the first one had."""
    if sign not in _UNVOICED + _VOICED:
        return before
    bare = unicodedata.normalize("NFD", before)[0]
    voiced = unicodedata.normalize("NFC", bare + "\u3099")
    return voiced if sign in _VOICED and len(voiced) == 1 else bare


def _unaccented(text: str) -> str:
    """Latin letters without their marks: few desks can type Nguyễn."""
    if text.isascii() or not _LATIN.search(text):
        return text
    return unicodedata.normalize("NFC", _LATIN_MARKS.sub("", unicodedata.normalize("NFD", text)))


@cache
def _kana_forms() -> dict[int, str]:
    kana = {sign: jaconv.hira2kata(sign) for sign in _HIRAGANA} | _ALIKE
    return {ord(sign): _ALIKE.get(form, form) for sign, form in kana.items()}


@cache
def _usual_forms() -> dict[int, str]:
    with VARIANTS.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return _kana_forms() | {
        ord(variant): usual for usual, variants, _ in rows for variant in variants
    }

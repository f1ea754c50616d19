"""What departments' systems write, in one form: width, voiced kana, spaces, unknown characters.

Only width and composition of kana and ASCII are touched. Unicode's own compatibility forms
are not used: they would change the kanji of a name (﨑 and 神 have several).
"""

from __future__ import annotations

import re
import unicodedata

import jaconv

GETA = "〓"  # what Japanese offices write for a character that cannot be written

_VOICED = re.compile("[\u3040-\u30ff][\u3099\u309a]")
_SPACES = re.compile(r"\s+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# Controls, and the marks that turn the direction of writing: neither belongs into a cell.
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd\ud800-\udfff]"
)


def clean(text: str) -> str:
    """Full-width kana, half-width letters and digits, single spaces."""
    text = jaconv.h2z(text, kana=True, ascii=False, digit=False)
    text = jaconv.z2h(text, kana=False, ascii=True, digit=True)
    text = _VOICED.sub(lambda pair: unicodedata.normalize("NFC", pair[0]), text)
    return _SPACES.sub(" ", text).strip()


def key_of(text: str) -> str:
    """What column names and words of a mapping are compared by."""
    return clean(text).replace(" ", "").casefold()


def without_private_characters(text: str) -> tuple[str, bool]:
    """The text with 〓 for the office's own characters (gaiji), and whether it had any."""
    replaced = _PRIVATE.sub(GETA, text)
    return replaced, replaced != text


def unreadable(text: str) -> bool:
    """Whether it holds what no cell may: controls, turned writing, bytes that are no character."""
    return _FORBIDDEN.search(text) is not None

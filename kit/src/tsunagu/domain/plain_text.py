"""Which characters a text may hold, and the one form of what people type as a key.

A database refuses U+0000, a file of XML the other controls, and nobody sees a mark that turns
the direction of writing. Ids, codes and keys that somebody types are one whatever their width.
"""

from __future__ import annotations

import re
import unicodedata

# Of the controls only those that are spaces between words and lines.
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_SURROGATES = "\ud800-\udfff"
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_TURNING = "\u202a-\u202e\u2066-\u2069"
_NEVER = re.compile(f"[{_CONTROLS}{_SURROGATES}{_NONCHARACTERS}]")
_NOT_IN_A_LINE = re.compile(f"[{_CONTROLS}{_SURROGATES}{_NONCHARACTERS}{_TURNING}]")

# Left out of a key: soft hyphen, spaces and joiners without width, the byte order mark.
_WITHOUT_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
# Signs that keyboards and encodings exchange: hyphens, minus, and the wave that is a tilde.
_TWINS = str.maketrans("\u2010\u2011\u2012\u2013\u2212\u301c", "-----~")


def find_forbidden(text: str, *, in_a_line: bool) -> int | None:
    """The place (from 0) of the first character that may not be there; None if all may."""
    found = (_NOT_IN_A_LINE if in_a_line else _NEVER).search(text)
    return found.start() if found else None


def normalise_key(text: str) -> str:
    """A typed key in its one form: half-width but for kana, blanks only within it and single.

    Width alone is changed, not every compatibility form of Unicode: ① and 1 may be two keys.
    """
    if text.isascii():
        return " ".join(text.split())
    narrow = "".join(map(_change_width, text.translate(_WITHOUT_WIDTH)))
    return " ".join(unicodedata.normalize("NFC", narrow).translate(_TWINS).split())


def _change_width(character: str) -> str:
    form, _, code = unicodedata.decomposition(character).partition(" ")
    return chr(int(code, 16)) if form in ("<wide>", "<narrow>") else character

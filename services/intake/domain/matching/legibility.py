"""Characters that were lost on the way: 〓 and the like stand for any character, so equal none.

Systems put one sign in the place of every character that they do not have, and most of
those are somebody's rare kanji. A character of a private area (外字) is another one in
the next system.
"""

from __future__ import annotations

import unicodedata
from functools import cache

# What stands for others though it is punctuation or a number; 〇 is zero, or a name withheld.
STANDING_FOR_OTHERS = frozenset("?*#_%〇")
# Symbols, private use, unassigned, surrogates.
_LOST_CATEGORIES = {"So", "Sm", "Sc", "Co", "Cn", "Cs"}


@cache
def _is_lost(character: str) -> bool:
    return character in STANDING_FOR_OTHERS or unicodedata.category(character) in _LOST_CATEGORIES


def has_lost(text: str) -> bool:
    """Whether a character in it cannot be told; `text` in the width that NFKC gives."""
    return not text.isalpha() and any(map(_is_lost, text))


def find_letters(text: str) -> str:
    """What can be read of it: letters alone."""
    return text if text.isalpha() else "".join(filter(str.isalpha, text))


def agree_where_legible(one: str, other: str) -> bool:
    """Whether two of which one has lost characters may be the same text.

    A sign in the place of what was lost stands for one character or several.
    """
    if not has_lost(one) and not has_lost(other):
        return False
    (start, end), (other_start, other_end) = _edges(one), _edges(other)
    return (start.startswith(other_start) or other_start.startswith(start)) and (
        end.endswith(other_end) or other_end.endswith(end)
    )


def _edges(text: str) -> tuple[str, str]:
    """The text before its first lost character, and after its last: twice all of it if none is."""
    lost = [at for at, character in enumerate(text) if _is_lost(character)]
    return (text[: lost[0]], text[lost[-1] + 1 :]) if lost else (text, text)

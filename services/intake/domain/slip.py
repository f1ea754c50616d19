"""The slip a person brings along: a short code that links them with the signal, if they come.

Seven random symbols and one that checks them, written `XXXX-XXXX`. Of letters and
digits that are taken for one another, by eye or hand, at most one is used. That leaves
23, a prime, so every single wrong symbol and every two that changed places are noticed.
"""

from __future__ import annotations

import unicodedata

from tsunagu.domain.errors import Invalid
from tsunagu.domain.text import Text

ALPHABET = "234679ACDEFHJKMNPRTVWXY"
SYMBOLS = 7
CODES = len(ALPHABET) ** SYMBOLS
_PLACE = {symbol: number for number, symbol in enumerate(ALPHABET)}
NOT_A_CODE = Text("票の番号ではありません", "not the number of a slip")
TYPE_IT_AGAIN = Text(
    f"票を見て打ち直す（使う字は {ALPHABET}）。なければ省く",
    "type it again from the slip, or leave it out",
)
_BETWEEN = " \t-\u2010\u2011\u2012\u2013\u2014\u2212ー・_."  # also what an input method makes of -


def code_of(number: int) -> str:
    """The code of a number below `CODES`."""
    symbols = ""
    for _ in range(SYMBOLS):
        number, place = divmod(number, len(ALPHABET))
        symbols += ALPHABET[place]
    return symbols + _check_symbol(symbols)


def _check_symbol(symbols: str) -> str:
    """Different weights for every place, none a multiple of the prime."""
    total = sum(weight * _PLACE[s] for weight, s in enumerate(symbols, start=1))
    return ALPHABET[total * _INVERSE % len(ALPHABET)]


# The check symbol has a weight of its own, so that it may not change places either.
_INVERSE = pow(SYMBOLS + 1, -1, len(ALPHABET))


def format_code(code: str) -> str:
    """As people read it: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def parse_code(text: str) -> str:
    """The code that somebody typed, in whatever width and case; Invalid if it can be none."""
    plain = unicodedata.normalize("NFKC", text).upper()
    symbols = "".join(s for s in plain if s not in _BETWEEN)
    if len(symbols) != SYMBOLS + 1 or any(s not in _PLACE for s in symbols):
        raise _not_a_code()
    if _check_symbol(symbols[:-1]) != symbols[-1]:
        raise _not_a_code()
    return symbols


def _not_a_code() -> Invalid:
    return Invalid(
        [{"field": "slip_code", "problem": str(NOT_A_CODE), "remedy": str(TYPE_IT_AGAIN)}]
    )

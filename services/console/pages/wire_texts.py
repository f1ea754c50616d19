"""Texts of other services as values again: over RPC each comes as one string.

A service describes itself in plain data (JSON Schemas, reasons), in which a text in both
languages is written as `Text` and `Problem` print themselves. Only here is that read back.
"""

from __future__ import annotations

import re

from tsunagu.domain.text import Problem, Text

BETWEEN_LANGUAGES = re.compile(r" / |(?<=[）」。])/ ")
BEFORE_REMEDY = " → "


def read_text(written: str) -> Text:
    """Japanese and English of a text that has both; else the same for either."""
    ja, *en = BETWEEN_LANGUAGES.split(written, maxsplit=1)
    return Text(ja, en[0]) if en else Text.same(written)


def read_problem(written: str) -> Problem:
    """What is wrong, and the remedy after its arrow."""
    text, _, remedy = written.partition(BEFORE_REMEDY)
    return Problem(read_text(text), read_text(remedy))

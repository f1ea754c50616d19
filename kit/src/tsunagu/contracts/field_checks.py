"""Checks of single fields that the schemas of every service share; of days: `day_ranges`."""

from __future__ import annotations

import re

from marshmallow import ValidationError
from marshmallow.validate import Validator

from tsunagu.domain.codes import PATTERN
from tsunagu.domain.plain_text import normalise_key
from tsunagu.domain.text import Problem, Text

MONTH = "^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"
NOT_A_CODE = Problem(
    Text("英小文字の符号にしてください", "must be a code"), Text.same("a-z, 0-9, _, -")
)
WRONG_FORM = Problem(Text("形が違います", "has the wrong form"))


class Pattern(Validator):
    """The whole text has one form; documents show it, and Python's own check is made of it.

    `pattern`: ECMA-262, anchored at both ends, of what both languages read alike. Python's `$`
    would let a line break follow, and its `\\d` take the digits of every script.
    """

    def __init__(self, pattern: str, error: Problem = WRONG_FORM) -> None:
        if not (pattern.startswith("^") and pattern.endswith("$")):
            raise ValueError(f"{pattern} is not anchored at both ends")
        self.pattern, self._refusal = pattern, error
        self._expression = re.compile(pattern.removesuffix("$") + r"\Z", re.ASCII)

    def __call__(self, value: str) -> None:
        if self._expression.search(value) is None:
            raise ValidationError(self._refusal)


check_code = Pattern(PATTERN, NOT_A_CODE)


def check_key(value: str) -> None:
    """A key that people type, in which something is left beside blanks."""
    if not normalise_key(value):
        raise ValidationError(
            Problem(
                Text("空です", "is empty"), Text("番号や記号を入れる", "write a number or sign")
            )
        )

"""Checks of single fields that the schemas of every service share; of days: `day_ranges`."""

from __future__ import annotations

from marshmallow import ValidationError

from tsunagu.domain.codes import is_code
from tsunagu.domain.text import Problem, Text


def check_code(value: str) -> None:
    """A code as `tsunagu.domain.codes` has it."""
    if not is_code(value):
        raise ValidationError(
            Problem(
                Text("英小文字の符号にしてください", "must be a code"), Text.same("a-z, 0-9, _, -")
            )
        )

"""Checks of single fields that the schemas of every service share."""

from __future__ import annotations

from datetime import date

from marshmallow import ValidationError

from tsunagu.domain.codes import is_code
from tsunagu.domain.text import Problem, Text
from tsunagu.process import clock

EARLIEST = date(1990, 1, 1)


def check_code(value: str) -> None:
    """A code as `tsunagu.domain.codes` has it."""
    if not is_code(value):
        raise ValidationError(
            Problem(
                Text("英小文字の符号にしてください", "must be a code"), Text.same("a-z, 0-9, _, -")
            )
        )


def check_past_day(value: date) -> None:
    """A day that has come, within what records reach back to."""
    if not EARLIEST <= value <= clock.today():
        raise ValidationError(
            Problem(
                Text("1990 年より前か未来の日付です", "before 1990 or in the future"),
                Text("日付を確かめる", "check the date"),
            )
        )

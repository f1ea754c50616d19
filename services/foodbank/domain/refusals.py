"""The "no" that several parts of the food bank share: a code, a sentence, the field, a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from services.foodbank.domain.events import DESK
from tsunagu.domain.errors import Refused

# Published beside ids and dates, so it must not be able to carry a sentence or a name.
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,63}")


def is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


def checked_code(field: str, text: str) -> str:
    """The text if it is a code; free words belong in the encrypted note."""
    if not is_code(text):
        raise Refused(
            "not_a_code",
            f"{field} は英小文字の符号で入れ、言葉は note に書いてください / "
            f"{field} is a lower-case code; words go into the note",
            field=field,
            remedy="a-z, 0-9, _ and -; 64 characters at most",
        )
    return text


def checked_due(due_on: date, on: date) -> date:
    if due_on < on:
        raise Refused(
            "due_in_the_past",
            "期限は今日以降にしてください / a due date cannot lie in the past",
            field="due_on",
            remedy=f"due_on ≥ {on}",
        )
    return due_on


def not_before(since: date, on: date) -> None:
    """Refuse a day before the present state began."""
    if on < since:
        raise Refused(
            "before_present_state",
            f"いまの状態は {since} からです / it has been so since {since}",
            field="on",
            remedy=f"{since} 以後の日付を / a day from then on",
        )


def not_this_desk(by: str) -> Refused:
    return Refused(
        "not_this_desk",
        f"{by} ではなくフードバンクの操作です / this is for the food bank, not for {by}",
        field="by",
        remedy=f"{DESK} から操作する / act as {DESK}",
    )


def state_not_allowed(state: str, allowed: Iterable[str]) -> Refused:
    choice = ", ".join(allowed)
    return Refused(
        "state_not_allowed",
        f"{state} のときはできません / this cannot be done while it is {state}",
        field="state",
        remedy=f"できるのは {choice} のとき / possible while {choice}",
        state=state,
    )

"""The "no" that several parts of the food bank share: a code, a sentence, the field, a remedy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from services.foodbank.domain.events import DESK
from tsunagu.domain.errors import Refused


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

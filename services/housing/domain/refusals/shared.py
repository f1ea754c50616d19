"""Every "no" of the housing service: a stable code, a sentence, the field, and the remedy.

Those any course may meet; `refusals_benefit` and `refusals_places` have the
rest. A benefit that the rules do not grant is none of these: that is a decision,
kept with its reasons. These say that a command cannot be carried out as asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from tsunagu.domain.errors import Refused

# Published beside ids and dates, so it must not be able to carry a sentence or a name.
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,63}")


def is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


def checked_code(field: str, text: str) -> str:
    """The text if it is a code; free words belong in an encrypted note."""
    if not is_code(text):
        raise Refused(
            "not_a_code",
            f"{field} は英小文字の符号で入れ、言葉は note に書いてください / "
            f"{field} is a lower-case code; words go into the note",
            field=field,
            remedy="a-z, 0-9, _ and -; 64 characters at most",
        )
    return text


def one_of(field: str, value: str, choice: Iterable[str]) -> str:
    """The value if it is one of the choices."""
    if value not in choice:
        raise Refused(
            "not_a_choice",
            f"{field} に {value} は選べません / {value} is not a choice for {field}",
            field=field,
            remedy=", ".join(choice),
        )
    return value


def refused(code: str, sentence: str, field: str, remedy: str, **details: Any) -> Refused:
    return Refused(code, sentence, field=field, remedy=remedy, **details)


# -- any course -----------------------------------------------------------------------------------


def already_begun(kind: str) -> Refused:
    return refused(
        "already_begun",
        f"この {kind} は始まっています / this {kind} has begun already",
        "id",
        "新しい番号で始める / begin it under a new id",
    )


def has_ended(kind: str, because: str | None) -> Refused:
    return refused(
        "has_ended",
        f"この {kind} は終わっています（{because}）/ this {kind} has ended: {because}",
        "id",
        "必要なら新しく始める / begin a new one if there is need",
    )


def not_in_this_state(state: str, wanted: Iterable[str]) -> Refused:
    choice = ", ".join(wanted)
    return refused(
        "transition_not_allowed",
        f"{state} のときにはできません / cannot be done while it is {state}",
        "state",
        f"できるのは {choice} のとき / possible while it is {choice}",
        state=state,
    )


def before_present_state(since: date) -> Refused:
    return refused(
        "before_present_state",
        f"いまの状態は {since} からです / it has been so since {since}",
        "on",
        f"on ≥ {since}",
    )


def due_in_the_past(on: date) -> Refused:
    return refused(
        "due_in_the_past",
        "期限は今日以降にしてください / a due date cannot lie in the past",
        "due_on",
        f"due_on ≥ {on}",
    )


def not_this_desks_work(desks: Iterable[str]) -> Refused:
    choice = ", ".join(desks)
    return refused(
        "not_this_desks_work",
        f"この操作ができるのは {choice} です / only {choice} may do this",
        "by",
        f"{choice} から操作する / act as {choice}",
    )


def sheet_for_other_desk(desk: str) -> Refused:
    return refused(
        "sheet_for_other_desk",
        f"このシートは {desk} あてです / this sheet was sent to {desk}",
        "referral_id",
        "この窓口あてのシートの番号を / name a sheet sent to this desk",
    )


def sheet_not_open(state: str | None) -> Refused:
    return refused(
        "sheet_not_open",
        f"このシートは {state} で終わっています / this sheet has ended: {state}",
        "referral_id",
        "シートなしで person_id から始めるか、新しいシートを頼む / "
        "begin without it, from person_id, or ask for a new sheet",
    )


# -- rules ----------------------------------------------------------------------------------------


def no_rules(city: str, day: date | str) -> Refused:
    return refused(
        "no_rules",
        f"市 {city} の {day} の基準表がありません / "
        f"there is no rule table of city {city} for {day}",
        "on",
        "rules/<city>/<YYYY-MM-DD>.json を足す / add such a table",
    )


def household_size_not_in_rules(size: int, version: str) -> Refused:
    return refused(
        "household_size_not_in_rules",
        f"{size}人世帯の額が基準表 {version} にありません / "
        f"rule table {version} has no amounts for a household of {size}",
        "size",
        "額を確かめて基準表に足す / find the amounts and add them to the table",
    )


def no_moving_help_yet(version: str) -> Refused:
    return refused(
        "no_moving_help",
        f"基準表 {version} に転居費用の補助はありません（2025年4月から）/ "
        f"rule table {version} has no help with moving costs (it began in 2025-04)",
        "on",
        "2025-04-01 以後の申請で / apply from 2025-04-01 on",
    )

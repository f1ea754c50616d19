"""Every "no" of the housing service: a stable code, a sentence, the field, and the remedy.

What any course may meet is in the kit (`tsunagu.domain.work_item`); `refusals_benefit` and
`refusals_places` have the rest. A benefit that the rules do not grant is none of these:
that is a decision, kept with its reasons. These say that a command cannot be carried out
as asked.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from tsunagu.domain.errors import Refused


def refused(code: str, sentence: str, field: str, remedy: str, **details: Any) -> Refused:
    return Refused(code, sentence, field=field, remedy=remedy, **details)


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

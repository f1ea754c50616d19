"""Refusals of every desk: sheets that a course cannot begin from, and gaps in the rule tables.

What any course may meet is in the kit (`tsunagu.domain.work_item`). A benefit that the rules do
not grant is no refusal: that is a decision, kept with its reasons. A refusal says that a command
cannot be carried out as asked.
"""

from __future__ import annotations

from tsunagu.domain.errors import NotFound
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

# -- sheets ---------------------------------------------------------------------------------------

SHEET_FOR_OTHER_DESK = Refusal(
    "sheet_for_other_desk",
    Text("このシートは {desk} あてです", "this sheet was sent to {desk}"),
    field="referral_id",
    remedy=Text("この窓口あてのシートの番号を", "name a sheet sent to this desk"),
)
SHEET_NOT_OPEN = Refusal(
    "sheet_not_open",
    Text("このシートは {state} で終わっています", "this sheet has ended: {state}"),
    field="referral_id",
    remedy=Text(
        "シートなしで person_id から始めるか、新しいシートを頼む",
        "begin without it, from person_id, or ask for a new sheet",
    ),
)

# -- rules ----------------------------------------------------------------------------------------

NO_RULES = Refusal(
    "no_rules",
    Text(
        "市 {city} の {day} の基準表がありません",
        "there is no rule table of city {city} for {day}",
    ),
    field="on",
    remedy=Text("rules/<city>/<YYYY-MM-DD>.json を足す", "add such a table"),
)
HOUSEHOLD_SIZE_NOT_IN_RULES = Refusal(
    "household_size_not_in_rules",
    Text(
        "{size}人世帯の額が基準表 {version} にありません",
        "rule table {version} has no amounts for a household of {size}",
    ),
    field="size",
    remedy=Text("額を確かめて基準表に足す", "find the amounts and add them to the table"),
)
NO_MOVING_HELP = Refusal(
    "no_moving_help",
    Text(
        "基準表 {version} に転居費用の補助はありません（2025年4月から）",
        "rule table {version} has no help with moving costs (it began in 2025-04)",
    ),
    field="on",
    remedy=Text("2025-04-01 以後の申請で", "apply from 2025-04-01 on"),
)

# -- questions ------------------------------------------------------------------------------------

NOT_FOUND = Refusal(
    "not_found",
    Text("{kind} {id} は見つかりません", "is not known"),
    details=("id",),
    kind=NotFound,
)

"""Refusals of the residence desk: landlords, flat searches, watching over."""

from __future__ import annotations

from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

# -- landlords ------------------------------------------------------------------------------------

LANDLORD_ALREADY_BEGUN = Refusal(
    "already_begun",
    Text("貸主 {id} は登録済みです", "landlord {id} is listed already"),
    field="landlord_id",
    remedy=Text("変えるなら change_landlord", "change it instead"),
)
LANDLORD_UNKNOWN = Refusal(
    "landlord_unknown",
    Text("貸主 {id} は登録されていません", "landlord {id} is not listed"),
    field="landlord_id",
    remedy=Text("先に登録する（list_landlord）", "list the landlord first"),
)

# -- flats ----------------------------------------------------------------------------------------

APPLICATION_ALREADY_BEGUN = Refusal(
    "already_begun",
    Text("申込 {id} は登録済みです", "application {id} is recorded already"),
    field="application_id",
    remedy=Text("新しい番号で", "under a new id"),
)
NONE_IS_WAITING = Text("返事待ちの申込はありません", "none is waiting")
NOT_WAITING_FOR_ANSWER = Refusal(
    "not_waiting_for_answer",
    Text("申込 {id} は返事待ちではありません", "application {id} waits for no answer"),
    field="application_id",
    remedy="{waiting}",
)
NO_LANDLORD_AGREED = Refusal(
    "no_landlord_agreed",
    Text(
        "申込 {id} に貸主の承諾がありません",
        "no landlord has agreed to application {id}",
    ),
    field="application_id",
    remedy=Text("承諾を記録してから", "record the landlord's yes first"),
)
GUARANTOR_UNKNOWN = Refusal(
    "guarantor_unknown",
    Text("保証人が決まっていません", "there is no guarantor yet"),
    field="guarantor",
    remedy=Text(
        "保証人・保証会社を、要らなければ not_needed を記録する",
        "record one, or not_needed",
    ),
)

# -- watching over --------------------------------------------------------------------------------

INTERVAL_NOT_OFFERED = Refusal(
    "interval_not_offered",
    Text("訪問の間隔は {choice} 日ごとから選びます", "visits come every {choice} days"),
    field="every_days",
    remedy="{choice}",
)
NONE_IS_OPEN = Text("開いている訪問はありません", "none is open")
NO_SUCH_VISIT = Refusal(
    "no_such_visit",
    Text(
        "{scheduled_on} の訪問は予定にないか、済んでいます",
        "no visit is open for {scheduled_on}",
    ),
    field="scheduled_on",
    remedy="{choice}",
)
VISIT_TOO_EARLY = Refusal(
    "visit_too_early",
    Text(
        "{scheduled_on} の訪問を済ませるには早すぎます",
        "too early for the visit of {scheduled_on}",
    ),
    field="scheduled_on",
    remedy=Text("その日の {days} 日前から", "from {days} days before it"),
)
YEAR_NOT_OVER = Refusal(
    "year_not_over",
    Text("見守りは {until} までです", "the watch-over lasts until {until}"),
    field="reason",
    remedy=Text(
        "その日を待つか、別の理由で終える",
        "wait for that day, or end it for another reason",
    ),
)
ALARM_OPEN = Refusal(
    "alarm_open",
    Text("{days} の訪問で会えないままです", "not seen since the visit of {days}"),
    field="reason",
    remedy=Text(
        "会えてから、または lost_contact などの理由で終える",
        "see the person first, or end it as lost_contact or the like",
    ),
)
HANDED_TO_WHOM = Refusal(
    "handed_to_whom",
    Text("引き継ぎ先の窓口が要ります", "a handover names the desk that goes on"),
    field="to_desk",
    remedy=Text("to_desk に窓口の code を", "give the desk's code"),
)

"""Refusals that every kind of work item may say: of desks, days, sheets and what is not there."""

from __future__ import annotations

from services.employment.domain.vocabulary import DESKS
from tsunagu.domain.errors import NotFound
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

NOT_FOUND = Refusal(
    "not_found",
    Text("{category} {id} は見つかりません", "is not known"),
    details=("category", "id"),
    kind=NotFound,
)
DESK_NOT_OURS = Refusal(
    "desk_not_ours",
    Text("{desk} はこの事業の窓口ではありません", "{desk} is none of this programme's desks"),
    field="{field}",
    remedy=Text(
        f"{', '.join(DESKS)}。ほかの窓口へはつなぐシートで",
        "another desk: by a sheet",
    ),
)
NOT_THIS_DESKS_MOVE = Refusal(
    "not_this_desks_move",
    Text("この操作ができるのは {desk} です", "only {desk} may do this"),
    field="by",
    remedy=Text("{desk} から操作してください", "act as {desk}"),
)
BEFORE_BEGINNING = Refusal(
    "before_beginning",
    Text("{day} より前の日付にはできません", "this cannot have happened before {day}"),
    field="on",
    remedy="on ≥ {day}",
)
HAS_ENDED = Refusal(
    "has_ended",
    Text("この記録（{what}）は終わっています", "this {what} has ended"),
    field="id",
    remedy=Text("新しく始めるか再開してください", "begin a new one or reopen it"),
)
ALREADY_BEGUN = Refusal(
    "already_begun",
    Text("この記録（{what}）はもう始まっています", "this {what} has begun already"),
    field="id",
    remedy=Text("続きを記録してください", "go on with it"),
)
SHEET_TAKEN = Refusal(
    "sheet_taken",
    Text(
        "シート {referral_id} からはもう {kind} が始まっています",
        "a {kind} began from this sheet",
    ),
    field="referral_id",
    remedy=Text("シートなしで person_id から始める", "begin from the person_id"),
)
SHEET_NOT_OPEN = Refusal(
    "sheet_not_open",
    Text("このシートは {state} です", "this sheet is {state}"),
    field="referral_id",
    remedy=Text(
        "支援を続けるなら person_id から始める",
        "to help all the same, begin from person_id",
    ),
)
HOURS_BACKWARDS = Refusal(
    "hours_backwards",
    Text("週の時間の下限が上限を超えています", "the least hours a week exceed the most"),
    field="hours_max",
    remedy="hours_min ≤ hours_max",
)

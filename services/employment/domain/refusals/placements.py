"""Refusals about introductions and the jobs that come of them."""

from __future__ import annotations

from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

ALREADY_INTRODUCED = Refusal(
    "already_introduced",
    Text(
        "この支援の間に同じ求人へもう紹介しています",
        "introduced to this opening before, during the same support",
    ),
    field="opening_id",
    remedy=Text("紹介の記録を続けるか、ほかの求人を", "go on with that one, or choose another"),
)
REASON_REQUIRED = Refusal(
    "reason_required",
    Text("{result} には理由が要ります", "{result} needs a reason"),
    field="reason",
    remedy=Text(
        "reason に符号を入れてください（例 no_experience）",
        "give a code, as no_experience",
    ),
)
INTERVIEW_IN_THE_PAST = Refusal(
    "interview_in_the_past",
    Text(
        "面接の日が取り決めた日より前です",
        "the interview lies before the day it was arranged",
    ),
    field="interview_on",
    remedy="interview_on ≥ {on}",
)
STARTS_BEFORE_HIRED = Refusal(
    "starts_before_hired",
    Text("働き始める日が採用の日より前です", "work begins before the day of hiring"),
    field="starts_on",
    remedy="starts_on ≥ {on}",
)
WAGE_UNIT_REQUIRED = Refusal(
    "wage_unit_required",
    Text(
        "賃金には 1 円以上の額と、時給か月給かが要ります",
        "a wage needs an amount and its unit",
    ),
    field="wage_per",
    remedy="wage ≥ 1, wage_per = hour, month",
)
CHECK_NOT_DUE = Refusal(
    "check_not_due",
    Text(
        "{months} か月の確認は {due_on} からです",
        "the check at {months} months is from {due_on} on",
    ),
    field="on",
    remedy="on ≥ {due_on}",
)
CHECK_DONE = Refusal(
    "check_done",
    Text(
        "{months} か月までの確認は済んでいます",
        "it is checked up to {months} months already",
    ),
    field="months",
    remedy=Text("次の確認は一覧の期限で", "the next one is due as the list says"),
)

"""When a step of a case is refused."""

from __future__ import annotations

from tsunagu.domain.errors import NotFound
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

CASE_NOT_FOUND = Refusal(
    "not_found",
    Text("ケース {id} は見つかりません", "no such case"),
    details=("id",),
    kind=NotFound,
)

OTHER_PERSONS_CASE = Refusal(
    "other_persons_case",
    Text("このケースは別の方のものです", "this case belongs to another person"),
    field="case_id",
    remedy=Text("本人のケースを選ぶ", "choose the person's own case"),
)

CASE_ENDED = Refusal(
    "case_ended",
    Text("このケースは終結しています", "this case has ended"),
    field="case_id",
    remedy=Text("新しい相談を受け付けると再開", "a new consultation reopens it"),
)

MAIN_NOT_AMONG_ISSUES = Refusal(
    "main_not_among_issues",
    Text("主な課題は課題の中から選んでください", "the main issue must be one of the issues"),
    field="main",
    remedy=Text("issues に {main} を加える", "add {main} to issues"),
)

NO_CASE_TO_END = Refusal(
    "no_case_to_end",
    Text("この人の相談の記録がありません", "no consultation of this person is on record"),
    field="person",
    remedy=Text("終結より前の行に相談を", "put a consultation on a line before the ending"),
)

_WHICH_RECORD = Text("person、of.do、of.on を確かめる", "check person, of.do and of.on")

RECORD_NOT_FOUND = Refusal(
    "record_not_found",
    Text("その記録はありません", "there is no such record"),
    field="of",
    remedy=_WHICH_RECORD,
)

RECORD_AMBIGUOUS = Refusal(
    "record_ambiguous",
    Text("同じ日に同じ記録がいくつもあります", "there are several such records on that day"),
    field="of",
    remedy=_WHICH_RECORD,
)

"""What of the referral service REST offers: sheets, the needs behind them, the desks."""

from __future__ import annotations

from marshmallow import Schema

from services.referral import schemas
from tsunagu.contracts.routes import ANYBODY, CASEWORKER, Route

BY = {CASEWORKER: "by"}
OWN_DESK = {CASEWORKER: "desk"}
SHEET = "/referrals/<referral_id>"


def _move(step: str, ja: str, en: str, body: type[Schema], method: str = "") -> Route:
    """A step of a sheet by the caller's own desk; whoever read a version may say so."""
    return Route(
        verb="POST",
        path=f"{SHEET}/{step}",
        method=method or step,
        ja=ja,
        en=en,
        body=body,
        acting=BY,
        versioned=True,
    )


SHEETS = (
    Route(
        verb="GET",
        path="/referrals",
        method="list_referrals",
        ja="つなぐシートの一覧",
        en="Sheets by due date",
        query=schemas.ReferralQuery,
    ),
    Route(
        verb="POST",
        path="/referrals",
        method="refer",
        ja="つなぐシートを書いて送る",
        en="Write and send a sheet",
        body=schemas.Refer,
        acting=BY,
        status=201,
    ),
    Route(
        verb="POST",
        path="/referrals/drafts",
        method="write_sheet",
        ja="下書きする",
        en="Write a draft",
        body=schemas.Sheet,
        acting=BY,
        status=201,
    ),
    Route(
        verb="GET",
        path="/referrals/<id>",
        method="get_referral",
        ja="つなぐシート",
        en="One sheet",
    ),
    Route(
        verb="GET",
        path="/referrals/<id>/history",
        method="referral_history",
        ja="シートの経過",
        en="Its course",
    ),
    Route(
        verb="GET",
        path=f"{SHEET}/preview",
        method="preview",
        ja="受ける前に見る（匿名）",
        en="What the receiver sees before it accepts",
        acting=BY,
    ),
    Route(
        verb="GET",
        path=f"{SHEET}/sheet",
        method="read_sheet",
        ja="シートを読む（記録に残る）",
        en="Read the whole sheet; the reading is recorded",
        query=schemas.Reading,
        acting=BY,
    ),
    _move("request", "送る", "Send the draft", schemas.Request),
    _move("accept", "受け入れる", "Accept", schemas.Move),
    _move("reject", "断る（理由）", "Reject, with a reason", schemas.MoveWithReason),
    _move("start", "支援を始める", "Start", schemas.Move),
    _move("hold", "保留（理由）", "Put on hold, with a reason", schemas.MoveWithReason),
    _move("resume", "再開", "Resume", schemas.Move),
    _move("complete", "完了（結果）", "Complete, with an outcome", schemas.Completion),
    _move("fail", "不成立（理由）", "Fail, with a reason", schemas.MoveWithReason),
    _move("cancel", "取り消す（理由）", "Cancel, with a reason", schemas.MoveWithReason),
    _move("enter-in-error", "誤って書いた", "Entered in error", schemas.Move, "enter_in_error"),
    _move("status", "途中のようす", "Note a status", schemas.Status, "note_status"),
)

NEEDS = (
    Route(
        verb="GET",
        path="/needs",
        method="list_needs",
        ja="困りごとの一覧（期限順）",
        en="Open needs by due date",
        query=schemas.NeedQuery,
    ),
    Route(
        verb="POST",
        path="/needs/<need_id>/place",
        method="place_need",
        ja="次の一歩を決める",
        en="Set its next step",
        body=schemas.Place,
        acting=BY,
    ),
    Route(
        verb="POST",
        path="/needs/<need_id>/closing",
        method="close_need",
        ja="理由をつけて閉じる",
        en="Close it with a reason",
        body=schemas.Close,
        acting=BY,
    ),
)

DESKS = (
    Route(
        verb="GET",
        path="/desks",
        method="list_desks",
        ja="窓口の一覧",
        en="All desks",
        roles=ANYBODY,
    ),
    Route(
        verb="PUT",
        path="/desks/own/capacity",
        method="set_capacity",
        ja="自分の窓口の空き",
        en="Capacity of your own desk",
        body=schemas.Capacity,
        acting=OWN_DESK,
    ),
    Route(
        verb="PUT",
        path="/desks/own/clock",
        method="set_clock",
        ja="自分の窓口の期限",
        en="A clock of your own desk",
        body=schemas.ClockBody,
        acting=OWN_DESK,
    ),
)

ROUTES = (*SHEETS, *NEEDS, *DESKS)

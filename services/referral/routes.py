"""What of the referral service REST offers: sheets, the needs behind them, the desks."""

from __future__ import annotations

from services.referral import schemas
from tsunagu.contracts.payload import Payload
from tsunagu.contracts.route_kinds import BY, ask, begin, do
from tsunagu.contracts.routes import ANYBODY, CASEWORKER, Route

OWN_DESK = {CASEWORKER: "desk"}
SHEET = "/referrals/<referral_id>"


def _move(step: str, ja: str, en: str, body: type[Payload], method: str = "") -> Route:
    """A step of a sheet by the caller's own desk; whoever read a version may say so."""
    return do(f"{SHEET}/{step}", method or step, ja, en, body)


SHEETS = (
    ask(
        "/referrals",
        "list_referrals",
        "つなぐシートの一覧",
        "Sheets by due date",
        schemas.ReferralQuery,
    ),
    begin(
        "/referrals", "refer", "つなぐシートを書いて送る", "Write and send a sheet", schemas.Refer
    ),
    begin("/referrals/drafts", "write_sheet", "下書きする", "Write a draft", schemas.Sheet),
    ask("/referrals/<id>", "get_referral", "つなぐシート", "One sheet"),
    ask("/referrals/<id>/history", "referral_history", "シートの経過", "Its course"),
    ask(
        f"{SHEET}/preview",
        "preview",
        "受ける前に見る（匿名）",
        "What the receiver sees before it accepts",
        acting=BY,
    ),
    ask(
        f"{SHEET}/sheet",
        "read_sheet",
        "シートを読む（記録に残る）",
        "Read the whole sheet; the reading is recorded",
        schemas.Reading,
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
    ask(
        "/needs",
        "list_needs",
        "困りごとの一覧（期限順）",
        "Open needs by due date",
        schemas.NeedQuery,
    ),
    do(
        "/needs/<need_id>/place",
        "place_need",
        "次の一歩を決める",
        "Set its next step",
        schemas.Place,
        versioned=False,
    ),
    do(
        "/needs/<need_id>/closing",
        "close_need",
        "理由をつけて閉じる",
        "Close it with a reason",
        schemas.Close,
        versioned=False,
    ),
)

DESKS = (
    ask("/desks", "list_desks", "窓口の一覧", "All desks", roles=ANYBODY),
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

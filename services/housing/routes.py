"""Routes of housing in REST: which command answers which path, and who may ask."""

from __future__ import annotations

from services.housing.schemas import benefit as b
from services.housing.schemas import residence as r
from services.housing.schemas import shared as s
from services.housing.schemas import shelter as h
from tsunagu.contracts.payload import Payload
from tsunagu.contracts.route_kinds import ask, begin, do
from tsunagu.contracts.routes import CASEWORKER, DEPARTMENT, Route
from tsunagu.sheets.commands import sheet_routes


def _estimate(path: str, method: str, ja: str, en: str, body: type[Payload]) -> Route:
    """A question with figures in it: nothing is stored, so no desk stands behind it."""
    roles = (CASEWORKER, DEPARTMENT)
    return Route(verb="POST", path=path, method=method, ja=ja, en=en, body=body, roles=roles)


BENEFIT = "/housing/benefits/<benefit_id>"
MOVING = "/housing/moving-costs/<moving_id>"
STAY = "/housing/stays/<stay_id>"
SEARCH = "/housing/flat-searches/<search_id>"
APPLICATION = SEARCH + "/applications/<application_id>"
WATCH = "/housing/watch-overs/<watch_id>"
COURSE = "/housing/courses/<kind>/<id>"

EVERYTHING = (
    ask("/housing/courses", "list_courses", "待っていること", "What waits", s.CourseQuery),
    do(COURSE + "/next-step", "set_next_step", "次の一歩", "Set the next step", s.NextStep),
    do(
        COURSE + "/details",
        "read_details",
        "個人の詳細を読む",
        "Read details",
        s.Reading,
        versioned=False,
    ),
)

BENEFITS = (
    _estimate(
        "/housing/benefit/estimate", "estimate_benefit", "給付金の試算", "Estimate", b.Estimate
    ),
    _estimate(
        "/housing/moving-costs/estimate",
        "estimate_moving_costs",
        "転居費用の試算",
        "Estimate moving costs",
        b.MovingEstimate,
    ),
    ask(
        "/housing/rules",
        "list_rules",
        "基準表",
        "Rule tables",
        b.RulesQuery,
        roles=(CASEWORKER, DEPARTMENT),
    ),
    ask("/housing/benefits", "list_benefits", "給付金の一覧", "Benefits", b.BenefitQuery),
    begin("/housing/benefits", "apply_for_benefit", "申請を受ける", "Apply", b.BenefitApplication),
    ask(BENEFIT, "get_benefit", "給付金", "One benefit"),
    do(BENEFIT + "/documents", "ask_documents", "書類を求める", "Ask documents", b.AskDocuments),
    do(
        BENEFIT + "/documents/received",
        "receive_document",
        "書類を受け取る",
        "Receive a document",
        b.ReceiveDocument,
    ),
    do(BENEFIT + "/landlord", "name_landlord", "振込先", "Name the landlord", b.NameLandlord),
    do(BENEFIT + "/decision", "decide_benefit", "決定", "Decide", b.Decide),
    do(BENEFIT + "/withdrawal", "withdraw_benefit", "取り下げ", "Withdraw", s.Note),
    ask("/housing/payments", "list_payments", "支払い", "Payment orders", b.PaymentQuery),
    do(BENEFIT + "/payments", "send_payment", "送金した", "A rent was sent", b.Send),
    do(BENEFIT + "/returns", "return_payment", "送金が戻った", "It came back", b.Return),
    do(BENEFIT + "/duties", "note_duty", "求職活動等の記録", "Note a duty done", b.Duty),
    do(BENEFIT + "/duties/check", "check_duties", "月の確認", "Check a month", b.CheckDuties),
    do(BENEFIT + "/review", "review_benefit", "見直し", "Review", b.Review),
    do(BENEFIT + "/extension", "extend_benefit", "延長", "Extend", b.Extend),
    do(BENEFIT + "/stop", "stop_benefit", "中止・中断", "Stop", b.Stop),
    do(BENEFIT + "/resumption", "resume_benefit", "再開", "Resume", b.Resume),
    do(BENEFIT + "/end", "end_benefit", "終了", "End", b.End),
    ask("/housing/moving-costs", "list_moving_costs", "転居費用", "Moving costs", b.BenefitQuery),
    begin(
        "/housing/moving-costs",
        "apply_for_moving_costs",
        "転居費用の申請",
        "Apply for moving costs",
        b.Application,
    ),
    do(
        MOVING + "/documents",
        "ask_moving_documents",
        "書類を求める",
        "Ask documents",
        b.AskDocuments,
    ),
    do(
        MOVING + "/documents/received",
        "receive_moving_document",
        "書類を受け取る",
        "Receive a document",
        b.ReceiveDocument,
    ),
    do(MOVING + "/decision", "decide_moving_costs", "決定", "Decide", b.DecideMoving),
    do(MOVING + "/payment", "pay_moving_costs", "支払った", "Paid", s.Body),
    do(MOVING + "/withdrawal", "withdraw_moving_costs", "取り下げ", "Withdraw", s.Note),
)

SHELTER = (
    ask("/housing/shelters", "list_shelters", "シェルター", "Shelters"),
    begin("/housing/shelters", "open_shelter", "シェルターを登録", "Open a shelter", h.OpenShelter),
    do(
        "/housing/shelters/<shelter_id>/capacity",
        "set_shelter_capacity",
        "定員を変える",
        "Set its capacity",
        h.SetCapacity,
        versioned=False,
    ),
    ask("/housing/stays", "list_stays", "滞在", "Stays", h.StayQuery),
    begin("/housing/stays", "check_in", "入所", "Check in", h.CheckIn),
    do(STAY + "/extension", "extend_stay", "期限を延ばす", "Extend", h.ExtendStay),
    do(STAY + "/check-out", "check_out", "退所", "Check out", h.CheckOut),
)

RESIDENCE = (
    ask("/housing/landlords", "list_landlords", "貸主・不動産店", "Landlords", r.LandlordQuery),
    begin("/housing/landlords", "win_landlord", "貸主を登録", "List a landlord", r.WinLandlord),
    do(
        "/housing/landlords/<landlord_id>",
        "change_landlord",
        "貸主の変更",
        "Change a landlord",
        r.ChangeLandlord,
        versioned=False,
    ),
    do(
        "/housing/landlords/<landlord_id>/details",
        "read_landlord",
        "貸主の名前・口座を読む",
        "Read name and account",
        s.Reading,
        versioned=False,
    ),
    ask("/housing/flat-searches", "list_flat_searches", "部屋探し", "Searches", r.SearchQuery),
    begin("/housing/flat-searches", "begin_flat_search", "部屋探し開始", "Begin", r.BeginSearch),
    ask(SEARCH, "get_flat_search", "部屋探し", "One flat search"),
    do(SEARCH + "/viewings", "view_flat", "内見", "A viewing", r.View),
    do(SEARCH + "/applications", "apply_for_flat", "入居を申し込む", "Apply", r.Ask),
    do(APPLICATION + "/refusal", "note_refusal", "貸主に断られた", "Refused", r.Refusal),
    do(APPLICATION + "/agreement", "note_agreement", "貸主の承諾", "Agreed", s.Body),
    do(SEARCH + "/guarantor", "note_guarantor", "保証人", "Guarantor", r.Guarantor),
    do(SEARCH + "/move-in", "move_in", "入居", "Move in", r.MoveIn),
    do(SEARCH + "/end", "give_up_search", "部屋探しを終える", "End without a flat", r.GiveUp),
    ask("/housing/watch-overs", "list_watch_overs", "見守り", "Watch-overs", r.WatchQuery),
    begin("/housing/watch-overs", "begin_watch_over", "見守り開始", "Begin", r.BeginWatch),
    ask(WATCH, "get_watch_over", "見守り", "One watch-over with its visits"),
    do(WATCH + "/visits", "record_visit", "訪問した", "A visit", r.RecordVisit),
    do(WATCH + "/end", "end_watch_over", "見守りを終える", "End", r.EndWatch),
)

ROUTES: tuple[Route, ...] = (
    *sheet_routes("housing"),
    *EVERYTHING,
    *BENEFITS,
    *SHELTER,
    *RESIDENCE,
)

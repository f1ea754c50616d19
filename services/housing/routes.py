"""The REST of housing: which command answers which path, and who may ask."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema

from services.housing.schemas import benefit as b
from services.housing.schemas import places as p
from services.housing.schemas import shared as s
from tsunagu.contracts.routes import CASEWORKER, DEPARTMENT, Route
from tsunagu.sheets.commands import sheet_routes

BY = {CASEWORKER: "by"}


def _get(
    path: str, method: str, ja: str, en: str, query: type[Schema] | None = None, **other: Any
) -> Route:
    return Route(verb="GET", path=path, method=method, ja=ja, en=en, query=query, **other)


def _post(path: str, method: str, ja: str, en: str, body: type[Schema], status: int = 200) -> Route:
    """A command of the caseworker's own desk."""
    return Route(
        verb="POST", path=path, method=method, ja=ja, en=en, body=body, acting=BY, status=status
    )


def _new(path: str, method: str, ja: str, en: str, body: type[Schema]) -> Route:
    """A command that begins something."""
    return _post(path, method, ja, en, body, status=201)


def _on(path: str, method: str, ja: str, en: str, body: type[Schema]) -> Route:
    """A command on something that is there already, which may have moved on since it was read."""
    return Route(
        verb="POST", path=path, method=method, ja=ja, en=en, body=body, acting=BY, versioned=True
    )


def _ask(path: str, method: str, ja: str, en: str, body: type[Schema]) -> Route:
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
    _get("/housing/courses", "list_courses", "待っていること", "What waits", s.CourseQuery),
    _on(COURSE + "/next-step", "set_next_step", "次の一歩", "Set the next step", s.NextStep),
    _post(COURSE + "/details", "read_details", "個人の詳細を読む", "Read details", s.Reading),
)

BENEFITS = (
    _ask("/housing/benefit/estimate", "estimate_benefit", "給付金の試算", "Estimate", b.Estimate),
    _ask(
        "/housing/moving-costs/estimate",
        "estimate_moving_costs",
        "転居費用の試算",
        "Estimate moving costs",
        b.MovingEstimate,
    ),
    _get(
        "/housing/rules",
        "list_rules",
        "基準表",
        "Rule tables",
        b.RulesQuery,
        roles=(CASEWORKER, DEPARTMENT),
    ),
    _get("/housing/benefits", "list_benefits", "給付金の一覧", "Benefits", b.BenefitQuery),
    _new("/housing/benefits", "apply_for_benefit", "申請を受ける", "Apply", b.BenefitApplication),
    _get(BENEFIT, "get_benefit", "給付金", "One benefit"),
    _on(BENEFIT + "/documents", "ask_documents", "書類を求める", "Ask documents", b.AskDocuments),
    _on(
        BENEFIT + "/documents/received",
        "receive_document",
        "書類を受け取る",
        "Receive a document",
        b.ReceiveDocument,
    ),
    _on(BENEFIT + "/landlord", "name_landlord", "振込先", "Name the landlord", b.NameLandlord),
    _on(BENEFIT + "/decision", "decide_benefit", "決定", "Decide", b.Decide),
    _on(BENEFIT + "/withdrawal", "withdraw_benefit", "取り下げ", "Withdraw", s.Note),
    _get("/housing/payments", "list_payments", "支払い", "Payment orders", b.PaymentQuery),
    _on(BENEFIT + "/payments", "send_payment", "送金した", "A rent was sent", b.Send),
    _on(BENEFIT + "/returns", "return_payment", "送金が戻った", "It came back", b.Return),
    _on(BENEFIT + "/duties", "note_duty", "求職活動等の記録", "Note a duty done", b.Duty),
    _on(BENEFIT + "/duties/check", "check_duties", "月の確認", "Check a month", b.CheckDuties),
    _on(BENEFIT + "/review", "review_benefit", "見直し", "Review", b.Review),
    _on(BENEFIT + "/extension", "extend_benefit", "延長", "Extend", b.Extend),
    _on(BENEFIT + "/stop", "stop_benefit", "中止・中断", "Stop", b.Stop),
    _on(BENEFIT + "/resumption", "resume_benefit", "再開", "Resume", b.Resume),
    _on(BENEFIT + "/end", "end_benefit", "終了", "End", b.End),
    _get("/housing/moving-costs", "list_moving_costs", "転居費用", "Moving costs", b.BenefitQuery),
    _new(
        "/housing/moving-costs",
        "apply_for_moving_costs",
        "転居費用の申請",
        "Apply for moving costs",
        b.Application,
    ),
    _on(
        MOVING + "/documents",
        "ask_moving_documents",
        "書類を求める",
        "Ask documents",
        b.AskDocuments,
    ),
    _on(
        MOVING + "/documents/received",
        "receive_moving_document",
        "書類を受け取る",
        "Receive a document",
        b.ReceiveDocument,
    ),
    _on(MOVING + "/decision", "decide_moving_costs", "決定", "Decide", b.DecideMoving),
    _on(MOVING + "/payment", "pay_moving_costs", "支払った", "Paid", s.Body),
    _on(MOVING + "/withdrawal", "withdraw_moving_costs", "取り下げ", "Withdraw", s.Note),
)

SHELTER = (
    _get("/housing/shelters", "list_shelters", "シェルター", "Shelters"),
    _new("/housing/shelters", "open_shelter", "シェルターを登録", "Open a shelter", p.OpenShelter),
    _post(
        "/housing/shelters/<shelter_id>/capacity",
        "set_shelter_capacity",
        "定員を変える",
        "Set its capacity",
        p.SetCapacity,
    ),
    _get("/housing/stays", "list_stays", "滞在", "Stays", p.StayQuery),
    _new("/housing/stays", "check_in", "入所", "Check in", p.CheckIn),
    _on(STAY + "/extension", "extend_stay", "期限を延ばす", "Extend", p.ExtendStay),
    _on(STAY + "/check-out", "check_out", "退所", "Check out", p.CheckOut),
)

RESIDENCE = (
    _get("/housing/landlords", "list_landlords", "貸主・不動産店", "Landlords", p.LandlordQuery),
    _new("/housing/landlords", "win_landlord", "貸主を登録", "List a landlord", p.WinLandlord),
    _post(
        "/housing/landlords/<landlord_id>",
        "change_landlord",
        "貸主の変更",
        "Change a landlord",
        p.ChangeLandlord,
    ),
    _post(
        "/housing/landlords/<landlord_id>/details",
        "read_landlord",
        "貸主の名前・口座を読む",
        "Read name and account",
        s.Reading,
    ),
    _get("/housing/flat-searches", "list_flat_searches", "部屋探し", "Searches", p.SearchQuery),
    _new("/housing/flat-searches", "begin_flat_search", "部屋探し開始", "Begin", p.BeginSearch),
    _get(SEARCH, "get_flat_search", "部屋探し", "One flat search"),
    _on(SEARCH + "/viewings", "view_flat", "内見", "A viewing", p.View),
    _on(SEARCH + "/applications", "apply_for_flat", "入居を申し込む", "Apply", p.Ask),
    _on(APPLICATION + "/refusal", "note_refusal", "貸主に断られた", "Refused", p.Refusal),
    _on(APPLICATION + "/agreement", "note_agreement", "貸主の承諾", "Agreed", s.Body),
    _on(SEARCH + "/guarantor", "note_guarantor", "保証人", "Guarantor", p.Guarantor),
    _on(SEARCH + "/move-in", "move_in", "入居", "Move in", p.MoveIn),
    _on(SEARCH + "/end", "give_up_search", "部屋探しを終える", "End without a flat", p.GiveUp),
    _get("/housing/watch-overs", "list_watch_overs", "見守り", "Watch-overs", p.WatchQuery),
    _new("/housing/watch-overs", "begin_watch_over", "見守り開始", "Begin", p.BeginWatch),
    _get(WATCH, "get_watch_over", "見守り", "One watch-over with its visits"),
    _on(WATCH + "/visits", "record_visit", "訪問した", "A visit", p.RecordVisit),
    _on(WATCH + "/end", "end_watch_over", "見守りを終える", "End", p.EndWatch),
)

ROUTES: tuple[Route, ...] = (
    *sheet_routes("housing"),
    *EVERYTHING,
    *BENEFITS,
    *SHELTER,
    *RESIDENCE,
)

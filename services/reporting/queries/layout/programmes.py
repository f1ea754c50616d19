"""Rows and columns of the programmes' reports, in Japanese with English beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.reporting.queries.layout.table import Sheet, build_cell, name_code
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text

EMPLOYMENT = {
    "registered": Text("登録した求職者（人）", "registered"),
    "introduced": Text("紹介した人", "introduced"),
    "interviewed": Text("面接まで進んだ人", "interviewed"),
    "hired": Text("就職した人", "hired"),
    "hired_ratio": Text("登録者のうち就職した割合", "share of the registered"),
    "median_days_to_hire": Text("登録から就職までの日数（中央値）", "median days to hire"),
    "increased_income": Text("増収した人", "increased income"),
    "employers_won": Text("協力を得た事業所", "employers won"),
    "won_with_no_great_hope": Text("うち「だめもと」で", "with no great hope"),
    "employers_hiring": Text("採用した事業所", "employers hiring"),
    "openings": Text("求人", "openings"),
    "places": Text("求人の人数", "places"),
}
RETENTION = {
    "hires": Text("就職", "hires"),
    "after_1_months": Text("1 か月後も在職", "after 1 month"),
    "after_3_months": Text("3 か月後も在職", "after 3 months"),
    "after_6_months": Text("6 か月後も在職", "after 6 months"),
    "left": Text("離職", "left"),
    "left_within_a_month": Text("うち 1 か月以内", "within a month"),
}
BENEFIT = {
    "applied": Text("申請", "applied"),
    "granted": Text("支給決定", "granted"),
    "refused": Text("不支給", "refused"),
    "granted_ratio": Text("支給の割合", "share granted"),
    "months_paid": Text("支給した月数", "months paid"),
    "yen_paid": Text("支給額（円）", "yen paid"),
    "extended": Text("延長", "extended"),
    "resumed": Text("再開", "resumed"),
}
MOVING = {
    "applied": Text("申請", "applied"),
    "granted": Text("支給決定", "granted"),
    "yen_paid": Text("支給額（円）", "yen paid"),
}
SHELTER = {
    "places": Text("定員（期末）", "places at the end"),
    "stays": Text("入所", "stays begun"),
    "ended": Text("退所", "stays ended"),
    "nights": Text("延べ泊数", "nights"),
    "median_nights": Text("一人の泊数（中央値）", "median nights"),
}
FLATS = {
    "searches": Text("住まい探し", "searches"),
    "moved_in": Text("入居した人", "moved in"),
    "median_days_to_move_in": Text("入居までの日数（中央値）", "median days"),
    "landlords_won": Text("協力を得た家主", "landlords won"),
    "refused_by_landlords": Text("家主に断られた回数", "refused by landlords"),
}
WATCH = {
    "begun": Text("見守りの開始", "begun"),
    "visits": Text("訪問", "visits made"),
    "met": Text("うち会えた", "met"),
    "missed": Text("訪問が抜けた警報", "missed visits"),
}
FOODBANK = {
    "visits": Text("来所", "visits"),
    "anonymous_visits": Text("うち匿名", "anonymous"),
    "no_food_today": Text("その日の食べ物がない", "nothing to eat that day"),
    "parcels": Text("渡した食料", "parcels"),
    "people_fed": Text("届いた人数（延べ）", "people fed"),
    "kg_given": Text("渡した量（kg）", "kg given"),
    "kg_collected": Text("集まった量（kg）", "kg collected"),
    "food_drives": Text("フードドライブ", "food drives"),
    "kg_discarded": Text("廃棄（kg）", "kg discarded"),
    "aide_contacts": Text("相談補助員の声かけ", "aide's contacts"),
    "known_visitors": Text("顔の分かる来所者", "known visitors"),
    "came_to_consultation": Text("のちに相談に来た人", "came to consultation"),
    "came_ratio": Text("その割合", "their share"),
    "came_by_themselves": Text("うち自分から", "by themselves"),
    "came_after_declining": Text("うち一度断った人", "had declined before"),
    "median_days_to_consultation": Text("相談までの日数（中央値）", "median days"),
}
INVITATIONS = {
    "offered": Text("声をかけた", "offered"),
    "thinking": Text("考え中", "thinking"),
    "agreed": Text("行くと言った", "agreed"),
    "declined": Text("断られた", "declined"),
    "withdrawn": Text("取りやめ", "withdrawn"),
}
FIGURE = [Text("項目", "figure"), Text("数", "n")]
REASON = [Text("理由・内訳", "which"), Text("数", "n")]


def _lay_out_figures(
    labels: Mapping[str, Text], data: Mapping[str, Any], title: Text | None = None
) -> Sheet:
    return Sheet(
        FIGURE, [[label, build_cell(key, data[key])] for key, label in labels.items()], title
    )


def _lay_out_codes(counts: Mapping[str, int], title: Text) -> Sheet:
    return Sheet(REASON, [[name_code(code), n] for code, n in counts.items()], title)


def lay_out_employment(data: JsonObject) -> list[Sheet]:
    return [
        _lay_out_figures(EMPLOYMENT, data),
        _lay_out_figures(RETENTION, data["retention"], Text("定着", "retention")),
        _lay_out_codes(data["retention"]["why_left"], Text("離職の理由", "why left")),
        _lay_out_codes(data["hires_by_type"], Text("雇用の形", "types of hire")),
        _lay_out_codes(data["outcomes"], Text("支援の結果", "outcomes of support")),
        _lay_out_figures(
            {"up": Text("上がった", "up"), "down": Text("下がった", "down")},
            data["readiness"],
            Text("準備の段階", "readiness"),
        ),
        _lay_out_codes(data["preparation"]["ended"], Text("就労準備の結果", "work preparation")),
        _lay_out_codes(data["training"]["ended"], Text("就労訓練の結果", "work training")),
    ]


def lay_out_housing(data: JsonObject) -> list[Sheet]:
    benefit, shelter, flats = data["benefit"], data["shelter"], data["flats"]
    return [
        _lay_out_figures(BENEFIT, benefit, Text("住居確保給付金", "housing security benefit")),
        _lay_out_codes(benefit["why_refused"], Text("不支給の理由", "why refused")),
        _lay_out_codes(benefit["stopped"], Text("中断の理由", "why stopped")),
        _lay_out_figures(MOVING, data["moving_costs"], Text("転居費用", "moving costs")),
        _lay_out_figures(SHELTER, shelter, Text("一時生活支援", "temporary shelter")),
        _lay_out_codes(shelter["next_place"], Text("退所先", "next place")),
        _lay_out_figures(FLATS, flats, Text("地域居住支援", "flats")),
        _lay_out_codes(
            flats["why_landlords_refused"], Text("家主が断った理由", "why landlords refused")
        ),
        _lay_out_figures(WATCH, data["watch_over"], Text("見守り", "watching over")),
    ]


def lay_out_foodbank(data: JsonObject) -> list[Sheet]:
    return [
        _lay_out_figures(FOODBANK, data),
        _lay_out_figures(
            INVITATIONS, data["invitations"], Text("相談への誘い", "the soft invitation")
        ),
    ]

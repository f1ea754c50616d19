"""Rows and columns of the programmes' reports, in Japanese with English beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.reporting.queries.layout.table import Sheet, cell, named
from tsunagu.domain.json_object import JsonObject

EMPLOYMENT = {
    "registered": "登録した求職者（人）/ registered",
    "introduced": "紹介した人 / introduced",
    "interviewed": "面接まで進んだ人 / interviewed",
    "hired": "就職した人 / hired",
    "hired_ratio": "登録者のうち就職した割合 / share of the registered",
    "median_days_to_hire": "登録から就職までの日数（中央値）/ median days to hire",
    "increased_income": "増収した人 / increased income",
    "employers_won": "協力を得た事業所 / employers won",
    "won_with_no_great_hope": "うち「だめもと」で / with no great hope",
    "employers_hiring": "採用した事業所 / employers hiring",
    "openings": "求人 / openings",
    "places": "求人の人数 / places",
}
RETENTION = {
    "hires": "就職 / hires",
    "after_1_months": "1 か月後も在職 / after 1 month",
    "after_3_months": "3 か月後も在職 / after 3 months",
    "after_6_months": "6 か月後も在職 / after 6 months",
    "left": "離職 / left",
    "left_within_a_month": "うち 1 か月以内 / within a month",
}
BENEFIT = {
    "applied": "申請 / applied",
    "granted": "支給決定 / granted",
    "refused": "不支給 / refused",
    "granted_ratio": "支給の割合 / share granted",
    "months_paid": "支給した月数 / months paid",
    "yen_paid": "支給額（円）/ yen paid",
    "extended": "延長 / extended",
    "resumed": "再開 / resumed",
}
MOVING = {
    "applied": "申請 / applied",
    "granted": "支給決定 / granted",
    "yen_paid": "支給額（円）/ yen paid",
}
SHELTER = {
    "places": "定員（期末）/ places at the end",
    "stays": "入所 / stays begun",
    "ended": "退所 / stays ended",
    "nights": "延べ泊数 / nights",
    "median_nights": "一人の泊数（中央値）/ median nights",
}
FLATS = {
    "searches": "住まい探し / searches",
    "moved_in": "入居した人 / moved in",
    "median_days_to_move_in": "入居までの日数（中央値）/ median days",
    "landlords_won": "協力を得た家主 / landlords won",
    "refused_by_landlords": "家主に断られた回数 / refused by landlords",
}
WATCH = {
    "begun": "見守りの開始 / begun",
    "visits": "訪問 / visits made",
    "met": "うち会えた / met",
    "missed": "訪問が抜けた警報 / missed visits",
}
FOODBANK = {
    "visits": "来所 / visits",
    "anonymous_visits": "うち匿名 / anonymous",
    "no_food_today": "その日の食べ物がない / nothing to eat that day",
    "parcels": "渡した食料 / parcels",
    "people_fed": "届いた人数（延べ）/ people fed",
    "kg_given": "渡した量（kg）/ kg given",
    "kg_collected": "集まった量（kg）/ kg collected",
    "food_drives": "フードドライブ / food drives",
    "kg_discarded": "廃棄（kg）/ kg discarded",
    "aide_contacts": "相談補助員の声かけ / aide's contacts",
    "known_visitors": "顔の分かる来所者 / known visitors",
    "came_to_consultation": "のちに相談に来た人 / came to consultation",
    "came_ratio": "その割合 / their share",
    "came_by_themselves": "うち自分から / by themselves",
    "came_after_declining": "うち一度断った人 / had declined before",
    "median_days_to_consultation": "相談までの日数（中央値）/ median days",
}
INVITATIONS = {
    "offered": "声をかけた / offered",
    "thinking": "考え中 / thinking",
    "agreed": "行くと言った / agreed",
    "declined": "断られた / declined",
    "withdrawn": "取りやめ / withdrawn",
}
FIGURE = ["項目 / figure", "数 / n"]
REASON = ["理由・内訳 / which", "数 / n"]


def _figures(labels: Mapping[str, str], data: Mapping[str, Any], title: str = "") -> Sheet:
    return Sheet(FIGURE, [[label, cell(key, data[key])] for key, label in labels.items()], title)


def _codes(counts: Mapping[str, int], title: str) -> Sheet:
    return Sheet(REASON, [[named(code), n] for code, n in counts.items()], title)


def employment_sheets(data: JsonObject) -> list[Sheet]:
    return [
        _figures(EMPLOYMENT, data),
        _figures(RETENTION, data["retention"], "定着 / retention"),
        _codes(data["retention"]["why_left"], "離職の理由 / why left"),
        _codes(data["hires_by_type"], "雇用の形 / types of hire"),
        _codes(data["outcomes"], "支援の結果 / outcomes of support"),
        _figures(
            {"up": "上がった / up", "down": "下がった / down"},
            data["readiness"],
            "準備の段階 / readiness",
        ),
        _codes(data["preparation"]["ended"], "就労準備の結果 / work preparation"),
        _codes(data["training"]["ended"], "就労訓練の結果 / work training"),
    ]


def housing_sheets(data: JsonObject) -> list[Sheet]:
    benefit, shelter, flats = data["benefit"], data["shelter"], data["flats"]
    return [
        _figures(BENEFIT, benefit, "住居確保給付金 / housing security benefit"),
        _codes(benefit["why_refused"], "不支給の理由 / why refused"),
        _codes(benefit["stopped"], "中断の理由 / why stopped"),
        _figures(MOVING, data["moving_costs"], "転居費用 / moving costs"),
        _figures(SHELTER, shelter, "一時生活支援 / temporary shelter"),
        _codes(shelter["next_place"], "退所先 / next place"),
        _figures(FLATS, flats, "地域居住支援 / flats"),
        _codes(flats["why_landlords_refused"], "家主が断った理由 / why landlords refused"),
        _figures(WATCH, data["watch_over"], "見守り / watching over"),
    ]


def foodbank_sheets(data: JsonObject) -> list[Sheet]:
    return [
        _figures(FOODBANK, data),
        _figures(INVITATIONS, data["invitations"], "相談への誘い / the soft invitation"),
    ]

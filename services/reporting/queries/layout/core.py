"""Which rows and columns each report shows, in Japanese with English beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.reporting.queries.layout.programmes import (
    employment_sheets,
    foodbank_sheets,
    housing_sheets,
)
from services.reporting.queries.layout.table import Sheet, cell, named
from tsunagu.domain.calendar import era_name_ja
from tsunagu.domain.json_object import JsonObject

PUBLIC = {
    "interviews": "生活保護の面接相談 / public assistance interviews",
    "applications": "うち申請 / of them applied",
    "not_applied": "うち申請に至らず / did not apply",
    "not_applied_ratio": "申請に至らない割合 / share not applying",
    "linked_to_self_reliance": "自立相談へつないだ人 / linked to self-reliance support",
    "linked_to_self_reliance_ratio": "つないだ割合 / share linked",
}
SUPPORT = {
    "new": "自立相談の新規 / new at self-reliance support",
    "received_elsewhere": "うちほかの窓口・本人から / from elsewhere",
    "linked_to_public_assistance": "生活保護へつないだ人 / linked to public assistance",
    "linked_to_public_assistance_ratio": "申請に占める割合 / share of applications",
    "found_work": "就労した人 / found work",
}
MONTHLY = {
    "new_consultations": "新規相談 / new",
    "plans": "プラン / plans",
    "employment_targets": "就労支援対象 / targets",
    "found_work": "就労 / work",
    "increased_income": "増収 / income",
}
REFERRALS = {
    "sent": "送ったシート / sheets sent",
    "accepted": "受け入れ / accepted",
    "rejected": "断り / rejected",
    "completed": "完了 / completed",
    "failed": "不成立 / failed",
    "cancelled": "取消 / cancelled",
    "open": "進行中 / open",
    "overdue": "期限を過ぎたもの / overdue",
    "closed_loop_ratio": "結果が戻った割合 / loops closed",
    "mean_hops": "一つの困りごとあたりのシート数 / sheets for one need",
    "median_days_to_accept": "受け入れまでの日数（中央値）/ median days to accept",
}
SIGNALS = {
    "received": "受けた連絡 / signals received",
    "connected": "相談につながった / connected",
    "open": "対応中 / open",
    "overdue": "期限を過ぎたもの / overdue",
    "median_days_to_first_contact": "最初の連絡までの日数（中央値）/ median days to contact",
}


def _consultation_table(data: JsonObject) -> list[Sheet]:
    year = data["fiscal_year"]
    rows: list[list[Any]] = [["相談者の総数（実人数）/ all persons", data["total_persons"]]]
    for part, labels in (("public_assistance", PUBLIC), ("self_reliance", SUPPORT)):
        rows += [[label, cell(key, data[part][key])] for key, label in labels.items()]
    return [
        Sheet(["項目 / figure", f"{era_name_ja(year)}（{data['era']}）FY{year}"], rows, ""),
    ]


def _issues(data: JsonObject) -> list[Sheet]:
    head: list[list[Any]] = [
        ["初回アセスメント / first assessments", data["assessments"]],
        ["課題 / issues", data["issues"]],
        ["一人あたり / issues a person", data["issues_per_person"]],
    ]
    return [
        Sheet(["項目 / figure", "数 / n"], head),
        Sheet(
            ["課題 / issue", "人 / persons"],
            [[named(code), n] for code, n in data["by_issue"].items()],
            "課題ごと / by issue",
        ),
        Sheet(
            ["課題 / issue", "もう一つの課題 / with", "人 / persons"],
            [[named(p["a"]), named(p["b"]), p["n"]] for p in data["pairs"]],
            "二つが重なるもの / in pairs",
        ),
    ]


def _monthly(data: JsonObject) -> list[Sheet]:
    rows = [[line["month"], *(line[key] for key in MONTHLY)] for line in data["months"]]
    rows.append(["計 / total", *(data["total"][key] for key in MONTHLY)])
    rates = [
        [line["month"], *(line["per_100k"][key] for key in MONTHLY)] for line in data["months"]
    ]
    return [
        Sheet(["月 / month", *MONTHLY.values()], rows),
        Sheet(["月 / month", *MONTHLY.values()], rates, "人口 10 万人あたり / per 100,000 people"),
        Sheet(
            ["項目 / figure", "率 / rate"],
            [["就労・増収率 / work-and-income rate", cell("_rate", data["work_and_income_rate"])]],
        ),
    ]


def _sources(data: JsonObject) -> list[Sheet]:
    columns = ["窓口 / desk", "最初 / first", "人つなぎ / handovers", "再び / again"]
    rows = [[named(d["desk"]), d["first_on"], d["handovers"], d["repeater"]] for d in data["desks"]]
    return [Sheet(columns, rows)]


def _network(data: JsonObject) -> list[Sheet]:
    rows = [[named(e["from"]), named(e["to"]), e["n"]] for e in data["edges"]]
    return [Sheet(["送り手 / from", "受け手 / to", "数 / n"], rows)]


def _referrals(data: JsonObject) -> list[Sheet]:
    rows = [[label, cell(key, data[key])] for key, label in REFERRALS.items()]
    why = [
        [state, code, n] for state, by in data["reasons_by_state"].items() for code, n in by.items()
    ]
    return [
        Sheet(["項目 / figure", "数 / n"], rows),
        Sheet(["状態 / state", "理由 / reason", "数 / n"], why, "つながらなかった理由 / why not"),
    ]


def _unmet_needs(data: JsonObject) -> list[Sheet]:
    rows = [[m["month"], named(m["issue"]), m["n"]] for m in data["months"]]
    return [Sheet(["月 / month", "課題 / issue", "人 / persons"], rows)]


def _signals(data: JsonObject) -> list[Sheet]:
    rows = [[label, data[key]] for key, label in SIGNALS.items()]
    desks = [[named(d["desk"]), d["signals"], d["connected"]] for d in data["departments"]]
    return [
        Sheet(["項目 / figure", "数 / n"], rows),
        Sheet(
            ["窓口 / desk", "連絡 / signals", "つながった / connected"], desks, "窓口ごと / by desk"
        ),
    ]


_LAYOUTS: dict[str, Callable[[JsonObject], list[Sheet]]] = {
    "consultation_table": _consultation_table,
    "issues": _issues,
    "monthly": _monthly,
    "sources": _sources,
    "network": _network,
    "referrals": _referrals,
    "unmet_needs": _unmet_needs,
    "signals": _signals,
    "employment": employment_sheets,
    "housing": housing_sheets,
    "foodbank": foodbank_sheets,
}


def sheets_of(name: str, data: JsonObject) -> list[Sheet]:
    """The sheets of a report."""
    return _LAYOUTS[name](data)

"""Which rows and columns each report shows, in Japanese with English beside it."""

from __future__ import annotations

from collections.abc import Callable

from services.reporting.queries.layout.programmes import (
    lay_out_employment,
    lay_out_foodbank,
    lay_out_housing,
)
from services.reporting.queries.layout.table import Cell, Sheet, build_cell, name_code
from tsunagu.domain.calendar import era_name_ja
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text

PUBLIC = {
    "interviews": Text("生活保護の面接相談", "public assistance interviews"),
    "applications": Text("うち申請", "of them applied"),
    "not_applied": Text("うち申請に至らず", "did not apply"),
    "not_applied_ratio": Text("申請に至らない割合", "share not applying"),
    "linked_to_self_reliance": Text("自立相談へつないだ人", "linked to self-reliance support"),
    "linked_to_self_reliance_ratio": Text("つないだ割合", "share linked"),
}
SUPPORT = {
    "new": Text("自立相談の新規", "new at self-reliance support"),
    "received_elsewhere": Text("うちほかの窓口・本人から", "from elsewhere"),
    "linked_to_public_assistance": Text("生活保護へつないだ人", "linked to public assistance"),
    "linked_to_public_assistance_ratio": Text("申請に占める割合", "share of applications"),
    "found_work": Text("就労した人", "found work"),
}
MONTHLY = {
    "new_consultations": Text("新規相談", "new"),
    "plans": Text("プラン", "plans"),
    "employment_targets": Text("就労支援対象", "targets"),
    "found_work": Text("就労", "work"),
    "increased_income": Text("増収", "income"),
}
REFERRALS = {
    "sent": Text("送ったシート", "sheets sent"),
    "accepted": Text("受け入れ", "accepted"),
    "rejected": Text("断り", "rejected"),
    "completed": Text("完了", "completed"),
    "failed": Text("不成立", "failed"),
    "cancelled": Text("取消", "cancelled"),
    "open": Text("進行中", "open"),
    "overdue": Text("期限を過ぎたもの", "overdue"),
    "closed_loop_ratio": Text("結果が戻った割合", "loops closed"),
    "mean_hops": Text("一つの困りごとあたりのシート数", "sheets for one need"),
    "median_days_to_accept": Text("受け入れまでの日数（中央値）", "median days to accept"),
}
SIGNALS = {
    "received": Text("受けた連絡", "signals received"),
    "connected": Text("相談につながった", "connected"),
    "open": Text("対応中", "open"),
    "overdue": Text("期限を過ぎたもの", "overdue"),
    "median_days_to_first_contact": Text(
        "最初の連絡までの日数（中央値）", "median days to contact"
    ),
}


def _lay_out_consultation_table(data: JsonObject) -> list[Sheet]:
    year = data["fiscal_year"]
    rows: list[list[Cell]] = [
        [Text("相談者の総数（実人数）", "all persons"), data["total_persons"]]
    ]
    for part, labels in (("public_assistance", PUBLIC), ("self_reliance", SUPPORT)):
        rows += [[label, build_cell(key, data[part][key])] for key, label in labels.items()]
    return [
        Sheet([Text("項目", "figure"), f"{era_name_ja(year)}（{data['era']}）FY{year}"], rows),
    ]


def _lay_out_issues(data: JsonObject) -> list[Sheet]:
    head: list[list[Cell]] = [
        [Text("初回アセスメント", "first assessments"), data["assessments"]],
        [Text("課題", "issues"), data["issues"]],
        [Text("一人あたり", "issues a person"), data["issues_per_person"]],
    ]
    return [
        Sheet([Text("項目", "figure"), Text("数", "n")], head),
        Sheet(
            [Text("課題", "issue"), Text("人", "persons")],
            [[name_code(code), n] for code, n in data["by_issue"].items()],
            Text("課題ごと", "by issue"),
        ),
        Sheet(
            [Text("課題", "issue"), Text("もう一つの課題", "with"), Text("人", "persons")],
            [[name_code(p["a"]), name_code(p["b"]), p["n"]] for p in data["pairs"]],
            Text("二つが重なるもの", "in pairs"),
        ),
    ]


def _lay_out_monthly(data: JsonObject) -> list[Sheet]:
    rows = [[line["month"], *(line[key] for key in MONTHLY)] for line in data["months"]]
    rows.append([Text("計", "total"), *(data["total"][key] for key in MONTHLY)])
    rates = [
        [line["month"], *(line["per_100k"][key] for key in MONTHLY)] for line in data["months"]
    ]
    return [
        Sheet([Text("月", "month"), *MONTHLY.values()], rows),
        Sheet(
            [Text("月", "month"), *MONTHLY.values()],
            rates,
            Text("人口 10 万人あたり", "per 100,000 people"),
        ),
        Sheet(
            [Text("項目", "figure"), Text("率", "rate")],
            [
                [
                    Text("就労・増収率", "work-and-income rate"),
                    build_cell("_rate", data["work_and_income_rate"]),
                ]
            ],
        ),
    ]


def _lay_out_sources(data: JsonObject) -> list[Sheet]:
    columns = [
        Text("窓口", "desk"),
        Text("最初", "first"),
        Text("人つなぎ", "handovers"),
        Text("再び", "again"),
    ]
    rows = [
        [name_code(d["desk"]), d["first_on"], d["handovers"], d["repeater"]] for d in data["desks"]
    ]
    return [Sheet(columns, rows)]


def _lay_out_network(data: JsonObject) -> list[Sheet]:
    rows = [[name_code(e["from"]), name_code(e["to"]), e["n"]] for e in data["edges"]]
    return [Sheet([Text("送り手", "from"), Text("受け手", "to"), Text("数", "n")], rows)]


def _lay_out_referrals(data: JsonObject) -> list[Sheet]:
    rows = [[label, build_cell(key, data[key])] for key, label in REFERRALS.items()]
    why = [
        [state, code, n] for state, by in data["reasons_by_state"].items() for code, n in by.items()
    ]
    return [
        Sheet([Text("項目", "figure"), Text("数", "n")], rows),
        Sheet(
            [Text("状態", "state"), Text("理由", "reason"), Text("数", "n")],
            why,
            Text("つながらなかった理由", "why not"),
        ),
    ]


def _lay_out_unmet_needs(data: JsonObject) -> list[Sheet]:
    rows = [[m["month"], name_code(m["issue"]), m["n"]] for m in data["months"]]
    return [Sheet([Text("月", "month"), Text("課題", "issue"), Text("人", "persons")], rows)]


def _lay_out_signals(data: JsonObject) -> list[Sheet]:
    rows = [[label, data[key]] for key, label in SIGNALS.items()]
    desks = [[name_code(d["desk"]), d["signals"], d["connected"]] for d in data["departments"]]
    return [
        Sheet([Text("項目", "figure"), Text("数", "n")], rows),
        Sheet(
            [Text("窓口", "desk"), Text("連絡", "signals"), Text("つながった", "connected")],
            desks,
            Text("窓口ごと", "by desk"),
        ),
    ]


_LAYOUTS: dict[str, Callable[[JsonObject], list[Sheet]]] = {
    "consultation_table": _lay_out_consultation_table,
    "issues": _lay_out_issues,
    "monthly": _lay_out_monthly,
    "sources": _lay_out_sources,
    "network": _lay_out_network,
    "referrals": _lay_out_referrals,
    "unmet_needs": _lay_out_unmet_needs,
    "signals": _lay_out_signals,
    "employment": lay_out_employment,
    "housing": lay_out_housing,
    "foodbank": lay_out_foodbank,
}


def lay_out(name: str, data: JsonObject) -> list[Sheet]:
    """The sheets of a report."""
    return _LAYOUTS[name](data)

"""The status page at `/`: health of every service, figures of the last years. Nothing personal."""

from __future__ import annotations

from flask import Blueprint, render_template

from services.console.queries.platform_state import ASK_SECONDS, ask_all, is_stopped
from tsunagu.domain.calendar import era_name_ja
from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text
from tsunagu.messaging.rpc import Call

YEARS_SHOWN = 5
STOPPED = Text("動いていません", "is not running")
NOT_KNOWN_YET = Text("まだ分かりません（混み合っています）", "not known yet: it is busy")
NAMES = {
    "console": Text("画面と REST", "console and REST"),
    "employment": Text("就労支援", "employment"),
    "foodbank": Text("フードバンク", "food bank"),
    "housing": Text("住まいの支援", "housing"),
    "intake": Text("相談受付", "intake"),
    "referral": Text("つなぐシート", "referral"),
    "reporting": Text("報告", "reporting"),
}
ROWS = (
    ("", "total_persons", Text("相談した人（実人数）", "distinct people")),
    ("public_assistance", "interviews", Text("生活保護の面接相談", "public assistance interviews")),
    ("public_assistance", "applications", Text("うち申請", "of them applied")),
    (
        "public_assistance",
        "linked_to_self_reliance",
        Text("自立相談へつないだ", "linked to self-reliance support"),
    ),
    ("self_reliance", "new", Text("自立相談の新規", "new at self-reliance support")),
    (
        "self_reliance",
        "linked_to_public_assistance",
        Text("生活保護へつないだ", "linked to public assistance"),
    ),
    ("self_reliance", "found_work", Text("就労した", "found work")),
)


def name_service(service: str) -> Text:
    """What people call the service; one that nobody has named goes by its code."""
    return NAMES.get(service, Text.same(service))


def build_blueprint(call: Call, services: tuple[str, ...]) -> Blueprint:
    page = Blueprint("status", __name__)

    @page.get("/")
    def status() -> str:
        states = read_service_states(call, services)
        years = fetch_recent_years(call)
        return render_template(
            "status.html",
            services=states,
            well=all(state["well"] for state in states),
            years=years,
            rows=ROWS,
            most=max((y["total_persons"] for y in years), default=0),
        )

    return page


def read_service_states(call: Call, services: tuple[str, ...]) -> list[JsonObject]:
    """One line for each service: well or what is wrong, and how far it is."""
    healths, lags = ask_all(call, services, "health"), ask_all(call, services, "lag")
    found = []
    for name in services:
        health, lag = healths[name], lags[name]
        state: JsonObject = {"name": name_service(name), "well": False, "waiting": 0, "parked": 0}
        failure = next((one for one in (health, lag) if isinstance(one, TsunaguError)), None)
        if failure is not None:
            state["wrong"] = [STOPPED if is_stopped(failure) else NOT_KNOWN_YET]
        else:
            state["wrong"] = [f"{k}: {v}" for k, v in health["checks"].items() if v != "ok"]
            state["events"], state["parked"] = lag["log"], lag["parked"]
            state["waiting"] = lag["unpublished"] + sum(
                source["head"] - source["position"] for source in lag["sources"].values()
            )
            state["well"] = not state["wrong"]
        found.append(state)
    return found


def fetch_recent_years(call: Call) -> list[JsonObject]:
    """The consultation table of the newest fiscal years; empty while there is nothing."""
    try:
        known = call("reporting", "fiscal_years", timeout=ASK_SECONDS)[-YEARS_SHOWN:]
        tables = [
            call(
                "reporting",
                "report",
                timeout=ASK_SECONDS,
                name="consultation_table",
                fiscal_year=year,
            )
            for year in known
        ]
    except TsunaguError:
        return []
    return [table | {"ja": era_name_ja(table["fiscal_year"])} for table in tables]

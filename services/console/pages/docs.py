"""The pages at `/docs`: what departments and programmes can build on. Nothing personal.

Plain HTML without a script or anything from elsewhere, so that it reads the same on an
office network without the internet, can be searched by the browser and printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from markupsafe import Markup, escape
from werkzeug import Response

from services.console.pages.api_catalogue import ApiCatalogue, Description, ServiceDescription
from services.console.pages.docs_view import (
    ROLES,
    RouteView,
    format_json,
    lay_out_route,
    list_fields,
)
from services.console.pages.wire_texts import read_problem
from services.console.queries.platform_state import ASK_SECONDS
from tsunagu.contracts.facts import Envelope
from tsunagu.contracts.openapi import PROBLEM, REFUSALS, build_json_schema
from tsunagu.contracts.parse_errors import INBOUND, JSON
from tsunagu.domain.errors import TsunaguError, require
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Problem, Text
from tsunagu.messaging.rpc import Call

DESKS = "/desks"  # where the directory of desks is, among them the departments


def build_blueprint(call: Call, catalogue: ApiCatalogue) -> Blueprint:
    pages = Blueprint("docs", __name__, url_prefix="/docs")
    pages.add_app_template_filter(mark_code)
    pages.add_app_template_filter(render_text)
    pages.add_app_template_filter(format_json)
    pages.add_app_template_filter(build_body)
    pages.add_app_template_filter(omit_data)

    @pages.get("")
    def overview() -> str:
        return render_template(
            "docs.html",
            services=catalogue.list_services(),
            lay_out_route=lay_out_route,
            roles=ROLES,
            refusals=REFUSALS,
            problem=list(list_fields(PROBLEM)),
            unreadable=JSON,
        )

    @pages.get("/services/<name>")
    def service(name: str) -> str:
        services = catalogue.list_services()
        found = next((one for one in services if one.name == name), None)
        if found is None:
            abort(404)
        return render_template(
            "docs_service.html",
            services=services,
            service=found,
            routes=[lay_out_route(route) for route in found.routes],
            list_fields=list_fields,
        )

    @pages.get("/signals")
    def signals() -> str:
        services = catalogue.list_services()
        taking = [one for one in services if one.takes is not None]
        return render_template(
            "docs_signals.html",
            services=services,
            taking=[(one, _find_signal_routes(one)) for one in taking],
            kinds=lambda takes: fetch_list(call, services, f"{takes['one']}/kinds"),
            desks=fetch_list(call, services, DESKS),
            list_fields=list_fields,
            reasons=list_reasons,
        )

    @pages.get("/envelope")
    def envelope() -> str:
        return render_template(
            "docs_envelope.html",
            services=catalogue.list_services(),
            rows=list(list_fields(build_json_schema(Envelope()))),
        )

    @pages.get("/facts/<type>")
    def fact(type: str) -> Response:
        """Where the fact of that type is described."""
        name = type.partition(".")[0]
        facts = [one["type"] for service in catalogue.list_services() for one in service.facts]
        if type not in facts:
            abort(404)
        return redirect(url_for("docs.service", name=name, _anchor=type))

    return pages


def fetch_list(
    call: Call, services: Iterable[ServiceDescription], path: str
) -> list[JsonObject] | None:
    """The list at that path, of the first service that serves it; None while it does not answer."""
    for one in services:
        if one.is_up and any((r["verb"], r["path"]) == ("GET", path) for r in one.routes):
            given: JsonObject = {"parameters": {}, "body": None, "query": {}, "acting": {}}
            try:
                found = call(one.name, "rest", timeout=ASK_SECONDS, verb="GET", path=path, **given)
            except TsunaguError:
                return None
            return found if isinstance(found, list) else None
    return None


def _find_signal_routes(service: ServiceDescription) -> dict[str, RouteView]:
    """Path → route, of those that accept in REST what a message says."""
    takes = require(service.takes, "only who takes messages is asked for their routes")
    paths = {takes["one"], (takes["many"] or [None])[0]}
    return {
        route["path"]: lay_out_route(route)
        for route in service.routes
        if route["verb"] == "POST" and route["path"] in paths
    }


def list_reasons(takes: Description) -> dict[str, Problem]:
    """Code → why a message is not taken: the service's own reasons, then those of the kit."""
    own = {code: read_problem(written) for code, written in takes["reasons"].items()}
    return own | INBOUND | JSON


def build_body(event: Mapping[str, Any]) -> JsonObject:
    """The body for REST that means the same as a message."""
    return {"id": event["id"], **event["data"]}


def omit_data(payload: Mapping[str, Any]) -> JsonObject:
    """The envelope alone; its data has a table of its own."""
    fields = {name: one for name, one in payload["properties"].items() if name != "data"}
    return {**payload, "properties": fields}


# -- texts ----------------------------------------------------------------------------------------


def mark_code(text: str) -> Markup:
    """The text, with what stands in backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 escaped


def render_text(text: Text) -> Markup:
    """Japanese, and the English after it in its own style; a text in one language once."""
    if text.ja == text.en:
        return mark_code(text.ja)
    return mark_code(text.ja) + Markup(' <span lang="en">{}</span>').format(mark_code(text.en))

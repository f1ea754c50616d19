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

from services.console.pages.api_catalogue import ApiCatalogue, ServiceDescription
from services.console.pages.docs_view import ROLES, fields_of, in_both, pretty, shown
from services.console.queries.platform_state import ASK_SECONDS
from tsunagu.contracts.facts import Envelope
from tsunagu.contracts.openapi import PROBLEM, REFUSALS, build_json_schema
from tsunagu.contracts.parse_errors import INBOUND, JSON
from tsunagu.domain.errors import TsunaguError, require
from tsunagu.domain.json_object import JsonObject
from tsunagu.messaging.rpc import Call

DESKS = "/desks"  # where the directory of desks is, among them the departments


def blueprint(call: Call, library: ApiCatalogue) -> Blueprint:
    pages = Blueprint("docs", __name__, url_prefix="/docs")
    pages.add_app_template_filter(marked)
    pages.add_app_template_filter(both)
    pages.add_app_template_filter(pretty)
    pages.add_app_template_filter(problem_and_remedy)
    pages.add_app_template_filter(body_of)
    pages.add_app_template_filter(without_data)

    @pages.get("")
    def overview() -> str:
        return render_template(
            "docs.html",
            shelves=library.shelves(),
            shown=shown,
            roles=ROLES,
            refusals=REFUSALS,
            problem=list(fields_of(PROBLEM)),
            unreadable=JSON,
        )

    @pages.get("/services/<name>")
    def service(name: str) -> str:
        shelves = library.shelves()
        shelf = next((one for one in shelves if one.name == name), None)
        if shelf is None:
            abort(404)
        return render_template(
            "docs_service.html",
            shelves=shelves,
            shelf=shelf,
            routes=[shown(route) for route in shelf.routes],
            fields_of=fields_of,
        )

    @pages.get("/signals")
    def signals() -> str:
        shelves = library.shelves()
        taking = [one for one in shelves if one.takes is not None]
        return render_template(
            "docs_signals.html",
            shelves=shelves,
            taking=[(one, _routes_of(one)) for one in taking],
            kinds=lambda takes: listed(call, shelves, f"{takes['one']}/kinds"),
            desks=listed(call, shelves, DESKS),
            fields_of=fields_of,
            reasons=lambda takes: {**takes["reasons"], **INBOUND, **JSON},
        )

    @pages.get("/envelope")
    def envelope() -> str:
        return render_template(
            "docs_envelope.html",
            shelves=library.shelves(),
            rows=list(fields_of(build_json_schema(Envelope()))),
        )

    @pages.get("/facts/<type>")
    def fact(type: str) -> Response:
        """Where the fact of that type is described."""
        name = type.partition(".")[0]
        facts = [one["type"] for shelf in library.shelves() for one in shelf.facts]
        if type not in facts:
            abort(404)
        return redirect(url_for("docs.service", name=name, _anchor=type))

    return pages


def listed(call: Call, shelves: Iterable[ServiceDescription], path: str) -> list[JsonObject] | None:
    """The list at that path, from whoever answers it; None while nobody does."""
    for shelf in shelves:
        if shelf.answers and any((r["verb"], r["path"]) == ("GET", path) for r in shelf.routes):
            given: JsonObject = {"parameters": {}, "body": None, "query": {}, "acting": {}}
            try:
                found = call(
                    shelf.name, "rest", timeout=ASK_SECONDS, verb="GET", path=path, **given
                )
            except TsunaguError:
                return None
            return found if isinstance(found, list) else None
    return None


def _routes_of(shelf: ServiceDescription) -> dict[str, object]:
    """Path → route, of those that take in the same as its messages say."""
    takes = require(shelf.takes, "only who takes messages is asked for their routes")
    paths = {takes["one"], (takes["many"] or [None])[0]}
    return {
        route["path"]: shown(route)
        for route in shelf.routes
        if route["verb"] == "POST" and route["path"] in paths
    }


def body_of(event: Mapping[str, Any]) -> JsonObject:
    """The body for REST that means the same as a message."""
    return {"id": event["id"], **event["data"]}


def without_data(payload: Mapping[str, Any]) -> JsonObject:
    """The envelope alone; its data has a table of its own."""
    fields = {name: one for name, one in payload["properties"].items() if name != "data"}
    return {**payload, "properties": fields}


# -- texts ----------------------------------------------------------------------------------------


def marked(text: str) -> Markup:
    """The text, with what stands in backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 escaped


def both(text: str) -> Markup:
    """Japanese, and the English after it in its own style; a text in one language as it is."""
    ja, en = in_both(text)
    if not en:
        return marked(ja)
    return marked(ja) + Markup(' <span lang="en">{}</span>').format(marked(en))


def problem_and_remedy(text: str) -> tuple[str, str]:
    """The two halves of `problem → remedy`."""
    problem, _, remedy = text.partition(" → ")
    return problem, remedy

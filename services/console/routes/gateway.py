"""REST of the whole platform: finds the service, fills in who acts, calls it."""

from __future__ import annotations

import base64
import re
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import MethodNotAllowed

from services.console.commands.tokens import Account
from services.console.domain.refusals import NO_SUCH_SERVICE
from services.console.pages.api_catalogue import ApiCatalogue
from services.console.routes import request_context
from services.console.routes.directory import PREFIX, Description, RouteDirectory, ServedRoute
from tsunagu.contracts.openapi import build_openapi
from tsunagu.contracts.routes import FILE, REPLAYED, find_parameters, load_arguments
from tsunagu.domain.json_object import JsonObject
from tsunagu.messaging import request_keys, rpc
from tsunagu.messaging.rpc import Call

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
DOWNLOAD, TEXT = {"base64", "name", "type"}, {"text", "type"}


def build_blueprint(
    call: Call, directory: RouteDirectory, catalogue: ApiCatalogue, services: tuple[str, ...]
) -> Blueprint:
    """Every described route; and, for everybody, the documents about routes and facts."""
    api = Blueprint("routes", __name__)

    @api.get("/openapi.json")
    def openapi() -> Response:
        return jsonify(build_openapi(directory.list_routes()))

    @api.get("/asyncapi.json")
    def asyncapi() -> Response:
        return jsonify(catalogue.build_asyncapi())

    @api.route("/<path:path>", methods=VERBS, provide_automatic_options=False)
    def serve_route(path: str) -> Response:
        try:
            served, parameters = directory.find(request.environ)
        except MethodNotAllowed as wrong:
            if request.method == "OPTIONS":
                return _answer_options(wrong)
            raise
        return answer_request(call, served, parameters, services)

    return api


def answer_request(
    call: Call,
    served: ServedRoute,
    parameters: dict[str, str],
    services: tuple[str, ...],
) -> Response:
    """One request, from the token to the answer; the console decides about nothing but roles."""
    route = served.route
    caller = request_context.require_account(*route["roles"])
    target = parameters.pop("service", served.service) if served.own else served.service
    if target not in services:
        raise NO_SUCH_SERVICE(name=target)
    given: JsonObject = {
        "parameters": parameters,
        "body": request_context.read_json_body() if route["body"] is not None else None,
        "query": _read_query(route),
        "acting": _fill_acting(route, caller),
    }
    notes: JsonObject = {}
    along: JsonObject = {"_meta": request_context.build_meta(caller)}
    if request_keys.KEY in along["_meta"]:
        along["notes"] = notes
    if served.own is not None and target != served.service:
        # Methods of the kit, which every service has: they take the body by name.
        named, _ = load_arguments(served.own, **given)
        result = call(target, served.own.method, **named, **(given["body"] or {}), **along)
    else:
        result = call(target, "rest", verb=route["verb"], path=route["path"], **given, **along)
    answer = _build_file(result) if _is_file(route, result) else _build_json(route, result)
    if notes.get(rpc.REPLAYED):
        answer.headers[REPLAYED] = "true"
    return answer


def _read_query(route: Description) -> dict[str, str]:
    """The query string; beside a body nothing is read from it that the route does not name."""
    if route["body"] is not None and route["query"] is None:
        return {}
    return request_context.read_query()


def _fill_acting(route: Description, caller: Account) -> dict[str, str | None]:
    """The caller acts for its own desk or department, whatever the body says."""
    argument = route["acting"].get(caller.role)
    return {argument: caller.desk} if argument else {}


def _build_json(route: Description, result: Any) -> Response:
    """JSON; with `status_at`, the ids of the result and the address where to ask about it."""
    where = None
    if route["status_at"]:
        notes = {"notes": result["notes"]} if result.get("notes") else {}
        result = {name: result[name] for name in find_parameters(route["status_at"])}
        where = PREFIX + re.sub(
            r"<(\w+)>", lambda found: quote(result[found[1]]), route["status_at"]
        )
        result |= {"status_url": where} | notes
    response = jsonify(result)
    response.status_code = route["status"]
    if where:
        response.headers["Location"] = where
    return response


def _is_file(route: Description, result: Any) -> bool:
    return route["answers"] == FILE and isinstance(result, dict) and set(result) in (DOWNLOAD, TEXT)


def _build_file(result: dict[str, str]) -> Response:
    if "text" in result:
        return Response(result["text"], content_type=result["type"])
    headers = {"Content-Disposition": _name_attachment(result["name"])}
    content = base64.b64decode(result["base64"])
    return Response(content, content_type=result["type"], headers=headers)


def _name_attachment(name: str) -> str:
    if re.fullmatch(r"[\w.-]+", name, re.ASCII):
        return f'attachment; filename="{name}"'
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def _answer_options(wrong: MethodNotAllowed) -> Response:
    """What OPTIONS answers: the verbs of this path."""
    response = Response()
    response.allow.update({*(wrong.valid_methods or ()), "OPTIONS"})
    return response

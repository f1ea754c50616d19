"""REST from the table of routes: check the shape, fill in who acts, ask the service."""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import ValidationError

from services.console import asking
from services.console.routes import NAMED, ROUTES, Route
from services.console.tokens import Account
from tsunagu.errors import NotFound

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": "text/csv; charset=utf-8", "table": "text/plain; charset=utf-8"}


def blueprint(call: asking.Call, services: tuple[str, ...]) -> Blueprint:
    """Every route of `ROUTES`."""
    api = Blueprint("routes", __name__)
    for number, route in enumerate(ROUTES):
        api.add_url_rule(
            route.path,
            endpoint=f"{route.method}_{number}",
            view_func=functools.partial(answer, route, call, services),
            methods=[route.verb],
        )
    return api


def answer(route: Route, call: asking.Call, services: tuple[str, ...], **path: str) -> Response:
    """One request, from the token to the answer."""
    caller = asking.account(*route.roles)
    service = path.pop("service") if route.service == NAMED else route.service
    if service not in services:
        raise NotFound("no_such_service", f"{service} というサービスはありません / no such service")
    arguments = _arguments(route) | path | _acting(route, caller)
    result = call(service, route.method, **arguments, _meta=asking.meta(caller))
    shaped: Response = _SHAPED.get(route.call, _plainly)(route, result)
    return shaped


def _arguments(route: Route) -> dict[str, Any]:
    """Body or query as the service takes it: checked here, passed on as it came."""
    if route.body is not None:
        body = asking.json_body()
        if faults := route.body().validate(body):
            raise ValidationError(faults)
        return body
    if route.query is not None:
        loaded = asking.query(route.query())
        return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in loaded.items()}
    if request.args:
        raise ValidationError(
            {
                name: ["知らない項目です / no such parameter → 外す / leave it out"]
                for name in request.args
            }
        )
    return {}


def _acting(route: Route, caller: Account) -> dict[str, Any]:
    """The caller acts for its own desk or department, whatever the body says."""
    argument = route.acting.get(caller.role)
    return {argument: caller.desk} if argument else {}


def _plainly(route: Route, result: Any) -> Response:
    response = jsonify(result)
    response.status_code = route.status
    return response


def _signal(route: Route, result: dict[str, Any]) -> Response:
    id = result["signal_id"]
    body = {"signal_id": id, "status_url": f"/api/v1/signals/{id}"}
    response = jsonify(body)
    response.status_code = route.status
    response.headers["Location"] = body["status_url"]
    return response


def _report(route: Route, result: dict[str, Any]) -> Response:
    kind = request.args.get("format", "json")
    name = request.view_args["name"] if request.view_args else "report"
    if "base64" in result and kind == "xlsx":
        headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
        return Response(base64.b64decode(result["base64"]), mimetype=XLSX, headers=headers)
    if kind in TYPES:
        return Response(result["text"], content_type=TYPES[kind])
    return _plainly(route, result)


_SHAPED: dict[str, Callable[[Route, Any], Response]] = {
    "intake.receive_signal": _signal,
    "reporting.report": _report,
}

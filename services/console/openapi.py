"""OpenAPI 3.1 of the REST interface, written from the table of routes."""

from __future__ import annotations

import re
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Blueprint, Response, jsonify
from marshmallow import Schema

from services.console.routes import ROUTES, Route

PROBLEM = {
    "type": "object",
    "description": "RFC 9457; `faults` names every field that is wrong, and the remedy",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "stable; decide by it"},
        "detail": {"type": "string", "description": "one sentence, Japanese and English"},
        "correlation": {"type": ["string", "null"]},
        "faults": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string"},
                    "problem": {"type": "string"},
                    "remedy": {"type": "string"},
                },
            },
        },
    },
}
REFUSALS = {
    "400": "形が違う / wrong shape: faults names each field",
    "401": "トークンがない / no valid token",
    "403": "この役割ではできない / not for this role",
    "404": "見つからない / not found",
    "409": "ほかの人が先に変えた・今の状態ではできない / changed meanwhile, or not in this state",
    "422": "決まりに合わない / refused by a rule",
    "503": "応答がない。少し待って / not available; try again shortly",
}


def document() -> dict[str, Any]:
    """The whole document; the same every time."""
    plugin = MarshmallowPlugin(schema_name_resolver=lambda schema: _schema_name(schema))
    spec = APISpec(
        title="つなぐ / Tsunagu",
        version="1",
        openapi_version="3.1.0",
        plugins=[plugin],
        info={
            "description": "断らない相談支援の REST。トークンは Bearer で。/ "
            "REST for support that refuses no one. Bearer tokens."
        },
        servers=[{"url": "/api/v1"}],
        security=[{"token": []}],
    )
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    spec.components.schema("Problem", PROBLEM)
    for status, description in REFUSALS.items():
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        spec.components.response(
            f"Refused{status}", {"description": description, "content": content}
        )
    for route in ROUTES:
        path = re.sub(r"<(\w+)>", r"{\1}", route.path)
        spec.path(path=path, operations={route.verb.lower(): _operation(route)})
    whole: dict[str, Any] = spec.to_dict()
    return whole


def _schema_name(schema: type[Schema] | Schema | str) -> str:
    cls = schema if isinstance(schema, type) else type(schema)
    return str(cls.__name__)


def _operation(route: Route) -> dict[str, Any]:
    parameters: list[Any] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in route.parameters
    ]
    if route.query is not None:
        parameters.append({"in": "query", "schema": route.query})
    refusals = {code: {"$ref": f"#/components/responses/Refused{code}"} for code in REFUSALS}
    operation: dict[str, Any] = {
        "operationId": f"{route.verb.lower()}_{re.sub(r'[^a-z0-9]+', '_', route.path).strip('_')}",
        "summary": f"{route.ja} / {route.en}",
        "description": "役割 / roles: " + ", ".join(route.roles),
        "tags": [route.path.split("/")[1]],
        "parameters": parameters,
        "responses": {
            str(route.status): {
                "description": "よし / done",
                "content": {"application/json": {"schema": {}}},
            },
            **refusals,
        },
    }
    if route.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": route.body}},
        }
    return operation


def blueprint() -> Blueprint:
    """`GET /openapi.json`, for everybody."""
    docs = Blueprint("openapi", __name__)

    @docs.get("/openapi.json")
    def openapi() -> Response:
        return jsonify(document())

    return docs

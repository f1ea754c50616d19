"""Routes as plain data, and the OpenAPI 3.1 document built from such data.

A service describes its routes over RPC; the console writes the document of the
running platform from them, `tsunagu contracts` that of the checkout. Both ask the
same functions, so they cannot differ in form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields

from tsunagu.contracts.field_checks import Pattern
from tsunagu.contracts.routes import (
    EXPECTED_VERSION,
    FILE,
    IDEMPOTENCY_KEY,
    KEY_PATTERN,
    REPLAYED,
    VERSION,
    Route,
    find_parameters,
)
from tsunagu.contracts.text_fields import ID, Code, String
from tsunagu.domain.errors import require
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text

OPENAPI_VERSION = "3.1.0"
# Each city has its own platform: this stands for its address, as in docs/departments.md.
PAGE = "https://tsunagu.example.lg.jp/docs"
CONTACT = {
    "name": "その市のつなぐを運用する担当 / the operators of the city's platform",
    "url": PAGE,
    "email": "tsunagu@example.lg.jp",
}
LICENSE = {"name": "市との取り決めによる / by agreement with the city", "url": PAGE}
PROBLEM = {
    "type": "object",
    "description": "RFC 9457; `faults` names every field that is wrong, and the remedy",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "description": "符号の URN / the code as a URN"},
        "title": {"type": "string", "description": "符号を言葉で / the code in words"},
        "status": {"type": "integer", "description": "HTTP の番号 / as in HTTP"},
        "code": {
            "type": "string",
            "description": "変わらない。これで判断する / stable; decide by it",
        },
        "detail": {
            "type": "string",
            "description": "人に見せる一文、日本語と英語 / one sentence, Japanese and English",
        },
        "correlation": {
            "type": ["string", "null"],
            "description": "問い合わせの番号 / tell it to the operators, if you ask them",
        },
        "faults": {
            "type": "array",
            "description": "違うところすべて / everything that is wrong",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string", "description": "どの項目が / which field"},
                    "problem": {"type": "string", "description": "どう違うか / what is wrong"},
                    "remedy": {"type": "string", "description": "どう直すか / what to do"},
                },
            },
        },
    },
}
REFUSALS = {
    "400": Text("形が違う", "wrong shape: faults names each field"),
    "401": Text("トークンがない", "no valid token"),
    "403": Text("この役割ではできない", "not for this role"),
    "404": Text("見つからない", "not found"),
    "408": Text("時間内に届かなかった", "it did not arrive in time"),
    "409": Text(
        "ほかの人が先に変えた・今の状態ではできない", "changed meanwhile, or not in this state"
    ),
    "413": Text("大きすぎる。分けて送る", "too large; send it in parts"),
    "415": Text("JSON ではない。Content-Type を", "not JSON; set Content-Type"),
    "422": Text(
        "決まりに合わない。別の内容に同じ Idempotency-Key なら key_reused",
        "refused by a rule; key_reused: the same Idempotency-Key with another request",
    ),
    "503": Text(
        "つながらない。何も行われていない。少し待って",
        "not available, nothing was done; try again shortly",
    ),
    "504": Text(
        "答えが届かない。行われたか分からない。同じ Idempotency-Key でもう一度",
        "no answer in time: the outcome is not known; ask again with the same Idempotency-Key",
    ),
}
KEY_PARAMETER = {
    "name": IDEMPOTENCY_KEY,
    "in": "header",
    "required": False,
    "description": str(
        Text(
            "操作ごとに新しく決め（UUID など）、送り直すときは同じものを。30 日のあいだ、"
            "同じ内容なら二度行わず最初の答えを返し、別の内容なら 422 key_reused。"
            "4xx・5xx のあとも同じ鍵で送れる",
            "draw a new one for each action, keep it when sending again (a UUID, say). For 30 days "
            "the same request is not done twice and answers as the first time; another request is "
            "422 key_reused. After a 4xx or 5xx the same key may be sent again",
        )
    ),
    "schema": {"type": "string", "pattern": KEY_PATTERN, "maxLength": 200},
}
REPLAYED_HEADER = {
    "description": str(Text("true：最初の答え", "true: the answer of the first time")),
    "schema": {"type": "string", "enum": ["true"]},
}
KEY_NAME, REPLAYED_NAME = "IdempotencyKey", "IdempotentReplayed"  # among the components
OF_BODIES = {"408", "413", "415"}  # only where something is sent along


# -- describing -----------------------------------------------------------------------------------


def describe_route(route: Route) -> JsonObject:
    """The route as plain data; `body` and `query` are JSON Schemas of what a caller may give."""
    body = _build_input_schema(route.body_schema, route.reserved_arguments)
    if body is not None and route.versioned:
        body["properties"][EXPECTED_VERSION] = _build_converter().field2property(VERSION)
    return {
        "verb": route.verb,
        "path": route.path,
        "method": route.method,
        "ja": route.ja,
        "en": route.en,
        "roles": list(route.roles),
        "body": body,
        "query": _build_input_schema(route.query_schema, route.reserved_arguments),
        "acting": dict(route.acting),
        "status": route.status,
        "versioned": route.versioned,
        "answers": route.answers,
        "status_at": route.status_at,
        "superseded_by": route.superseded_by,
    }


def build_json_schema(schema: Schema) -> JsonObject:
    """The JSON Schema of a marshmallow schema; nested ones stand where they are used."""
    made: JsonObject = _build_converter().schema2jsonschema(schema)
    return made


@cache
def _build_converter() -> OpenAPIConverter:
    # No name for any schema, so that none becomes a reference.
    plugin = MarshmallowPlugin(schema_name_resolver=lambda schema: None)
    APISpec("", "", OPENAPI_VERSION, plugins=[plugin])
    converter = require(plugin.converter, "apispec gives its plugin a converter")
    converter.add_attribute_function(_find_pattern)
    converter.add_attribute_function(_find_limit)
    return converter


def _find_pattern(
    _converter: OpenAPIConverter, field: fields.Field[Any], **_more: Any
) -> JsonObject:
    """The form that the field's own check asks for."""
    found = [check.pattern for check in field.validators if isinstance(check, Pattern)]
    return {"pattern": found[0]} if found else {}


def _find_limit(_converter: OpenAPIConverter, field: fields.Field[Any], **_: Any) -> JsonObject:
    """How long a text may be, unless its choices, its list or its pattern say so."""
    says = any(hasattr(check, "choices") or hasattr(check, "pattern") for check in field.validators)
    if not isinstance(field, String) or isinstance(field, Code) or says:
        return {}
    return {"maxLength": field.kind.most}


def _build_input_schema(schema: type[Schema] | None, without: set[str]) -> JsonObject | None:
    if schema is None:
        return None
    shape = schema(exclude=without & schema().fields.keys())
    return build_json_schema(shape) | {"title": schema.__name__, "additionalProperties": False}


# -- the document ---------------------------------------------------------------------------------


def build_openapi(routes: Iterable[Mapping[str, Any]]) -> JsonObject:
    """The whole document of described routes; the same for the same routes.

    Older addresses of what has another by now go on answering, and are left out.
    """
    routes = [route for route in routes if not route.get("superseded_by")]
    spec = APISpec(
        title="つなぐ / Tsunagu",
        version="1",
        openapi_version=OPENAPI_VERSION,
        info={
            "description": "断らない相談支援の REST。トークンは Bearer で。/ "
            "REST for support that refuses no one. Bearer tokens.",
            "contact": CONTACT,
            "license": LICENSE,
        },
        servers=[{"url": "/api/v1"}],
        security=[{"token": []}],
    )
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    spec.components.schema("Problem", PROBLEM)
    spec.components.parameter(KEY_NAME, "header", KEY_PARAMETER)
    spec.components.header(REPLAYED_NAME, REPLAYED_HEADER)
    for status, description in REFUSALS.items():
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        spec.components.response(
            f"Refused{status}", {"description": str(description), "content": content}
        )
    for tag in _build_tags(routes):
        spec.tag(tag)
    for route in routes:
        path = re.sub(r"<(\w+)>", r"{\1}", route["path"])
        spec.path(path=path, operations={route["verb"].lower(): _build_operation(route)})
    whole: JsonObject = spec.to_dict()
    return whole


def _build_tags(routes: Iterable[Mapping[str, Any]]) -> Iterator[JsonObject]:
    """A tag for each first part of a path, described by what it offers first."""
    offered: dict[str, list[Mapping[str, Any]]] = {}
    for route in routes:
        offered.setdefault(_name_tag(route), []).append(route)
    for name, some in sorted(offered.items()):
        ja, en = (f"{some[0][language]}" for language in ("ja", "en"))
        if more := len(some) - 1:
            ja, en = f"{ja} ほか {more} 件", f"{en}, and {more} more"
        yield {"name": name, "description": f"{ja} / {en}"}


def _name_tag(route: Mapping[str, Any]) -> str:
    """`cases` of `/cases/<id>/plan`."""
    return str(route["path"].split("/")[1])


def _build_operation(route: Mapping[str, Any]) -> JsonObject:
    path = route["path"]
    operation: JsonObject = {
        "operationId": name_operation(route["verb"], path),
        "summary": f"{route['ja']} / {route['en']}",
        "description": "役割 / roles: " + ", ".join(route["roles"]),
        "tags": [_name_tag(route)],
        "parameters": [
            *_list_path_parameters(path),
            *_list_query_parameters(route["query"]),
            *([KEY_NAME] if _changes(route) else []),
        ],
        "responses": {str(route["status"]): _build_success(route), **_build_refusals(route)},
    }
    if route["body"] is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": route["body"]}},
        }
    return operation


def _changes(route: Mapping[str, Any]) -> bool:
    return bool(route["verb"] != "GET")


def name_operation(verb: str, path: str) -> str:
    """The OpenAPI operation id of a verb on a path."""
    return f"{verb.lower()}_{re.sub(r'[^a-z0-9]+', '_', path).strip('_')}"


def _list_path_parameters(path: str) -> list[JsonObject]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "maxLength": ID.most},
        }
        for name in find_parameters(path)
    ]


def _list_query_parameters(query: Mapping[str, Any] | None) -> list[JsonObject]:
    if query is None:
        return []
    parameters = []
    for name, schema in query["properties"].items():
        schema = dict(schema)
        parameter = {"name": name, "in": "query", "required": name in query.get("required", ())}
        if "description" in schema:
            parameter["description"] = schema.pop("description")
        parameters.append(parameter | {"schema": schema})
    return parameters


def _build_success(route: Mapping[str, Any]) -> JsonObject:
    kinds = ["application/json", *(["*/*"] if route["answers"] == FILE else [])]
    done: JsonObject = {
        "description": "よし / done",
        "content": {kind: {"schema": {}} for kind in kinds},
    }
    headers: JsonObject = {}
    if route["status_at"]:
        headers["Location"] = {"schema": {"type": "string"}}
    if _changes(route):
        headers[REPLAYED] = REPLAYED_NAME
    return done | ({"headers": headers} if headers else {})


def list_route_refusals(route: Mapping[str, Any]) -> list[str]:
    """The statuses of REFUSALS that can answer a described route."""
    return [code for code in REFUSALS if route["body"] is not None or code not in OF_BODIES]


def _build_refusals(route: Mapping[str, Any]) -> JsonObject:
    return {
        code: {"$ref": f"#/components/responses/Refused{code}"}
        for code in list_route_refusals(route)
    }

"""REST routes: how a service declares them, and how a request becomes a command's arguments.

The console learns each service's routes by RPC and serves them under
`/api/v1`; a new programme needs no change there. Bodies and queries are checked
by the service's own marshmallow schemas, so a shape is written down once. Roles
are the console's to check, before it asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields

from tsunagu.contracts.payload import Payload, schema_instance
from tsunagu.contracts.text_fields import find_argument_faults
from tsunagu.contracts.validation_errors import fault, list_faults
from tsunagu.domain.errors import Invalid, NotFound
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

CASEWORKER, DEPARTMENT, READER, OPS = "caseworker", "department", "reader", "ops"
ANYBODY = (CASEWORKER, DEPARTMENT, READER, OPS)
FIGURES = (CASEWORKER, READER, OPS)
JSON, FILE = "json", "file"

NO_SUCH_ROUTE = Refusal(
    "no_such_route",
    Text("{verb} {path} はありません", "there is no such route"),
    kind=NotFound,
)

# Of every route that changes something; an answer that was kept says so.
IDEMPOTENCY_KEY, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
KEY_PATTERN = "^[!-~]{1,200}$"
EXPECTED_VERSION = "expected_version"
VERSION = fields.Integer(
    strict=True,
    allow_none=True,
    metadata={"description": "the version you read; another one by now gives 409"},
)


@dataclass(frozen=True, kw_only=True)
class Route:
    """One verb on one path, answered by one command of the service.

    `path` is relative to `/api/v1`; its first part (`/cases`) is the service's alone.
    `<name>` parameters, body and query become the command's arguments.
    `body`, `query`: the schema that the command itself loads.
    `acting`: role → the argument that the caller's own desk or department fills; it
    cannot be given in the body. `versioned`: the body may carry `expected_version`.
    `answers`: `json`, or `file`: a result `{"base64", "name", "type"}` is a download,
    `{"text", "type"}` a text, anything else still JSON.
    `status_at`: path, with names out of the result, where one may ask what becomes of
    it; the answer is these names, `status_url`, a `Location` header, and the result's `notes`
    if it has any. `superseded_by`: the path that took this one's place; it goes on answering, and
    documents for machines leave it out.
    """

    verb: str
    path: str
    method: str
    ja: str
    en: str
    roles: tuple[str, ...] = (CASEWORKER,)
    body: type[Schema] | type[Payload] | None = None
    query: type[Schema] | type[Payload] | None = None
    acting: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    versioned: bool = False
    answers: str = JSON
    status_at: str | None = None
    superseded_by: str | None = None

    @property
    def body_schema(self) -> type[Schema] | None:
        """The marshmallow schema of the body, if there is one."""
        return _find_schema(self.body)

    @property
    def query_schema(self) -> type[Schema] | None:
        """The marshmallow schema of the query, if there is one."""
        return _find_schema(self.query)

    @property
    def parameters(self) -> list[str]:
        """Names of the path parameters, in their order."""
        return find_parameters(self.path)

    @property
    def reserved_arguments(self) -> set[str]:
        """Arguments that no body or query may give: path parameters, and who acts."""
        return {*self.parameters, *self.acting.values()}


def _find_schema(declared: type[Schema] | type[Payload] | None) -> type[Schema] | None:
    if declared is not None and issubclass(declared, Payload):
        return declared.schema
    return declared


def find_parameters(path: str) -> list[str]:
    """The names in `<...>` of a route's path, in their order."""
    return re.findall(r"<(\w+)>", path)


def find_route(routes: Iterable[Route], verb: str, path: str) -> Route:
    """The route of that verb and path, as it is declared; NotFound where there is none."""
    for route in routes:
        if (route.verb, route.path) == (verb, path):
            return route
    raise NO_SUCH_ROUTE(verb=verb, path=path)


def load_arguments(
    route: Route,
    parameters: Mapping[str, str],
    body: Mapping[str, Any] | None = None,
    query: Mapping[str, Any] | None = None,
    acting: Mapping[str, str] | None = None,
) -> tuple[JsonObject, Payload | None]:
    """The arguments of a route's command: named ones, and its payload, loaded and checked.

    Named arguments are what path and token fill in, and the expected version. Raises Invalid
    with everything that is wrong, at once.
    """
    filled = {**parameters, **(acting or {})}
    given, faults = dict(body or {}), list[dict[str, str]]()
    versions = {}
    if route.versioned and EXPECTED_VERSION in given:
        versions[EXPECTED_VERSION] = given.pop(EXPECTED_VERSION)
        faults += _check_version(versions[EXPECTED_VERSION])
    faults += find_argument_faults(_leave_to_command(route, parameters))
    loaded: list[Any] = []  # what the body, and what the query says
    for declared, values in ((route.body_schema, given), (route.query_schema, query or {})):
        schema = schema_instance(declared or Schema)
        reserved = route.reserved_arguments
        faults += _refuse_reserved_fields(values.keys() & reserved)
        free = {name: value for name, value in values.items() if name not in reserved}
        # What the console filled in is checked along with them where the schema knows it.
        known = {name: value for name, value in filled.items() if name in schema.fields}
        try:
            loaded.append(schema.load(free | known, unknown=RAISE))
        except ValidationError as wrong:
            faults += list_faults(wrong)
    if faults:
        raise Invalid(faults)
    payload = loaded[0 if route.body is not None else 1]
    if isinstance(payload, Payload):
        return {**versions, **filled}, payload
    plain = {k: _to_wire(v) for k, v in loaded[1].items()}
    return {**plain, **given, **versions, **filled}, None


def _leave_to_command(route: Route, parameters: Mapping[str, str]) -> JsonObject:
    """Those parameters of the path that no schema of the route checks."""
    declared = (route.body_schema, route.query_schema)
    checked = {name for one in declared if one for name in schema_instance(one).fields}
    return {name: value for name, value in parameters.items() if name not in checked}


def _check_version(version: Any) -> list[dict[str, str]]:
    try:
        VERSION.deserialize(version)
    except ValidationError as wrong:
        return list_faults(ValidationError({EXPECTED_VERSION: wrong.messages}))
    return []


def _refuse_reserved_fields(names: Iterable[str]) -> list[dict[str, str]]:
    return [
        fault(
            name,
            "ここには書けない項目です / cannot be given here",
            "外す：トークンと道から決まります / leave it out: token and path say it",
        )
        for name in sorted(names)
    ]


def _to_wire(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value

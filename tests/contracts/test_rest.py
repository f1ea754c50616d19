"""Every route that a service declares can be called as it is described, by whoever may."""

import inspect
import re
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from marshmallow import RAISE, Schema, fields
from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR

from tsunagu.cli.contracts import find_stale_openapi, render_openapi
from tsunagu.contracts.openapi import build_openapi, describe_route
from tsunagu.contracts.payload import Payload, payload
from tsunagu.contracts.routes import ANYBODY, CASEWORKER, EXPECTED_VERSION, OPS, Route
from tsunagu.hosting.checkout import list_available_services, load_service_class
from tsunagu.hosting.nameko_service import ServiceBase, command

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts"
FIRST_FOUR = {"console", "intake", "referral", "reporting"}
ROUTES = [
    (service, route)
    for service in map(load_service_class, list_available_services())
    for route in service.definition.routes
]
EACH = pytest.mark.parametrize(
    ("service", "route"), ROUTES, ids=[f"{r.verb} {r.path}" for _, r in ROUTES]
)


def test_every_service_we_know_declares_routes():
    assert {service.name for service, _ in ROUTES} >= FIRST_FOUR
    assert len(ROUTES) >= 69


# -- a command takes what its route sends ---------------------------------------------------------


class Loaded(Exception):
    """The route's schema was asked to load these names."""


def sent(route, role):
    """Every name that the command may be called with when this role asks."""
    names = set(route.parameters) - {"service"}  # which service it is, not an argument
    names |= {route.acting[role]} if role in route.acting else set()
    return names | set(_given(route)) | ({EXPECTED_VERSION} if route.versioned else set())


def _given(route):
    """Names as they reach the command: of a body as sent, of a query as loaded."""
    if route.body_schema:
        for name, one in route.body_schema().fields.items():
            if name not in route.reserved_arguments:
                yield one.data_key or name
    if route.query_schema:
        yield from set(route.query_schema().fields) - route.reserved_arguments


def complaints(service, route, role):
    """Why the service's command cannot be called as the route has it; nothing if it can."""
    method = getattr(service, route.method, None)
    if not getattr(method, ENTRYPOINT_EXTENSIONS_ATTR, None):
        return [f"{route.method} is no command"]
    if hasattr(method, "payload"):
        return _complaints_of_payload(method, route, role)
    plain, names = inspect.unwrap(method), sent(route, role)
    try:
        bound = inspect.signature(plain).bind(None, **dict.fromkeys(names))
    except TypeError as wrong:
        return [str(wrong)]
    schema = route.body or route.query
    loose = set(bound.arguments.get(_catch_all(plain), ()))
    if not loose:
        return []
    if schema is None:
        return [f"{sorted(loose)} reach no schema"]
    loaded = _loaded(service, plain, schema, names)
    if loaded is None:
        return [f"{route.method} does not load {schema.__name__}"]
    known = {one.data_key or name for name, one in schema().fields.items()}
    missing = loose - {EXPECTED_VERSION}
    return [f"{name} is not in {schema.__name__}" for name in sorted(loaded - known)] + (
        [] if len(loaded) >= len(missing) else [f"the command loses some of {sorted(missing)}"]
    )


def _complaints_of_payload(method, route, role):
    """The same of a command with a payload: it is the route's own, the rest are its arguments."""
    declared = route.body or route.query
    if method.payload is not declared:
        return [f"{route.method} does not load {getattr(declared, '__name__', declared)}"]
    named = set(route.parameters) - {"service"}
    named |= {EXPECTED_VERSION} if route.versioned else set()
    signature = inspect.signature(inspect.unwrap(method))
    acting = {route.acting[role]} if role in route.acting else set()
    named |= acting & set(signature.parameters)
    try:
        signature.bind(None, None, **dict.fromkeys(named))
    except TypeError as wrong:
        return [str(wrong)]
    unknown = acting - set(method.payload.schema().fields) - set(signature.parameters)
    return [f"{name} is not in {declared.__name__}" for name in sorted(unknown)]


def _catch_all(function):
    parameters = inspect.signature(function).parameters.values()
    return next((p.name for p in parameters if p.kind is p.VAR_KEYWORD), None)


def _loaded(service, plain, schema, names):
    """What the command gives to the schema; None where it never comes to that."""

    def load(self, data, **_):
        raise Loaded(set(data))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "load", load)
        # Some look up what the command is about first; there is no store here to find it in.
        patch.setattr(service, "work", lambda self, **_: nullcontext(MagicMock()))
        try:
            plain(service(), **dict.fromkeys(names))
        except Loaded as found:
            return found.args[0]
        except Exception:
            return None
    return None


def unfilled(route, role):
    """Fields without which the command refuses, and that this role has no way to give."""
    for schema in filter(None, (route.body_schema, route.query_schema)):
        for name, one in schema().fields.items():
            given = name not in route.reserved_arguments or name in route.parameters
            if one.required and not given and route.acting.get(role) != name:
                yield name


@EACH
def test_the_command_of_a_route_takes_what_the_route_sends(service, route):
    assert route.roles and set(route.roles) <= set(ANYBODY)
    assert set(route.acting) <= set(route.roles)
    for role in route.roles:
        assert complaints(service, route, role) == []
        assert list(unfilled(route, role)) == []


class Plant(Schema):
    class Meta:
        unknown = RAISE

    by = fields.String(required=True)
    name = fields.String(required=True, metadata={"description": "its name"})
    soil = fields.String()


class Tree(Plant):
    height = fields.Integer()


@payload
class Seed(Payload):
    by: str = fields.String(required=True)


class Garden(ServiceBase):
    name = "garden"

    @command
    def plant(self, **body):
        Plant().load(body)

    @command
    def plant_all(self, **body):
        return body

    @command
    def water(self, plot_id, by):
        return plot_id

    @command(Seed)
    def sow(self, seed, plot_id):
        return plot_id

    def dig(self):
        """No command."""


def route(**other):
    planting = {"verb": "POST", "path": "/plots", "method": "plant", "ja": "植える", "en": "Plant"}
    return Route(**planting | {"body": Plant, "acting": {CASEWORKER: "by"}} | other)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"method": "reap"}, "reap is no command"),
        ({"method": "dig"}, "dig is no command"),
        ({"body": Tree}, "plant does not load Tree"),
        ({"method": "plant_all"}, "plant_all does not load Plant"),
        ({"body": None}, "['by'] reach no schema"),
        ({"versioned": True}, "expected_version is not in Plant"),
        ({"acting": {CASEWORKER: "desk"}}, "desk is not in Plant"),
        ({"path": "/plots/<plot_id>"}, "plot_id is not in Plant"),
        ({"method": "water"}, "missing a required argument: 'plot_id'"),
        (
            {"method": "water", "path": "/plots/<plot_id>"},
            "got an unexpected keyword argument 'name'",
        ),
    ],
)
def test_the_check_itself_sees_what_a_command_does_not_take(wrong, complaint):
    assert complaints(Garden, route(**wrong), CASEWORKER)[0] in (
        complaint,
        complaint.replace("'name'", "'soil'"),
    )


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({}, None),
        ({"body": Tree}, "sow does not load Tree"),
        ({"path": "/plots"}, "missing a required argument: 'plot_id'"),
        ({"versioned": True}, "got an unexpected keyword argument 'expected_version'"),
        ({"acting": {CASEWORKER: "desk"}}, "desk is not in Seed"),
    ],
)
def test_the_check_itself_sees_what_a_command_with_a_payload_does_not_take(wrong, complaint):
    sowing = {"method": "sow", "path": "/plots/<plot_id>", "body": Seed} | wrong
    assert complaints(Garden, route(**sowing), CASEWORKER) == ([complaint] if complaint else [])


def test_the_check_itself_sees_a_good_route_and_a_role_that_cannot_act():
    assert complaints(Garden, route(), CASEWORKER) == []
    assert list(unfilled(route(), CASEWORKER)) == []
    assert list(unfilled(route(roles=(CASEWORKER, OPS)), OPS)) == ["by"]


# -- addresses ------------------------------------------------------------------------------------


def shared(routes):
    """Addresses declared twice, and first parts of paths that more than one service has."""
    addresses = Counter((r.verb, re.sub(r"<\w+>", "<>", r.path)) for _, r in routes)
    spaces = {}
    for service, r in routes:
        spaces.setdefault(r.path.split("/")[1], set()).add(service.name)
    return [a for a, n in addresses.items() if n > 1] + [
        s for s, of in spaces.items() if len(of) > 1
    ]


def test_no_two_routes_share_an_address_and_no_two_services_a_space():
    assert shared(ROUTES) == []


@pytest.mark.parametrize(
    "route", [route for _, route in ROUTES if route.superseded_by], ids=lambda route: route.path
)
def test_a_former_address_answers_as_the_one_that_took_its_place(route):
    [now] = [one for _, one in ROUTES if (one.verb, one.path) == (route.verb, route.superseded_by)]
    same = ("method", "roles", "acting", "body", "query", "status", "answers", "parameters")
    assert [getattr(route, name) for name in same] == [getattr(now, name) for name in same]
    assert (
        route.path.replace("<", "{").replace(">", "}")
        not in build_openapi(describe_route(one) for _, one in ROUTES)["paths"]
    )


def test_the_check_itself_sees_a_shared_address_and_a_shared_space():
    case = route(verb="GET", path="/cases/<case>")
    assert ("GET", "/cases/<>") in shared([*ROUTES, (Garden, case)])
    assert "cases" in shared([*ROUTES, (Garden, route(path="/cases/<case>/garden"))])


# -- what is written about them -------------------------------------------------------------------


def fields_of(schema, path=""):
    """(path, JSON Schema) of every field, nested ones too."""
    for name, one in schema.get("properties", {}).items():
        yield f"{path}{name}", one
        yield from fields_of(one, f"{path}{name}.")
        yield from fields_of(one.get("items", {}), f"{path}{name}[].")


def undescribed(route):
    whole = describe_route(route)
    return [
        path
        for part in ("body", "query")
        for path, field in fields_of(whole[part] or {})
        if not field.get("description")
    ]


@EACH
def test_every_field_of_every_body_and_query_is_described(service, route):
    assert undescribed(route) == []


def test_the_check_itself_sees_an_undescribed_field_and_nested_ones():
    assert undescribed(route()) == ["soil"]
    [refer] = [r for _, r in ROUTES if r.method == "refer"]
    paths = [path for path, _ in fields_of(describe_route(refer)["body"])]
    assert "sheet.name" in paths and "by" not in paths


@EACH
def test_the_description_hides_what_is_filled_in_and_shows_the_version(service, route):
    whole = describe_route(route)
    for part in filter(None, (whole["body"], whole["query"])):
        assert not set(part["properties"]) & route.reserved_arguments
        assert part["additionalProperties"] is False
    if whole["body"] is not None:
        assert (EXPECTED_VERSION in whole["body"]["properties"]) == route.versioned


def test_the_frozen_document_is_fresh():
    assert find_stale_openapi(CONTRACTS) == []


def test_the_document_names_every_operation_once():
    whole = build_openapi(describe_route(route) for _, route in ROUTES)
    names = [one["operationId"] for verbs in whole["paths"].values() for one in verbs.values()]
    assert len(set(names)) == len([route for _, route in ROUTES if not route.superseded_by])


def test_a_changed_document_is_noticed(tmp_path):
    assert find_stale_openapi(tmp_path)
    (tmp_path / "openapi.json").write_text(render_openapi())
    assert find_stale_openapi(tmp_path) == []

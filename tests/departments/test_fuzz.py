"""Requests made from the OpenAPI document, right ones and wrong ones, against a running platform.

Whatever is sent to the signals' addresses is answered as the document says: never a 500, never
a status or content type that it does not name, and nothing that it forbids is accepted.
"""

import json
import os
import re
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    status_code_conformance,
)

from services.intake.routes import ROUTES
from tsunagu.contracts.text_fields import ID

EXAMPLES = int(os.environ.get("TSUNAGU_FUZZ_EXAMPLES", "10"))
OPERATIONS = [
    (route.verb, re.sub(r"<(\w+)>", r"{\1}", route.path))
    for route in ROUTES
    if route.path.split("/")[1] == "signals" and route.superseded_by is None
]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
]
DEPARTMENT, CASEWORKER = "department:tax_collection", "caseworker:consultation_support"
load_all_checks()


@pytest.fixture(scope="module")
def document(city):
    status, _, content = city.ask(DEPARTMENT, "GET", "/api/v1/openapi.json")
    assert status == 200
    return json.loads(content)


@pytest.fixture(scope="module")
def known_signal(city):
    body = {"id": "fuzz", "kind": "tax_arrears", "noticed_on": "2026-04-20", "basis": "consent"}
    body |= {"person": {"name": "見本"}}
    status, _, content = city.ask(DEPARTMENT, "POST", "/api/v1/signals", json.dumps(body).encode())
    assert status == 202
    return json.loads(content)["signal_id"]


@pytest.fixture(scope="module")
def schema(city, document):
    base = f"http://127.0.0.1:{city.town.console_port}/api/v1"
    loaded = schemathesis.openapi.from_dict(document)
    loaded.config.update(base_url=base)
    # Too much of anything is refused before it is read.
    rejection = loaded.config.checks.negative_data_rejection
    rejection.expected_statuses = [*rejection.expected_statuses, "413"]
    return loaded


def test_the_document_names_every_operation_of_signals(document):
    described = {
        (verb.upper(), path)
        for path, operations in document["paths"].items()
        if path.split("/")[1] == "signals"
        for verb in operations
    }
    assert described == set(OPERATIONS)
    assert len(described) >= 15


def fuzz(city, schema, verb, path, mode, known_signal, checks):
    operation = schema[path][verb]
    strategy = operation.as_strategy(generation_mode=mode)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy, role=st.sampled_from((DEPARTMENT, CASEWORKER)), known=st.booleans())
    def run(case, role, known):
        given = (case.path_parameters or {}).get("signal_id")
        if known and given is not None and len(str(given)) <= ID.most:
            case.path_parameters["signal_id"] = known_signal
        case.call_and_validate(
            headers={"Authorization": f"Bearer {city.token(role)}"}, checks=checks, timeout=30
        )

    run()


@pytest.mark.parametrize(("verb", "path"), OPERATIONS, ids=[f"{v} {p}" for v, p in OPERATIONS])
def test_right_requests_are_answered_as_the_document_says(city, schema, known_signal, verb, path):
    fuzz(city, schema, verb, path, GenerationMode.POSITIVE, known_signal, CHECKS)


@pytest.mark.parametrize(
    ("verb", "path"),
    [(verb, path) for verb, path in OPERATIONS if path != "/signals/kinds"],
    ids=lambda value: str(value),
)
def test_wrong_requests_are_refused_as_the_document_says(city, schema, known_signal, verb, path):
    # Not of queries: a wrong value may vanish from the address, and what is left is right.
    checks = [*CHECKS, negative_data_rejection] if verb == "POST" else CHECKS
    fuzz(city, schema, verb, path, GenerationMode.NEGATIVE, known_signal, checks)


@pytest.mark.parametrize("path", ["/signals/{}", "/signals/{}/slip", "/signals/{}/person"])
@pytest.mark.parametrize("id", ["\0", "a\0b", "%", "..", "x" * 3000, "困", "\u202e", "'", " "])
def test_no_id_however_odd_breaks_anything(city, path, id):
    status, kind, content = city.ask(
        CASEWORKER, "GET", "/api/v1" + path.format(quote(id, safe="")) + "?purpose=support"
    )
    assert status in (400, 404, 414), content
    assert kind == "application/problem+json"


@pytest.mark.parametrize(
    "query",
    ["after=%00", "desk=%00", "department=%00", "id=%00&department=x", "after=|", "limit=9e9"],
)
def test_no_query_however_odd_breaks_anything(city, query):
    status, _, content = city.ask(CASEWORKER, "GET", f"/api/v1/signals?{query}")
    assert status in (200, 400), content


def test_too_much_is_refused_as_the_document_says(city, schema):
    """What chance makes is seldom that large."""
    operation = schema["/signals/batch"]["POST"]
    signal = {"kind": "tax_arrears", "noticed_on": "2026-04-20", "basis": "encouragement_only"}
    body = {"signals": [signal | {"id": f"{n}", "note": "長" * 500} for n in range(500)]}
    case = operation.Case(body=body, media_type="application/json")
    headers = {"Authorization": f"Bearer {city.token(DEPARTMENT)}"}
    response = case.call_and_validate(headers=headers, checks=CHECKS, timeout=30)
    assert response.status_code == 413
    assert response.json()["code"] == "too_large"


def test_after_all_that_both_services_are_well(city):
    _, _, content = city.ask("ops", "GET", "/readyz")
    checks = json.loads(content)["services"]
    assert set(checks["intake"].values()) == set(checks["console"].values()) == {"ok"}
    assert b"Traceback" not in city.logs()
    assert b"ERROR" not in (city.folder / "intake.log").read_bytes()

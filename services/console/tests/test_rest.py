"""REST as a department, a caseworker, a reader and ops have it, on a whole platform."""

import itertools

import pytest
import requests

from tsunagu.hosting.checkout import list_available_services, load_service_class

ROUTES = [
    route
    for name in list_available_services()
    for route in load_service_class(name).definition.routes
]
SIGNAL = {"kind": "tax_arrears", "noticed_on": "2026-04-20", "basis": "encouragement_only"}
numbers = itertools.count(1)


def expect_problem(answer, status, code):
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["code"]) == (status, code)
    return body


def consultation(rest, **more):
    answer = rest("caseworker", "POST", "/consultations", {"channel": "phone"} | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


# -- who may ------------------------------------------------------------------------------------

EVERY_ROUTE = pytest.mark.parametrize("route", ROUTES, ids=lambda r: f"{r.verb} {r.path}")


@EVERY_ROUTE
def test_nobody_gets_in_without_a_token(rest, route):
    expect_problem(
        rest(None, route.verb, route.path.replace("<", "").replace(">", "")), 401, "unauthorized"
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (None, "が必要です"),
        ("Bearer " + "x" * 43, "正しくないか、止められています"),
        ("bearer short", "正しくないか、止められています"),
        ("Basic dXNlcjpwYXNzd29yZA==", "Bearer"),
        ("Bearer", "の形で"),
    ],
)
def test_a_wrong_token_is_told_from_none(rest, given, says):
    headers = {"Authorization": given} if given else {}
    answer = requests.get(f"{rest.root}/api/v1/reports", headers=headers, timeout=30)
    assert says in expect_problem(answer, 401, "unauthorized")["detail"]
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/signals/state", "REST は /api/v1/ の下"),
        ("/api/v1/api/v1/signals", "二度"),
        ("/api/v1/nothing", "そのアドレスはありません / "),
        ("/docs/services/nobody", "そのアドレスはありません / "),
    ],
)
def test_an_address_without_its_beginning_is_told_where_rest_is(rest, path, says):
    answer = requests.get(f"{rest.root}{path}", timeout=30)
    assert says in expect_problem(answer, 404, "no_such_address")["detail"]


@EVERY_ROUTE
@pytest.mark.parametrize("role", ["caseworker", "department", "reader", "ops"])
def test_a_role_gets_in_exactly_where_the_table_lets_it(rest, route, role):
    path = route.path.replace("<service>", "intake").replace("<", "").replace(">", "")
    answer = rest(role, route.verb, path, {} if route.body else None)
    assert (answer.status_code == 403) == (role not in route.roles), answer.text
    assert answer.status_code != 500


def test_a_revoked_token_is_refused_at_once(rest):
    issued = rest("ops", "POST", "/tokens", {"role": "reader"}).json()
    rest.tokens["leaving"] = issued["token"]
    assert rest("leaving", "GET", "/reports").status_code == 200
    assert rest("ops", "DELETE", f"/tokens/{issued['id']}").status_code == 200
    expect_problem(rest("leaving", "GET", "/reports"), 401, "unauthorized")


# -- signals ------------------------------------------------------------------------------------


def test_a_signal_has_an_owner_a_step_and_a_date_at_once(rest):
    answer = rest("department", "POST", "/signals", SIGNAL | {"id": "s1"})
    assert answer.status_code == 202
    status = rest("department", "GET", f"/signals/{answer.json()['signal_id']}").json()
    assert (status["owner_desk"], status["next_step"]) == ("consultation_support", "first_contact")
    assert status["due_on"]
    assert answer.json()["status_url"].endswith(answer.json()["signal_id"])


def test_the_same_id_again_is_the_same_signal(rest):
    first, second = (
        rest("department", "POST", "/signals", SIGNAL | {"id": "twice"}).json() for _ in "12"
    )
    assert first == second
    other = rest("other_department", "POST", "/signals", SIGNAL | {"id": "twice"}).json()
    assert other["signal_id"] != first["signal_id"]


def test_another_departments_signal_is_simply_not_there(rest):
    id = rest("department", "POST", "/signals", SIGNAL | {"id": "mine"}).json()["signal_id"]
    expect_problem(rest("other_department", "GET", f"/signals/{id}"), 404, "not_found")


def test_encouragement_alone_allows_no_identity(rest):
    body = SIGNAL | {"id": "s2", "person": {"name": "山田"}}
    expect_problem(rest("department", "POST", "/signals", body), 422, "identity_without_basis")


# -- bodies -------------------------------------------------------------------------------------


def test_every_fault_is_named_with_its_remedy(rest):
    body = {"id": "s3", "kind": "tax_arrears", "noticed_on": "2026-02-30", "basis": "x", "y": 1}
    faults = expect_problem(rest("department", "POST", "/signals", body), 400, "invalid_input")[
        "faults"
    ]
    assert {fault["field"] for fault in faults} == {"noticed_on", "basis", "y"}
    assert all(fault["remedy"] for fault in faults)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"channel": "phone", "channel": "family"}', "duplicate_key"),
        (b'{"channel": NaN}', "not_a_number"),
        (b"[" * 5000, "too_deep"),
        (b"\xff\xfe", "not_utf8"),
        (b"oops", "not_json"),
        (b"[]", "not_an_object"),
    ],
)
def test_a_body_that_is_no_strict_json_is_refused(rest, body, code):
    answer = rest(
        "caseworker",
        "POST",
        "/consultations",
        data=body,
        headers={"Content-Type": "application/json"},
    )
    expect_problem(answer, 400, code)


def test_a_form_is_no_json(rest):
    expect_problem(rest("caseworker", "POST", "/consultations", data={"a": "b"}), 415, "not_json")


def test_a_body_over_the_limit_is_refused(rest):
    body = {"channel": "phone", "story": "あ" * 300_000}
    expect_problem(rest("caseworker", "POST", "/consultations", body), 413, "too_large")


def test_a_parameter_nobody_knows_is_refused(rest):
    faults = expect_problem(rest("caseworker", "GET", "/cases?desks=a"), 400, "invalid_input")[
        "faults"
    ]
    assert faults[0]["field"] == "desks"


# -- cases and sheets ---------------------------------------------------------------------------


def test_a_stale_version_is_a_conflict_not_a_lost_update(rest):
    case = consultation(rest)
    path, body = f"/cases/{case['case_id']}/assessment", {"issues": ["debt"], "main": "debt"}
    read = {"expected_version": case["version"]}
    assert rest("caseworker", "POST", path, body | read).status_code == 200
    expect_problem(rest("caseworker", "POST", path, body | read), 409, "stale_version")


def test_a_rejected_sheet_is_back_on_its_senders_desk(rest):
    case = consultation(rest)
    consent = rest(
        "caseworker",
        "POST",
        f"/persons/{case['person_id']}/consents",
        {"purpose": "support", "recipients": ["livelihood"]},
    ).json()
    sheet = {
        "to": "livelihood",
        "person_id": case["person_id"],
        "case_id": case["case_id"],
        "issues": ["debt"],
        "consent_id": consent["consent_id"],
        "sheet": {"name": "山田"},
    }
    sent = rest("caseworker", "POST", "/referrals", sheet).json()
    path = f"/referrals/{sent['referral_id']}"
    assert "山田" not in rest("receiver", "GET", f"{path}/preview").text
    expect_problem(rest("receiver", "GET", f"{path}/sheet?purpose=support"), 422, "sheet_not_yours")
    expect_problem(rest("receiver", "POST", f"{path}/reject", {}), 422, "reason_required")

    back = rest("receiver", "POST", f"{path}/reject", {"reason": "no_capacity"}).json()

    assert (back["state"], back["owner_desk"]) == ("rejected", "consultation_support")
    needs = rest("caseworker", "GET", "/needs?desk=consultation_support&limit=500").json()["needs"]
    assert back["need_id"] in {need["need_id"] for need in needs}


def test_a_desk_acts_only_for_itself(rest):
    case = consultation(rest)
    body = {"to": "livelihood", "person_id": case["person_id"], "basis": "danger_to_life"}
    assert rest("caseworker", "POST", "/referrals", body | {"by": "livelihood"}).status_code == 400
    sent = rest("caseworker", "POST", "/referrals", body).json()
    answer = rest("caseworker", "POST", f"/referrals/{sent['referral_id']}/accept", {})
    assert answer.status_code == 422  # only its receiver may


def test_a_consultation_reaches_the_report(rest):
    before = rest("reader", "GET", "/reports/consultation_table?fiscal_year=2019").json()
    consultation(rest, on="2019-07-01")
    rest.platform.wait_until_level()
    after = rest("reader", "GET", "/reports/consultation_table?fiscal_year=2019").json()
    assert after["self_reliance"]["new"] == before["self_reliance"]["new"] + 1


@pytest.mark.parametrize(
    ("kind", "start"), [("csv", "項目".encode()), ("xlsx", b"PK"), ("table", "生活保護".encode())]
)
def test_a_report_comes_in_every_format(rest, kind, start):
    answer = rest("reader", "GET", f"/reports/consultation_table?format={kind}")
    assert answer.status_code == 200
    assert answer.content.startswith(start)


# -- operations ---------------------------------------------------------------------------------


def test_ops_brings_records_in_and_proves_the_log(rest):
    lines = [
        '{"do": "consultation", "on": "2018-05-01", "person": "a", "channel": "phone"}',
        "oops",
    ]
    answer = rest("ops", "POST", "/ops/import", {"lines": lines}).json()
    assert answer["accepted"] + answer["already"] == 1
    assert [refusal["line"] for refusal in answer["refused"]] == [2]
    job = rest("ops", "POST", "/ops/services/intake/jobs", {"kind": "verify"})
    assert job.status_code == 202
    assert rest("ops", "GET", f"/ops/services/intake/jobs/{job.json()}").status_code == 200


def test_openapi_names_every_route_and_is_valid(rest):
    from openapi_spec_validator import validate

    document = requests.get(f"{rest.root}/api/v1/openapi.json", timeout=10).json()
    validate(document)
    described = {(verb, path) for path, verbs in document["paths"].items() for verb in verbs}
    assert described == {
        (r.verb.lower(), r.path.replace("<", "{").replace(">", "}"))
        for r in ROUTES
        if r.superseded_by is None
    }


# -- the page -----------------------------------------------------------------------------------


def test_the_status_page_says_that_all_is_well_and_keeps_its_headers(rest):
    page = requests.get(f"{rest.root}/", timeout=10)
    assert page.status_code == 200
    assert "すべて動いています" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert requests.get(f"{rest.root}/static/status.css", timeout=10).status_code == 200
    assert requests.get(f"{rest.root}/readyz", timeout=10).json()["ready"]
    assert "tsunagu_up" in requests.get(f"{rest.root}/metrics", timeout=10).text

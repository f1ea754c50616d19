"""Programmes come, change and rest: the console follows without being changed or restarted."""

from contextlib import contextmanager

import pytest
import requests
from werkzeug.exceptions import NotFound

from services.console.routes.directory import APPLICATION_PATHS, RouteDirectory, build_rules
from services.console.tests.meals import BusyMealsService, MealsService, NewerMealsService
from tsunagu.domain.errors import Unavailable
from tsunagu.log import migration
from tsunagu.log.database import Database
from tsunagu.process.structured_logging import capture_log
from tsunagu.testing import eventually

MENU = "/meals/kizuki/menu?on=2026-11-24"


def expect_problem(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    return answer


@contextmanager
def started(rest, service):
    """One more service on the running platform, until the end of the block."""
    ours = rest.platform.config["TSUNAGU"]
    ours["databases"][service.name] = f"sqlite:///{ours['data_dir']}/{service.name}.sqlite"
    rest.platform.runner.add_service(service)
    container = rest.platform.runner.service_map.pop(service.name)
    container.start()
    try:
        yield
    finally:
        container.stop()


# -- a new programme ------------------------------------------------------------------------------


@pytest.fixture
def meals(town):
    with town(MealsService) as rest:
        yield rest


def test_a_new_programmes_routes_are_there_with_its_roles_and_its_description(meals):
    answer = meals("reader", "GET", MENU + "&vegetarian=true")
    assert answer.json() == {"place": "kizuki", "weekday": 1, "green": True}
    assert meals("ops", "GET", MENU).status_code == 403
    assert meals(None, "GET", MENU).status_code == 401
    paths = requests.get(f"{meals.root}/api/v1/openapi.json", timeout=10).json()["paths"]
    body = paths["/meals/{place}/bookings"]["post"]["requestBody"]["content"]["application/json"]
    assert set(body["schema"]["properties"]) == {"children", "expected_version"}
    parameters = paths["/meals/{place}/menu"]["get"]["parameters"]
    assert [p["name"] for p in parameters] == ["place", "on", "vegetarian"]


def test_who_acts_comes_from_the_token_and_the_answer_says_where_to_ask(meals):
    asked = {"children": 3, "expected_version": 7}
    answer = meals("caseworker", "POST", "/meals/kizuki/bookings", asked)
    assert answer.status_code == 202
    id = answer.json()["booking_id"]
    assert id.startswith("consultation_support 3 7 caseworker:consultation_support/")
    address = "/api/v1/meals/kizuki/bookings/" + requests.utils.quote(id)
    assert answer.json() == {"place": "kizuki", "booking_id": id, "status_url": address}
    assert answer.headers["Location"] == address


def test_everything_wrong_with_a_body_is_named_at_once(meals):
    body = {"by": "livelihood", "place": "here", "expected_version": "7", "soup": 1}
    answer = meals("caseworker", "POST", "/meals/kizuki/bookings", body)
    faults = expect_problem(answer, 400, "invalid_input").json()["faults"]
    assert sorted(fault["field"] for fault in faults) == [
        "by",
        "children",
        "expected_version",
        "place",
        "soup",
    ]
    assert all(fault["problem"] and fault["remedy"] for fault in faults)


def test_a_file_is_a_download_under_its_name(meals):
    answer = meals("reader", "GET", "/meals/kizuki/poster")
    assert (answer.content, answer.headers["Content-Type"]) == (b"\x89PNG", "image/png")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment") and "%E7%8C%AE%E7%AB%8B.png" in disposition


def test_the_verbs_of_a_path_are_told_and_no_others_taken(meals):
    assert meals("caseworker", "HEAD", MENU).status_code == 200
    assert set(meals(None, "OPTIONS", MENU).headers["Allow"].split(", ")) == {
        "GET",
        "HEAD",
        "OPTIONS",
    }
    expect_problem(meals("caseworker", "DELETE", MENU), 405, "wrong_method")
    expect_problem(meals("caseworker", "GET", "/ops/call"), 405, "wrong_method")


# -- a service that is down -----------------------------------------------------------------------


def test_a_service_that_is_down_is_not_available_even_after_the_console_restarted(town):
    with town(MealsService, "intake") as rest:
        assert rest("caseworker", "GET", "/cases").status_code == 200
    with town(MealsService, installed=["intake"]) as rest:
        down = expect_problem(rest("caseworker", "GET", "/cases"), 503, "service_unavailable")
        assert down.headers["Retry-After"]
        assert "intake" in down.json()["detail"]
        expect_problem(rest("reader", "GET", "/cases"), 403, "role_not_allowed")
        expect_problem(rest(None, "GET", "/cases"), 401, "unauthorized")
        expect_problem(rest("caseworker", "GET", "/nowhere"), 404, "no_such_address")
        assert rest("caseworker", "GET", MENU).status_code == 200
        document = requests.get(f"{rest.root}/api/v1/openapi.json", timeout=10).json()
        assert {"/cases", "/meals/{place}/menu"} <= set(document["paths"])


def test_a_service_that_comes_later_is_found_and_a_newer_one_too(town):
    with town("intake", installed=["meals"]) as rest:
        # It has never said what its paths are: this may be one of them.
        expect_problem(rest("caseworker", "GET", MENU), 503, "service_unavailable")
        with started(rest, MealsService):
            eventually(lambda: rest("caseworker", "GET", MENU).status_code == 200)
            expect_problem(rest("ops", "GET", "/meals/kizuki/price"), 404, "no_such_address")
        with started(rest, NewerMealsService):
            eventually(lambda: rest("ops", "GET", "/meals/kizuki/price").json() == {"yen": 0})


STOPPED, NOT_KNOWN_YET, RELOADS = "動いていません", "まだ分かりません", 'http-equiv="refresh"'


def test_what_is_too_busy_to_answer_is_not_called_stopped_and_what_is_stopped_is(town, monkeypatch):
    monkeypatch.setattr(BusyMealsService, "is_free", False)
    with town(BusyMealsService, installed=["intake"], seconds=1.0) as rest:

        def page(path):
            return requests.get(f"{rest.root}{path}", timeout=60)

        state = page("/readyz")
        assert state.status_code == 503
        told = {name: checks.get("answers") for name, checks in state.json()["services"].items()}
        assert (told["meals"], told["intake"]) == ("not_known_yet", "service_unavailable")
        for path in ("/docs", "/"):
            text = page(path).text
            assert text.count(NOT_KNOWN_YET) == text.count(STOPPED) == 1
        assert RELOADS in page("/docs").text

        BusyMealsService.is_free = True
        eventually(lambda: NOT_KNOWN_YET not in page("/docs").text, 60)
        assert STOPPED in page("/docs").text and RELOADS not in page("/docs").text
        assert "meals" not in [
            n for n, one in page("/readyz").json()["services"].items() if "answers" in one
        ]


# -- what the directory does with what it hears ---------------------------------------------------


def route(path, verb="GET", **other):
    return {"verb": verb, "path": path, "roles": ["caseworker"], "of": "somebody"} | other


class Services:
    """What each service answers, how often they were asked; None: it is down."""

    def __init__(self, **routes):
        self.routes = routes
        self.asked = []

    def __call__(self, service, method, timeout):
        assert method == "routes"
        self.asked.append(service)
        if self.routes[service] is None:
            raise Unavailable("service_unavailable", service)
        return self.routes[service]


@pytest.fixture
def database(any_database):
    database = Database(any_database)
    migration.upgrade(database, "services.console")
    yield database
    database.close()


def at(path, verb="GET"):
    return {
        "REQUEST_METHOD": verb,
        "SCRIPT_NAME": "",
        "PATH_INFO": f"/api/v1{path}",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
    }


def owners(known):
    return {
        (rule.rule.removeprefix("/api/v1"), rule.endpoint.service)
        for rule in build_rules(known)
        if rule.endpoint and rule.endpoint.own is None
    }


def test_of_two_services_that_claim_a_space_the_first_by_name_keeps_it():
    known = {
        "housing": [route("/cases/<id>/rent"), route("/housing/homes")],
        "childcare": [route("/cases/<id>"), route("/childcare/places")],
    }
    with capture_log() as lines:
        served = owners(known)
    assert served == {
        ("/cases/<id>", "childcare"),
        ("/childcare/places", "childcare"),
        ("/housing/homes", "housing"),
    }
    (told,) = [line for line in lines if line["event"] == "route not served"]
    assert (told["path"], told["of"], told["owner"]) == ("/cases/<id>/rent", "housing", "childcare")


@pytest.mark.parametrize(
    "path", ["/tokens", "/ops/lag", "/ops/call", "/openapi.json", "/asyncapi.json"]
)
def test_nobody_takes_what_is_the_consoles(path):
    assert owners({"aardvark": [route(path)]}) == set()
    assert len(APPLICATION_PATHS) == 3


def test_paths_that_nobody_has_do_not_keep_the_services_busy(database):
    services = Services(intake=[route("/cases")])
    directory = RouteDirectory(services, ["console", "intake"], database)
    assert directory.find(at("/cases"))[0].service == "intake"
    for _ in range(20):
        with pytest.raises(NotFound):
            directory.find(at("/nowhere"))
    assert services.asked == ["intake"]


def test_routes_that_cannot_be_read_take_nobody_elses_away(database):
    nonsense = [{"verb": "GET"}, route("/meals/<never closed")]
    services = Services(intake=[route("/cases")], meals=nonsense)
    directory = RouteDirectory(services, ["intake", "meals"], database)
    with capture_log() as lines:
        assert directory.find(at("/cases"))[0].service == "intake"
    assert ("routes cannot be read", "meals") in [(one["event"], one.get("of")) for one in lines]


def test_a_service_that_left_the_platform_is_forgotten(database):
    services = Services(intake=[route("/cases")], meals=[route("/meals")])
    RouteDirectory(services, ["intake", "meals"], database).find(at("/meals"))
    directory = RouteDirectory(services, ["intake"], database)
    with pytest.raises(NotFound):
        directory.find(at("/meals"))


def test_what_was_learned_outlives_the_console_and_is_replaced_by_what_is_newer(database):
    services = Services(intake=[route("/cases")])
    RouteDirectory(services, ["intake"], database).find(at("/cases"))
    services.routes["intake"] = [route("/cases", roles=["ops"])]
    RouteDirectory(services, ["intake"], database).find(at("/cases"))
    services.routes["intake"] = None
    served, _ = RouteDirectory(services, ["intake"], database).find(at("/cases"))
    assert served.route["roles"] == ["ops"]

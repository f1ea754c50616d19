"""The routes fit the commands behind them: names, shapes, and what a wrong request is told."""

import inspect
from datetime import date

import pytest

from services.employment.routes import ROUTES
from services.employment.schemas.queries import SeekersLedger
from services.employment.service import EmploymentService
from services.employment.tests.people import PLACEMENT
from tsunagu.contracts.routes import CASEWORKER, find_route, load_arguments
from tsunagu.domain.errors import Invalid

POSTED = [r for r in ROUTES if r.verb == "POST"]
ASKED = [r for r in ROUTES if r.verb == "GET"]


def named(route):
    return f"{route.verb} {route.path}"


def test_each_verb_and_path_is_there_once():
    assert len({(r.verb, r.path) for r in ROUTES}) == len(ROUTES)
    assert all(r.path.startswith("/employment/") for r in ROUTES)


@pytest.mark.parametrize("route", ROUTES, ids=named)
def test_a_command_takes_what_its_route_gives(route):
    command = getattr(EmploymentService, route.method)
    names = set(inspect.signature(command).parameters)
    assert set(route.parameters) <= names
    assert getattr(command, "payload", None) is (route.body or route.query)
    assert ("expected_version" in names) == route.versioned


@pytest.mark.parametrize("route", ROUTES, ids=named)
def test_every_field_says_what_it_is(route):
    for schema in (route.body_schema, route.query_schema):
        for name, field in (schema().fields if schema else {}).items():
            assert field.metadata.get("description"), f"{route.path} {name}"


@pytest.mark.parametrize("route", POSTED, ids=named)
def test_who_acts_comes_from_the_token_and_from_nowhere_else(route):
    assert route.acting == {CASEWORKER: "by"} and "by" in route.body_schema().fields
    with pytest.raises(Invalid) as refused:
        load_arguments(route, {}, body={"by": "livelihood"}, acting={"by": PLACEMENT})
    assert "by" in [fault["field"] for fault in refused.value.faults]


@pytest.mark.parametrize(
    "route", [r for r in ASKED if r.query and "limit" in r.query_schema().fields], ids=named
)
@pytest.mark.parametrize(("limit", "taken"), [("1", 1), ("500", 500), ("0", None), ("many", None)])
def test_a_number_in_a_query_comes_as_a_text(route, limit, taken):
    path = dict.fromkeys(route.parameters, "x")
    if taken is not None:
        arguments, query = load_arguments(route, path, query={"limit": limit})
        assert arguments == path and query.limit == taken
        return
    with pytest.raises(Invalid) as refused:
        load_arguments(route, path, query={"limit": limit})
    assert [fault["field"] for fault in refused.value.faults] == ["limit"]


def test_what_a_ledger_is_asked_for_is_loaded_once():
    route = find_route(ROUTES, "GET", "/employment/ledgers/seekers")
    _, asked = load_arguments(route, {}, query={"first": "2026-04-01", "names": "true"})
    assert asked == SeekersLedger(first=date(2026, 4, 1), names=True) and route.answers == "file"


def test_whatever_goes_on_with_something_may_say_which_version_it_saw():
    begins = {r.path for r in POSTED if r.status == 201}
    unversioned = {r.method for r in POSTED if not r.versioned and r.path not in begins}
    assert unversioned == {"answer_sheet", "read_words", "increase_income", "move_readiness"}


def test_the_route_as_the_console_calls_it(employment):
    """Body, token and path put together as the console does, and taken by the real command."""

    def request(verb, path, **given):
        given = {"parameters": {}, "acting": {"by": PLACEMENT} if verb == "POST" else {}} | given
        return employment("rest", verb=verb, path=f"/employment/{path}", **given)

    seeker = request("POST", "seekers", body={"person_id": "p-rest", "rung": 5})
    of_seeker = {"seeker_id": seeker["seeker_id"]}
    said = {"occupations": ["laundry"], "expected_version": seeker["version"]}
    told = request("POST", "seekers/<seeker_id>/wishes", parameters=of_seeker, body=said)
    assert told["version"] == seeker["version"] + 1
    ranked = request(
        "GET", "seekers/<seeker_id>/openings", parameters=of_seeker, query={"limit": "5"}
    )
    assert ranked["seeker_id"] == seeker["seeker_id"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"rung": 7}, "rung"),
        ({"rung": "4"}, "rung"),
        ({"on": "2099-01-01"}, "on"),
        ({"colour": "red"}, "colour"),
        ({"by": "Livelihood!"}, "by"),
        ({"person_id": "座間 太郎"}, "person_id"),
    ],
)
def test_bad_input_names_the_field_and_the_remedy_and_changes_nothing(employment, changed, field):
    asked = {"by": PLACEMENT, "person_id": "p-bad"} | changed
    refusal = employment.refused("invalid_input", "register_seeker", **asked)
    assert [f["field"] for f in refusal.faults] == [field]
    assert refusal.faults[0]["problem"] and refusal.faults[0]["remedy"]


def test_the_lists_behind_the_screens_have_both_names(employment):
    lists = employment("list_codes")
    assert {"occupation", "limit", "area", "rung", "ending"} <= set(lists)
    assert lists["rung"][3] == {
        "code": "needs_adjusted_conditions",
        "group": "4",
        "ja": "就業条件等の調整が必要",
        "en": "needs adjusted conditions",
    }

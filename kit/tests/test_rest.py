"""What a route's command is called with, and what is refused before it is."""

from datetime import date

import pytest
from marshmallow import validate

from tsunagu.contracts.day_ranges import check_past_day
from tsunagu.contracts.openapi import describe_route
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.contracts.routes import CASEWORKER, Route, find_route, load_arguments
from tsunagu.domain.errors import Invalid, NotFound


@payload
class Planting(Payload):
    by: str = fields.String(required=True, validate=validate.OneOf(["park"]))
    on: date | None = fields.Date(load_default=None, validate=check_past_day)
    trees: tuple[str, ...] = fields.List(fields.String(), required=True)

    def check(self):
        if not self.by:  # who acts is there, as the command will have it
            raise ValueError("nobody acts")


@payload
class Search(Payload):
    by: str | None = fields.String()
    since: date | None = fields.Date(data_key="from", validate=check_past_day)
    tall: bool | None = fields.Boolean()
    limit: int = fields.Integer(load_default=50)


def route(**other):
    planting = {"verb": "POST", "path": "/plots/<plot_id>", "method": "plant", "ja": "", "en": ""}
    return Route(**planting | {"body": Planting, "acting": {CASEWORKER: "by"}} | other)


def asked(route, **given):
    return load_arguments(
        route, **{"parameters": {"plot_id": "p1"}, "acting": {"by": "park"}} | given
    )


def at_fault(route, **given):
    with pytest.raises(Invalid) as refusal:
        asked(route, **given)
    assert all(fault["problem"] and fault["remedy"] for fault in refusal.value.faults)
    return sorted(fault["field"] for fault in refusal.value.faults)


def test_a_body_is_loaded_once_and_the_path_and_who_acts_go_along():
    body = {"on": "2026-11-24", "trees": ["plum"]}
    named, planting = asked(route(), body=body)
    assert planting == Planting(by="park", on=date(2026, 11, 24), trees=("plum",))
    assert named == {"plot_id": "p1", "by": "park"}


def test_texts_of_a_query_become_values():
    query = {"from": "2026-11-24", "tall": "true"}
    named, search = asked(route(body=None, query=Search), query=query)
    assert search == Search(by="park", since=date(2026, 11, 24), tall=True, limit=50)
    assert named == {"plot_id": "p1", "by": "park"}


def test_everything_wrong_is_named_at_once():
    body = {"by": "me", "plot_id": "p2", "on": "soon", "shade": True}
    assert at_fault(route(), body=body) == ["by", "on", "plot_id", "shade", "trees"]
    both = route(query=Search)
    assert at_fault(both, body={}, query={"limit": "many"}) == ["limit", "trees"]


@pytest.mark.parametrize("nothing", [None, {}])
def test_where_nothing_is_taken_everything_is_unknown(nothing):
    bare = route(body=None)
    assert asked(bare, body=nothing, query=nothing) == ({"plot_id": "p1", "by": "park"}, None)
    assert at_fault(bare, body={"a": 1}, query={"b": "1"}) == ["a", "b"]


@pytest.mark.parametrize("version", [3, None])
def test_a_version_is_taken_only_where_the_route_says_so(version):
    body = {"trees": [], "expected_version": version}
    named, _ = asked(route(versioned=True), body=body)
    assert named["expected_version"] == version
    assert at_fault(route(), body=body) == ["expected_version"]


@pytest.mark.parametrize("version", ["3", 3.5, [3]])
def test_a_version_is_a_whole_number(version):
    body = {"trees": 1, "expected_version": version}
    assert at_fault(route(versioned=True), body=body) == ["expected_version", "trees"]


def test_who_acts_is_checked_like_everything_else():
    assert at_fault(route(), body={"trees": []}, acting={"by": "moon"}) == ["by"]
    assert at_fault(route(), body={"trees": []}, acting={}) == ["by"]


def test_a_route_is_found_by_its_declared_path():
    table = [route(verb="GET"), route()]
    assert find_route(table, "POST", "/plots/<plot_id>") is table[1]
    with pytest.raises(NotFound):
        find_route(table, "POST", "/plots/p1")


def test_a_description_is_json_and_shows_what_a_caller_may_give():
    whole = describe_route(route(versioned=True, query=Search))
    assert set(whole["body"]["properties"]) == {"on", "trees", "expected_version"}
    assert set(whole["query"]["properties"]) == {"from", "tall", "limit"}
    assert whole["body"]["required"] == ["trees"]
    assert whole["roles"] == [CASEWORKER] and whole["acting"] == {CASEWORKER: "by"}

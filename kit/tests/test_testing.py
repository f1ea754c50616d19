"""given/when/then, and `eventually`."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tsunagu.domain.aggregate import Aggregate, applies, event
from tsunagu.domain.errors import Invalid, Refused
from tsunagu.testing import ServiceDriver, eventually, scenario


@event("door.opened")
class Opened:
    on: date


class Door(Aggregate):
    category = "door"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.is_open = False

    def open(self, on: date) -> None:
        if self.is_open:
            raise Refused("already_open", "開いています / it is open already")
        self.record(Opened(on=on))

    @applies(Opened)
    def _opened(self, _: Opened) -> None:
        self.is_open = True


DAY = date(2026, 4, 1)


def test_a_scenario_compares_what_was_recorded():
    scenario(Door, "d").given().when(lambda d: d.open(DAY)).then(Opened(on=DAY))
    with pytest.raises(AssertionError):
        scenario(Door, "d").given().when(lambda d: d.open(DAY)).then()


def test_a_scenario_knows_refusals():
    again = scenario(Door, "d").given(Opened(on=DAY)).when(lambda d: d.open(DAY))
    assert again.refused("already_open").code == "already_open"
    with pytest.raises(AssertionError, match="refused instead"):
        again.then()
    with pytest.raises(AssertionError, match="refused with"):
        again.refused("something_else")


def test_eventually_waits_for_what_comes_and_tells_what_did_not():
    calls = iter([False, False, "there"])
    assert eventually(lambda: next(calls), every=0) == "there"
    with pytest.raises(AssertionError, match="still 0"):
        eventually(lambda: 0, timeout=0.05)


# -- a service on a platform ----------------------------------------------------------------------


class Doors:
    """A platform whose only service has doors; it publishes in pages of one."""

    def __init__(self):
        self.published = []
        self.recorded = 0

    def call(self, service, method, **arguments):
        assert service == "doors"
        return getattr(self, method)(**arguments)

    def lag(self):
        return {"log": self.recorded}

    def head(self):
        return len(self.published)

    def feed(self, after):
        page = [json.dumps(fact) for fact in self.published[after : after + 1]]
        return {"facts": page, "more": after + len(page) < len(self.published)}

    def open(self):
        self.recorded += 1
        for type in ("doors.opened", "doors.heard"):
            position = len(self.published) + 1
            self.published.append({"type": type, "data": {"n": position}, "position": position})

    def kick(self):
        raise Refused("not_gentle", "やさしく / gently")

    def slam(self):
        self.recorded += 1
        raise Refused("not_gentle", "やさしく / gently")

    def paint(self):
        raise Invalid([{"field": f, "problem": "?", "remedy": "!"} for f in ("where", "colour")])

    def import_lines(self, lines):
        line = json.loads(lines[0]["text"])
        self.recorded += line.get("leaves", 0)
        refused = [{"line": 1, "field": "on", "problem": "?", "remedy": line["remedy"]}]
        return {"accepted": 0, "not_mine": [], "refused": refused}


@pytest.fixture
def doors():
    class Driver(ServiceDriver):
        service = "doors"

    return Driver(Doors())


def test_a_driver_tells_a_refusal_from_an_answer_and_sees_what_it_leaves(doors):
    assert doors.refused("not_gentle", "kick").code == "not_gentle"
    with pytest.raises(AssertionError, match="refused with not_gentle"):
        doors.refused("another", "kick")
    with pytest.raises(AssertionError, match="must record nothing"):
        doors.refused("not_gentle", "slam")
    with pytest.raises(AssertionError, match="not refused"):
        doors.refused("not_gentle", "open")


def test_a_driver_collects_what_is_published_meanwhile_over_all_pages(doors):
    doors("open")
    with doors.facts() as facts:
        doors("open")
        assert facts == []
    assert facts == [("opened", {"n": 3}), ("heard", {"n": 4})]
    with doors.facts(but=["heard"]) as facts:
        doors("open")
    assert [kind for kind, _ in facts] == ["opened"]


def test_a_driver_names_the_fields_at_fault(doors):
    assert doors.find_faults("paint") == ["colour", "where"]
    assert doors.find_line_faults({"remedy": "!"}) == ["on"]
    with pytest.raises(AssertionError):
        doors.find_line_faults({"remedy": ""})
    with pytest.raises(AssertionError, match="must record nothing"):
        doors.find_line_faults({"remedy": "!", "leaves": 1})

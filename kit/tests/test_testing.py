"""given/when/then, and `eventually`."""

from __future__ import annotations

from datetime import date

import pytest

from tsunagu.domain.aggregate import Aggregate, applies, event
from tsunagu.domain.errors import Refused
from tsunagu.testing import eventually, scenario


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

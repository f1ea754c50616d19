"""How a service's method answers: a result or a typed error, whatever happens inside it."""

from __future__ import annotations

import pytest

from tsunagu.domain.errors import Conflict, Refused
from tsunagu.hosting.nameko_service import CONFLICT_RETRIES, wrap_command


class Counter:
    """A service as far as `wrap_command` needs one."""

    name = "counter"

    def __init__(self) -> None:
        self.calls = 0
        self.held: list[bool] = []
        self.deciding_again = False

    @wrap_command
    def count(self, box: str, *, by: int = 1, on: str) -> int:
        self.calls += 1
        return len(box) * by

    @wrap_command
    def stumble(self, how: str) -> None:
        self.calls += 1
        if how == "itself":
            raise TypeError("stumble() missing 1 required positional argument: 'how'")
        (lambda one: one)()

    @wrap_command
    def refuse(self, error: Exception, expected_version: int | None = None) -> None:
        self.calls += 1
        self.held.append(self.deciding_again)
        raise error


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"on": "2026-04-01"}, "missing 1 required positional argument: 'box'"),
        ({"box": "a"}, "missing 1 required keyword-only argument: 'on'"),
        ({"box": "a", "on": "x", "more": 1}, "got an unexpected keyword argument 'more'"),
    ],
)
def test_arguments_that_do_not_fit_are_named_and_the_method_is_never_entered(
    counter, given, problem
):
    error = counter.count(**given)["error"]
    assert error["code"] == "invalid_input"
    assert error["details"]["faults"] == [{"field": "arguments", "problem": problem, "remedy": ""}]
    assert counter.calls == 0
    with pytest.raises(TypeError, match=problem):  # it is what Python itself says of such a call
        type(counter).count.__wrapped__(counter, **given)


@pytest.mark.parametrize("how", ["itself", "below"])
def test_a_fault_inside_is_internal_however_deep_and_whatever_it_says(counter, how):
    assert counter.stumble(how)["error"]["code"] == "internal"
    assert counter.calls == 1


def test_what_fits_is_answered_and_meta_is_no_argument(counter):
    assert counter.count("abc", on="x", _meta={"actor": "desk"}) == {"result": 3}
    assert counter.meta == {"actor": "desk"}


@pytest.mark.parametrize("given", [{}, {"expected_version": 3}])
def test_a_stale_read_is_decided_again_with_the_log_held_from_the_start(counter, given):
    stale = Conflict("stale_version", "先に / first")
    assert counter.refuse(stale, **given)["error"]["code"] == "stale_version"
    assert counter.held == [False] + [True] * CONFLICT_RETRIES


def test_a_refusal_crosses_as_it_is(counter):
    refusal = Refused("no", "だめ / no", field="box")
    assert counter.refuse(refusal) == {"error": refusal.to_wire()}

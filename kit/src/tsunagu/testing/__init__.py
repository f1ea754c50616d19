"""For tests: given/when/then over aggregates, `eventually` instead of sleep, a whole platform.

`scenario` is all a domain test needs; nothing of nameko or SQL is imported for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from tsunagu.domain.aggregate import Aggregate
from tsunagu.domain.errors import TsunaguError

if TYPE_CHECKING:
    from tsunagu.hosting.embedded import Platform

A = TypeVar("A", bound=Aggregate)
T = TypeVar("T")


class Scenario(Generic[A]):
    """One story about one aggregate; made by `scenario`."""

    def __init__(self, aggregate_class: type[A], id: str) -> None:
        self._class = aggregate_class
        self._id = id
        self._history: tuple[Any, ...] = ()
        self._error: TsunaguError | None = None
        self.aggregate: A = aggregate_class(id)

    def given(self, *events: Any) -> Self:
        """What was recorded before."""
        self._history = events
        self.aggregate = self._class.replay(self._id, events)
        return self

    def when(self, command: Callable[[A], Any]) -> Self:
        """What somebody now does; a refusal is kept for `refused`."""
        self._error = None
        try:
            command(self.aggregate)
        except TsunaguError as refusal:
            self._error = refusal
        return self

    def then(self, *events: Any) -> Self:
        """Exactly these events follow; none at all is a valid expectation."""
        if self._error is not None:
            raise AssertionError(f"refused instead: {self._error}") from self._error
        assert tuple(self.aggregate.pending) == events
        return self

    def refused(self, code: str) -> TsunaguError:
        """The command was refused with this code, and recorded nothing."""
        if self._error is None:
            raise AssertionError(f"not refused; recorded {self.aggregate.pending}")
        assert self._error.code == code, f"refused with {self._error}"
        assert not self.aggregate.pending, "a refused command must record nothing"
        return self._error


def scenario(aggregate_class: type[A], id: str) -> Scenario[A]:
    """Begin a story: `scenario(Case, "c1").given(...).when(...).then(...)`."""
    return Scenario(aggregate_class, id)


def eventually(fn: Callable[[], T], timeout: float = 10.0, every: float = 0.02) -> T:
    """Call `fn` until it returns something true without raising; its value.

    After `timeout` seconds its last AssertionError (or other exception) is raised.
    """
    deadline = time.monotonic() + timeout
    while True:
        failure: Exception | None = None
        value = None
        try:
            value = fn()
        except Exception as early:
            failure = early
        if value:
            return value
        if time.monotonic() > deadline:
            if failure is not None:
                raise failure
            raise AssertionError(f"still {value!r} after {timeout} s")
        time.sleep(every)


@contextmanager
def embedded_platform(
    tmp_path: Path, services: Sequence[str | type] | None = None, **options: Any
) -> Iterator[Platform]:
    """An embedded platform with its data in `tmp_path`; see `tsunagu.hosting.embedded.embedded`."""
    from tsunagu.hosting.embedded import embedded

    with embedded(tmp_path, services, **options) as platform:
        yield platform

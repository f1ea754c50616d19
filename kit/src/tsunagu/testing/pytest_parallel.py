"""Tests side by side with pytest-xdist: what its workers need under eventlet, and their shares.

Part of the pytest plugin. Each worker is a process with servers of its own. A file's tests
stay together, as they share what its fixtures start. The setting `start_first` of pytest lists what
takes longest, in the order in which it is begun, so that no worker is alone with it at the end:
`folder/` is not divided at all, `file.py` as always, `file.py::` is divided into its tests.
"""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from collections import defaultdict, deque
from collections.abc import Sequence
from typing import Any

import pytest

from tsunagu.testing.private_servers import die_with_parent

MOST_WORKERS = 4  # each has a PostgreSQL and a RabbitMQ of its own


def is_worker(config: pytest.Config) -> bool:
    """Whether this process runs tests for another."""
    return hasattr(config, "workerinput")


def is_controller(arguments: Sequence[str]) -> bool:
    """Whether this process, started with these arguments, has others run its tests.

    It talks to them by real threads, and must know before any plugin is loaded.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:  # it is started with the controller's arguments
        return False
    parser = ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("-n", "--numprocesses")
    parser.add_argument("--tx")
    asked, _ = parser.parse_known_args(arguments)
    return (asked.numprocesses or "0") != "0" or asked.tx is not None


# -- the worker -----------------------------------------------------------------------------------


class CommandQueue:
    """The tests that the controller asks for, in place of xdist's own queue.

    They come in by a real thread of execnet, and eventlet's locks wake nobody across threads.
    Looking again and again needs none, and what runs in the background goes on meanwhile.
    """

    def __init__(self) -> None:
        self._items: deque[Any] = deque()

    def put(self, item: Any) -> None:
        self._items.append(item)

    def get(self) -> Any:
        while not self._items:
            time.sleep(0.002)
        return self._items.popleft()


def prepare_worker(config: pytest.Config) -> None:
    """Make xdist's worker work in a process whose threads are cooperative."""
    die_with_parent()
    [interactor] = [p for p in config.pluginmanager.get_plugins() if hasattr(p, "torun")]
    interactor.torun = CommandQueue()
    # All is reported by then, and the main thread would wait for execnet's and never be woken.
    config.add_cleanup(lambda: os._exit(0))


# -- what the controller shows ---------------------------------------------------------------------


class Progress:
    """A line for each long test as it ends: the first minutes have few dots and no per cent."""

    SECONDS = 5.0

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._seconds: dict[str, float] = defaultdict(float)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid] += report.duration
        if report.when == "teardown" and self._seconds[report.nodeid] >= self.SECONDS:
            terminal: Any = self._config.pluginmanager.get_plugin("terminalreporter")
            terminal.write_line(f"\n{self._seconds[report.nodeid]:6.1f} s  {report.nodeid}")


# -- who runs what --------------------------------------------------------------------------------


def count_workers() -> int:
    """How many to start where nobody says: one for each processor."""
    named = os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS")
    return int(named) if named else max(2, min(len(os.sched_getaffinity(0)), MOST_WORKERS))


def find_unit(nodeid: str, first: Sequence[str]) -> str:
    """What a test is not parted from: a folder that is listed, its file, or itself alone."""
    file = nodeid.partition("::")[0]
    if f"{file}::" in first:
        return nodeid
    folders = (entry for entry in first if entry.endswith("/") and file.startswith(entry))
    return next(folders, file)


def find_start_place(nodeid: str, first: Sequence[str]) -> int:
    """When a test is begun: with its entry in the list, or after all of them."""
    entries = (find_unit(nodeid, first), f"{nodeid.partition('::')[0]}::")
    return min((first.index(entry) for entry in entries if entry in first), default=len(first))


def make_scheduler(config: pytest.Config, log: Any) -> Any:
    """xdist's scheduler of whole units, begun in the order of the collection."""
    from xdist.scheduler import LoadScopeScheduling

    first = config.getini("start_first")
    config.option.loadscopereorder = False

    class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return find_unit(nodeid, first)

        def remove_node(self, node: Any) -> Any:
            """A test that ended its worker has failed; others go on with the rest of its unit."""
            workload = self.assigned_work.pop(node)
            pending = [
                (unit, test) for unit in workload.values() for test in unit if not unit[test]
            ]
            if not pending:
                return None
            unit, ended = pending[0]
            unit[ended] = True  # xdist would have it end each worker in turn
            left = {name: unit for name, unit in workload.items() if not all(unit.values())}
            self.workqueue.update(left)
            for other in self.assigned_work:
                self._reschedule(other)
            return ended

    return Scheduling(config, log)

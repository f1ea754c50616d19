"""Tests side by side: whole units, in their order, with one summary of all workers."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tsunagu.testing import pytest_parallel
from tsunagu.testing.private_servers import PORTS, free_port

pytest_plugins = ["pytester"]

FIRST = ["a/divided.py::", "a/", "b/whole.py"]


@pytest.mark.parametrize(
    ("nodeid", "unit", "place"),
    [
        ("a/divided.py::test_one", "a/divided.py::test_one", 0),
        ("a/divided.py::Group::test_two", "a/divided.py::Group::test_two", 0),
        ("a/other.py::test_one", "a/", 1),
        ("a/b/other.py::test_one[x::y]", "a/", 1),
        ("b/whole.py::test_one", "b/whole.py", 2),
        ("b/unlisted.py::test_one", "b/unlisted.py", 3),
    ],
)
def test_a_test_is_run_with_its_unit_in_its_turn(nodeid, unit, place):
    assert pytest_parallel.find_unit(nodeid, FIRST) == unit
    assert pytest_parallel.find_start_place(nodeid, FIRST) == place


def test_what_is_listed_to_start_first_is_there(pytestconfig):
    listed = [entry.removesuffix("::") for entry in pytestconfig.getini("start_first")]
    assert listed
    assert [entry for entry in listed if not (pytestconfig.rootpath / entry).exists()] == []


@pytest.mark.parametrize(
    ("arguments", "is_controller"),
    [
        ([], False),
        (["tests", "-k", "n"], False),
        (["-n", "2"], True),
        (["-n2", "tests"], True),
        (["--numprocesses=auto"], True),
        (["--tx", "2*popen"], True),
        (["-n", "0"], False),
    ],
)
def test_whoever_has_others_run_its_tests_is_told_by_its_arguments(
    monkeypatch, arguments, is_controller
):
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    assert pytest_parallel.is_controller(arguments) == is_controller
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    assert not pytest_parallel.is_controller(arguments)


ON_REAL_SERVERS = """
import time, threading

def test_a_database(postgres_url): pass
def test_cooperative_threads():
    done = threading.Event()
    threading.Thread(target=done.set).start()
    time.sleep(0.01)
    assert done.is_set()
"""


def test_one_run_of_several_workers_has_one_summary_and_outlives_a_worker(
    pytester, monkeypatch, postgres_server
):
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_XDIST_TESTRUNUID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TSUNAGU_TEST_DATABASE_URL", postgres_server.url)
    pytester.makepyfile(
        test_one=ON_REAL_SERVERS,
        test_two=ON_REAL_SERVERS,
        test_three="import os\ndef test_ends_it(): os._exit(7)\ndef test_goes_on(): pass\n",
    )
    result = pytester.runpytest_subprocess(
        "-p", "tsunagu.testing.pytest_plugin", "-n", "2", timeout=120
    )
    result.assert_outcomes(passed=5, failed=1)
    result.stdout.fnmatch_lines(["PostgreSQL:*2 tests on a real one: TSUNAGU_TEST_DATABASE_URL"])


def test_workers_that_were_asked_for_unseen_are_refused_instead_of_hanging(pytester, monkeypatch):
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    monkeypatch.setenv("PYTEST_ADDOPTS", "-n 2")
    result = pytester.runpytest_subprocess("-p", "tsunagu.testing.pytest_plugin", timeout=60)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*give -n as an argument by itself*"])


def test_a_port_is_given_to_nobody_else_while_its_process_lives():
    program = "from tsunagu.testing.private_servers import free_port; print(free_port()); input()"
    others = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    given = [int(other.stdout.readline()) for other in others]
    given += [free_port() for _ in range(20)]
    for other in others:
        other.communicate("\n")
    assert len(set(given)) == len(given)
    assert set(given) <= set(PORTS)

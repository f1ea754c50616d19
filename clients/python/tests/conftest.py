"""One running platform for all tests of the client; each test has a spool of its own."""

import itertools

import pytest

from tests.departments.node import node, own_vhost  # noqa: F401  fixtures
from tests.departments.running import shared_platform
from tsunagu_signals import Client

numbers = itertools.count(1)


@pytest.fixture(scope="session")
def office(pytestconfig, tmp_path_factory):
    """The platform that departments send to."""
    return shared_platform(pytestconfig, tmp_path_factory)


@pytest.fixture
def department_client(office, tmp_path):
    """`department_client("waterworks")`: its client, with a spool that is empty at first."""
    made = []

    def client(department="waterworks", **other):
        settings = {"url": office.url, "token": office.token(department)}
        made.append(Client(department, spool=tmp_path / department, **settings | other))
        return made[-1]

    yield client
    for each in made:
        each.close()


@pytest.fixture
def notice():
    """`notice(note="…")`: a signal nobody has sent yet."""

    def make(**other):
        return {
            "id": f"n-{next(numbers)}",
            "kind": "water_arrears",
            "noticed_on": "2026-04-20",
            "basis": "encouragement_only",
        } | other

    return make

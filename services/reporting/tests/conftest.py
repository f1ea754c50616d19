"""Intake, referral and reporting on an embedded platform: every figure comes from real facts."""

import itertools
import json
from contextlib import contextmanager

import pytest

from tsunagu.hosting.level import wait_until_level
from tsunagu.testing import embedded_platform

SERVICES = ("intake", "referral", "reporting")
persons = itertools.count(1)
# Years before the Act, so that tests of one report need not see one another's people.
years = itertools.count(1991)


class Town:
    """Brings past records in and asks for reports on them."""

    def __init__(self, platform):
        self.call = platform.call

    def take(self, *lines):
        """Past records, each to the service whose it is; none may be refused."""
        texts = [{"line": n, "text": json.dumps(line)} for n, line in enumerate(lines, start=1)]
        for service in ("intake", "referral"):
            answer = self.call(service, "import_lines", lines=texts)
            assert answer["refused"] == [] and answer["already"] == 0, answer
            texts = [text for text in texts if text["line"] in answer["not_mine"]]
        assert texts == []

    def report(self, name, **asked):
        """A report once everything that has happened has reached reporting."""
        wait_until_level(self.call, SERVICES, timeout=30)
        return self.call("reporting", "report", name=name, **asked)

    @contextmanager
    def counted(self, name, *keys, **asked):
        """Collects by how much each figure of a report (or of one of its parts) has grown."""

        def figures():
            data = self.report(name, **asked)
            for key in keys:
                data = data[key]
            return {k: v for k, v in data.items() if type(v) is int}

        grown = {}
        before = figures()
        yield grown
        grown |= {k: v - before[k] for k, v in figures().items() if v != before[k]}


class Person:
    """The past of a person nobody else has; each method is one line of it."""

    def __init__(self):
        self.key = f"person-{next(persons)}"

    def __call__(self, do, on, **more):
        return {"do": do, "on": on, "person": self.key} | more

    def interview(self, on):
        return self("public_assistance_interview", on)

    def application(self, on):
        return self("public_assistance_application", on)

    def consultation(self, on, **more):
        return self("consultation", on, **{"channel": "walk_in"} | more)

    def sent(self, on, to, sender="consultation_support", sheet="a", **more):
        where = {"from": sender, "to": to, "id": f"{self.key}/{sheet}"}
        return self("referral", on, **where, **more)

    def became(self, on, state, sheet="a", **more):
        return self("referral_state", on, id=f"{self.key}/{sheet}", state=state, **more)

    def correction(self, do, day, recorded_on=None, **values):
        line = self("correction", recorded_on or day, of={"do": do, "on": day}, set=values)
        return line | ({"recorded_on": recorded_on} if recorded_on else {})


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with embedded_platform(tmp_path_factory.mktemp("reporting"), SERVICES) as platform:
        yield Town(platform)


@pytest.fixture
def person():
    return Person()


@pytest.fixture
def people():
    """As many people as a test needs."""
    return [Person() for _ in range(6)]


@pytest.fixture
def year():
    """A fiscal year that no other test uses."""
    return next(years)

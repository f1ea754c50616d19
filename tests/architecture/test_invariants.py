"""What holds over several things is declared, told to whoever reads of the service, and tested."""

import importlib
from pathlib import Path

import pytest

from tsunagu.domain.aggregate import Aggregate
from tsunagu.testing.at_once import check_stories

ROOT = Path(__file__).resolve().parents[2]
SERVICES = sorted(path.parent.name for path in ROOT.glob("services/*/definition.py"))
BY_ITS_UNIT_OF_WORK = "the unit of work"


def find_invariants(service):
    return importlib.import_module(f"services.{service}.definition").DEFINITION.invariants


def list_aggregates(service):
    """The classes of the service that have a stream, and no subclass with one."""
    importlib.import_module(f"services.{service}.service")
    home = f"services.{service}."
    found = [kind for kind in list_subclasses(Aggregate) if kind.__module__.startswith(home)]
    return [kind for kind in found if hasattr(kind, "category")]


def list_subclasses(kind):
    return [one for sub in kind.__subclasses__() for one in (sub, *list_subclasses(sub))]


def write_row(invariant):
    kept_by = invariant.kept_by
    by = f"`{kept_by.__name__}`" if kept_by else BY_ITS_UNIT_OF_WORK
    return f"| `{invariant.name}` | {invariant.text.one_line} | {invariant.over} | {by} |"


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_of_several_things_says_what_holds_over_them(service):
    if len(list_aggregates(service)) > 1:
        assert find_invariants(service)


@pytest.mark.parametrize("service", SERVICES)
def test_each_stands_in_the_document_of_its_service(service):
    lines = (ROOT / "docs" / "services" / f"{service}.md").read_text().splitlines()
    assert [row for row in map(write_row, find_invariants(service)) if row not in lines] == []


@pytest.mark.parametrize("service", [name for name in SERVICES if find_invariants(name)])
def test_each_has_a_story_of_commands_that_cross(service):
    stories = importlib.import_module(f"services.{service}.tests.test_at_once").STORIES
    check_stories(find_invariants(service), stories)


def test_the_check_itself_sees_an_invariant_without_a_story():
    with pytest.raises(AssertionError, match="one_bed_per_person"):
        check_stories(find_invariants("housing"), {})

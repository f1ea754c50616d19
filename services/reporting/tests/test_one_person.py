"""A person under two ids counts once, from the day on which that was known."""

import pytest

from services.reporting.projections.identity import resolve_merges
from tsunagu.domain.calendar import fiscal_year_bounds
from tsunagu.hosting.record_import import ImportContext
from tsunagu.testing import eventually


@pytest.mark.parametrize(
    ("merges", "expected"),
    [
        ({}, {}),
        ({"b": "a"}, {"b": "a"}),
        ({"b": "a", "c": "b", "d": "c"}, {"b": "a", "c": "a", "d": "a"}),
        ({"b": "a", "c": "a", "e": "f"}, {"b": "a", "c": "a", "e": "f"}),
    ],
)
def test_a_chain_of_merges_ends_at_one_human(merges, expected):
    assert resolve_merges(merges) == expected


def test_merged_they_count_once_split_twice_and_before_the_merge_twice(town, people, year):
    _, last = fiscal_year_bounds(year)
    day = f"{year}-05-01"
    town.take(
        people[0]("consultation", day, channel="phone"),
        people[1]("consultation", f"{year}-06-01", channel="department"),
        people[0]("assessment", f"{year}-06-02", issues=["debt"]),
        people[1]("assessment", f"{year}-06-03", issues=["care"]),
    )
    one, other = (ImportContext.person_id(person.key) for person in people[:2])

    def persons(**asked):
        table = town.report("consultation_table", fiscal_year=year, **asked)
        issues = town.report("issues", fiscal_year=year, **asked)
        return table["total_persons"], issues["assessments"]

    assert persons() == (2, 2)
    town.call("intake", "merge_persons", person_id=other, into_id=one)
    assert persons() == (1, 1)  # the second assessment is no first one any more
    assert persons(as_of=last.isoformat()) == (2, 2)
    town.call("intake", "split_person", person_id=other)
    assert persons() == (2, 2)
    town.call("intake", "merge_persons", person_id=one, into_id=other)
    assert persons() == (1, 1)


def test_the_table_of_merges_is_what_a_rebuild_makes(town):
    job = town.call("reporting", "start_job", kind="verify")
    done = eventually(
        lambda: (j := town.call("reporting", "job", id=job))["state"] != "running" and j
    )
    assert done["result"] == []

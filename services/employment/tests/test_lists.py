"""Every list of the desks: what it shows, what it may be narrowed by, what it refuses."""

import pytest

from services.employment.projections.tables import WORK_LISTS
from services.employment.service import EmploymentService

COMMON = {"desk", "state", "overdue", "after", "limit"}
EVERY = sorted(WORK_LISTS.of)


def command_of(kind):
    return f"list_{kind}s"


@pytest.fixture(scope="module")
def something(employment):
    """kind → id of one that is there; the introduction, its seeker and opening still open."""
    introduction = employment("get_introduction", introduction_id=employment.introduced())
    hired = employment.hired()
    return {
        "introduction": introduction["introduction_id"],
        "seeker": introduction["seeker_id"],
        "opening": introduction["opening_id"],
        "employer": employment.employer(),
        "job": hired["record_id"],
        "preparation": employment.preparing()["preparation_id"],
        "training": employment.in_training()["training_id"],
    }


def ids(employment, kind, **query):
    page = employment(command_of(kind), limit=500, **query)
    return [row[WORK_LISTS.of[kind].key.name] for row in page[f"{kind}s"]]


@pytest.mark.parametrize("kind", EVERY)
def test_a_list_shows_what_waits_by_due_date_and_goes_on_where_the_page_ended(
    kind, employment, something
):
    everything = employment(command_of(kind), state="open", limit=500)[f"{kind}s"]
    assert something[kind] in [row[WORK_LISTS.of[kind].key.name] for row in everything]
    assert [row["due_on"] for row in everything] == sorted(row["due_on"] for row in everything)
    page = employment(command_of(kind), state="open", limit=1)
    shown = page[f"{kind}s"]
    if page["next"]:
        page = employment(command_of(kind), state="open", limit=500, after=page["next"])
        shown = shown + page[f"{kind}s"]
    assert shown == everything


@pytest.mark.parametrize("kind", EVERY)
def test_nothing_begun_today_is_overdue_or_another_desks(kind, employment, something):
    assert something[kind] not in ids(employment, kind, state="open", overdue=True)
    assert something[kind] not in ids(employment, kind, state="open", desk="food_bank")


@pytest.mark.parametrize("kind", EVERY)
def test_each_of_its_filters_is_a_column_and_leaves_out_what_has_another_value(
    kind, employment, something
):
    key = WORK_LISTS.of[kind].key
    row = employment(f"get_{kind}", **{key.name: something[kind]})
    query = getattr(EmploymentService, command_of(kind)).payload
    for name in query.schema().fields.keys() - COMMON:
        assert name in key.table.c
        if isinstance(row[name], str) and name not in ("result", "occupation"):
            assert ids(employment, kind, state="all", **{name: row[name]}) == [something[kind]]
            assert ids(employment, kind, state="all", **{name: "nobody"}) == []


@pytest.mark.parametrize("kind", EVERY)
def test_where_nobody_asks_for_a_state_only_employers_are_all_shown(kind, employment, something):
    usual = "all" if kind == "employer" else "open"
    assert ids(employment, kind) == ids(employment, kind, state=usual)


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize(
    ("query", "field"),
    [({"state": "lost"}, "state"), ({"colour": "red"}, "colour"), ({"limit": 501}, "limit")],
)
def test_what_no_list_takes_is_refused_with_its_field(kind, query, field, employment):
    refusal = employment.refused("invalid_input", command_of(kind), **query)
    assert [fault["field"] for fault in refusal.faults] == [field]

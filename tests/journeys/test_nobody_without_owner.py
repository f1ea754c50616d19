"""The invariant, whatever happens: every open need has an owner desk, a next step and a date."""

import os
import random

import pytest

from tests.journeys.consulting import SUPPORT
from tests.journeys.walk import PROGRAMMES, Walk

SEED = int(os.environ.get("TSUNAGU_WALK_SEED", "3"))
STEPS = 120
ENDED_WITHOUT_HELP = ("rejected", "failed", "cancelled", "entered_in_error")


@pytest.fixture(scope="module")
def walked(_embedded_city):
    """The city after a walk over all desks; another one with another TSUNAGU_WALK_SEED."""
    walk = Walk(_embedded_city, random.Random(SEED))
    for _ in range(STEPS):
        walk.step()
    print(f"TSUNAGU_WALK_SEED={SEED}: {walk.done} done, {walk.refused} refused")
    walk.city.wait_until_level()
    return walk


def every(desk, path, name):
    """The whole list, page by page."""
    rows, after = [], ""
    while True:
        page = desk.get(f"{path}{'&' if '?' in path else '?'}limit=500{after}")
        rows += page[name]
        if page["next"] is None:
            return rows
        after = f"&after={page['next']}"


def test_the_platform_finds_nothing_without_owner_step_or_date(walked):
    assert walked.done > STEPS / 3, f"the walk led nowhere: seed {SEED}"
    assert walked.city.verify() == [], f"seed {SEED}"


def test_the_need_behind_every_sheet_is_closed_or_on_a_desk(walked):
    open_needs = {need["need_id"]: need for need in every(walked.support, "/needs", "needs")}
    carriers, sheets = {}, {}
    for sheet in walked.sheets:  # in the order in which they left
        row = walked.support.get(f"/referrals/{sheet}")
        carriers[row["need_id"]] = row
        sheets[row["need_id"]] = sheets.get(row["need_id"], 0) + 1
    for id, carrier in carriers.items():
        told = f"seed {SEED}: {carrier}"
        if is_closed(walked, carrier, sheets[id]):
            assert id not in open_needs, told
            continue
        need = open_needs[id]
        back = carrier["state"] in ENDED_WITHOUT_HELP
        assert need["owner_desk"] == (SUPPORT if back else carrier["to_desk"]), told
        assert need["next_step"] and need["due_on"], told


def is_closed(walk, carrier, sheets):
    """Helped, closed with a reason, or the only sheet that never should have been written."""
    course = walk.support.get(f"/referrals/{carrier['referral_id']}/history")["entries"]
    return (
        carrier["need_id"] in walk.closed_by_us
        or "referral.completed" in [entry["what"] for entry in course]
        or (carrier["state"] == "entered_in_error" and sheets == 1)
    )


def test_a_sheet_is_under_way_on_both_sides_or_on_neither(walked):
    services = sorted({work.service for work in PROGRAMMES.values()})
    inbox = {
        row["referral_id"]: under_way(row["state"])
        for service in services
        for row in every(walked.support, f"/{service}/sheets?state=all", "sheets")
    }
    sheets = {id: walked.support.get(f"/referrals/{id}")["state"] for id in walked.sheets}
    there = {id: under_way(state) for id, state in sheets.items()}
    assert {id: inbox[id] for id in there} == there, f"seed {SEED}"


def under_way(state):
    """The state, if anything is still to come of it."""
    return None if state in (*ENDED_WITHOUT_HELP, "completed") else state


def test_every_person_has_a_case_that_is_ended_or_somebodys(walked):
    for person in walked.people:
        case = walked.support.get(f"/cases/{person.case_id}")
        placed = case["owner_desk"] and case["next_step"] and case["due_on"]
        assert placed or case["state"] == "ended", f"seed {SEED}: {case}"

"""Employers won one by one, their openings, and whom they suit: as the desks have it."""

from datetime import UTC, datetime, timedelta

import pytest

from services.employment.tests.people import PLACEMENT
from services.employment.timers import expire_openings

AT_DESK = {"by": PLACEMENT}
HOPELESS = {**AT_DESK, "how": "phone", "no_great_hope": True}


def test_one_laundry_names_the_next_and_the_chain_is_kept(employment):
    """The example of the source: no great hope, a call, another laundry, an opening."""
    seeker_id = employment.seeker()["seeker_id"]
    first = employment.employer(name="最初のクリーニング店")
    employment(
        "approach_employer",
        employer_id=first,
        **HOPELESS,
        outcome="introduced_another",
        for_seeker=seeker_id,
    )
    with employment.facts() as facts:
        second = employment.employer(
            name="次のクリーニング店", introduced_by_kind="employer", introduced_by=first
        )
        won = employment("approach_employer", employer_id=second, **HOPELESS, outcome="accepted")
        employment.opening(second)
    assert (won["state"], won["result"]) == ("ended", "won")
    assert [d for k, d in facts if k == "employer_won"] == [
        {
            "employer_id": second,
            "on": employment.day(),
            "attempts": 1,
            "no_great_hope": True,
            "introduced_by_kind": "employer",
            "introduced_by": first,
        }
    ]
    assert "クリーニング店" not in str(facts)
    [edge] = [e for e in employment("who_introduced_whom") if e["employer_id"] == second]
    assert (edge["introduced_by"], edge["name"], edge["result"]) == (
        first,
        "次のクリーニング店",
        "won",
    )
    still_to_ask = employment("get_employer", employer_id=first)
    assert (still_to_ask["state"], still_to_ask["next_step"]) == ("open", "call_employer")
    [attempt] = still_to_ask["attempts_made"]
    assert (attempt["outcome"], attempt["for_seeker"]) == ("introduced_another", seeker_id)


def test_the_first_hire_is_the_first_success(employment):
    employer_id = employment.employer()
    opening_id = employment.opening(employer_id, places=2)
    for _ in range(2):
        employment.hired(employment.introduced(opening_id=opening_id))
    row = employment("get_employer", employer_id=employer_id)
    assert (row["hires"], row["first_hire_on"]) == (2, employment.day())
    assert row["contact"]["contact_name"] == "山田 花子"


def test_an_employer_that_nobody_entered_introduces_nobody(employment):
    asked = {**AT_DESK, "name": "店", "introduced_by_kind": "employer", "introduced_by": "e-none"}
    employment.refused("not_found", "list_employer", **asked)
    for kind, by in (("partner", None), ("staff", "sigma_staff")):
        asked |= {"introduced_by_kind": kind, "introduced_by": by}
        refusal = employment.refused("invalid_input", "list_employer", **asked)
        assert [f["field"] for f in refusal.faults] == ["introduced_by"]


def test_the_names_of_those_who_speak_for_it_are_in_no_table(employment):
    employer_id = employment.employer(contact_phone="046-000-0000")
    with employment.platform.runtime("employment").store.reading() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'")
        for (table,) in tables.fetchall():
            rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"').fetchall()
            assert "山田 花子" not in str(rows) and "046-000" not in str(rows), table
    assert employment("get_employer", employer_id=employer_id)["contact"]["contact_phone"]


# -- openings -------------------------------------------------------------------------------------


def test_an_hourly_wage_below_the_minimum_is_not_taken_on(employment):
    paid = {"wage_per": "hour", "wage_min": 900}
    refusal = employment.refused(
        "below_minimum_wage",
        "receive_opening",
        employer_id=employment.employer(),
        **AT_DESK,
        title="仕上げ",
        occupation="laundry",
        type="part_time",
        valid_until=employment.day(30),
        **paid,
    )
    assert refusal.details["field"] == "wage_min"
    assert employment.opening(**paid, minimum_wage_exempt=True)


def test_openings_expire_by_themselves_and_stand_again_when_extended(employment, today):
    store = employment.platform.runtime("employment").store
    opening_id = employment.opening(valid_until=employment.day())
    noon = datetime(today.year, today.month, today.day, 3, tzinfo=UTC)
    expire_openings(store, noon)
    assert employment("get_opening", opening_id=opening_id)["state"] == "open"
    expire_openings(store, noon + timedelta(days=1))
    row = employment("get_opening", opening_id=opening_id)
    assert (row["state"], row["closed_because"]) == ("ended", "expired")
    extended = employment(
        "extend_opening", opening_id=opening_id, **AT_DESK, valid_until=employment.day(30)
    )
    assert (extended["state"], extended["due_on"]) == ("open", employment.day(30))


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"occupation": "of_tomorrow"}, ["occupation"]),
        ({"wage_min": 1300}, ["wage_per"]),
        ({"places": 0, "hours_min": 200}, ["hours_min", "places"]),
        ({"valid_until": "tomorrow", "colour": "red"}, ["colour", "valid_until"]),
        ({"languages": ["ja"]}, ["languages.0"]),
        ({"distance_km": -1}, ["distance_km"]),
    ],
)
def test_what_is_wrong_with_an_opening_is_said_all_at_once(employment, changed, fields):
    asked = {
        **AT_DESK,
        "title": "仕上げ",
        "occupation": "laundry",
        "type": "part_time",
        "valid_until": employment.day(30),
    }
    refusal = employment.refused(
        "invalid_input", "receive_opening", employer_id=employment.employer(), **asked | changed
    )
    assert sorted(f["field"] for f in refusal.faults) == fields
    assert all(f["problem"] for f in refusal.faults)


# -- matching -------------------------------------------------------------------------------------

WISHES = {"occupations": ["laundry"], "hours_max": 24, "limits": ["no_night"]}


def test_openings_are_ranked_with_their_reasons_and_what_stands_in_the_way(employment):
    seeker_id = employment.seeker(wishes=WISHES, rung=4)["seeker_id"]
    good = employment.opening(hours_min=20, hours_max=24, demands=["standing"], rung_from=4)
    bad = employment.opening(hours_min=40, hours_max=40, demands=["none"], rung_from=4)
    found = employment("openings_for", seeker_id=seeker_id, limit=500)
    rows = {row["opening_id"]: row for row in found["openings"]}
    assert found["openings"][0]["opening_id"] == good
    assert (rows[good]["excluded"], rows[good]["misses"]) == (False, [])
    assert rows[bad]["excluded_by"] == ["hours_possible"]
    assert any("週 40 時間" in said for said in rows[bad]["misses"])
    [way] = [w for w in found["in_the_way"] if w["rule"] == "hours_possible"]
    assert way["alone"] >= 1 and "時間" in way["needs"]
    fitting = employment("openings_for", seeker_id=seeker_id, limit=500, include_excluded=False)
    assert bad not in [row["opening_id"] for row in fitting["openings"]]
    assert found["looked_at"] == found["fitting"] + sum(r["excluded"] for r in rows.values())


def test_people_are_ranked_for_an_opening_the_other_way_round(employment):
    opening_id = employment.opening(hours_min=20, hours_max=24, demands=["none"], rung_from=3)
    suits = employment.seeker(wishes=WISHES, rung=4)["seeker_id"]
    works = employment.seeker(wishes=WISHES, rung=4)["seeker_id"]
    employment.hired(employment.introduced(works))
    known = employment.seeker(wishes=WISHES, rung=4)["seeker_id"]
    employment.introduced(known, opening_id)
    ended = employment.seeker(wishes=WISHES, rung=4)["seeker_id"]
    employment("end_support", seeker_id=ended, **AT_DESK, outcome="found_work")
    found = employment("seekers_for", opening_id=opening_id, limit=500)
    rows = {row["seeker_id"]: row for row in found["seekers"]}
    assert rows[suits]["score"] > rows[works]["score"]
    assert "いま仕事に就いています / has work at present" in rows[works]["misses"]
    assert rows[known]["excluded_by"] == ["not_yet_introduced"]
    assert ended not in rows


def test_nobody_is_introduced_against_a_condition_but_after_speaking_with_both(employment):
    seeker_id = employment.seeker(wishes=WISHES)["seeker_id"]
    opening_id = employment.opening(demands=["night"])
    asked = {**AT_DESK, "seeker_id": seeker_id, "opening_id": opening_id}
    refusal = employment.refused("conditions_exclude", "introduce", **asked)
    assert any("夜勤" in reason for reason in refusal.details["reasons"])
    assert employment("introduce", **asked, despite=True)["state"] == "open"


def test_a_closed_opening_is_offered_to_nobody(employment):
    opening_id = employment.opening()
    employment("withdraw_opening", opening_id=opening_id, **AT_DESK, reason="moved")
    employment.refused("opening_closed", "seekers_for", opening_id=opening_id)
    seeker_id = employment.seeker()["seeker_id"]
    found = employment("openings_for", seeker_id=seeker_id, limit=500)
    assert opening_id not in [row["opening_id"] for row in found["openings"]]

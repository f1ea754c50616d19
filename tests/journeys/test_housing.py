"""A home kept, lost and found: benefit, shelter and flat, from the sheet to its outcome."""

import uuid
from collections import Counter

import pytest

from tests.journeys.consulting import Person, whole

BENEFIT, SHELTER, RESIDENCE = "housing_security_benefit", "temporary_shelter", "community_residence"
# Alone, working less than before and not by choice, with a rent within what the city pays.
ALONE = {"size": 1, "income": 80_000, "assets": 100_000, "rent": 40_000, "cause": "income_fell"}


@pytest.fixture
def benefits(city):
    return city.as_desk(BENEFIT)


@pytest.fixture
def shelter(city):
    return city.as_desk(SHELTER)


@pytest.fixture
def residence(city):
    return city.as_desk(RESIDENCE)


def applied(benefits, sheet, on, *documents):
    """An application from the sheet, for a household of its own; where the benefit is found."""
    benefits.awaits_sheet("housing", sheet)
    asked = {"referral_id": sheet, "household_id": f"setai-{uuid.uuid4().hex[:8]}0", "on": on}
    taken = benefits.post("/housing/benefits", asked | {"documents": list(documents)})
    assert taken["owner_desk"] == BENEFIT and taken["due_on"]
    assert taken["next_step"] == ("gather_documents" if documents else "decide")
    return f"/housing/benefits/{taken['benefit_id']}"


def won(residence, on, kind="owner", **other):
    """A landlord who was asked with no great hope, and does not mind some things."""
    asked = {"on": on, "kind": kind, "won_by": "asked_with_little_hope"}
    return residence.post("/housing/landlords", asked | other)["landlord_id"]


def pay(benefits, at, *months):
    for month in months:
        last = benefits.post(f"{at}/payments", {"month": month, "on": f"{month}-20"})
    return last


# -- the benefit ----------------------------------------------------------------------------------


def test_a_benefit_is_granted_extended_twice_and_stopped_when_work_is_found(
    city, benefits, residence
):
    before = city.report("housing", **whole(2024))["benefit"]
    person = Person(city, "2024-04-08")
    sheet = person.refer(BENEFIT, "2024-04-09", "rent_or_loan_payment")
    at = applied(benefits, sheet, "2024-04-10", "lease", "income")
    person.hears(sheet, "in_progress", owner_desk=BENEFIT)
    decide = {"on": "2024-04-15", "figures": ALONE}
    benefits.refused(f"{at}/decision", decide, "documents_outstanding")
    for document in ("lease", "income"):
        got = {"on": "2024-04-15", "document": document}
        benefits.post(f"{at}/documents/received", got)
    granted = benefits.post(f"{at}/decision", decide)
    assert (granted["granted"], granted["amount"]) == (True, 40_000)
    assert (granted["rule_version"], granted["next_step"]) == ("142166-2023-04-01", "name_landlord")
    landlord = {"on": "2024-04-16", "landlord_id": won(residence, "2024-04-16")}
    benefits.post(f"{at}/landlord", landlord)

    pay(benefits, at, "2024-04")
    unchecked = {"on": "2024-05-01", "month": "2024-04"}
    benefits.post(f"{at}/duties/check", unchecked)
    next_rent = {"month": "2024-05", "on": "2024-05-20"}
    benefits.refused(f"{at}/payments", next_rent, "duties_unmet")
    benefits.post(f"{at}/duties/check", unchecked | {"excuse": "in_hospital"})
    pay(benefits, at, "2024-05", "2024-06")

    first = benefits.post(f"{at}/extension", {"on": "2024-06-24", "figures": ALONE})
    assert (first["granted"], first["amount"]) == (True, 40_000)
    pay(benefits, at, "2024-07", "2024-08", "2024-09")
    earns_more = ALONE | {"income": 100_000}
    second = benefits.post(f"{at}/extension", {"on": "2024-09-24", "figures": earns_more})
    assert (second["granted"], second["amount"]) == (True, 24_000)
    once_more = {"on": "2024-10-10", "figures": earns_more}
    assert benefits.refused(f"{at}/extension", once_more, "longest_period_reached")["detail"]
    pay(benefits, at, "2024-10")

    found_work = {"on": "2024-10-25", "reason": "found_work"}
    stopped = benefits.post(f"{at}/stop", found_work)
    assert (stopped["state"], stopped["ended_because"]) == ("ended", "found_work")
    months = benefits.get(at)["months"]
    assert [month["month"] for month in months if month["state"] != "sent"] == []
    person.hears(sheet, "completed", outcome="found_work", owner_desk=None)
    person.course_shows(
        "housing.benefit_applied",
        "referral.accepted",
        "housing.benefit_decided",
        "housing.benefit_extended",
        "housing.benefit_extended",
        "housing.benefit_stopped",
        "housing.benefit_ended",
        "referral.completed",
    )

    city.wait_until_level()
    counted = city.report("housing", **whole(2024))["benefit"]
    steps = ("applied", "granted", "refused", "extended", "months_paid", "yen_paid")
    grown = [counted[name] - before[name] for name in steps]
    assert grown == [1, 1, 0, 2, 7, 6 * 40_000 + 24_000]
    for name in ("stopped", "ended"):
        assert Counter(counted[name]) - Counter(before[name]) == {"found_work": 1}


def test_a_benefit_is_refused_and_the_desk_reads_in_words_why(city, benefits):
    too_much = ALONE | {"income": 126_000, "assets": 504_001}
    log = city.ask("ops", "GET", "/ops/services/housing/lag").body["log"]
    guess = {"on": "2020-06-01"} | too_much
    estimate = benefits.post("/housing/benefit/estimate", guess)
    assert estimate["granted"] is False
    after = city.ask("ops", "GET", "/ops/services/housing/lag").body["log"]
    assert after == log, "asking beforehand leaves no trace"

    person = Person(city, "2020-06-01")
    sheet = person.refer(BENEFIT, "2020-06-01", "rent_or_loan_payment")
    at = applied(benefits, sheet, "2020-06-02")
    decided = benefits.post(f"{at}/decision", {"on": "2020-06-10", "figures": too_much})
    why = ["income_over_limit", "assets_over_limit", "nothing_to_pay"]
    assert (decided["granted"], decided["reasons"]) == (False, why)
    assert decided["rule_version"] == "142166-2020-04-20"
    benefit_id = at.rpartition("/")[2]
    reading = {"purpose": "explain_to_the_person"}
    words = benefits.post(f"/housing/courses/benefit/{benefit_id}/details", reading)
    against = [rule for rule in words["explanation"] if not rule["passed"]]
    assert [rule["reason"] for rule in against] == why
    assert "126,000円" in against[0]["ja"] and "126,000 yen is above" in against[0]["en"]
    assert words["inputs"]["income"] == 126_000

    person.has_it_back(sheet, "failed", "refused")
    onward = person.refer("household_budget", "2020-06-11", "household_budgeting", replaces=sheet)
    budget = city.as_desk("household_budget")
    for step in ({"step": "accept"}, {"step": "start"}, {"step": "complete", "outcome": "settled"}):
        body = {"on": "2020-06-15"} | {k: v for k, v in step.items() if k != "step"}
        budget.post(f"/referrals/{onward}/{step['step']}", body)
    assert person.sheet(onward)["hop"] == 2
    person.course_shows(
        "housing.benefit_applied",
        "housing.benefit_decided",
        "housing.benefit_ended",
        "referral.failed",
        "referral.requested",
        "referral.completed",
    )

    city.wait_until_level()
    counted = city.report("housing", **whole(2020))["benefit"]
    assert (counted["refused"], counted["granted_ratio"]) == (1, 0)
    assert counted["why_refused"] == dict.fromkeys(why, 1)
    sheets = city.report("referrals", **whole(2020))
    assert sheets["reasons_by_state"] == {"failed": {"refused": 1}}
    assert (sheets["completed"], sheets["mean_hops"]) == (1, 2)


# -- a flat ---------------------------------------------------------------------------------------


def test_a_landlord_refuses_another_agrees_and_somebody_looks_in(city, residence):
    person = Person(city, "2016-01-12")
    sheet = person.refer(RESIDENCE, "2016-01-12", "housing_instability", warm=True)
    residence.awaits_sheet("housing", sheet)
    asked = {"referral_id": sheet, "on": "2016-01-14", "wishes": ["ground_floor"]}
    search = residence.post("/housing/flat-searches", asked)
    at = f"/housing/flat-searches/{search['search_id']}"
    person.hears(sheet, "in_progress", owner_desk=RESIDENCE)

    unwilling = won(residence, "2016-01-15", kind="management_company")
    willing = won(residence, "2016-01-15", kind="estate_agent", accepts=["no_guarantor"])
    first = _applied_for(residence, at, unwilling, "2016-01-18")
    no = {"on": "2016-01-20", "reason": "no_guarantor", "note": "保証人がいないとだめ"}
    again = residence.post(f"{at}/applications/{first}/refusal", no)
    assert (again["owner_desk"], again["next_step"]) == (RESIDENCE, "apply_elsewhere")
    assert again["due_on"] == "2016-01-27"
    known = residence.get("/housing/landlords?accepts=no_guarantor")["landlords"]
    assert willing in [one["landlord_id"] for one in known]
    second = _applied_for(residence, at, willing, "2016-01-28")
    residence.post(f"{at}/applications/{second}/agreement", {"on": "2016-02-01"})
    move = {"on": "2016-02-15", "application_id": second, "watch_over": {"every_days": 30}}
    residence.refused(f"{at}/move-in", move, "guarantor_unknown")
    company = {"on": "2016-02-03", "guarantor": "guarantee_company"}
    residence.post(f"{at}/guarantor", company)
    moved = residence.post(f"{at}/move-in", move)
    person.hears(sheet, "completed", outcome="moved_in", owner_desk=None)

    watch = f"/housing/watch-overs/{moved['watch_id']}"
    residence.post(f"{watch}/visits", {"on": "2016-03-16", "met": True})
    onward = {"on": "2016-04-04", "reason": "handed_over", "to_desk": "elderly"}
    residence.post(f"{watch}/end", onward)
    person.course_shows(
        "housing.flat_search_begun",
        "referral.accepted",
        "housing.landlord_refused",
        "housing.landlord_agreed",
        "housing.guarantor_found",
        "housing.moved_in",
        "referral.completed",
        "housing.watch_over_ended",
    )

    city.wait_until_level()
    found = city.report("housing", **whole(2016))
    flats = found["flats"]
    assert (flats["searches"], flats["moved_in"], flats["median_days_to_move_in"]) == (1, 1, 32)
    assert flats["why_landlords_refused"] == {"no_guarantor": 1}
    assert found["watch_over"]["met"] == 1
    assert found["watch_over"]["ended"] == {"handed_over": 1}
    edges = city.report("network", **whole(2016))["edges"]
    assert {"from": RESIDENCE, "to": "elderly", "n": 1} in edges


def test_a_list_of_the_residence_desk_may_be_asked_page_by_page(residence):
    assert len(residence.get("/housing/landlords?limit=1")["landlords"]) <= 1


def _applied_for(residence, search, landlord, on):
    asked = {"on": on, "landlord_id": landlord, "rent": 39_000}
    waits = residence.post(f"{search}/applications", asked)
    assert waits["next_step"] == "hear_from_landlord"
    return waits["application_id"]


# -- the shelter ----------------------------------------------------------------------------------


def test_who_leaves_the_shelter_early_is_not_lost_and_who_found_it_full_is_taken_elsewhere(
    city, shelter, residence
):
    opened = shelter.post(
        "/housing/shelters", {"title": "仮の宿", "capacity": 1, "on": "2015-02-02"}
    )
    bed = {"shelter_id": opened["shelter_id"], "on": "2015-02-03"}
    early, late = Person(city, "2015-02-02"), Person(city, "2015-02-02")
    sheet, full = (one.refer(SHELTER, "2015-02-02", "housing_instability") for one in (early, late))
    for waiting in (sheet, full):
        shelter.awaits_sheet("housing", waiting)
    stay = shelter.post("/housing/stays", bed | {"referral_id": sheet})
    assert (stay["owner_desk"], stay["next_step"]) == (SHELTER, "plan_next_place")
    early.hears(sheet, "in_progress", owner_desk=SHELTER)

    shelter.refused("/housing/stays", bed | {"referral_id": full}, "shelter_full")
    assert late.sheet(full)["state"] == "requested", "a refused check-in answers nothing"
    no_bed = {"state": "rejected", "code": "no_place", "on": "2015-02-03"}
    shelter.post(f"/housing/sheets/{full}/answer", no_bed)
    late.has_it_back(full, "rejected", "no_place")
    other = late.refer(RESIDENCE, "2015-02-03", "housing_instability", replaces=full)
    residence.awaits_sheet("housing", other)
    search = residence.post("/housing/flat-searches", {"referral_id": other, "on": "2015-02-04"})
    at = f"/housing/flat-searches/{search['search_id']}"
    residence.post(f"{at}/end", {"on": "2015-02-10", "reason": "other_housing"})
    late.hears(other, "completed", outcome="other_housing", hop=2)

    gone = {"on": "2015-02-13", "reason": "left_early", "next_place": "street"}
    left = shelter.post(f"/housing/stays/{stay['stay_id']}/check-out", gone)
    assert (left["state"], left["free"]) == ("ended", 1)
    early.has_it_back(sheet, "failed", "left_early")
    outreach = early.refer("outreach", "2015-02-13", "housing_instability", replaces=sheet)
    city.as_desk("outreach").post(f"/referrals/{outreach}/accept", {"on": "2015-02-13"})
    early.course_shows(
        "housing.stay_begun",
        "referral.started",
        "housing.stay_ended",
        "referral.failed",
        "referral.requested",
        "referral.accepted",
    )

    city.wait_until_level()
    counted = city.report("housing", **whole(2015))["shelter"]
    assert (counted["places"], counted["stays"], counted["nights"]) == (1, 1, 10)
    assert counted["why_ended"] == {"left_early": 1}
    assert counted["next_place"] == {"street": 1}
    sheets = city.report("referrals", **whole(2015))
    steps = ("sent", "rejected", "failed", "completed", "open", "mean_hops")
    assert [sheets[name] for name in steps] == [4, 1, 1, 1, 1, 2]
    assert city.verify() == []

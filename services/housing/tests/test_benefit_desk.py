"""The benefit desk's commands over the whole service: estimate, decide, pay, go on, end."""

from datetime import timedelta

import pytest

from services.housing.domain.months import month_after, month_of
from services.housing.tests.conftest import BENEFIT_DESK, SHELTER_DESK
from tsunagu.domain.errors import TsunaguError
from tsunagu.process.ids import new_id

BY = {"by": BENEFIT_DESK}


def stands(answer):
    return answer["state"], answer["owner_desk"], answer["next_step"]


@pytest.fixture
def granted(housing, alone):
    """A benefit of 40,000 yen a month from this month on."""
    id = housing.application()
    housing("decide_benefit", benefit_id=id, **BY, figures=alone)
    return id


# -- the question before any application ----------------------------------------------------------


def test_an_estimate_decides_and_explains_and_stores_nothing(housing, alone):
    before = housing("lag")["log"]
    told = housing("estimate_benefit", **alone)
    assert (told["granted"], told["amount"], told["months"]) == (True, 40_000, 3)
    assert told["rule_version"] == "142166-2025-04-01"
    assert set(told["unverified"]) == {"base", "rent_cap", "amount"}
    rules = {finding["rule"]: finding for finding in told["explanation"]}
    assert "80,000円" in rules["IncomeWithinLimit"]["ja"]
    assert "80,000 yen" in rules["IncomeWithinLimit"]["en"]
    assert housing("lag")["log"] == before


def test_an_estimate_says_why_not(housing, alone):
    told = housing("estimate_benefit", **alone | {"assets": 504_001})
    assert (told["granted"], told["amount"], told["months"]) == (False, 0, 0)
    assert told["reasons"] == ["assets_over_limit"]
    [failed] = [f for f in told["explanation"] if not f["passed"]]
    assert "504,001円" in failed["ja"] and "504,000円" in failed["ja"]


@pytest.mark.parametrize(
    ("on", "granted", "version"),
    [("2020-04-19", False, "142166-2015-07-01"), ("2020-04-20", True, "142166-2020-04-20")],
    ids=["before_income_counted", "since"],
)
def test_an_estimate_as_of_an_earlier_day_uses_that_days_rules(
    housing, alone, on, granted, version
):
    asked = alone | {"cause": "income_fell", "on": on, "age": 40}
    del asked["lost_on"]
    told = housing("estimate_benefit", **asked)
    assert (told["granted"], told["rule_version"]) == (granted, version)


def test_moving_costs_are_estimated_too_and_did_not_exist_before(housing, today):
    asked = {
        "size": 2,
        "income": 120_000,
        "assets": 0,
        "rent": 60_000,
        "fell_on": (today - timedelta(days=100)).isoformat(),
        "costs": {"transport": 60_000, "deposit": 100_000},
    }
    told = housing("estimate_moving_costs", **asked)
    assert (told["granted"], told["amount"]) == (True, 60_000)
    asked |= {"on": "2025-03-31", "fell_on": "2025-01-10"}
    assert housing.refused("no_moving_help", "estimate_moving_costs", **asked).details["remedy"]


def test_the_rule_tables_can_be_read_with_what_is_unverified(housing):
    tables = housing("list_rules")["tables"]
    assert [t["valid_from"] for t in tables][-1] == "2025-04-01" and len(tables) == 5
    [now] = housing("list_rules", on="2026-11-20")["tables"]
    assert now["base"]["1"] == {"yen": 84_000, "confidence": "secondary", "unverified": True}
    assert now["assets"]["unverified"] is False
    [then] = housing("list_rules", on="2021-01-01")["tables"]
    assert then["base"]["1"] == {"yen": 84_000, "confidence": "official", "unverified": False}


# -- application and decision ---------------------------------------------------------------------


def test_documents_come_in_one_by_one_until_it_can_be_decided(housing, alone):
    id = housing.application(documents=["lease", "income"])
    shown = housing("get_benefit", benefit_id=id)
    assert shown["outstanding"] == ["lease", "income"]
    assert (shown["state"], shown["next_step"]) == ("applied", "gather_documents")
    asked = {"benefit_id": id, **BY}
    refusal = housing.refused("documents_outstanding", "decide_benefit", **asked, figures=alone)
    assert refusal.details["outstanding"] == ["lease", "income"]
    housing("receive_document", **asked, document="lease")
    housing("ask_documents", **asked, documents=["bankbook"])
    housing("receive_document", **asked, document="bankbook", waived=True)
    answer = housing("receive_document", **asked, document="income")
    assert answer["next_step"] == "decide"
    assert housing("get_benefit", benefit_id=id)["outstanding"] == []


def test_a_decision_publishes_amount_and_months_and_no_figure_of_the_household(housing, alone):
    id = housing.application()
    with housing.facts() as facts:
        told = housing("decide_benefit", benefit_id=id, **BY, figures=alone)
    assert (told["granted"], told["amount"], told["state"]) == (True, 40_000, "paying")
    [(kind, data)] = facts
    assert kind == "benefit_decided"
    assert (data["granted"], data["months"], data["amount"]) == (True, 3, 40_000)
    assert not {"inputs", "explanation", "income", "assets", "rent"} & set(data)
    shown = housing("get_benefit", benefit_id=id)
    assert [m["state"] for m in shown["months"]] == ["due", "due", "due"]
    assert "inputs" not in shown


def test_a_refusal_is_told_with_every_reason_and_ends_the_benefit(housing, alone):
    id = housing.application()
    with housing.facts() as facts:
        told = housing(
            "decide_benefit",
            benefit_id=id,
            **BY,
            figures=alone | {"income": 200_000, "main_earner": False},
        )
    assert stands(told) == ("ended", None, None) and told["ended_because"] == "refused"
    assert told["reasons"] == ["not_main_earner", "income_over_limit", "nothing_to_pay"]
    assert [kind for kind, _ in facts] == ["benefit_decided", "benefit_ended"]
    assert facts[1][1]["reason"] == "refused"


def test_the_figures_and_words_are_read_with_a_purpose_and_the_reading_is_recorded(
    housing, granted
):
    before = housing("lag")["log"]
    asked = {"kind": "benefit", "id": granted}
    seen = housing("read_details", **asked, by=BENEFIT_DESK, purpose="appeal")
    assert seen["inputs"]["income"] == 80_000
    assert {f["rule"] for f in seen["explanation"]} >= {"IncomeWithinLimit", "SomethingToPay"}
    assert housing("lag")["log"] == before + 1
    housing.refused("not_this_desks_work", "read_details", **asked, by=SHELTER_DESK, purpose="x")


def test_a_household_has_one_running_benefit_whoever_of_it_applies(housing, alone):
    household = new_id()
    first = housing.application(household_id=household)
    second = {
        "by": BENEFIT_DESK,
        "person_id": new_id(),
        "household_id": household,
    }
    refusal = housing.refused("household_has_one", "apply_for_benefit", **second)
    assert refusal.details["id"] == first
    housing("withdraw_benefit", benefit_id=first, **BY)
    assert housing("apply_for_benefit", **second)["benefit_id"] != first


def test_who_received_before_waits_a_year_and_the_service_knows_it(housing, alone):
    household = new_id()
    id = housing.application(household_id=household)
    housing("decide_benefit", benefit_id=id, **BY, figures=alone)
    month = housing("get_benefit", benefit_id=id)["months"][0]["month"]
    housing("send_payment", benefit_id=id, **BY, month=month)
    housing("stop_benefit", benefit_id=id, **BY, reason="found_work")
    again = housing.application(household_id=household)
    told = housing("decide_benefit", benefit_id=again, **BY, figures=alone)
    assert told["reasons"] == ["received_before"]


# -- month by month -------------------------------------------------------------------------------


def test_rents_are_paid_come_back_and_are_paid_again(housing, granted, today):
    month = month_of(today)
    asked = {"benefit_id": granted, **BY, "month": month}
    with housing.facts() as facts:
        housing("send_payment", **asked)
        housing("return_payment", **asked, reason="account_closed")
        housing("send_payment", **asked)
    assert [kind for kind, _ in facts] == [
        "benefit_paid",
        "benefit_payment_returned",
        "benefit_paid",
    ]
    assert facts[0][1]["month"] == month and facts[0][1]["amount"] == 40_000
    assert housing("get_benefit", benefit_id=granted)["months_paid"] == 1
    housing.refused("nothing_payable", "send_payment", **asked)


def test_the_list_of_payments_shows_what_is_payable_by_due_date(housing, granted):
    listed = []
    after = None
    while True:
        page = housing("list_payments", limit=2, after=after)
        listed += page["payments"]
        if (after := page["next"]) is None:
            break
    mine = [p for p in listed if p["benefit_id"] == granted]
    assert [p["state"] for p in mine] == ["due"] * 3
    assert [p["due_on"] for p in listed] == sorted(p["due_on"] for p in listed)
    assert len({p["payment"] for p in listed}) == len(listed)
    only = housing("list_payments", month=mine[2]["month"], before=mine[2]["due_on"])
    assert granted not in [p["benefit_id"] for p in only["payments"]]


def test_duties_are_noted_and_checked(housing, granted, today):
    month = month_of(today)
    asked = {"benefit_id": granted, **BY}
    for duty, times in (("hello_work", 2), ("consultation", 4), ("job_application", 3)):
        for _ in range(times):
            housing("note_duty", **asked, duty=duty)
    refusal = housing.refused("month_not_over", "check_duties", **asked, month=month)
    assert "job_application" in refusal.message
    housing("note_duty", **asked, duty="job_application")
    housing("check_duties", **asked, month=month)
    [row] = [m for m in housing("get_benefit", benefit_id=granted)["months"] if m["month"] == month]
    assert row["duties"] == {"hello_work": 2, "consultation": 4, "job_application": 4}
    assert row["duties_met"] is True


def test_a_review_lowers_what_is_still_to_be_paid(housing, granted, alone):
    told = housing("review_benefit", benefit_id=granted, **BY, figures=alone | {"income": 100_000})
    assert (told["granted"], told["amount"]) == (True, 24_000)
    months = housing("get_benefit", benefit_id=granted)["months"]
    assert [m["amount"] for m in months] == [24_000] * 3


def test_extended_twice_then_stopped(housing, granted, alone):
    asked = {"benefit_id": granted, **BY, "figures": alone}
    with housing.facts() as facts:
        assert housing("extend_benefit", **asked)["granted"]
        assert housing("extend_benefit", **asked)["granted"]
        refusal = housing.refused("longest_period_reached", "extend_benefit", **asked)
        shown = housing("get_benefit", benefit_id=granted)
        assert shown["months_granted"] == 9 and len(shown["months"]) == 9
        first = shown["months"][0]["month"]
        told = housing(
            "stop_benefit",
            benefit_id=granted,
            **BY,
            reason="public_assistance",
            from_month=first,
            note="本人が電話で",
        )
    assert "9" in refusal.message
    assert told["ended_because"] == "public_assistance"
    kinds = [kind for kind, _ in facts]
    assert kinds == [
        "benefit_extended",
        "benefit_extended",
        "benefit_stopped",
        "benefit_ended",
    ]
    assert [facts[0][1]["months_in_all"], facts[1][1]["months_in_all"]] == [6, 9]
    assert housing("get_benefit", benefit_id=granted)["months"] == []


def test_an_extension_refused_keeps_the_benefit_and_its_reasons(housing, granted, alone):
    told = housing(
        "extend_benefit", benefit_id=granted, **BY, figures=alone | {"seeking_work": False}
    )
    assert (told["granted"], told["reasons"]) == (False, ["not_seeking_work"])
    assert told["state"] == "paying"
    assert housing("get_benefit", benefit_id=granted)["months_granted"] == 3


def test_illness_stops_it_and_it_is_resumed_for_the_months_left(housing, granted, alone, today):
    month = month_of(today)
    asked = {"benefit_id": granted, **BY}
    housing("send_payment", **asked, month=month)
    stopped = housing("stop_benefit", **asked, reason="illness_or_injury", from_month=month)
    assert stopped["state"] == "stopped" and stopped["owner_desk"] == BENEFIT_DESK
    until = housing("get_benefit", benefit_id=granted)["resumable_until"]
    assert until == today.replace(year=today.year + 2).isoformat()
    told = housing("resume_benefit", **asked, figures=alone, first_month=month_after(month, 2))
    assert told["granted"] and told["state"] == "paying"
    months = [m["month"] for m in housing("get_benefit", benefit_id=granted)["months"]]
    assert months == [month, month_after(month, 2), month_after(month, 3)]


def test_it_ends_when_the_period_is_over_and_everything_is_paid(housing, granted):
    asked = {"benefit_id": granted, **BY}
    housing.refused("payments_open", "end_benefit", **asked)
    for row in housing("get_benefit", benefit_id=granted)["months"]:
        housing("send_payment", **asked, month=row["month"])
    told = housing("end_benefit", **asked, reason="found_work")
    assert (told["state"], told["ended_because"]) == ("ended", "found_work")
    assert housing("get_benefit", benefit_id=granted)["months_paid"] == 3


def test_the_landlord_to_pay_must_be_listed(housing, alone):
    person = new_id()
    housing.refused(
        "landlord_unknown",
        "apply_for_benefit",
        **BY,
        person_id=person,
        household_id=person,
        landlord_id="nobody",
    )
    id = housing.application(landlord_id=None)
    told = housing("decide_benefit", benefit_id=id, **BY, figures=alone)
    assert told["next_step"] == "name_landlord"
    asked = {"benefit_id": id, **BY}
    housing.refused("landlord_unknown", "name_landlord", **asked, landlord_id="nobody")
    told = housing("name_landlord", **asked, landlord_id=housing.landlord())
    assert told["next_step"] == "send_payment"


# -- moving costs ---------------------------------------------------------------------------------


def test_moving_costs_run_beside_a_benefit_and_are_paid_once(housing, today):
    household, person = new_id(), new_id()
    housing.application(household_id=household)
    asked = {"by": BENEFIT_DESK, "person_id": person, "household_id": household}
    figures = {
        "size": 1,
        "income": 80_000,
        "assets": 0,
        "rent": 60_000,
        "fell_on": (today - timedelta(days=100)).isoformat(),
        "costs": {"transport": 50_000, "key_money": 41_000},
    }
    with housing.facts() as facts:
        moving = housing("apply_for_moving_costs", **asked, documents=["quote"])["moving_id"]
        housing("receive_moving_document", moving_id=moving, **BY, document="quote")
        told = housing("decide_moving_costs", moving_id=moving, **BY, figures=figures)
        assert (told["granted"], told["amount"], told["next_step"]) == (
            True,
            91_000,
            "pay_moving_costs",
        )
        housing("pay_moving_costs", moving_id=moving, **BY)
    assert [kind for kind, _ in facts] == [
        "moving_costs_applied",
        "moving_costs_decided",
        "moving_costs_paid",
        "moving_costs_ended",
    ]
    again = housing("apply_for_moving_costs", **asked, documents=[])["moving_id"]
    told = housing("decide_moving_costs", moving_id=again, **BY, figures=figures)
    assert told["reasons"] == ["received_before"]
    listed = housing("list_moving_costs", person_id=person)["moving_costs"]
    assert {row["moving_id"]: row["state"] for row in listed} == {moving: "ended", again: "ended"}


def test_an_application_for_moving_costs_may_be_taken_back(housing):
    person = new_id()
    asked = {"by": BENEFIT_DESK, "person_id": person, "household_id": person}
    moving = housing("apply_for_moving_costs", **asked)["moving_id"]
    told = housing("ask_moving_documents", moving_id=moving, **BY, documents=["quote"])
    assert told["next_step"] == "gather_documents"
    told = housing("withdraw_moving_costs", moving_id=moving, **BY)
    assert told["ended_because"] == "withdrawn"


# -- shapes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "at_fault"),
    [
        ({"size": 0}, ["figures.size"]),
        ({"size": "three"}, ["figures.size"]),
        ({"income": -1, "rent": 1.5}, ["figures.income", "figures.rent"]),
        ({"assets": 10**9}, ["figures.assets"]),
        ({"cause": "laziness"}, ["figures.cause"]),
        ({"lost_on": "2999-01-01"}, ["figures.lost_on"]),
        ({"lost_on": None}, ["figures.lost_on"]),
        ({"salary": 5}, ["figures.salary"]),
    ],
)
def test_wrong_figures_name_the_field_and_the_remedy_and_change_nothing(
    housing, alone, wrong, at_fault
):
    id = housing.application()
    asked = {"benefit_id": id, **BY, "figures": alone | wrong}
    assert housing.find_faults("decide_benefit", **asked) == at_fault


@pytest.mark.parametrize(
    ("method", "asked", "at_fault"),
    [
        ("apply_for_benefit", {"person_id": "p1"}, ["household_id"]),
        ("apply_for_benefit", {"household_id": "1"}, ["person_id"]),
        (
            "apply_for_benefit",
            {"household_id": "佐藤家", "person_id": "p1"},
            ["household_id"],
        ),
        ("apply_for_benefit", {"household_id": "sato", "person_id": "p1"}, ["household_id"]),
        (
            "apply_for_benefit",
            {"household_id": "1", "person_id": "p1", "referral_id": "r1"},
            ["person_id"],
        ),
        (
            "apply_for_benefit",
            {"household_id": "1", "person_id": "p1", "documents": ["賃貸契約書"]},
            ["documents.0"],
        ),
        ("send_payment", {"benefit_id": "b", "month": "2026-13"}, ["month"]),
        ("send_payment", {"benefit_id": "b", "month": "2026-11", "on": "2999-01-01"}, ["on"]),
        ("stop_benefit", {"benefit_id": "b", "reason": "飽きた"}, ["reason"]),
        ("note_duty", {"benefit_id": "b", "duty": "pray"}, ["duty"]),
    ],
)
def test_wrong_shapes_name_the_field_and_the_remedy_and_change_nothing(
    housing, method, asked, at_fault
):
    assert housing.find_faults(method, **BY, **asked) == at_fault


def test_another_desk_does_not_decide(housing, alone):
    id = housing.application()
    asked = {"benefit_id": id, "by": SHELTER_DESK, "figures": alone}
    assert housing.refused("not_this_desks_work", "decide_benefit", **asked).details["remedy"]
    assert housing.find_faults("decide_benefit", **asked | {"by": "waterworks"}) == ["by"]


def test_who_saw_an_older_version_is_told(housing, granted, today):
    asked = {"benefit_id": granted, **BY, "month": month_of(today)}
    with pytest.raises(TsunaguError) as stale:
        housing("send_payment", **asked, expected_version=1)
    assert stale.value.code == "stale_version"
    version = stale.value.details["version"]
    assert housing("send_payment", **asked, expected_version=version)["version"] > version


@pytest.mark.parametrize("method", ["get_benefit", "send_payment"])
def test_what_is_not_known_is_not_found(housing, method):
    asked = {"month": "2026-11", **BY} if method == "send_payment" else {}
    housing.refused("not_found", method, benefit_id="nowhere", **asked)


def test_staff_set_the_next_step_of_anything_at_their_desk(housing, granted, today):
    due = (today + timedelta(days=9)).isoformat()
    asked = {"kind": "benefit", "id": granted, **BY, "next_step": "visit_landlord", "due_on": due}
    assert housing("set_next_step", **asked)["next_step"] == "visit_landlord"
    [row] = [c for c in housing("list_courses", limit=500)["courses"] if c["id"] == granted]
    assert (row["next_step"], row["due_on"], row["desk"]) == ("visit_landlord", due, BENEFIT_DESK)
    housing.refused("not_found", "set_next_step", **asked | {"kind": "castle"})
    assert housing.find_faults("set_next_step", **asked | {"next_step": "叔母に電話"}) == [
        "next_step"
    ]


def test_lists_are_asked_by_state_and_person(housing, granted):
    person = housing("get_benefit", benefit_id=granted)["person_id"]
    assert [b["benefit_id"] for b in housing("list_benefits", person_id=person)["benefits"]] == [
        granted
    ]
    assert housing("list_benefits", state="stopped", person_id=person)["benefits"] == []
    housing.refused("invalid_input", "list_benefits", state="sleeping")
    assert housing("list_courses", person_id=person, overdue=True)["courses"] == []


def test_verify_is_clean_after_all_of_it(housing):
    assert housing.verify() == []

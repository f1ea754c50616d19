"""From the shelf to the desk: never pressed, and counted however late they come."""

import json
from datetime import timedelta

import pytest

from tsunagu.domain.calendar import add_working_days
from tsunagu.hosting.record_import import ImportContext

LONG_AGO = 150


@pytest.fixture
def ago(today):
    return lambda days: (today - timedelta(days=days)).isoformat()


@pytest.fixture
def visitor(foodbank, ago):
    """Somebody who took food five months ago and has come since."""
    id = foodbank.visitor(on=ago(LONG_AGO), nickname="赤い帽子の人")
    foodbank.do("record_visit", visitor_id=id, on=ago(LONG_AGO), wants_food=False)
    return id


def consult(foodbank, **other):
    """The person comes to consultation support, as intake accepts it; the food bank has heard."""
    asked = {"channel": "walk_in"} | other
    accepted = foodbank.platform.call("intake", "accept_consultation", **asked)
    foodbank.platform.wait_until_level()
    return {name: accepted[name] for name in ("person_id", "case_id", "record_id")}


def person(foodbank):
    found = foodbank.platform.call("intake", "register_person")["person_id"]
    foodbank.platform.wait_until_level()
    return found


def invite(foodbank, visitor, word, **other):
    on = {"visitor_id": visitor} | {k: v for k, v in other.items() if k == "on"}
    foodbank.do("offer_invitation", **on)
    return foodbank.do("answer_invitation", visitor_id=visitor, answer=word, **other)


def row_of(foodbank, visitor):
    return foodbank("get_visitor", visitor_id=visitor)


# -- declined, and months later -------------------------------------------------------------------


@pytest.mark.parametrize("linked", ["before_they_come", "after_they_came"])
def test_a_visitor_who_declined_and_comes_months_later_by_themselves_is_counted(
    foodbank, visitor, ago, today, linked
):
    invite(foodbank, visitor, "declined", on=ago(140))
    foodbank.refused("asking_not_allowed", "offer_invitation", visitor_id=visitor)
    with foodbank.facts() as facts:
        if linked == "before_they_come":
            ids = {"person_id": person(foodbank)}
            foodbank.do("link_visitor", visitor_id=visitor, **ids)
            came = consult(foodbank, **ids)
        else:
            came = consult(foodbank)
            ids = {name: came[name] for name in ("person_id", "case_id")}
            foodbank.do("link_visitor", visitor_id=visitor, **ids)
    assert [kind for kind, _ in facts] == ["visitor_linked", "visitor_came"]
    assert facts[1][1] == {
        "visitor_id": visitor,
        "person_id": came["person_id"],
        "case_id": came["case_id"],
        "on": today.isoformat(),
        "record_id": came["record_id"],
        "first_visit_on": ago(LONG_AGO),
        "days": LONG_AGO,
        "invitation": "declined",
        "by_themselves": True,
    }
    row = row_of(foodbank, visitor)
    assert (row["came_days"], row["came_invitation"]) == (LONG_AGO, "declined")


def test_whoever_never_comes_is_no_open_need_and_is_left_in_peace(foodbank, visitor, ago):
    invite(foodbank, visitor, "thinking", on=ago(140))
    assert visitor not in foodbank.promises()
    foodbank.refused("asking_not_allowed", "offer_invitation", visitor_id=visitor)


def test_they_are_asked_again_when_they_allowed_it_or_asked(foodbank, visitor, ago, today):
    invite(foodbank, visitor, "thinking", on=ago(140), may_ask_again_on=today.isoformat())
    assert visitor in may_be_asked(foodbank)
    foodbank.do("offer_invitation", visitor_id=visitor)
    foodbank.do("answer_invitation", visitor_id=visitor, answer="declined")
    assert visitor not in may_be_asked(foodbank)
    foodbank.refused("asking_not_allowed", "offer_invitation", visitor_id=visitor)
    foodbank.do("visitor_asks", visitor_id=visitor)
    assert visitor in may_be_asked(foodbank)
    assert foodbank.do("offer_invitation", visitor_id=visitor)["invitation"] == "offered"
    assert row_of(foodbank, visitor)["offers"] == 3


def may_be_asked(foodbank):
    page = foodbank("list_visitors", may_be_asked=True, limit=500)
    assert page["next"] is None
    return {row["visitor_id"] for row in page["visitors"]}


# -- agreed ---------------------------------------------------------------------------------------


def test_an_agreement_has_an_owner_a_step_and_a_day_until_they_reach_the_desk(
    foodbank, visitor, today
):
    with foodbank.facts() as facts:
        invite(foodbank, visitor, "agreed")
    assert [kind for kind, _ in facts] == ["invitation_offered", "invitation_agreed"]
    owed = ("food_bank", "accompany", add_working_days(today, 5).isoformat())
    assert foodbank.promises("invitation")[visitor] == owed
    foodbank.do("link_visitor", visitor_id=visitor, person_id=person(foodbank))
    with foodbank.facts() as facts:
        came = consult(
            foodbank,
            person_id=row_of(foodbank, visitor)["person_id"],
            from_desk="food_bank",
            channel="partner",
        )
    assert [kind for kind, _ in facts] == ["visitor_came", "visitor_connected"]
    assert (facts[0][1]["invitation"], facts[0][1]["by_themselves"]) == ("agreed", False)
    connected = facts[1][1]
    assert (connected["way"], connected["case_id"]) == ("consultation", came["case_id"])
    assert visitor not in foodbank.promises()


def test_an_agreed_visitor_is_connected_by_a_sheet_that_its_desk_accepts(foodbank, visitor):
    invite(foodbank, visitor, "agreed", next_step="write_sheet")
    ids = {"person_id": person(foodbank)}
    foodbank.do("link_visitor", visitor_id=visitor, **ids)
    sent = foodbank.platform.call(
        "referral", "refer", by="food_bank", to="consultation_support", basis="conference", **ids
    )
    foodbank.platform.wait_until_level()
    assert visitor in foodbank.promises("invitation")  # sent is not yet received
    with foodbank.facts() as facts:
        accept = {"referral_id": sent["referral_id"], "by": "consultation_support"}
        foodbank.platform.call("referral", "accept", **accept)
        foodbank.platform.wait_until_level()
    [(kind, data)] = facts
    assert (kind, data["way"], data["referral_id"]) == (
        "visitor_connected",
        "sheet",
        sent["referral_id"],
    )
    assert visitor not in foodbank.promises()


def test_an_agreed_visitor_is_connected_in_person(foodbank, visitor):
    connection = {"visitor_id": visitor, "person_id": "p-in-person", "case_id": "c-in-person"}
    foodbank.refused("state_not_allowed", "connect_visitor", **connection)
    invite(foodbank, visitor, "agreed")
    with foodbank.facts() as facts:
        foodbank.do("connect_visitor", **connection)
    assert [kind for kind, _ in facts] == ["visitor_linked", "visitor_connected"]
    assert facts[1][1]["way"] == "in_person" and visitor not in foodbank.promises()


def test_whoever_takes_it_back_is_owed_and_asked_nothing_more(foodbank, visitor):
    invite(foodbank, visitor, "agreed")
    step = {"next_step": "make_appointment", "due_on": foodbank.promises()[visitor][2]}
    foodbank.do("set_invitation_step", visitor_id=visitor, **step)
    assert foodbank.promises("invitation")[visitor][1] == "make_appointment"
    foodbank.do("withdraw_invitation", visitor_id=visitor, reason="not_now")
    assert visitor not in foodbank.promises()
    foodbank.refused("asking_not_allowed", "offer_invitation", visitor_id=visitor)


# -- when records change --------------------------------------------------------------------------


def test_a_corrected_day_of_the_consultation_changes_the_days(foodbank, visitor, today, ago):
    """Past records of intake, one of which had the wrong day."""
    person_id = ImportContext.person_id("somebody of long ago")
    foodbank.do("link_visitor", visitor_id=visitor, person_id=person_id)
    of = {"person": "somebody of long ago", "on": ago(10)}
    bring_in(foodbank, of | {"do": "consultation", "channel": "walk_in"})
    assert row_of(foodbank, visitor)["came_days"] == LONG_AGO - 10
    with foodbank.facts() as facts:
        wrong = {"do": "consultation", "on": ago(10)}
        bring_in(foodbank, of | {"do": "correction", "of": wrong, "set": {"on": ago(12)}})
    [(kind, data)] = facts
    assert (kind, data["days"], data["on"]) == ("visitor_came_corrected", LONG_AGO - 12, ago(12))
    assert row_of(foodbank, visitor)["came_days"] == LONG_AGO - 12


def bring_in(foodbank, line):
    lines = [{"line": 1, "text": json.dumps(line)}]
    taken = foodbank.platform.call("intake", "import_lines", lines=lines)
    assert taken["accepted"] == 1, taken
    foodbank.platform.wait_until_level()


def test_a_wrong_link_is_undone_with_what_it_had_counted(foodbank, visitor):
    invite(foodbank, visitor, "agreed")
    foodbank.do("link_visitor", visitor_id=visitor, person_id=person(foodbank))
    consult(foodbank, person_id=row_of(foodbank, visitor)["person_id"])
    assert row_of(foodbank, visitor)["invitation"] == "connected"
    with foodbank.facts() as facts:
        foodbank.do("unlink_visitor", visitor_id=visitor, reason="wrong_person")
    assert [kind for kind, _ in facts] == [
        "visitor_came_corrected",
        "visitor_unlinked",
        "invitation_agreed",
    ]
    assert facts[0][1]["days"] is None
    assert foodbank.promises("invitation")[visitor][1] == "ask_visitor"
    row = row_of(foodbank, visitor)
    assert row["person_id"] is row["came_on"] is None


# -- how many -------------------------------------------------------------------------------------


def test_the_figures_count_people_who_came_and_not_cards(foodbank, ago, today):
    day = ago(3000)

    def somebody(word=None, **other):
        id = foodbank.visitor(on=day)
        foodbank.do("record_visit", visitor_id=id, on=day, wants_food=False)
        if word:
            invite(foodbank, id, word, on=day, **other)
        return id

    somebody()
    somebody("thinking")
    refused_and_came, second_card = somebody("declined"), somebody()
    came = consult(foodbank)
    ids = {name: came[name] for name in ("person_id", "case_id")}
    for visitor in (second_card, refused_and_came):
        foodbank.do("link_visitor", visitor_id=visitor, **ids)
    foodbank.do("record_visit", on=day, wants_food=False)
    figures = foodbank("coming", from_on=day, to_on=day)
    assert {k: v for k, v in figures.items() if k != "invitation"} == {
        "visitors": 3,
        "anonymous_visits": 1,
        "offered": 2,
        "came": 1,
        "came_by_themselves": 1,
        "came_after_declining": 1,
        "median_days": 3000,
    }
    assert figures["invitation"]["thinking"] == figures["invitation"]["declined"] == 1
    nobody = foodbank("coming", from_on=ago(3001), to_on=ago(3001))
    assert (nobody["visitors"], nobody["median_days"]) == (0, None)


# -- the aide's contacts --------------------------------------------------------------------------


def test_a_word_at_the_shelf_needs_nothing_to_follow(foodbank, visitor):
    chat = {"kind": "chat", "opened_up": "a_little", "note": "娘さんの話をした"}
    with foodbank.facts() as facts:
        contact = foodbank.do("record_contact", visitor_id=visitor, **chat)
        foodbank.do("record_contact", **chat)
    assert [kind for kind, _ in facts] == ["aide_contact", "aide_contact"]
    assert [data["visitor_id"] for _, data in facts] == [visitor, None]
    assert "娘" not in str(facts)
    assert contact["contact_id"] not in foodbank.promises()
    reading = {"contact_id": contact["contact_id"], "purpose": "contact"}
    assert foodbank.do("read_contact", **reading)["note"] == "娘さんの話をした"


def test_what_the_aide_promised_is_owed_until_its_outcome(foodbank, visitor, today):
    chat = {"kind": "sit_down", "opened_up": "asked_for_help", "next_step": "bring_leaflet"}
    contact = foodbank.do("record_contact", visitor_id=visitor, **chat)["contact_id"]
    due_on = add_working_days(today, 5).isoformat()
    assert foodbank.promises("contact")[contact] == ("food_bank", "bring_leaflet", due_on)
    step = {"contact_id": contact, "next_step": "call", "due_on": today.isoformat()}
    foodbank.do("set_contact_step", **step)
    foodbank.do("end_contact_step", contact_id=contact, outcome="done")
    assert contact not in foodbank.promises()


@pytest.mark.parametrize(
    ("method", "body", "fields"),
    [
        ("answer_invitation", {"visitor_id": "v", "answer": "perhaps"}, ["answer"]),
        ("answer_invitation", {"visitor_id": "v"}, ["answer"]),
        ("link_visitor", {"visitor_id": "v"}, ["person_id"]),
        ("unlink_visitor", {"visitor_id": "v", "reason": "bored"}, ["reason"]),
        ("record_contact", {"kind": "hug", "opened_up": "a_little"}, ["kind"]),
        ("record_contact", {}, ["kind", "opened_up"]),
        ("set_contact_step", {"contact_id": "t"}, ["due_on", "next_step"]),
        ("coming", {"by": None}, ["by", "from_on", "to_on"]),
        ("list_visitors", {"by": None, "invitation": "lost"}, ["by", "invitation"]),
    ],
)
def test_a_wrong_shape_names_every_field_and_changes_nothing(foodbank, method, body, fields):
    assert foodbank.faulty(method, **body) == fields


def test_after_all_this_the_service_finds_no_fault_with_itself(foodbank):
    assert foodbank.verify() == []

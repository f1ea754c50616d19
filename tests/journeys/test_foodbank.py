"""Food for whoever comes, by a sheet or without a name, and the way to the desk in their time."""

import uuid
from datetime import date

import pytest

from tests.journeys.consulting import SUPPORT, Person, whole
from tsunagu.process.concurrency import sleep, spawn

NO_EGG = {"size": 3, "children": 1, "allergies": ["egg"], "diets": []}


@pytest.fixture
def counter(city):
    return city.as_desk("food_bank")


@pytest.fixture
def shelf():
    """A place of this test's own, so that no other test's food is found there."""
    return f"shelf_{uuid.uuid4().hex[:8]}"


def arrived(counter, shelf, on, item="retort_curry", *contents, units=20):
    lot = {"item": item, "units": units, "unit_grams": 200, "expires_on": None, "label": "all"}
    lot |= {"contents": contents, "source": "company", "place": shelf, "on": on}
    return counter.post("/foodbank/stock", lot)


def promised(counter, id):
    """Who owes what to that visit, parcel or visitor, and by when."""
    page = counter.get("/foodbank/promises?limit=500")["promises"]
    return [(p["owner_desk"], p["next_step"], p["due_on"]) for p in page if p["id"] == id]


def test_a_family_that_one_desk_turned_away_is_fed_and_nothing_harms_them(city, counter, shelf):
    person = Person(city, "2014-09-01")
    first = person.refer("livelihood", "2014-09-01", "no_food", sheet={"family": "三人"})
    not_ours = {"on": "2014-09-02", "reason": "not_eligible"}
    city.as_desk("livelihood").post(f"/referrals/{first}/reject", not_ours)
    person.has_it_back(first, "rejected", "not_eligible")
    sheet = person.refer("food_bank", "2014-09-02", "no_food", replaces=first)
    counter.awaits_sheet("foodbank", sheet)

    came = {"referral_id": sheet, "household": NO_EGG, "place": shelf, "on": "2014-09-03"}
    visit = counter.post("/foodbank/visits", came)["visit_id"]
    person.hears(sheet, "in_progress", owner_desk="food_bank", hop=2)
    pack = {"on": "2014-09-03"}
    nothing = counter.post(f"/foodbank/visits/{visit}/parcel", pack)
    assert nothing["parcel"] is None
    assert promised(counter, visit) == [("food_bank", "call_when_stock", "2014-09-08")]
    ours = counter.get(f"/referrals/{sheet}/sheet?purpose=support")["sheet"]
    assert (ours["name"], ours["family"]) == (person.name, "三人"), "told once"

    arrived(counter, shelf, "2014-09-05")
    assert visit in arrived(counter, shelf, "2014-09-05", "bread", "egg", "wheat")["waiting"]
    packed = counter.post(f"/foodbank/visits/{visit}/parcel", {"on": "2014-09-05"})
    [left_out] = [sentence for sentence in packed["left_out"] if sentence.startswith("パン")]
    assert "卵を含むため入れていません" in left_out
    parcel = packed["parcel"]["parcel_id"]
    assert promised(counter, visit) == []
    assert promised(counter, parcel) == [("food_bank", "hand_over", "2014-09-05")]
    counter.post(f"/foodbank/parcels/{parcel}/giving", {"on": "2014-09-05"})
    assert promised(counter, parcel) == []
    person.hears(sheet, "completed", outcome="parcel_given", owner_desk=None)
    person.course_shows(
        "referral.rejected",
        "referral.requested",
        "referral.accepted",
        "foodbank.parcel_given",
        "referral.completed",
    )

    city.wait_until_level()
    fed = city.report("foodbank", **whole(2014))
    counted = ("visits", "anonymous_visits", "parcels", "people_fed", "came_to_consultation")
    assert [fed[name] for name in counted] == [1, 0, 1, 3, 0]
    sheets = city.report("referrals", **whole(2014))
    assert [sheets[name] for name in ("sent", "rejected", "completed", "mean_hops")] == [2, 1, 1, 2]
    assert sheets["reasons"] == {"not_eligible": 1}


def test_a_visitor_who_declined_is_left_in_peace_and_counted_when_they_come_months_later(
    city, counter, shelf
):
    arrived(counter, shelf, "2013-02-01")
    card = {"card": f"c-{uuid.uuid4().hex[:8]}", "place": shelf}
    first = card | {"on": "2013-02-04", "household": {"size": 1, "allergies": [], "diets": []}}
    handed = counter.post("/foodbank/hand-outs", first)
    assert handed["visit"]["state"] == "helped"
    visitor = handed["visit"]["visitor_id"]
    at = f"/foodbank/visitors/{visitor}"
    assert counter.get(at)["person_id"] is None, "food needs nobody's name"
    counter.post(f"{at}/invitation", {"on": "2013-02-18"})
    declined = {"on": "2013-02-18", "answer": "declined"}
    counter.post(f"{at}/invitation/answer", declined)
    assert promised(counter, visitor) == [], "who declined is nobody's open task"

    counter.post("/foodbank/hand-outs", card | {"on": "2013-03-04"})
    counter.refused(f"{at}/invitation", {"on": "2013-03-04"}, "asking_not_allowed")
    chat = {"visitor_id": visitor, "kind": "chat", "opened_up": "a_little", "on": "2013-05-13"}
    counter.post("/foodbank/contacts", chat)
    counter.refused(f"{at}/invitation", {"on": "2013-05-13"}, "asking_not_allowed")

    person = Person(city, "2013-07-08")
    city.wait_until_level()  # the food bank has heard of it, and does not know yet whom it is about
    link = {"on": "2013-07-10"} | person.ids
    linked = counter.post(f"{at}/link", link)
    days = (date(2013, 7, 8) - date(2013, 2, 4)).days
    assert (linked["came"], linked["days"]) == (True, days)
    shown = person.course_shows("intake.consultation_accepted", "foodbank.visitor_came")
    assert "name" not in str(shown[-1]["details"])

    city.wait_until_level()
    fed = city.report("foodbank", **whole(2013))
    assert (fed["visits"], fed["known_visitors"], fed["parcels"]) == (2, 1, 2)
    assert (fed["invitations"]["offered"], fed["invitations"]["declined"]) == (1, 1)
    assert fed["aide_contacts"] == 1
    came = ("came_to_consultation", "came_by_themselves", "median_days_to_consultation")
    assert [fed[name] for name in came] == [1, 1, days]
    asked = "from_on=2013-02-01&to_on=2013-02-28"
    later = city.ask("reader", "GET", f"/foodbank/coming?{asked}").body
    assert (later["came"], later["came_after_declining"]) == (1, 1)


def test_a_visitor_who_agreed_is_owed_the_way_until_the_desk_has_taken_them(city, counter, shelf):
    registered = {"on": "2012-05-07", "nickname": "赤い帽子の人"}
    visitor = counter.post("/foodbank/visitors", registered)["visitor_id"]
    seen = {"visitor_id": visitor, "place": shelf, "on": "2012-05-07", "wants_food": False}
    counter.post("/foodbank/visits", seen)
    at = f"/foodbank/visitors/{visitor}"
    counter.post(f"{at}/invitation", {"on": "2012-05-14"})
    agreed = {"on": "2012-05-14", "answer": "agreed", "due_on": "2012-05-18"}
    counter.post(f"{at}/invitation/answer", agreed)
    assert promised(counter, visitor) == [("food_bank", "accompany", "2012-05-18")]
    person = Person(city, "2012-05-17", channel="partner", from_desk="food_bank")
    city.wait_until_level()
    counter.post(f"{at}/link", {"on": "2012-05-17"} | person.ids)
    assert promised(counter, visitor) == []
    assert counter.get(at)["invitation"] == "connected"
    person.course_shows("intake.consultation_accepted", "foodbank.visitor_connected")
    city.wait_until_level()
    [brought] = city.report("sources", **whole(2012))["desks"]
    assert (brought["desk"], brought["handovers"]) == ("food_bank", 1)
    edges = city.report("network", **whole(2012))["edges"]
    assert edges == [{"from": "food_bank", "to": SUPPORT, "n": 1}]
    assert city.verify() == []


def test_who_is_linked_in_the_very_moment_in_which_they_come_is_counted(deployed):
    """The fact of intake and the desk's link cross: whoever is second sees the first."""
    counter, support = deployed.as_desk("food_bank"), deployed.as_desk(SUPPORT)
    came = []
    for milliseconds in range(30):
        seen = {"card": f"c-{uuid.uuid4().hex[:8]}", "on": "2011-06-01", "wants_food": False}
        visitor = counter.post("/foodbank/visits", seen)["visitor_id"]
        who = {"person_id": support.post("/persons")["person_id"], "on": "2011-07-01"}
        comes = spawn(support.post, "/consultations", who | {"channel": "walk_in"})
        sleep(milliseconds / 1000)  # a little later each time, so that some do cross
        counter.post(f"/foodbank/visitors/{visitor}/link", who)
        comes.wait()
        deployed.wait_until_level()
        came.append(counter.get(f"/foodbank/visitors/{visitor}")["came_on"])
    assert came == ["2011-07-01"] * len(came)

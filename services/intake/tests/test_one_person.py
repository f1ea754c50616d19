"""One person, many signals: joined at once or decided by a human, one need, and undone again."""

import itertools

import pytest

from tsunagu.domain.calendar import add_working_days
from tsunagu.domain.errors import TsunaguError

numbers = itertools.count(1)
birthdays = itertools.count(1)
SOUNDS = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホ"


def somebody(**other):
    """Details nobody else of this module has."""
    n = next(birthdays)
    return {
        "name": f"座間　第{n}子",
        "kana": f"ザマ　{SOUNDS[n % 20] * 3}{SOUNDS[20 + n // 20]}コ",
        "birth_date": f"19{50 + n % 40}-{n % 12 + 1:02d}-{n % 28 + 1:02d}",
        "address": f"座間市緑ケ丘{n % 6 + 1}-{n}-{n % 9 + 1}",
        "phone": f"090-{n * 37 % 9000 + 1000}-{n * 91 % 9000 + 1000}",
    } | other


def notice(person, department="waterworks", **other):
    return {
        "id": f"i-{next(numbers)}",
        "department": department,
        "kind": "water_arrears",
        "noticed_on": "2026-04-20",
        "basis": "consent",
        "person": person,
    } | other


@pytest.fixture
def signal(intake):
    """Sends a signal; the row of it as the desk sees it."""

    def send(person, department="waterworks", **other):
        id = intake("receive_signal", **notice(person, department, **other))["signal_id"]
        return row(intake, id)

    return send


def row(intake, signal_id):
    return intake("get_signal", signal_id=signal_id)


def human(intake, person_id):
    return intake("get_human", person_id=person_id)


def open_needs(intake):
    with intake.platform.runtime("intake").store.reading() as connection:
        needs = list(intake.platform.runtime("intake").definition.needs(connection))
    assert all(n.owner_desk and n.next_step and n.due_on for n in needs)
    return {(need.kind, need.id) for need in needs}


def proposal_about(intake, person_id):
    (found,) = intake("list_matches", person_id=person_id)["proposals"]
    return found


# -- surely the same ------------------------------------------------------------------------------


def test_two_departments_noticing_one_person_are_one_need_with_both_reasons(intake, signal):
    person = somebody()
    first = signal(person)
    with intake.facts() as facts:
        second = signal(
            person
            | {"name": person["name"].replace("座間", "座閒"), "kana": None, "phone": None}
            | {"name": person["name"].replace("　", "")},
            "tax_collection",
            kind="tax_arrears",
        )
    assert [kind for kind, _ in facts] == [
        "person_registered",
        "consent_given",
        "signal_received",
        "persons_merged",
        "signal_attached",
    ]
    merged = facts[3][1]
    assert merged["ground"] == "automatic" and merged["into_id"] == first["person_id"]
    assert set(merged["reasons"]) == {"kanji_same", "birth_same", "address_same"}
    assert (second["state"], second["attached_to"]) == ("attached", first["signal_id"])
    place = ("owner_desk", "next_step", "due_on")
    assert [second[name] for name in place] == [first[name] for name in place]
    needs = open_needs(intake)
    assert ("signal", first["signal_id"]) in needs
    assert ("signal", second["signal_id"]) not in needs
    (also,) = row(intake, first["signal_id"])["also"]
    assert (also["department"], also["kind"]) == ("tax_collection", "tax_arrears")
    assert person["name"] not in str(facts)


def test_in_the_list_the_need_stands_once_with_all_its_reasons(intake, signal):
    person = somebody()
    first = signal(person)
    for department in ("tax_collection", "insurance_pension", "housing"):
        signal(person, department)
    rows = intake("list_signals", limit=500)["signals"]
    ours = [r for r in rows if r["signal_id"] == first["signal_id"]]
    assert [{a["department"] for a in r["also"]} for r in ours] == [
        {"tax_collection", "insurance_pension", "housing"}
    ]
    attached = {a["signal_id"] for a in ours[0]["also"]}
    assert attached.isdisjoint(r["signal_id"] for r in rows)


def test_when_the_person_comes_the_case_carries_every_reason(intake, signal):
    person = somebody()
    first, second = signal(person), signal(person, "tax_collection", kind="tax_arrears")
    case = intake("accept_consultation", channel="walk_in", signal_id=second["signal_id"])
    for id in (first["signal_id"], second["signal_id"]):
        assert (row(intake, id)["state"], row(intake, id)["case_id"]) == (
            "connected",
            case["case_id"],
        )
    shown = intake("get_case", id=case["case_id"])
    assert {s["kind"] for s in shown["signals"]} == {"water_arrears", "tax_arrears"}
    course = intake("case_timeline", id=case["case_id"])["entries"]
    assert [e["what"] for e in course].count("intake.signal_connected") == 2


def test_who_walks_in_without_a_number_is_recognised_and_nothing_waits_any_more(intake, signal):
    person = somebody()
    waiting = signal(person)
    case = intake("accept_consultation", channel="walk_in", person=person)
    assert row(intake, waiting["signal_id"])["state"] == "connected"
    again = intake("accept_consultation", channel="phone", person=person)
    assert (again["case_id"], again["opening"]) == (case["case_id"], "continued")


def test_a_signal_about_somebody_with_an_open_case_goes_to_that_case(intake, signal):
    person = somebody()
    case = intake("accept_consultation", channel="walk_in", person=person)
    late = signal(person)
    assert (late["state"], late["case_id"]) == ("connected", case["case_id"])


@pytest.mark.parametrize("days", [0, 9])
def test_an_urgent_one_keeps_its_clock_whatever_the_open_case_has_planned(
    intake, signal, today, days
):
    """A case in good hands would swallow it: it stays until somebody has seen to it."""
    person = somebody()
    due = add_working_days(today, days).isoformat()
    case = intake("accept_consultation", channel="walk_in", person=person, due_on=due)
    ordinary, urgent = signal(person), signal(person, "tax_collection", kind="water_cut_soon")
    assert ordinary["state"] == "connected"
    assert (urgent["state"], urgent["next_step"]) == ("open", "urgent_contact")
    assert urgent["due_at"] is not None
    urgent_now = intake("list_signals", urgent=True, limit=500)["signals"]
    assert urgent["signal_id"] in {one["signal_id"] for one in urgent_now}
    intake("connect_signal", signal_id=urgent["signal_id"], case_id=case["case_id"])
    now = intake("get_case", id=case["case_id"])
    assert now["due_on"] <= max(urgent["due_on"], today.isoformat())


def test_an_urgent_one_is_carried_by_the_case_once_the_person_has_come(intake, signal):
    person = somebody()
    urgent = signal(person, kind="no_food")
    case = intake("accept_consultation", channel="walk_in", person=person)
    taken = row(intake, urgent["signal_id"])
    assert (taken["state"], taken["case_id"]) == ("connected", case["case_id"])


def test_an_ordinary_one_brings_the_next_step_of_a_resting_case_near(intake, signal, today):
    person = somebody()
    due = add_working_days(today, 200).isoformat()
    rest = {"owner_desk": "household_budget", "next_step": "monitoring", "due_on": due}
    case = intake("accept_consultation", channel="walk_in", person=person, **rest)
    signal(person)
    now = intake("get_case", id=case["case_id"])
    assert (now["owner_desk"], now["next_step"]) == ("household_budget", "first_contact")
    assert now["due_on"] == add_working_days(today, 3).isoformat()


def test_a_slip_shown_again_goes_on_in_the_same_case(intake, signal):
    id = signal(None, basis="encouragement_only")["signal_id"]
    name = intake("print_slip", signal_id=id)["name"]
    code = name.removeprefix("tsunagu-slip-").removesuffix(".html")
    first = intake("accept_consultation", channel="walk_in", slip_code=code, person=somebody())
    again = intake("accept_consultation", channel="walk_in", slip_code=code)
    assert (again["case_id"], again["person_id"]) == (first["case_id"], first["person_id"])


def test_a_case_named_by_its_number_needs_no_person(intake):
    first = intake("accept_consultation", channel="walk_in", person=somebody())
    again = intake("accept_consultation", channel="phone", case_id=first["case_id"])
    assert again["person_id"] == first["person_id"]


def test_one_that_is_attached_ends_alone_and_the_need_goes_on(intake, signal):
    person = somebody()
    first = signal(person)
    leads = signal(person, "tax_collection", kind="suicide_risk")
    intake("close_signal", signal_id=first["signal_id"], reason="paid_up")
    assert row(intake, first["signal_id"])["state"] == "closed"
    assert row(intake, leads["signal_id"])["state"] == "open"


def test_an_urgent_one_that_comes_later_leads(intake, signal):
    person = somebody()
    first = signal(person)
    urgent = signal(person, "housing", kind="suicide_risk")
    assert urgent["state"] == "open"
    followed = row(intake, first["signal_id"])
    assert (followed["attached_to"], followed["next_step"]) == (
        urgent["signal_id"],
        "urgent_contact",
    )


def test_those_attached_follow_the_next_step_and_the_end_of_the_one_that_leads(
    intake, signal, today
):
    person = somebody()
    first, second = signal(person), signal(person, "tax_collection")
    due = add_working_days(today, 1).isoformat()
    step = {"owner_desk": "livelihood", "next_step": "visit", "due_on": due}
    intake("set_signal_next_step", signal_id=first["signal_id"], **step)
    followed = row(intake, second["signal_id"])
    assert {name: followed[name] for name in step} == step
    refusal = intake.refused(
        "signal_attached", "set_signal_next_step", signal_id=second["signal_id"], **step
    )
    assert refusal.details["attached_to"] == first["signal_id"]
    intake("close_signal", signal_id=first["signal_id"], reason="declined")
    assert row(intake, second["signal_id"])["state"] == "closed"


def test_a_department_does_not_learn_that_another_noticed_the_same_person(intake, signal):
    person = somebody()
    signal(person)
    second = signal(person, "tax_collection")
    told = intake("get_signal", signal_id=second["signal_id"], department="tax_collection")
    assert told["state"] == "open" and told["next_step"] == "first_contact"
    assert "attach" not in str(told) and "also" not in told and "waterworks" not in str(told)
    listed = intake("list_signals", acting_department="tax_collection", limit=500, state="all")
    assert "attach" not in str(listed)


def test_what_another_departments_signal_needs_is_not_told_either(intake, signal, today):
    """Where one is attached, its department hears of its own step, not of the one that leads."""
    person = somebody()
    mine = signal(person, basis="conference")
    leads = signal(person, "tax_collection", kind="suicide_risk", basis="conference")
    step = {"owner_desk": "livelihood", "next_step": "police_visit"}
    intake("set_signal_next_step", signal_id=leads["signal_id"], due_on=str(today), **step)
    id, asking = mine["signal_id"], {"acting_department": "waterworks", "limit": 500}
    told = [
        intake("get_signal", signal_id=id, department="waterworks"),
        *(one for one in intake("list_signals", **asking)["signals"] if one["signal_id"] == id),
    ]
    assert len(told) == 2
    for one in told:
        assert (one["state"], one["next_step"], one["due_at"]) == ("open", "first_contact", None)
        assert one["due_on"] == mine["due_on"]
    assert "police" not in str(told)
    for asked in ({"desk": "livelihood"}, {"overdue": True}):
        found = intake("list_signals", **asking, **asked)["signals"]
        assert id not in {one["signal_id"] for one in found}


def test_in_one_batch_each_is_recognised_by_those_before_it(intake):
    person = somebody()
    bodies = [
        {k: v for k, v in notice(person).items() if k != "department"},
        {k: v for k, v in notice(somebody()).items() if k != "department"},
        {k: v for k, v in notice(person).items() if k != "department"},
    ]
    results = intake("receive_signals", department="waterworks", signals=bodies)["results"]
    rows = [row(intake, result["signal_id"]) for result in results]
    assert [r["state"] for r in rows] == ["open", "open", "attached"]
    assert rows[2]["attached_to"] == rows[0]["signal_id"]


def test_what_many_of_one_batch_share_joins_none_of_them(intake):
    """An office's number is common as soon as the rows before it have it."""
    line = {"address": None, "phone": "046-233-4455"}
    office = [notice(somebody(**line)) for _ in range(9)]
    namesake = notice(somebody(**line))
    sent = [{k: v for k, v in one.items() if k != "department"} for one in (*office, namesake)]
    again = sent[-1] | {"id": f"i-{next(numbers)}"}
    results = intake("receive_signals", department="waterworks", signals=[*sent, again])["results"]
    assert {row(intake, result["signal_id"])["state"] for result in results} == {"open"}


# -- perhaps the same -----------------------------------------------------------------------------


def test_a_likely_one_is_proposed_with_reasons_score_owner_and_date(intake, signal, today):
    person = somebody()
    first = signal(person)
    year, rest = person["birth_date"][:4], person["birth_date"][4:]
    second = signal(person | {"birth_date": f"{int(year) + 1}{rest}"}, "tax_collection")
    assert second["state"] == "open"  # nobody waits for the decision to be helped
    proposal = proposal_about(intake, second["person_id"])
    assert proposal["other_id"] == proposal["other_human_id"] == first["person_id"]
    assert proposal["score"] > 90
    assert "birth_one_digit_off" in proposal["reasons"]
    assert any("生年月日が一桁ちがい" in sentence for sentence in proposal["in_words"])
    assert proposal["owner_desk"] == "consultation_support"
    assert proposal["next_step"] == "decide_match"
    assert proposal["due_on"] == add_working_days(today, 3).isoformat()
    assert ("match", proposal["proposal_id"]) in open_needs(intake)
    assert person["name"] not in str(proposal)


def unsure(person):
    """The same person as a desk without birth dates has them."""
    return person | {"birth_date": None}


def test_confirmed_they_are_one_need_and_the_same_details_are_not_asked_again(intake, signal):
    person = somebody()
    first, second = signal(person), signal(unsure(person), "tax_collection")
    proposal = proposal_about(intake, second["person_id"])
    shown = intake("confirm_match", proposal_id=proposal["proposal_id"])
    assert {r["person_id"] for r in shown["records"]} == {first["person_id"], second["person_id"]}
    assert row(intake, second["signal_id"])["attached_to"] == first["signal_id"]
    assert ("match", proposal["proposal_id"]) not in open_needs(intake)
    monthly = signal(unsure(person), "tax_collection")
    assert monthly["attached_to"] == first["signal_id"]
    assert intake("list_matches", person_id=monthly["person_id"])["proposals"] == []


def test_declined_they_stay_two_and_the_same_details_are_not_proposed_again(intake, signal):
    person = somebody()
    first, second = signal(person), signal(unsure(person), "tax_collection")
    proposal = proposal_about(intake, second["person_id"])
    intake("decline_match", proposal_id=proposal["proposal_id"])
    assert row(intake, second["signal_id"])["state"] == "open"
    monthly = signal(unsure(person), "tax_collection")
    proposed = intake("list_matches", person_id=monthly["person_id"])["proposals"]
    assert [p["other_id"] for p in proposed] == [second["person_id"]]
    assert first["person_id"] not in str(proposed)


def test_a_decision_is_made_once(intake, signal):
    person = somebody()
    signal(person)
    second = signal(unsure(person))
    id = proposal_about(intake, second["person_id"])["proposal_id"]
    intake("confirm_match", proposal_id=id)
    for method in ("confirm_match", "decline_match"):
        intake.refused("match_already_decided", method, proposal_id=id)


def test_other_proposals_for_a_record_lapse_when_it_is_known_who_it_is(intake, signal):
    person = somebody()
    signal(person)
    signal(person | {"address": "座間市入谷東3-60-1", "phone": "080-9876-1234"})
    third = signal({k: person[k] for k in ("name", "kana", "birth_date")})
    proposals = intake("list_matches", person_id=third["person_id"])["proposals"]
    assert len(proposals) == 2
    intake("confirm_match", proposal_id=proposals[0]["proposal_id"])
    after = intake("list_matches", person_id=third["person_id"], state="all")["proposals"]
    assert sorted(p["state"] for p in after) == ["confirmed", "lapsed"]


def test_a_corrected_birth_date_makes_them_known_at_once(intake, signal):
    person = somebody()
    first = signal(person)
    wrong = signal(person | {"birth_date": "1931-12-25", "address": None}, "tax_collection")
    assert wrong["state"] == "open"
    corrected = {"birth_date": person["birth_date"]}
    shown = intake("correct_person", person_id=wrong["person_id"], person=corrected)
    assert shown["human_id"] == first["person_id"]
    assert row(intake, wrong["signal_id"])["attached_to"] == first["signal_id"]


def test_a_correction_asks_nobody_twice(intake, signal):
    person = somebody()
    signal(person)
    second = signal(unsure(person), "tax_collection")
    intake("correct_person", person_id=second["person_id"], person={"occupation": "cook"})
    proposal = proposal_about(intake, second["person_id"])
    intake("decline_match", proposal_id=proposal["proposal_id"])
    intake("correct_person", person_id=second["person_id"], person={"occupation": "baker"})
    assert intake("list_matches", person_id=second["person_id"])["proposals"] == []


def test_a_correction_undoes_no_decision_of_a_human(intake, signal):
    person = somebody()
    first, second = signal(person), signal(person, "tax_collection")
    intake("split_person", person_id=second["person_id"])
    shown = intake("correct_person", person_id=second["person_id"], person={"occupation": "cook"})
    assert shown["human_id"] == second["person_id"] and shown["proposals"] == []
    assert human(intake, first["person_id"])["human_id"] == first["person_id"]


# -- by hand, and undone --------------------------------------------------------------------------


def test_merged_by_hand_cases_signals_and_consents_of_both_show_together(intake, signal):
    one, other = somebody(), somebody()
    first = signal(one)
    case = intake("accept_consultation", channel="walk_in", person=other)
    consent = {"purpose": "support", "recipients": ["livelihood"]}
    intake("give_consent", person_id=case["person_id"], **consent)
    intake("merge_persons", person_id=first["person_id"], into_id=case["person_id"])
    for id in (first["person_id"], case["person_id"]):
        shown = human(intake, id)
        assert shown["human_id"] == case["person_id"]
        assert [c["case_id"] for c in shown["cases"]] == [case["case_id"]]
        assert [s["signal_id"] for s in shown["signals"]] == [first["signal_id"]]
        assert len(intake("list_consents", person_id=id)) == 2
        assert intake("list_cases", person_id=id)["cases"][0]["case_id"] == case["case_id"]


@pytest.mark.parametrize("how", ["attached", "connected"])
def test_after_a_split_each_has_their_own_records_and_needs_again(intake, signal, how):
    one, other = somebody(), somebody()
    if how == "connected":
        intake("accept_consultation", channel="walk_in", person=one)
    first, second = signal(one), signal(other, "tax_collection")
    intake("merge_persons", person_id=second["person_id"], into_id=first["person_id"])
    assert row(intake, second["signal_id"])["state"] == how
    with intake.facts() as facts:
        shown = intake("split_person", person_id=second["person_id"], reason="wrong_birth_date")
    assert [kind for kind, _ in facts] == ["persons_split", "signal_detached"]
    assert [r["person_id"] for r in shown["records"]] == [second["person_id"]]
    assert [s["signal_id"] for s in shown["signals"]] == [second["signal_id"]]
    assert ("signal", second["signal_id"]) in open_needs(intake)
    assert human(intake, first["person_id"])["human_id"] != second["person_id"]
    for id, details in ((first["person_id"], one), (second["person_id"], other)):
        read = intake("read_person", person_id=id, purpose="contact")["details"]
        assert read["name"] == details["name"]


def test_a_split_off_leader_leaves_the_others_one_need(intake, signal):
    one, other = somebody(), somebody()
    leader = signal(one)
    two = [signal(other, d) for d in ("tax_collection", "insurance_pension")]
    intake("merge_persons", person_id=leader["person_id"], into_id=two[0]["person_id"])
    intake("split_person", person_id=leader["person_id"])
    states = sorted(row(intake, s["signal_id"])["state"] for s in two)
    assert states == ["attached", "open"]
    assert row(intake, leader["signal_id"])["state"] == "open"


def test_an_urgent_one_is_urgent_again_after_a_split(intake, signal, today):
    one, other = somebody(), somebody()
    first = signal(one, kind="suicide_risk")
    second = signal(other, "housing", kind="no_food")
    intake("merge_persons", person_id=second["person_id"], into_id=first["person_id"])
    followed = {first["signal_id"], second["signal_id"]}
    (attached,) = [id for id in followed if row(intake, id)["state"] == "attached"]
    intake("split_person", person_id=second["person_id"])
    assert row(intake, attached)["next_step"] == "urgent_contact"
    assert row(intake, attached)["due_on"] == today.isoformat()


def test_an_automatic_join_can_be_undone_like_any_other(intake, signal):
    person = somebody()
    first, second = signal(person), signal(person, "tax_collection")
    intake("split_person", person_id=second["person_id"])
    assert row(intake, second["signal_id"])["state"] == "open"
    third = signal(person, "insurance_pension")  # two fit now, so nobody is joined
    assert third["state"] == "open"
    others = {
        p["other_id"] for p in intake("list_matches", person_id=third["person_id"])["proposals"]
    }
    assert others == {first["person_id"], second["person_id"]}


def test_merging_and_splitting_say_what_is_wrong(intake, signal):
    first = signal(somebody())["person_id"]
    intake.refused("already_one_person", "merge_persons", person_id=first, into_id=first)
    intake.refused("not_merged", "split_person", person_id=first)
    intake.refused("not_found", "merge_persons", person_id=first, into_id="nobody")
    intake.refused("not_found", "confirm_match", proposal_id="nothing")
    assert intake.find_faults("merge_persons", person_id=first) == ["into_id"]
    assert intake.find_faults("split_person", person_id=first, reason="違う人") == ["reason"]
    assert intake.find_faults("list_matches", state="perhaps") == ["state"]


def test_forgetting_one_of_two_records_leaves_the_other_findable(intake, signal):
    person = somebody()
    first = signal(person)
    second = signal(somebody())
    store = intake.platform.runtime("intake").store
    with store.database.writing() as connection:
        store.keyring.destroy(connection, first["person_id"])
    late = signal(person)
    assert late["state"] == "open"  # nobody is left who could be recognised
    with pytest.raises(TsunaguError):
        intake("confirm_match", proposal_id="nothing")
    assert row(intake, second["signal_id"])["state"] == "open"


def test_afterwards_everything_verifies(intake):
    assert intake.verify() == []

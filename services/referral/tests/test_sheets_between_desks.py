"""Sheets as two desks have them: every command on real SQLite, every fact as it is published."""

import csv
from pathlib import Path

import pytest

from services.referral.tests.sheets import RECEIVER, SENDER, STRANGER
from tsunagu.domain.calendar import add_working_days

DRAFT = {"by": SENDER, "to": RECEIVER, "person_id": "p1", "issues": ["debt"]}


def at(answer):
    return answer["state"], answer["owner_desk"], answer["next_step"]


# -- from the first line to the outcome -----------------------------------------------------------


def test_a_sheet_goes_its_whole_way_and_the_sender_reads_the_outcome(referrals):
    with referrals.facts() as facts:
        sheet = referrals.refer(person_id="p1", case_id="c1")
        id = sheet["referral_id"]
        assert at(sheet) == ("requested", RECEIVER, "answer_the_sheet")
        moves = [
            ("accept", {}, ("accepted", RECEIVER, "first_contact")),
            ("start", {}, ("in_progress", RECEIVER, "support")),
            ("hold", {"reason": "in_hospital"}, ("on_hold", RECEIVER, "resume")),
            ("resume", {}, ("in_progress", RECEIVER, "support")),
            ("complete", {"outcome": "support_given"}, ("completed", None, None)),
        ]
        for command, more, expected in moves:
            assert at(referrals(command, referral_id=id, by=RECEIVER, **more)) == expected
    seen = referrals("get_referral", id=id)
    assert (seen["state"], seen["outcome"], seen["owner_desk"]) == (
        "completed",
        "support_given",
        None,
    )
    states = [kind for kind, _ in facts if "need" not in kind]
    assert states == ["requested", "accepted", "started", "put_on_hold", "resumed", "completed"]
    assert [d["owner_desk"] for k, d in facts if k == "need_placed"] == [RECEIVER] * 5
    assert facts[-1][0] == "need_closed" and facts[-1][1]["reason"] == "completed"


def test_the_answer_is_due_three_working_days_on(referrals, today):
    sheet = referrals.refer()
    assert sheet["due_on"] == add_working_days(today, 3).isoformat()


@pytest.mark.parametrize(
    ("command", "by", "more"),
    [
        ("reject", RECEIVER, {"reason": "no_capacity"}),
        ("cancel", SENDER, {"reason": "not_wanted"}),
        ("cancel", RECEIVER, {"reason": "wrong_desk"}),
    ],
    ids=["rejected", "cancelled_by_sender", "cancelled_by_receiver"],
)
def test_a_sheet_that_did_not_help_comes_back_in_the_same_answer(
    referrals, today, command, by, more
):
    id = referrals.refer()["referral_id"]
    with referrals.facts() as facts:
        answer = referrals(command, referral_id=id, by=by, **more)
    assert at(answer)[1:] == (SENDER, "find_another_way")
    assert answer["due_on"] == add_working_days(today, 2).isoformat()
    (ended, how), (placed, where) = facts
    assert ended == answer["state"] and how["reason"] == more["reason"]
    assert placed == "need_placed" and where["owner_desk"] == SENDER
    [need] = [n for n in all_needs(referrals, SENDER) if n["need_id"] == answer["need_id"]]
    assert (need["next_step"], need["due_on"]) == ("find_another_way", answer["due_on"])


def all_needs(referrals, desk):
    return referrals("list_needs", desk=desk, limit=500)["needs"]


def test_a_failed_sheet_comes_back_too(referrals):
    id = referrals.refer()["referral_id"]
    for command in ("accept", "start"):
        referrals(command, referral_id=id, by=RECEIVER)
    answer = referrals("fail", referral_id=id, by=RECEIVER, reason="lost_contact")
    assert at(answer) == ("failed", SENDER, "find_another_way")


# -- following a rejected sheet -------------------------------------------------------------------


def test_a_new_sheet_follows_the_rejected_one_and_hops_are_counted(referrals):
    before = referrals.returned(person_id="p7")
    with referrals.facts() as facts:
        second = referrals.refer(person_id="p7", to="legal_advice", replaces=before["referral_id"])
        assert second["need_id"] == before["need_id"]
        assert at(second) == ("requested", "legal_advice", "answer_the_sheet")
        id = second["referral_id"]
        referrals("reject", referral_id=id, by="legal_advice", reason="no_capacity")
        referrals.refer(person_id="p7", to="hello_work", replaces=id)
    sent = [data for kind, data in facts if kind == "requested"]
    assert [(d["hop"], d["replaces"]) for d in sent] == [(2, before["referral_id"]), (3, id)]
    assert {d["need_id"] for d in sent} == {before["need_id"]}


@pytest.mark.parametrize("state", ["requested", "accepted", "in_progress", "completed"])
def test_a_sheet_under_way_or_done_is_not_replaced(referrals, state):
    id = referrals.refer(person_id="p1")["referral_id"]
    for command, more, reached in (
        ("accept", {}, "accepted"),
        ("start", {}, "in_progress"),
        ("complete", {"outcome": "support_given"}, "completed"),
    ):
        if referrals("get_referral", id=id)["state"] == state:
            break
        assert referrals(command, referral_id=id, by=RECEIVER, **more)["state"] == reached
    body = DRAFT | {"to": "legal_advice", "replaces": id}
    assert referrals.refused("cannot_replace", "write_sheet", **body).details["field"] == "replaces"


def test_only_ones_own_sheet_is_replaced(referrals):
    id = referrals.returned(person_id="p1")["referral_id"]
    body = DRAFT | {"by": "livelihood", "to": "legal_advice", "replaces": id}
    referrals.refused("cannot_replace", "write_sheet", **body)


def test_a_sheet_that_never_was_is_not_replaced(referrals):
    referrals.refused("not_found", "write_sheet", **DRAFT | {"replaces": "nobody-knows"})


# -- drafts ---------------------------------------------------------------------------------------


def test_a_draft_is_on_its_writers_desk_and_nowhere_else(referrals):
    with referrals.facts() as facts:
        draft = referrals("write_sheet", **DRAFT | {"sheet": {"name": "座間 太郎"}})
    id = draft["referral_id"]
    assert at(draft) == ("draft", SENDER, "send_the_sheet")
    assert [kind for kind, _ in facts] == ["need_placed"]
    assert id in listed(referrals, SENDER)
    assert id not in listed(referrals, RECEIVER)
    referrals.refused("sheet_not_yours", "preview", referral_id=id, by=RECEIVER)


def listed(referrals, desk, **other):
    page = referrals("list_referrals", desk=desk, limit=500, **other)
    return {row["referral_id"] for row in page["referrals"]}


def test_a_draft_is_rewritten_under_its_own_id_and_then_sent(referrals):
    draft = referrals("write_sheet", **DRAFT)
    id = draft["referral_id"]
    again = DRAFT | {"referral_id": id, "to": "legal_advice", "basis": "conference", "warm": True}
    rewritten = referrals("write_sheet", **again)
    assert (rewritten["referral_id"], rewritten["need_id"]) == (id, draft["need_id"])
    with referrals.facts() as facts:
        sent = referrals("request", referral_id=id, by=SENDER)
    assert at(sent) == ("requested", "legal_advice", "answer_the_sheet")
    assert facts[0][1]["warm"] is True


# -- what must stand on it, and where it may go ---------------------------------------------------


def test_without_consent_or_basis_not_even_a_draft_is_left(referrals):
    body = DRAFT | {"person_id": "nobody-agreed"}
    refusal = referrals.refused("basis_required", "refer", **body)
    assert refusal.details["field"] == "basis" and refusal.details["remedy"]


@pytest.mark.parametrize(
    "basis",
    [
        {"consent_id": "k1"},
        {"consent_id": "k1", "basis": "consent"},
        {"basis": "conference"},
        {"basis": "danger_to_life"},
        {"basis": "personal_information_act_69_2"},
    ],
    ids=["consent_id", "consent", "conference", "danger_to_life", "act_69_2"],
)
def test_a_sheet_is_sent_on_any_of_the_bases(referrals, basis):
    assert referrals("refer", **DRAFT | basis)["state"] == "requested"


def test_a_desk_without_room_is_asked_only_on_purpose(referrals):
    referrals("set_capacity", desk="temporary_shelter", capacity="none")
    to = {"to": "temporary_shelter", "basis": "conference"}
    assert referrals.refused("no_capacity", "refer", **DRAFT | to).details["field"] == "to"
    sent = referrals("refer", **DRAFT | to | {"despite_capacity": True})
    assert sent["owner_desk"] == "temporary_shelter"
    referrals("set_capacity", desk="temporary_shelter", capacity="waitlist")
    assert referrals("refer", **DRAFT | to)["state"] == "requested"


def test_a_draft_to_a_full_desk_waits_until_it_may_be_sent(referrals):
    referrals("set_capacity", desk="food_bank", capacity="none")
    id = referrals("write_sheet", **DRAFT | {"to": "food_bank", "basis": "conference"})[
        "referral_id"
    ]
    referrals.refused("no_capacity", "request", referral_id=id, by=SENDER)
    referrals("set_capacity", desk="food_bank", capacity="available")
    assert referrals("request", referral_id=id, by=SENDER)["state"] == "requested"


# -- who sees what --------------------------------------------------------------------------------


def test_before_accepting_the_receiver_sees_issues_and_dates_but_no_identity(referrals):
    id = referrals.refer(person_id="p9", case_id="c9")["referral_id"]
    preview = referrals("preview", referral_id=id, by=RECEIVER)
    assert preview["issues"] == ["debt"] and preview["due_on"]
    assert not {"person_id", "case_id", "sheet", "name"} & set(preview)
    assert "座間" not in str(preview) and "p9" not in str(preview)
    referrals.refused("sheet_not_yours", "preview", referral_id=id, by=STRANGER)


def test_the_sheet_is_read_after_accepting_and_each_reading_recorded(referrals):
    id = referrals.refer()["referral_id"]
    asked = {"referral_id": id, "by": RECEIVER, "purpose": "support"}
    referrals.refused("sheet_not_yours", "read_sheet", **asked)
    referrals.refused("sheet_not_yours", "read_sheet", **asked | {"by": STRANGER})
    version = referrals("accept", referral_id=id, by=RECEIVER)["version"]
    with referrals.facts() as facts:
        read = referrals("read_sheet", **asked)
    assert read["sheet"]["name"] == "座間 太郎" and read["issues"] == ["debt"]
    assert referrals("get_referral", id=id)["version"] == version + 1
    assert facts == []


def test_no_fact_no_list_and_no_history_ever_holds_a_name_or_a_word(referrals):
    with referrals.facts() as facts:
        id = referrals.refer(sheet={"name": "秘密太郎", "remarks": "秘密"})["referral_id"]
        referrals("note_status", referral_id=id, by=RECEIVER, status="received")
        referrals("accept", referral_id=id, by=RECEIVER, note="秘密")
        referrals("cancel", referral_id=id, by=RECEIVER, reason="moved", note="秘密")
    shown = [
        facts,
        referrals("get_referral", id=id),
        referrals("list_referrals", desk=RECEIVER, limit=500),
        referrals("list_needs", limit=500),
        referrals("referral_history", id=id),
    ]
    assert len(facts) == 7
    assert "秘密" not in str(shown)


def test_the_history_tells_each_step_with_its_reason(referrals):
    id = referrals.refer()["referral_id"]
    referrals("note_status", referral_id=id, by=RECEIVER, status="received")
    referrals("reject", referral_id=id, by=RECEIVER, reason="no_capacity")
    entries = referrals("referral_history", id=id)["entries"]
    assert [e["what"] for e in entries] == [
        "referral.requested",
        "referral.status_noted",
        "referral.rejected",
    ]
    assert entries[1]["details"]["status"] == "received"
    assert entries[2]["details"]["reason"] == "no_capacity"


# -- lists ----------------------------------------------------------------------------------------


def test_each_desk_finds_its_sheets_by_direction_and_state(referrals):
    id = referrals.refer(by="livelihood", to="housing")["referral_id"]
    assert id in listed(referrals, "livelihood", direction="sent")
    assert id in listed(referrals, "housing", direction="received", state="requested")
    assert id in listed(referrals, "housing", state="open")
    assert id not in listed(referrals, "housing", direction="sent")
    assert id not in listed(referrals, "housing", state="accepted")
    assert id not in listed(referrals, STRANGER)
    referrals("reject", referral_id=id, by="housing", reason="wrong_desk")
    assert id not in listed(referrals, "housing", state="open")
    assert id in listed(referrals, "housing", state="all")


def test_pages_follow_one_another_without_gap_or_repetition(referrals):
    sent = {referrals.refer(by="youth", to="kizuki")["referral_id"] for _ in range(5)}
    found, after = [], None
    while True:
        page = referrals("list_referrals", desk="kizuki", limit=2, after=after)
        found += [row["referral_id"] for row in page["referrals"]]
        assert len(page["referrals"]) <= 2
        if (after := page["next"]) is None:
            break
    assert len(found) == 5 and set(found) == sent


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"state": "lost"}, "state"),
        ({"direction": "sideways"}, "direction"),
        ({"after": "somewhere"}, "after"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_list_that_cannot_be_asked_for(referrals, asked, field):
    fault = referrals.refused("invalid_input", "list_referrals", **asked).faults[0]
    assert fault["field"] == field and fault["remedy"]


def test_a_referral_nobody_knows(referrals):
    for method in ("get_referral", "referral_history"):
        referrals.refused("not_found", method, id="nobody-knows")
    referrals.refused("not_found", "accept", referral_id="nobody-knows", by=RECEIVER)


# -- shapes, and two people at once ---------------------------------------------------------------


def test_every_fault_of_a_sheet_is_named_at_once_with_its_remedy(referrals):
    wrong = {
        "by": "the_moon",
        "to": "mars",
        "on": "2999-01-01",
        "basis": "because",
        "issues": ["お金"],
        "sheet": {"age": 151, "nickname": "x"},
        "surprise": 1,
    }
    faults = referrals.refused("invalid_input", "write_sheet", **wrong).faults
    assert {f["field"] for f in faults} == {
        "by",
        "to",
        "on",
        "basis",
        "issues.0",
        "sheet.age",
        "sheet.nickname",
        "surprise",
        "person_id",
    }
    assert all(f["remedy"] for f in faults)


@pytest.mark.parametrize("on", ["1989-12-31", "2999-01-01", "2026-02-30", "yesterday"])
def test_a_day_that_cannot_be(referrals, on):
    referrals.refused("invalid_input", "refer", **DRAFT | {"basis": "conference", "on": on})


def test_who_read_an_older_state_is_told_instead_of_overwriting(referrals):
    sent = referrals.refer()
    move = {"referral_id": sent["referral_id"], "by": RECEIVER}
    accepted = referrals("accept", **move, expected_version=sent["version"])
    stale = {"expected_version": sent["version"]}
    referrals.refused("stale_version", "start", **move | stale)
    assert referrals("start", **move, expected_version=accepted["version"])["state"] == (
        "in_progress"
    )


# -- the directory --------------------------------------------------------------------------------


def test_the_directory_is_there_from_the_first_start(referrals):
    with (Path(__file__).parents[1] / "reference" / "desks.csv").open(encoding="utf-8") as file:
        wanted = {row["code"]: row["ja"] for row in csv.DictReader(file)}
    desks = referrals("list_desks")
    assert {desk["desk"]: desk["ja"] for desk in desks} == wanted
    assert all(desk["lead_desk"] in wanted for desk in desks)


def test_a_desks_own_clock_is_shown_and_used(referrals, today):
    answer = referrals(
        "set_clock", desk="elderly", step="requested", days=1, from_desk="care_insurance"
    )
    assert answer["lead_after"] == 2
    [desk] = [d for d in referrals("list_desks") if d["desk"] == "elderly"]
    assert [(c["days"], c["from_desk"]) for c in desk["clocks"]] == [(1, "care_insurance")]
    sent = referrals.refer(by="care_insurance", to="elderly")
    assert sent["due_on"] == add_working_days(today, 1).isoformat()
    assert referrals.refer(to="elderly")["due_on"] == add_working_days(today, 3).isoformat()


@pytest.mark.parametrize(
    ("method", "asked", "code"),
    [
        ("set_capacity", {"capacity": "full"}, "capacity_unknown"),
        ("set_capacity", {"capacity": "none", "desk": "the_moon"}, "desk_unknown"),
        ("set_clock", {"step": "requested", "days": 0}, "clock_impossible"),
        ("set_clock", {"step": "tea", "days": 1}, "step_unknown"),
        ("set_clock", {"step": "requested", "days": "soon"}, "invalid_input"),
        ("set_clock", {"step": "requested", "days": 1, "desk": "the_moon"}, "desk_unknown"),
    ],
)
def test_a_setting_is_refused(referrals, method, asked, code):
    referrals.refused(code, method, **{"desk": "housing"} | asked)


def test_after_all_this_the_service_finds_no_fault_with_itself(referrals):
    assert referrals.verify() == []

"""Past sheets and what became of them: each line taken, or refused with its field and remedy."""

import itertools
import json
from datetime import UTC, datetime

import pytest

from services.referral.timers import remind_and_escalate
from tsunagu.hosting.record_import import ImportContext

persons = itertools.count(1)


@pytest.fixture
def history(referrals):
    return History(referrals)


class History:
    """The past of one person nobody else has."""

    def __init__(self, referrals):
        self.referrals = referrals
        self.person = f"person-{next(persons)}"

    def take(self, *lines):
        return self.referrals.take_lines(*({"person": self.person} | line for line in lines))

    def taken(self, *lines):
        answer = self.take(*lines)
        assert answer["refused"] == [] and answer["not_mine"] == []
        assert answer["accepted"] == len(lines)

    def refused(self, line, *before):
        """The faults of the last line; the ones before it are taken, and it leaves nothing."""
        if before:
            self.taken(*before)
        return self.referrals.find_line_faults({"person": self.person} | line)

    def id(self, key):
        return ImportContext.referral_id(self.key(key))

    def key(self, key):
        return f"{self.person}/{key}"

    def sent(self, **other):
        line = {
            "do": "referral",
            "on": "2018-05-07",
            "from": "consultation_support",
            "to": "household_budget",
            "id": self.key("a"),
        }
        return line | other

    def state(self, state, **other):
        line = {"do": "referral_state", "on": "2018-05-14", "id": self.key("a"), "state": state}
        return line | other

    def correction(self, of, **set):
        return {"do": "correction", "on": "2018-06-01", "of": of, "set": set}

    def now(self, key="a"):
        return self.referrals("get_referral", id=self.id(key))


# -- sheets ---------------------------------------------------------------------------------------


def test_a_past_sheet_is_with_its_receiver_and_due_as_it_was_then(history):
    history.taken(history.sent(issues=["debt"]))
    sheet = history.now()
    assert (sheet["state"], sheet["owner_desk"], sheet["issues"]) == (
        "requested",
        "household_budget",
        ["debt"],
    )
    assert sheet["due_on"] == "2018-05-10"
    assert sheet["person_id"] == ImportContext.person_id(history.person)
    assert sheet["case_id"] == ImportContext.case_id(history.person)


def test_nobody_is_reminded_of_what_was_due_years_ago(history, referrals):
    history.taken(history.sent(), history.state("accepted"))
    with referrals.facts() as facts:
        remind_and_escalate(referrals.platform.runtime("referral").store, datetime.now(UTC))
    assert facts == []


def test_the_same_line_counts_once_and_so_do_its_keys_in_another_order(history):
    line = history.sent()
    history.taken(line)
    turned = dict(reversed(line.items()))
    answer = history.take(line, turned)
    assert (answer["accepted"], answer["already"], answer["refused"]) == (0, 2, [])


def test_a_desk_may_be_given_by_its_japanese_name(history):
    history.taken(history.sent(**{"from": "自立相談支援（断らない相談窓口）", "to": "収納課"}))
    assert history.now()["to_desk"] == "tax_collection"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"from": "the_moon"}, "from"),
        ({"to": "火星課"}, "to"),
        ({"to": "consultation_support"}, "to"),
        ({"id": ""}, "id"),
        ({"id": 7}, "id"),
        ({"id": "x" * 201}, "id"),
        ({"issues": ["お金"]}, "issues.0"),
        ({"issues": "debt"}, "issues"),
        ({"on": "2999-01-01"}, "on"),
        ({"on": "1989-12-31"}, "on"),
        ({"on": "2018-02-29"}, "on"),
        ({"recorded_on": "2999-01-01"}, "recorded_on"),
        ({"person": ""}, "person"),
        ({"colour": "red"}, "colour"),
    ],
    ids=[
        "no_such_sender",
        "no_such_receiver",
        "to_itself",
        "empty_id",
        "id_is_a_number",
        "id_too_long",
        "issue_in_words",
        "issues_no_list",
        "in_the_future",
        "before_1990",
        "no_such_day",
        "recorded_in_the_future",
        "no_person",
        "unknown_key",
    ],
)
def test_a_sheet_is_refused(history, change, field):
    assert history.refused(history.sent() | change) == [field]


@pytest.mark.parametrize("key", ["from", "to", "id", "on", "person"])
def test_a_sheet_lacks_something(history, key):
    line = {"person": history.person} | history.sent()
    del line[key]
    answer = history.referrals("import_lines", lines=[{"line": 4, "text": json.dumps(line)}])
    [fault] = answer["refused"]
    assert (fault["line"], fault["field"]) == (4, key) and fault["remedy"]


def test_every_fault_of_a_line_is_named_at_once(history):
    line = history.sent() | {"from": "the_moon", "to": "mars", "on": "someday", "colour": "red"}
    assert sorted(history.refused(line)) == ["colour", "from", "on", "to"]


def test_an_id_that_was_taken_with_other_content_is_refused(history):
    assert history.refused(history.sent(to="legal_advice"), history.sent()) == ["id"]


# -- what became of them --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "more", "owner", "step"),
    [
        ("accepted", {}, "household_budget", "first_contact"),
        ("in_progress", {}, "household_budget", "support"),
        ("on_hold", {"reason": "in_hospital"}, "household_budget", "resume"),
        ("rejected", {"reason": "no_capacity"}, "consultation_support", "find_another_way"),
        ("failed", {"reason": "lost_contact"}, "consultation_support", "find_another_way"),
        ("cancelled", {"reason": "not_wanted"}, "consultation_support", "find_another_way"),
        ("completed", {"outcome": "support_given"}, None, None),
        ("entered_in_error", {}, None, None),
    ],
)
def test_a_past_state_is_taken_even_where_steps_before_it_are_missing(
    history, state, more, owner, step
):
    history.taken(history.sent(), history.state(state, **more))
    sheet = history.now()
    assert (sheet["state"], sheet["owner_desk"], sheet["next_step"]) == (state, owner, step)


def test_a_past_course_is_taken_step_by_step(history):
    history.taken(
        history.sent(),
        history.state("accepted"),
        history.state("in_progress", on="2018-05-15"),
        history.state("on_hold", on="2018-05-16", reason="in_hospital"),
        history.state("in_progress", on="2018-06-01"),
        history.state("completed", on="2018-07-01", outcome="support_given"),
    )
    entries = history.referrals("referral_history", id=history.id("a"))["entries"]
    assert [e["what"].removeprefix("referral.") for e in entries] == [
        "requested",
        "accepted",
        "started",
        "put_on_hold",
        "resumed",
        "completed",
    ]
    assert entries[-1]["on"] == "2018-07-01"


@pytest.mark.parametrize(("state", "key"), [("rejected", "reason"), ("completed", "outcome")])
def test_words_where_a_code_belongs_become_other(history, state, key):
    history.taken(history.sent(), history.state(state, **{key: "担当者が不在のため"}))
    assert history.now()[key] == "other"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"state": "lost"}, "state"),
        ({"state": "rejected"}, "reason"),
        ({"state": "on_hold"}, "reason"),
        ({"state": "failed"}, "reason"),
        ({"state": "cancelled"}, "reason"),
        ({"state": "completed"}, "outcome"),
        ({"state": "draft"}, "state"),
        ({"state": "requested"}, "state"),
        ({"state": "accepted", "id": "nobody-knows"}, "id"),
        ({"state": "accepted", "person": "somebody else"}, "person"),
        ({"state": "accepted", "on": "2018-13-01"}, "on"),
        ({"state": "accepted", "mood": "good"}, "mood"),
    ],
    ids=[
        "no_such_state",
        "rejected_without_reason",
        "on_hold_without_reason",
        "failed_without_reason",
        "cancelled_without_reason",
        "completed_without_outcome",
        "back_to_draft",
        "requested_again",
        "no_such_referral",
        "another_persons",
        "no_such_day",
        "unknown_key",
    ],
)
def test_a_state_is_refused(history, line, field):
    assert history.refused(history.state("accepted") | line, history.sent()) == [field]


def test_nothing_follows_an_ending_but_that_it_was_an_error(history):
    done = history.state("completed", outcome="support_given")
    assert history.refused(history.state("accepted"), history.sent(), done) == ["state"]
    history.taken(history.state("entered_in_error", on="2018-06-01"))


# -- corrections ----------------------------------------------------------------------------------


def test_a_sheet_is_corrected_to_another_desk_day_and_issue(history):
    of = {"do": "referral", "on": "2018-05-07"}
    history.taken(history.sent())
    history.taken(history.correction(of, to="legal_advice", issues=["care"], on="2018-05-08"))
    sheet = history.now()
    assert (sheet["to_desk"], sheet["issues"]) == ("legal_advice", ["care"])
    moved = {"do": "referral", "on": "2018-05-08"}
    history.taken(history.correction(moved, to="household_budget"))
    assert history.now()["to_desk"] == "household_budget"


def test_a_reason_is_corrected_and_words_become_other(history):
    of = {"do": "referral_state", "on": "2018-05-14"}
    history.taken(history.sent(), history.state("rejected", reason="no_capacity"))
    history.taken(history.correction(of, reason="wrong_desk"))
    assert history.now()["reason"] == "wrong_desk"
    history.taken(history.correction(of, reason="窓口が違った"))
    assert history.now()["reason"] == "other"


def test_the_number_of_the_sheet_tells_two_of_one_day_apart(history):
    second = history.sent(id=history.key("b"))
    of = {"do": "referral", "on": "2018-05-07"}
    history.taken(history.sent(), second)
    assert history.refused(history.correction(of, to="legal_advice")) == ["of.id"]
    history.taken(history.correction(of | {"id": history.key("b")}, to="legal_advice"))
    assert history.now("b")["to_desk"] == "legal_advice"
    assert history.now("a")["to_desk"] == "household_budget"


OF = {"do": "referral", "on": "2018-05-07"}


@pytest.mark.parametrize(
    ("of", "values", "field"),
    [
        pytest.param(OF | {"on": "2018-05-09"}, {"to": "legal_advice"}, "of", id="no_such_day"),
        pytest.param(
            {"do": "referral_state", "on": "2018-05-07"}, {"reason": "x"}, "of", id="no_such_kind"
        ),
        pytest.param(OF, {}, "set", id="nothing_to_correct"),
        pytest.param(OF, {"id": "b"}, "set.id", id="the_id"),
        pytest.param(OF, {"reason": "x"}, "set.reason", id="another_kinds_field"),
        pytest.param(OF, {"to": "consultation_support"}, "to", id="to_itself"),
        pytest.param(OF | {"on": "someday"}, {"to": "legal_advice"}, "of.on", id="of_no_date"),
        pytest.param(OF | {"colour": "red"}, {"to": "legal_advice"}, "of.colour", id="unknown_key"),
        pytest.param(OF, {"to": "the_moon"}, "set.to", id="no_such_desk"),
        pytest.param(OF, {"on": "someday"}, "set.on", id="no_date"),
        pytest.param(OF, {"on": "2999-01-01"}, "set.on", id="in_the_future"),
    ],
)
def test_a_correction_is_refused(history, of, values, field):
    assert history.refused(history.correction(of, **values), history.sent()) == [field]


def test_nobody_corrects_another_persons_sheet(history, referrals):
    history.taken(history.sent())
    other = History(referrals)
    of = OF | {"id": history.key("a")}
    assert other.refused(history.correction(of, to="legal_advice")) == ["of"]


# -- lines ----------------------------------------------------------------------------------------


def test_lines_of_other_services_are_handed_back(history):
    lines = [
        {"do": "consultation", "on": "2018-05-01", "channel": "phone"},
        history.correction({"do": "consultation", "on": "2018-05-01"}, channel="walk_in"),
        {"do": "something_else", "on": "2018-05-01"},
    ]
    answer = history.take(*lines)
    assert (answer["accepted"], answer["refused"], answer["not_mine"]) == (0, [], [1, 2, 3])


def test_a_refused_line_stops_no_other(history):
    answer = history.take(
        history.sent(), history.state("lost"), history.state("completed", outcome="support_given")
    )
    assert answer["accepted"] == 2
    assert [fault["line"] for fault in answer["refused"]] == [2]
    assert history.now()["state"] == "completed"


def test_after_all_this_the_service_finds_no_fault_with_itself(referrals):
    assert referrals.verify() == []

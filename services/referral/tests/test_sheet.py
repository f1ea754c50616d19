"""Writing the sheet, what must stand on it before it is sent, and who may read it."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest

from services.referral.domain import events
from services.referral.domain.personal_items import PersonalItems
from services.referral.domain.referral import Referral
from services.referral.tests.sheets import (
    CARRIES,
    COURSE,
    FRIDAY,
    RECEIVER,
    SENDER,
    STATES,
    STRANGER,
    requested,
    written,
)
from tsunagu.testing import scenario

SHEET = {"name": "座間 太郎", "remarks": "夜は電話に出られない"}


def write(by=SENDER, on=FRIDAY, sheet=SHEET, **other):
    return lambda r: r.write_sheet(by=by, on=on, items=PersonalItems(**sheet), **CARRIES | other)


def send(referral):
    referral.request(by=SENDER, on=FRIDAY, due_on=date(2026, 11, 26))


# -- writing --------------------------------------------------------------------------------------


def test_a_sheet_is_written_as_a_draft():
    story = scenario(Referral, "r1").given().when(write()).then(written())
    assert story.aggregate.state == "draft"


def test_a_sheet_without_a_name_or_any_other_item_is_a_sheet():
    story = scenario(Referral, "r1").given().when(write(sheet={}))
    story.then(written(name=None, remarks=None))


def test_a_draft_is_written_anew_as_a_whole():
    story = scenario(Referral, "r1").given(written()).when(write(sheet={"phone": "090"}, warm=True))
    story.then(written(name=None, remarks=None, phone="090", warm=True))
    assert story.aggregate.items.name is None


@pytest.mark.parametrize("state", [s for s in STATES if s != "draft"])
def test_what_was_sent_is_not_rewritten(state):
    scenario(Referral, "r1").given(*COURSE[state]).when(write()).refused("sheet_already_sent")


@pytest.mark.parametrize("by", [RECEIVER, STRANGER])
def test_a_draft_is_its_senders_alone(by):
    story = scenario(Referral, "r1").given(written())
    story.when(write(by=by, to_desk="legal_advice")).refused("not_this_desks_move")


def test_a_desk_does_not_refer_to_itself():
    story = scenario(Referral, "r1").given().when(write(to_desk=SENDER))
    assert story.refused("same_desk").details["field"] == "to"


# -- consent or another basis ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "consent_id"),
    [
        ("consent", "k1"),
        ("conference", None),
        ("danger_to_life", None),
        ("personal_information_act_69_2", None),
    ],
)
def test_a_sheet_is_sent_on_a_basis(basis, consent_id):
    draft = written(basis=basis, consent_id=consent_id)
    scenario(Referral, "r1").given(draft).when(send).then(requested())


@pytest.mark.parametrize(
    ("basis", "consent_id"),
    [(None, None), (None, "k1"), ("consent", None), ("consent", "")],
    ids=["nothing", "a_consent_that_no_basis_names", "consent_not_recorded", "consent_empty"],
)
def test_without_consent_or_another_basis_nothing_is_sent(basis, consent_id):
    draft = written(basis=basis, consent_id=consent_id)
    refusal = scenario(Referral, "r1").given(draft).when(send).refused("basis_required")
    assert refusal.details["field"] == "basis" and "conference" in refusal.details["remedy"]


# -- reading --------------------------------------------------------------------------------------


def read(by, purpose="support"):
    return lambda referral: referral.read_sheet(by=by, on=FRIDAY, purpose=purpose)


def reading(desk):
    return events.SheetRead(
        referral_id="r1", person_id="p1", on=FRIDAY, desk=desk, purpose="support"
    )


@pytest.mark.parametrize("state", STATES)
def test_the_sender_reads_its_own_sheet_and_the_reading_is_recorded(state):
    scenario(Referral, "r1").given(*COURSE[state]).when(read(SENDER)).then(reading(SENDER))


@pytest.mark.parametrize("state", ["accepted", "in_progress", "on_hold", "completed", "failed"])
def test_the_receiver_reads_it_once_it_has_accepted(state):
    story = scenario(Referral, "r1").given(*COURSE[state]).when(read(RECEIVER))
    story.then(reading(RECEIVER))


@pytest.mark.parametrize("state", ["draft", "requested", "rejected", "cancelled"])
def test_before_accepting_the_receiver_does_not(state):
    story = scenario(Referral, "r1").given(*COURSE[state]).when(read(RECEIVER))
    assert "preview" in story.refused("sheet_not_yours").details["remedy"]


@pytest.mark.parametrize("state", STATES)
def test_no_third_desk_ever_reads_it(state):
    scenario(Referral, "r1").given(*COURSE[state]).when(read(STRANGER)).refused("sheet_not_yours")


def test_a_reading_has_a_purpose():
    story = scenario(Referral, "r1").given(*COURSE["accepted"]).when(read(RECEIVER, "just looking"))
    assert story.refused("not_a_code").details["field"] == "purpose"


def test_the_reader_sees_every_item():
    sheet = Referral.replay("r1", COURSE["accepted"])
    seen = sheet.read_sheet(by=RECEIVER, on=FRIDAY, purpose="support")
    assert set(asdict(seen)) == set(events.SheetWritten.personal_fields)
    assert seen.name == "座間 太郎"


# -- past records and corrections -----------------------------------------------------------------

OPEN = ("draft", "requested", "accepted", "in_progress", "on_hold")


def take_over(state, code="moved", on=FRIDAY):
    return lambda r: r.take_over_state(state=state, on=on, code=code, note=None)


@pytest.mark.parametrize("now", OPEN)
@pytest.mark.parametrize(
    "then", ["accepted", "rejected", "in_progress", "on_hold", "completed", "failed", "cancelled"]
)
def test_old_records_skip_steps_while_the_sheet_is_open(now, then):
    story = scenario(Referral, "r1").given(*COURSE[now]).when(take_over(then))
    if now == then:
        story.refused("transition_not_allowed")
    else:
        assert story.aggregate.state == then and len(story.aggregate.pending) == 1


def test_an_old_record_of_an_earlier_day_is_history_and_leaves_the_present_state():
    later = FRIDAY + timedelta(days=3)
    story = scenario(Referral, "r1").given(*COURSE["requested"])
    story.when(take_over("in_progress", on=later)).when(take_over("accepted", on=FRIDAY))
    assert [event.on for event in story.aggregate.pending] == [later, FRIDAY]
    assert (story.aggregate.state, story.aggregate.since) == ("in_progress", later)


def test_an_old_record_cannot_be_of_a_day_before_the_sheet_was_sent():
    earlier = FRIDAY - timedelta(days=1)
    story = scenario(Referral, "r1").given(*COURSE["requested"])
    story.when(take_over("accepted", on=earlier)).refused("before_it_was_sent")


def test_in_an_old_record_in_progress_after_on_hold_is_a_resumption():
    story = scenario(Referral, "r1").given(*COURSE["on_hold"]).when(take_over("in_progress"))
    assert type(story.aggregate.pending[0]) is events.Resumed


@pytest.mark.parametrize("now", ["rejected", "completed", "failed", "cancelled"])
def test_what_has_ended_can_only_have_been_an_error(now):
    story = scenario(Referral, "r1").given(*COURSE[now])
    story.when(take_over("accepted")).refused("transition_not_allowed")
    story.when(take_over("entered_in_error"))
    assert story.aggregate.state == "entered_in_error"


@pytest.mark.parametrize("then", ["draft", "requested", "entered_in_error"])
def test_after_an_error_nothing_follows(then):
    story = scenario(Referral, "r1").given(*COURSE["entered_in_error"])
    story.when(take_over(then)).refused("transition_not_allowed")


@pytest.mark.parametrize("then", ["rejected", "on_hold", "failed", "cancelled"])
def test_an_old_record_too_gives_its_reason(then):
    story = scenario(Referral, "r1").given(*COURSE["accepted"])
    story.when(take_over(then, code=None)).refused("reason_required")


def test_an_old_record_too_gives_its_outcome():
    story = scenario(Referral, "r1").given(*COURSE["accepted"])
    story.when(take_over("completed", code=None)).refused("outcome_required")


def correct(of_type="referral.requested", **changes):
    return lambda r: r.correct(
        correction_id="x1", of_type=of_type, on=date(2026, 11, 30), changes=changes
    )


def test_a_corrected_receiver_is_the_receiver_from_then_on():
    corrected = events.RecordCorrected(
        correction_id="x1",
        referral_id="r1",
        of_type="referral.requested",
        on=date(2026, 11, 30),
        set={"to_desk": "legal_advice"},
    )
    story = scenario(Referral, "r1").given(*COURSE["requested"])
    story.when(correct(to_desk="legal_advice")).then(corrected)
    story.given(*COURSE["requested"], corrected)
    story.when(lambda r: r.accept(by=RECEIVER, on=FRIDAY)).refused("not_this_desks_move")


def test_a_corrected_day_of_the_present_state_moves_its_beginning():
    story = scenario(Referral, "r1").given(*COURSE["requested"])
    story.when(correct(on="2026-11-18"))
    assert story.aggregate.since == date(2026, 11, 18)


def test_no_correction_makes_a_desk_refer_to_itself():
    story = scenario(Referral, "r1").given(*COURSE["requested"])
    story.when(correct(to_desk=SENDER)).refused("same_desk")

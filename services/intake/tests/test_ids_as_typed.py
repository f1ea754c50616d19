"""An id that a department types is one id, whatever its width, whichever way it comes."""

import uuid

import pytest

from services.intake.commands import signal_intake
from services.intake.commands.signal_intake import signal_id_of
from services.intake.tests.test_ways_in import Post, fresh

DEPARTMENT = "tax_collection"
# One way of writing each, and others of the same.
WRITTEN = {
    "2026-04-{n}": (
        "２０２６－０４－{n}",
        " 2026-04-{n}　",
        "2026\u221204-{n}",
        "\ufeff2026-04-{n}",
    ),
    "ミナトク {n}": ("ﾐﾅﾄｸ {n}", "ミナトク　{n}", "ミナトク  {n}\r\n"),
    "ガス{n}": ("ｶﾞｽ{n}", "カ\u3099ス{n}", "ガ\u200bス{n}"),
}
EACH_WAY_OF_WRITING = [(one, other) for one, others in WRITTEN.items() for other in others]


@pytest.fixture(scope="module")
def post(intake):
    return Post(intake)


@pytest.fixture
def n():
    return uuid.uuid4().hex[:8]


def by_batch(intake, signal):
    (result,) = intake("receive_signals", department=DEPARTMENT, signals=[signal])["results"]
    return result


def one_by_one(intake, signal):
    return intake("receive_signal", department=DEPARTMENT, **signal)


@pytest.mark.parametrize(("one", "other"), EACH_WAY_OF_WRITING)
def test_of_whatever_width_it_is_the_same_signal(intake, post, n, one, other):
    first, again = fresh(id=one.format(n=n)), fresh(id=other.format(n=n))
    accepted = one_by_one(intake, first)
    assert accepted["created"] and "notes" not in accepted
    alone, together = one_by_one(intake, again), by_batch(intake, again)
    assert not alone["created"] and together["state"] == "already"
    assert alone["signal_id"] == together["signal_id"] == accepted["signal_id"]
    assert together["id"] == again["id"]  # as its sender knows it
    before = intake("lag")["log"]
    post.send(again)
    assert (post.refused(), intake("lag")["log"]) == ([], before)
    found = intake("list_signals", department=DEPARTMENT, id=again["id"])["signals"]
    assert [row["signal_id"] for row in found] == [accepted["signal_id"]]


@pytest.mark.parametrize("receive", [one_by_one, by_batch])
def test_the_sender_is_told_of_the_form_that_was_taken(intake, n, receive):
    (note,) = receive(intake, fresh(id=f"２０２６－{n}　"))["notes"]
    assert note["field"] == "id" and f"2026-{n}" in note["problem"] and note["remedy"]


def test_what_differs_in_more_than_width_is_another_id(intake, n):
    ids = {one_by_one(intake, fresh(id=f"{n}{end}"))["signal_id"] for end in ("1", "①", "a", "A")}
    assert len(ids) == 4


@pytest.mark.parametrize("id", ["", "　", "\u200b\ufeff", "\t\r\n"])
def test_blanks_alone_are_no_id(intake, id):
    assert "id" in intake.find_faults("receive_signal", department=DEPARTMENT, **fresh(id=id))


@pytest.mark.parametrize("receive", [one_by_one, by_batch])
def test_a_signal_kept_when_ids_were_taken_as_they_stood_is_found(intake, n, monkeypatch, receive):
    before = fresh(id=f"１２３－{n}　")
    with monkeypatch.context() as patch:
        patch.setattr(signal_intake, "normalise_key", lambda text: text)
        kept = one_by_one(intake, before)["signal_id"]
    assert kept != signal_id_of(DEPARTMENT, before["id"])
    again = receive(intake, before)
    assert again["signal_id"] == kept
    found = intake("list_signals", department=DEPARTMENT, id=before["id"])["signals"]
    assert [row["signal_id"] for row in found] == [kept]


def test_two_ways_of_writing_within_one_batch_are_one_signal(intake, n):
    signals = [fresh(id=f"A-{n}"), fresh(id=f"Ａ－{n}")]
    results = intake("receive_signals", department=DEPARTMENT, signals=signals)["results"]
    assert [one["state"] for one in results] == ["accepted", "already"]

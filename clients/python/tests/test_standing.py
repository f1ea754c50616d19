"""What `status` prints, from answers as the platform gives them."""

import pytest

from tsunagu_signals.standing import clock, in_words, lines_of

REFUSED = {
    "state": "refused",
    "owner_desk": None,
    "reason": "consent_expired",
    "fields": ["consent.until"],
    "history": [{"on": "2026-04-20", "what": "signal_refused"}],
}


def test_a_refused_one_is_told_with_reason_fields_and_remedy():
    said = "\n".join(lines_of(REFUSED))
    for part in ("consent_expired", "同意の期限が過ぎ", "consent.until", "→", "同じ番号"):
        assert part in said


def test_a_reason_that_is_not_known_here_is_told_all_the_same():
    said = "\n".join(lines_of(REFUSED | {"reason": "new_rule", "fields": []}))
    assert "new_rule" in said and "運用の担当" in said and "fields" not in said


def test_one_refused_on_this_machine_tells_its_faults():
    fault = {"field": "kind", "problem": "違う", "remedy": "直す"}
    said = list(lines_of({"state": "refused", "faults": [fault]}))
    assert said[-1] == "  kind: 違う  → 直す" and not any("reason" in line for line in said)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-11-28T18:57:39+00:00", "11月29日 3:57"),
        ("2026-11-29T03:57:39+09:00", "11月29日 3:57"),
        ("2026-12-31T15:05:00Z", "1月1日 0:05"),
        ("soon", "soon"),
        (None, "None"),
    ],
)
def test_moments_are_told_as_clocks_in_japan_show_them(moment, shown):
    assert clock(moment) == shown


def test_where_a_moment_stands_it_is_told_so():
    due = {"due_at": "2026-11-28T18:57:39+00:00"}
    step = {"on": "2026-11-28", "what": "signal_received", **due}
    said = "\n".join(lines_of({"state": "open", **due, "history": [step]}))
    assert said.count("11月29日 3:57") >= 2 and "18:57" not in said


OPEN = {
    "state": "open",
    "owner_desk": "consultation_support",
    "next_step": "first_contact",
    "due_on": "2026-04-23",
    "due_at": None,
}


def test_codes_are_said_in_words_too():
    step = {"on": "2026-04-20", "what": "signal_received", "owner_desk": "consultation_support"}
    said = list(lines_of(OPEN | {"history": [step]}))
    assert said[:2] == ["state       open", "owner_desk  consultation_support"]
    assert said[-2] == "  対応中：自立相談支援（断らない相談窓口）が4月23日までに「最初の連絡」"
    assert "signal_received  受け付けた  " in said[-1]
    assert "owner_desk=consultation_support（自立相談支援" in said[-1]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (OPEN | {"next_step": "urgent_contact", "due_at": "2026-04-20T09:00:00+00:00"}, "急ぎ"),
        (
            OPEN | {"next_step": "new_step", "owner_desk": "new_desk"},
            "new_deskが4月23日までに「new",
        ),
        ({"state": "waiting"}, "手元で待っている"),
        ({"state": "closed", "owner_desk": None, "next_step": None}, "終わった"),
        ({"state": "new_state"}, "new_state"),
        ({}, ""),
    ],
    ids=str,
)
def test_whatever_is_known_is_said(status, said):
    assert said in in_words(status)


def test_there_is_a_word_for_every_answer_of_a_person():
    from tsunagu_signals.checking import ANSWERS
    from tsunagu_signals.words import word_of

    assert all(map(word_of, ANSWERS))

"""What `status` prints, from answers as the platform gives them."""

import pytest

from tsunagu_signals.standing import clock, lines_of

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
    assert said.count("11月29日 3:57") == 2 and "18:57" not in said

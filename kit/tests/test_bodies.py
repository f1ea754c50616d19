"""What a command hands on of its body, and the ids it gives out."""

from tsunagu.contracts.bodies import freeze_lists, omit_fields
from tsunagu.process.ids import new_id


def test_all_but_the_named_fields_and_the_body_stays_as_it_was():
    body = {"by": "desk", "on": "2026-04-01", "note": None}
    assert omit_fields(body, "by", "unknown") == {"on": "2026-04-01", "note": None}
    assert set(body) == {"by", "on", "note"}


def test_lists_become_tuples_and_nothing_else_does():
    assert freeze_lists({"issues": ["debt"], "note": "x", "none": []}) == {
        "issues": ("debt",),
        "note": "x",
        "none": (),
    }


def test_no_id_is_given_twice():
    assert len({new_id() for _ in range(100)}) == 100

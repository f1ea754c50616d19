"""What each kind of route declares."""

from marshmallow import Schema

from tsunagu.contracts.route_kinds import ask, begin, do
from tsunagu.contracts.routes import ANYBODY, CASEWORKER, FILE, Route

WORDS = {"method": "m", "ja": "日", "en": "e"}


def test_a_question_changes_nothing_and_may_be_anybodys():
    route = ask("/trees", "m", "日", "e", Schema, roles=ANYBODY, answers=FILE)
    expected = Route(verb="GET", path="/trees", query=Schema, roles=ANYBODY, answers=FILE, **WORDS)
    assert route == expected


def test_what_begins_answers_201_and_acts_for_the_callers_own_desk():
    expected = Route(
        verb="POST", path="/trees", body=Schema, acting={CASEWORKER: "by"}, status=201, **WORDS
    )
    assert begin("/trees", "m", "日", "e", Schema) == expected
    assert begin("/trees", "m", "日", "e", Schema, acting={CASEWORKER: "desk"}).acting == {
        CASEWORKER: "desk"
    }


def test_what_goes_on_takes_the_version_that_was_read_unless_it_says_not():
    expected = Route(
        verb="POST",
        path="/trees/<id>",
        body=Schema,
        acting={CASEWORKER: "by"},
        versioned=True,
        **WORDS,
    )
    assert do("/trees/<id>", "m", "日", "e", Schema) == expected
    assert not do("/trees/<id>", "m", "日", "e", Schema, versioned=False).versioned

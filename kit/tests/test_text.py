"""Bilingual text, problems and declared refusals: values up to the moment they are printed."""

from datetime import date
from types import ModuleType

import pytest
from marshmallow import Schema, ValidationError, fields, validate

from tsunagu.contracts.validation_errors import list_faults
from tsunagu.domain.errors import NotFound, Refused
from tsunagu.domain.refusal import Refusal, collect_refusals
from tsunagu.domain.text import Problem, Text

LATE = Refusal(
    "too_late",
    Text("{day} までです", "by {day}"),
    field="on",
    remedy=Text("{day} 以前の日を", "a day up to {day}"),
    details=("day",),
)
UNKNOWN = Refusal("no_such_thing", Text("ありません", "there is none"), kind=NotFound)


def test_japanese_comes_first_and_english_stands_beside_it():
    assert str(Text("困りごと", "need")) == "困りごと / need"
    assert str(Text("ISO", "ISO")) == "ISO"
    assert Text("{n} 件", "{n} of them").fill(n=3) == Text("3 件", "3 of them")


def test_a_refusal_is_filled_in_and_says_field_and_remedy():
    refusal = LATE(day=date(2026, 4, 1))
    assert isinstance(refusal, Refused)
    assert refusal.to_wire() == {
        "kind": "refused",
        "code": "too_late",
        "message": "2026-04-01 までです / by 2026-04-01",
        "details": {
            "field": "on",
            "remedy": "2026-04-01 以前の日を / a day up to 2026-04-01",
            "day": date(2026, 4, 1),
        },
    }


def test_no_second_space_follows_a_full_width_bracket():
    ended = Refusal("has_ended", Text("終わっています（{why}）", "ended: {why}"))
    assert ended(why="moved").message == "終わっています（moved）/ ended: moved"


def test_what_a_sentence_needs_must_be_given():
    with pytest.raises(KeyError, match="day"):
        LATE()


def test_a_refusal_is_of_the_kind_that_decides_its_status():
    assert (LATE.status, UNKNOWN.status) == (422, 404)
    assert UNKNOWN().to_wire()["details"] == {}


def test_a_modules_refusals_are_listed_in_their_order():
    module = ModuleType("refusals")
    module.LATE, module.other, module.UNKNOWN = LATE, "no refusal", UNKNOWN
    assert list(collect_refusals(module)) == [LATE, UNKNOWN]


def test_a_problem_stays_one_through_marshmallow_and_becomes_a_fault_with_its_remedy():
    problem = Problem(Text("{input} は短い", "{input} is short"), Text("長く / もっと", "longer"))

    class Shape(Schema):
        name = fields.String(validate=validate.Length(min=3, error=problem))

    with pytest.raises(ValidationError) as wrong:
        Shape().load({"name": "ab"})
    assert list_faults(wrong.value) == [
        {"field": "name", "problem": "ab は短い / ab is short", "remedy": "長く / もっと / longer"}
    ]


def test_a_problem_without_a_remedy_is_its_text_alone():
    alone = Problem(Text("{n} は空です", "{n} is empty"))
    assert alone == "{n} は空です / {n} is empty"
    assert alone.format(n=1).remedy == alone.remedy == Text.same("")


def test_an_arrow_or_a_slash_in_a_plain_message_parts_nothing():
    assert list_faults(ValidationError({"a": ["x → y / z"]})) == [
        {"field": "a", "problem": "x → y / z", "remedy": ""}
    ]

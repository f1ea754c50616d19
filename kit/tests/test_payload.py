"""Payloads: declared once, every fault told at once, frozen from then on."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from marshmallow import ValidationError, validate

from tsunagu.contracts.day_ranges import check_coming_day, check_past_day
from tsunagu.contracts.payload import Payload, fields, payload

DAY = date(2026, 4, 1)


@payload
class Seed(Payload):
    kind: str = fields.String(required=True)
    grams: int = fields.Integer(load_default=5)


@payload
class Body(Payload):
    on: date = fields.Date(load_default=lambda: DAY, validate=check_past_day)


@payload
class Sowing(Body):
    """What is sown where."""

    plots: tuple[str, ...] = fields.List(fields.String(), required=True)
    seeds: tuple[Seed, ...] = fields.List(fields.Nested(Seed.schema), load_default=list)
    until: date | None = fields.Date(validate=check_coming_day)
    note: str | None = fields.String(load_default=None, validate=validate.Length(max=5))

    def check(self) -> None:
        if self.until is not None and self.until < self.on:
            raise ValidationError("before the day itself", field_name="until")


@payload
class Watered(Body):
    litres: int = fields.Integer(required=True)


@payload
class SowingAndWatering(Sowing, Watered):
    pass


def faults(given):
    with pytest.raises(ValidationError) as wrong:
        Sowing.load(given)
    return wrong.value.messages


def test_a_body_becomes_a_frozen_value_with_all_that_was_left_out():
    sowing = Sowing.load({"plots": ["a", "b"], "seeds": [{"kind": "plum"}]})
    assert sowing == Sowing(
        on=DAY, plots=("a", "b"), seeds=(Seed(kind="plum", grams=5),), until=None, note=None
    )
    with pytest.raises(FrozenInstanceError):
        sowing.note = "more"


def test_values_are_keyword_arguments_but_for_those_named():
    sowing = Sowing.load({"plots": []})
    assert sowing.values("on", "note") == {"plots": (), "seeds": (), "until": None}


def test_what_is_loaded_in_part_is_a_mapping_of_what_was_given():
    part = Sowing.schema(partial=True)
    assert part.load({"note": None}) == {"note": None}
    with pytest.raises(ValidationError):
        part.load({"note": "too long"})


def test_every_fault_is_told_at_once_and_unknown_fields_are_faults():
    assert set(faults({"on": "x", "seeds": [{"grams": 1}], "note": "too long", "shade": 1})) == {
        "on",
        "plots",
        "seeds",
        "note",
        "shade",
    }


def test_what_fields_cannot_tell_alone_is_checked_once_they_are_right():
    assert faults({"plots": [], "until": "2026-03-31"}) == {"until": ["before the day itself"]}
    assert "until" not in faults({"until": "2026-03-31"})


def test_a_payload_may_be_made_by_hand_with_the_same_defaults():
    assert Sowing(plots=("a",)) == Sowing.load({"plots": ["a"]})


def test_documents_are_written_from_its_schema():
    assert Sowing.schema.__name__ == "Sowing"
    assert list(Sowing.schema().fields) == ["on", "plots", "seeds", "until", "note"]


def test_a_payload_of_two_kinds_takes_the_fields_of_both():
    both = SowingAndWatering.load({"plots": ["a"], "litres": "3"})
    assert (both.plots, both.litres, both.on) == (("a",), 3, DAY)


def test_a_payload_loaded_in_part_is_what_was_given_of_it():
    assert Sowing.schema().load({"note": "short"}, partial=True)["note"] == "short"

"""The tables of rules: which is in force when, what Zama published, and what nobody verified."""

import json
from datetime import date

import pytest

from services.housing import reference
from services.housing.domain.rule_tables import CAUSES, CONFIDENCES, OFFICIAL
from services.housing.tests.households import ZAMA
from tsunagu.domain.errors import Refused

FILES = sorted((reference.FOLDER / ZAMA).glob("*.json"))


def read(file=FILES[-1]):
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("day", "begun"),
    [
        ("2015-04-01", "2015-04-01"),
        ("2015-06-30", "2015-04-01"),
        ("2015-07-01", "2015-07-01"),
        ("2020-04-19", "2015-07-01"),
        ("2020-04-20", "2020-04-20"),
        ("2023-03-31", "2020-04-20"),
        ("2023-04-01", "2023-04-01"),
        ("2025-03-31", "2023-04-01"),
        ("2025-04-01", "2025-04-01"),
        ("2031-01-01", "2025-04-01"),
    ],
)
def test_the_newest_table_that_had_begun_is_in_force(day, begun):
    table = reference.find_rules(ZAMA, date.fromisoformat(day))
    assert table.version == f"{ZAMA}-{begun}"
    assert reference.find_version(ZAMA, table.version) is table


@pytest.mark.parametrize(("city", "day"), [(ZAMA, "2015-03-31"), ("131016", "2026-04-01")])
def test_where_there_is_no_table_nobody_guesses_one(city, day):
    with pytest.raises(Refused) as refusal:
        reference.find_rules(city, date.fromisoformat(day))
    assert refusal.value.code == "no_rules" and refusal.value.details["remedy"]


@pytest.mark.parametrize(
    ("size", "base", "cap", "income_limit", "asset_limit"),
    [
        (1, 84_000, 41_000, 125_000, 504_000),
        (2, 130_000, 49_000, 179_000, 780_000),
        (3, 172_000, 53_000, 225_000, 1_000_000),
        (4, 214_000, 53_000, 267_000, 1_000_000),
        (5, 255_000, 53_000, 308_000, 1_000_000),
    ],
)
def test_the_amounts_that_zama_published_in_2020(size, base, cap, income_limit, asset_limit):
    table = reference.find_version(ZAMA, f"{ZAMA}-2020-04-20")
    assert (table.base_of(size).yen, table.rent_cap_of(size).yen) == (base, cap)
    assert base + cap == income_limit and table.asset_limit_of(size) == asset_limit
    assert table.base_of(size).confidence == table.rent_cap_of(size).confidence == OFFICIAL


@pytest.mark.parametrize("table", reference.load_tables(ZAMA), ids=lambda t: t.version)
def test_a_table_knows_households_up_to_seven_and_amounts_grow_with_them(table):
    for amounts in (table.base, table.rent_cap):
        assert list(amounts) == [1, 2, 3, 4, 5, 6, 7]
        in_order = [amount.yen for amount in amounts.values()]
        assert in_order == sorted(in_order)
    assert set(table.causes) <= set(CAUSES) == set(CAUSES) | set(table.duties)
    assert table.version == f"{table.city}-{table.valid_from}" and table.source


@pytest.mark.parametrize("table", reference.load_tables(ZAMA), ids=lambda t: t.version)
def test_a_household_of_eight_is_refused_until_somebody_finds_the_amounts(table):
    with pytest.raises(Refused) as refusal:
        table.base_of(8)
    assert refusal.value.code == "household_size_not_in_rules"
    assert refusal.value.details["field"] == "size"


def marks(value, path=""):
    """(path, confidence, unverified) of every place of a table that says how sure it is."""
    if isinstance(value, dict):
        if "confidence" in value:
            yield path, value["confidence"], value.get("unverified", False)
        for key, inner in value.items():
            yield from marks(inner, f"{path}/{key}")


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_whatever_is_not_official_is_marked_unverified(file):
    found = list(marks(read(file)))
    assert len(found) >= 21
    for path, confidence, unverified in found:
        assert confidence in CONFIDENCES, path
        assert unverified == (confidence != OFFICIAL), path


def test_what_the_domain_marks_as_second_hand_or_general_is_marked_so():
    table = reference.find_version(ZAMA, f"{ZAMA}-2025-04-01")
    assert table.amount_confidence == "secondary"
    assert table.rounding.confidence == table.duties_confidence == "general"
    assert table.help_with_moving.confidence == "secondary"
    assert table.assets.confidence == table.period.confidence == table.loss.confidence == OFFICIAL


@pytest.mark.parametrize(
    "wrong",
    [
        {"confidence": "official", "unverified": True},
        {"confidence": "general"},
        {"confidence": "sure"},
    ],
    ids=["official_yet_unverified", "general_without_the_mark", "no_such_confidence"],
)
def test_a_table_whose_marks_do_not_fit_is_not_read(wrong):
    table = read()
    table["rounding"] = {"step": 100, "direction": "up"} | wrong
    with pytest.raises(ValueError, match="rule table"):
        reference.read_table(table)


def test_a_city_may_have_a_practice_of_its_own(tmp_path, monkeypatch):
    common = (reference.FOLDER / "practice.json").read_text(encoding="utf-8")
    (tmp_path / "practice.json").write_text(common, encoding="utf-8")
    (tmp_path / "999999").mkdir()
    own = json.loads(common)
    own["shelter"] |= {"months": 1}
    (tmp_path / "999999" / "practice.json").write_text(json.dumps(own), encoding="utf-8")
    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    reference.load_practice.cache_clear()
    try:
        assert reference.load_practice("999999").stay_months == 1
        assert reference.load_practice(ZAMA).stay_months == 3
    finally:
        reference.load_practice.cache_clear()

"""Packing: sized by the household, first what expires first, and told in words what is missing."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.foodbank import reference
from services.foodbank.commands.parcel_texts import describe_left_out, describe_shortage
from services.foodbank.domain.household import Household
from services.foodbank.domain.packing import LeftOut, Ration, fill
from services.foodbank.tests.counter import FRIDAY, days, eaters, shelf
from tsunagu.domain.errors import Refused

DISH = Ration(whom="everyone", grams_per_day=150, child_percent=70)
BABY = Ration(whom="infants", grams_per_day=200, child_percent=100)
RATIONS = {"main_dish": DISH, "baby": BABY}


# -- how much -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("adults", "children", "infants", "n", "dish", "baby"),
    [
        (1, 0, 0, 1, 150, 0),
        (1, 0, 0, 3, 450, 0),
        (2, 1, 0, 3, 1215, 0),
        (1, 0, 1, 3, 450, 600),
        (0, 1, 0, 1, 105, 0),
        (0, 0, 1, 1, 0, 200),
    ],
    ids=["one_day", "three_days", "family", "with_an_infant", "a_child_alone", "infant_only"],
)
def test_a_household_gets_its_days_and_persons(adults, children, infants, n, dish, baby):
    who = eaters(adults=adults, children=children, infants=infants)
    assert (DISH.grams(who, n), BABY.grams(who, n)) == (dish, baby)


def test_fractions_of_a_gram_are_rounded_up():
    odd = Ration(whom="everyone", grams_per_day=33, child_percent=50)
    assert odd.grams(eaters(adults=0, children=1), 1) == 17


def test_whole_units_are_taken_until_the_ration_is_reached():
    filled = fill([shelf(units=10)], RATIONS, eaters(), days=3, on=FRIDAY)
    assert (filled.lines, filled.grams, filled.units, filled.short) == ({"l1": 3}, 600, 3, ())


def test_too_little_on_the_shelf_is_said():
    filled = fill([shelf(units=2)], RATIONS, eaters(infants=1), days=3, on=FRIDAY)
    assert filled.lines == {"l1": 2}
    assert filled.short == ("main_dish", "baby")
    assert describe_shortage(filled.short) == [
        "おかずが足りません / too little of main dish",
        "乳児用が足りません / too little of for infants",
    ]


def test_an_empty_shelf_gives_an_empty_parcel_and_no_error():
    filled = fill([], RATIONS, eaters(), days=3, on=FRIDAY)
    assert (filled.lines, filled.grams, filled.short) == ({}, 0, ("main_dish",))


# -- in which order -------------------------------------------------------------------------------


def test_first_what_expires_first_and_last_what_never_does():
    shelves = [
        shelf("never", 1, expires_on=None),
        shelf("late", 1, expires_on=days(60)),
        shelf("soon", 1, expires_on=days(2)),
        shelf("also_soon", 1, expires_on=days(2)),
    ]
    filled = fill(shelves, RATIONS, eaters(), days=3, on=FRIDAY)
    assert list(filled.lines) == ["also_soon", "soon", "late"]


def test_the_drives_it_came_from_are_named_once():
    shelves = [shelf("a", 1, "d2"), shelf("b", 1, "d1"), shelf("c", 1, "d2"), shelf("d", 1)]
    assert fill(shelves, RATIONS, eaters(), days=4, on=FRIDAY).drive_ids == ("d1", "d2")


# -- what is left out, in words -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("food", "who", "sentence"),
    [
        (
            {"contents": frozenset({"egg", "milk"})},
            {"avoids": frozenset({"egg", "milk"}), "label": "mandatory"},
            "レトルトカレー：卵・乳を含むため入れていません / "
            "curry in a pouch: left out, contains egg, milk",
        ),
        (
            {"label": "unread"},
            {"avoids": frozenset({"egg"}), "label": "mandatory"},
            "レトルトカレー：表示のアレルゲン8品目を確かめていないため入れていません / "
            "curry in a pouch: left out, the eight allergens on its label were not checked",
        ),
        (
            {"label": "mandatory"},
            {"avoids": frozenset({"pork"}), "label": "all"},
            "レトルトカレー：表示の原材料すべてを確かめていないため入れていません / "
            "curry in a pouch: left out, not every ingredient on its label was checked",
        ),
        (
            {"needs_cooking": True},
            {"cannot_cook": True},
            "レトルトカレー：調理ができないため入れていません / "
            "curry in a pouch: left out, it needs cooking",
        ),
        (
            {"expires_on": days(-1)},
            {},
            "レトルトカレー：期限（2026-11-19）を過ぎるため入れていません / "
            "curry in a pouch: left out, out of date after 2026-11-19",
        ),
    ],
    ids=["contains", "eight_unread", "all_unread", "cooking", "expired"],
)
def test_it_says_what_was_left_out_and_why(food, who, sentence):
    shelves = [shelf("a", 5, **food), shelf("b", 5, **food)]
    filled = fill(shelves, RATIONS, eaters(**who), days=3, on=FRIDAY)
    assert filled.lines == {}
    assert describe_left_out(filled.left_out) == [sentence]  # once, though it lies there twice
    kept = [one.to_text() for one in filled.left_out]
    assert describe_left_out(map(LeftOut.from_text, kept)) == [sentence]


def test_nobody_gets_what_they_do_not_want():
    filled = fill([shelf()], RATIONS, eaters(), days=3, on=FRIDAY, not_wanted=["retort_curry"])
    assert (filled.lines, filled.left_out) == ({}, (LeftOut("retort_curry", "not_wanted"),))
    assert "希望されない" in describe_left_out(filled.left_out)[0]


def test_a_category_without_a_ration_is_not_packed_by_itself():
    filled = fill([shelf(category="toys")], RATIONS, eaters(), days=3, on=FRIDAY)
    assert (filled.lines, filled.left_out) == ({}, ())


# -- what they cannot eat, as told ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("allergies", "diets", "label", "avoided"),
    [
        ((), (), "unread", set()),
        (("egg",), (), "mandatory", {"egg"}),
        (("egg", "sesame"), (), "all", {"egg", "sesame"}),
        ((), ("no_alcohol",), "all", {"alcohol"}),
        (("walnut",), ("no_beef",), "all", {"walnut", "beef", "gelatin", "animal_fat"}),
    ],
)
def test_how_far_a_label_must_have_been_read(allergies, diets, label, avoided):
    who = reference.eaters_of(Household(size=2, children=1, allergies=allergies, diets=diets))
    assert (who.label, who.avoids) == (label, avoided)
    assert (who.adults, who.children, who.size) == (1, 1, 2)


def test_what_is_told_at_the_visit_adds_to_what_was_known():
    told, known = Household(size=4, allergies=("egg",)), Household(allergies=("milk",))
    assert reference.eaters_of(told, known).avoids == {"egg", "milk"}
    assert reference.eaters_of(told, known).size == 4


def test_nothing_is_packed_before_somebody_has_asked():
    with pytest.raises(Refused) as refusal:
        reference.eaters_of(Household(size=2), Household())
    assert refusal.value.code == "allergies_not_asked"
    assert reference.eaters_of(Household(size=2, allergies=())).avoids == set()


def test_the_eight_allergens_of_the_law_are_all_there():
    eight = {code for code, one in reference.contents().items() if one.kind == "mandatory"}
    assert eight == {"egg", "milk", "wheat", "buckwheat", "peanut", "shrimp", "crab", "walnut"}
    kinds = [one.kind for one in reference.contents().values()]
    assert kinds.count("recommended") == 20


def test_every_diet_avoids_known_contents_and_every_item_has_a_ration():
    for diet in reference.diets().values():
        assert diet.avoids <= set(reference.contents()), diet.code
    assert {i.category for i in reference.items().values()} == set(reference.first_rations())


# -- whatever the shelf ---------------------------------------------------------------------------

CODES = ("egg", "milk", "sesame", "pork")
LOTS = st.lists(
    st.builds(
        lambda n, units, grams, dated, label, contents, cook, category: shelf(
            f"l{n}",
            units,
            category=category,
            unit_grams=grams,
            expires_on=None if dated is None else FRIDAY + timedelta(days=dated),
            label=label,
            contents=frozenset(contents),
            needs_cooking=cook,
        ),
        st.integers(0, 999),
        st.integers(1, 6),
        st.integers(1, 700),
        st.none() | st.integers(-3, 9),
        st.sampled_from(("unread", "mandatory", "all")),
        st.sets(st.sampled_from(CODES)),
        st.booleans(),
        st.sampled_from(("main_dish", "baby", "toys")),
    ),
    max_size=12,
    unique_by=lambda one: one.lot_id,
)
WHO = st.builds(
    lambda adults, children, infants, cook, avoids: eaters(
        adults=adults,
        children=children,
        infants=infants,
        cannot_cook=cook,
        avoids=frozenset(avoids),
        label=("all" if avoids & {"sesame", "pork"} else "mandatory" if avoids else "unread"),
    ),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, 2),
    st.booleans(),
    st.sets(st.sampled_from(CODES)),
)


def until(one):
    return one.goods.expires_on or days(9999)


def harms(one, who):
    """Said anew, in other words than the domain's."""
    food = one.goods
    out_of_date = food.expires_on is not None and food.expires_on < FRIDAY
    unknown = {"egg", "milk"} & who.avoids and food.label == "unread"
    unknown = unknown or ({"sesame", "pork"} & who.avoids and food.label != "all")
    uncookable = who.cannot_cook and food.needs_cooking
    return bool(out_of_date or food.contents & who.avoids or unknown or uncookable)


@settings(max_examples=200, deadline=None)
@given(LOTS, WHO, st.integers(1, 7))
def test_whatever_lies_there_a_parcel_harms_nobody_wastes_nothing_and_is_enough_or_says_so(
    shelves, who, n
):
    filled = fill(shelves, RATIONS, who, days=n, on=FRIDAY)
    by_id = {one.lot_id: one for one in shelves}
    taken = {lot_id: by_id[lot_id] for lot_id in filled.lines}
    assert not any(harms(one, who) for one in taken.values())
    assert all(0 < filled.lines[lot_id] <= one.units for lot_id, one in taken.items())
    for category, ration in RATIONS.items():
        suits = [o for o in shelves if o.goods.category == category and not harms(o, who)]
        need = ration.grams(who, n)
        got = sum(filled.lines.get(o.lot_id, 0) * o.goods.unit_grams for o in suits)
        there = sum(o.units * o.goods.unit_grams for o in suits)
        assert (category in filled.short) == (got < need)
        assert got >= min(need, there)
        biggest = max((o.goods.unit_grams for o in suits if o.lot_id in taken), default=0)
        assert got == 0 or got < need + biggest
        # First expired, first out: nothing stays behind that is older than something taken.
        last = max(
            (o.goods.expires_on or days(9999) for o in suits if o.lot_id in taken), default=None
        )
        for one in suits:
            if last is not None and filled.lines.get(one.lot_id, 0) < one.units:
                assert (one.goods.expires_on or days(9999)) >= last
    assert "toys" not in {one.goods.category for one in taken.values()}

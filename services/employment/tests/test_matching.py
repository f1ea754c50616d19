"""Matching: each rule at its boundary, in degree and in words; and the order they make."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.employment.queries.match_rankings import explain
from services.employment.queries.matching.ranking import (
    HALF,
    MET,
    MISSED,
    NEGOTIABLE,
    NOT_ASKED,
    UNKNOWN,
    Offer,
    Seeker,
    match,
    rank,
)
from services.employment.queries.matching.rules import RULE_NAMED, RULES

TODAY = date(2026, 11, 20)
UNTIL = date(2027, 1, 29)
SOMEBODY = Seeker(id="s1")
SOMETHING = Offer(id="o1", occupation="laundry", places_left=1, valid_from=TODAY, valid_until=UNTIL)


def some(*codes):
    return frozenset(codes)


def degree(rule, seeker, offer):
    return RULE_NAMED[rule].rate(replace(SOMEBODY, **seeker), replace(SOMETHING, **offer), TODAY)


CASES = {
    "stands": [
        ({}, {}, MET),
        ({}, {"places_left": 0}, MISSED),
        ({}, {"valid_until": TODAY}, MET),
        ({}, {"valid_until": TODAY - timedelta(days=1)}, MISSED),
        ({}, {"valid_from": TODAY + timedelta(days=1)}, NEGOTIABLE),
    ],
    "not_yet_introduced": [
        ({}, {}, NOT_ASKED),
        ({"introduced": some("o2")}, {}, NOT_ASKED),
        ({"introduced": some("o1")}, {}, MISSED),
    ],
    "limits_respected": [
        ({}, {"demands": some("night")}, NOT_ASKED),
        ({"limits": some("needs_breaks")}, {"demands": some("night")}, NOT_ASKED),
        ({"limits": some("no_night")}, {}, UNKNOWN),
        ({"limits": some("no_night")}, {"demands": some("none")}, MET),
        ({"limits": some("no_night")}, {"demands": some("standing")}, MET),
        ({"limits": some("no_night")}, {"demands": some("night", "noise")}, MISSED),
        (
            {"limits": some("no_night")},
            {"demands": some("night"), "negotiable": some("demands")},
            NEGOTIABLE,
        ),
    ],
    "support_given": [
        ({}, {}, NOT_ASKED),
        ({"limits": some("no_night")}, {}, NOT_ASKED),
        ({"limits": some("needs_companion")}, {}, UNKNOWN),
        ({"limits": some("needs_companion")}, {"accommodations": some("companion")}, MET),
        ({"limits": some("needs_companion")}, {"accommodations": some("none")}, MISSED),
        (
            {"limits": some("needs_companion", "needs_breaks")},
            {"accommodations": some("companion")},
            MISSED,
        ),
        (
            {"limits": some("needs_companion")},
            {"accommodations": some("breaks"), "negotiable": some("accommodations")},
            NEGOTIABLE,
        ),
    ],
    "language_enough": [
        ({}, {}, NOT_ASKED),
        ({"languages": some("ja_work")}, {}, NOT_ASKED),
        ({"languages": some("ja_basic", "vi_work")}, {}, UNKNOWN),
        ({}, {"languages": some("ja_everyday")}, UNKNOWN),
        ({"languages": some("ja_everyday")}, {"languages": some("ja_everyday")}, MET),
        ({"languages": some("ja_work")}, {"languages": some("ja_everyday")}, MET),
        ({"languages": some("ja_basic")}, {"languages": some("ja_everyday")}, MISSED),
        ({"languages": some("vi_work")}, {"languages": some("ja_basic")}, MISSED),
        (
            {"languages": some("ja_basic")},
            {"languages": some("ja_everyday"), "negotiable": some("languages")},
            NEGOTIABLE,
        ),
    ],
    "licences_held": [
        ({"licences": some("none")}, {}, NOT_ASKED),
        ({"licences": some("none")}, {"licences": some("none")}, NOT_ASKED),
        ({}, {"licences": some("car")}, UNKNOWN),
        ({"licences": some("car", "cook")}, {"licences": some("car")}, MET),
        ({"licences": some("none")}, {"licences": some("car")}, MISSED),
        ({"licences": some("car")}, {"licences": some("car", "forklift")}, MISSED),
        (
            {"licences": some("none")},
            {"licences": some("car"), "negotiable": some("licences")},
            NEGOTIABLE,
        ),
    ],
    "dormitory_there": [
        ({}, {"dormitory": True}, NOT_ASKED),
        ({"needs_dormitory": True}, {"dormitory": True}, MET),
        ({"needs_dormitory": True}, {}, MISSED),
    ],
    "trial_first": [
        ({}, {"trial": True}, NOT_ASKED),
        ({"needs_trial": True}, {"trial": True}, MET),
        ({"needs_trial": True}, {}, MISSED),
        ({"needs_trial": True}, {"negotiable": some("trial")}, NEGOTIABLE),
    ],
    "hours_possible": [
        ({}, {"hours_min": 40}, NOT_ASKED),
        ({"hours_max": 20}, {}, UNKNOWN),
        ({"hours_max": 20}, {"hours_min": 20, "hours_max": 30}, MET),
        ({"hours_max": 20}, {"hours_min": 21, "hours_max": 30}, MISSED),
        ({"hours_min": 30}, {"hours_max": 30}, MET),
        ({"hours_min": 31}, {"hours_max": 30}, MISSED),
        ({"hours_min": 10, "hours_max": 20}, {"hours_min": 5}, MET),
        ({"hours_max": 20}, {"hours_min": 30, "negotiable": some("hours")}, NEGOTIABLE),
    ],
    "days_possible": [
        ({}, {"days": some("sun")}, NOT_ASKED),
        ({"days": some("mon")}, {}, UNKNOWN),
        ({"days": some("mon", "tue")}, {"days": some("mon", "tue")}, MET),
        ({"days": some("mon", "tue")}, {"days": some("mon", "tue", "wed")}, MISSED),
        (
            {"days": some("mon", "tue")},
            {"days": some("mon", "tue", "wed"), "days_per_week": 2},
            MET,
        ),
        (
            {"days": some("mon", "tue")},
            {"days": some("mon", "tue", "wed"), "days_per_week": 3},
            MISSED,
        ),
        ({"days": some("mon")}, {"days": some("tue"), "negotiable": some("days")}, NEGOTIABLE),
    ],
    "times_possible": [
        ({}, {"times": some("night")}, NOT_ASKED),
        ({"times": some("morning")}, {}, UNKNOWN),
        ({"times": some("morning", "evening")}, {"times": some("morning")}, MET),
        ({"times": some("morning")}, {"times": some("morning", "evening")}, MISSED),
        (
            {"times": some("morning")},
            {"times": some("morning", "evening"), "any_time": True},
            MET,
        ),
        ({"times": some("morning")}, {"times": some("night"), "any_time": True}, MISSED),
        (
            {"times": some("morning")},
            {"times": some("night"), "negotiable": some("times")},
            NEGOTIABLE,
        ),
    ],
    "starts_in_time": [
        ({"earliest_start": TODAY}, {}, NOT_ASKED),
        ({}, {"starts_by": TODAY}, NOT_ASKED),
        ({"earliest_start": TODAY}, {"starts_by": TODAY}, MET),
        ({"earliest_start": UNTIL}, {"starts_by": TODAY}, MISSED),
        (
            {"earliest_start": UNTIL},
            {"starts_by": TODAY, "negotiable": some("start")},
            NEGOTIABLE,
        ),
    ],
    "commute_possible": [
        ({"area": "zama"}, {"area": "ebina"}, NOT_ASKED),
        ({"area": "zama", "max_commute_minutes": 12}, {"area": "ebina"}, HALF),
        ({"area": "zama", "max_commute_minutes": 11}, {"area": "ebina"}, MISSED),
        ({"area": "zama", "max_commute_minutes": 24}, {"area": "ebina"}, 0.75),
        ({"area": "zama", "max_commute_minutes": 20}, {"area": "zama"}, 0.75),
        ({"area": "iriya", "max_commute_minutes": 20}, {"area": "shinjuku"}, UNKNOWN),
        ({"max_commute_minutes": 20}, {"area": "ebina"}, UNKNOWN),
        ({"max_commute_minutes": 20}, {"distance_km": 4.0}, HALF),
        ({"max_commute_minutes": 20}, {"distance_km": 4.2}, MISSED),
        ({"max_commute_minutes": 0}, {"distance_km": 0.0}, MET),
        (
            {"max_commute_minutes": 5, "needs_dormitory": True, "area": "zama"},
            {"area": "shinjuku", "dormitory": True},
            MET,
        ),
        (
            {"max_commute_minutes": 5, "area": "zama"},
            {"area": "shinjuku", "dormitory": True},
            MISSED,
        ),
    ],
    "occupation_wished": [
        ({}, {}, NOT_ASKED),
        ({"occupations": some("laundry", "cook")}, {}, MET),
        ({"occupations": some("assembly")}, {}, HALF),
        ({"occupations": some("cook")}, {}, MISSED),
        ({"occupations": some("cook")}, {"occupation": "of_tomorrow"}, MISSED),
    ],
    "rung_suits": [
        ({}, {"rung_from": 5}, NOT_ASKED),
        ({"rung": 3}, {}, UNKNOWN),
        ({"rung": 3}, {"rung_from": 3}, MET),
        ({"rung": 4}, {"rung_from": 3}, MET),
        ({"rung": 3}, {"rung_from": 4}, HALF),
        ({"rung": 3}, {"rung_from": 5}, MISSED),
        ({"rung": 1}, {"rung_from": 6}, MISSED),
    ],
    "wage_reached": [
        ({}, {"wage_min": 1250, "wage_per": "hour"}, NOT_ASKED),
        ({"wage_min": 1300}, {"wage_min": 230_000, "wage_per": "month"}, NOT_ASKED),
        ({"wage_min": 1300}, {}, UNKNOWN),
        ({"wage_min": 1300}, {"wage_min": 1300, "wage_per": "hour"}, MET),
        ({"wage_min": 1300}, {"wage_min": 1299, "wage_per": "hour"}, MISSED),
        (
            {"wage_min": 1300},
            {"wage_min": 1250, "wage_max": 1300, "wage_per": "hour"},
            HALF,
        ),
    ],
    "own_language_spoken": [
        ({}, {"spoken": some("vi")}, NOT_ASKED),
        ({"languages": some("ja_work", "vi_work")}, {"spoken": some("vi")}, NOT_ASKED),
        ({"languages": some("ja_basic", "vi_work")}, {"spoken": some("vi")}, MET),
        ({"languages": some("ja_basic", "vi_work")}, {"spoken": some("ne")}, NOT_ASKED),
    ],
    "employer_known": [({}, {}, NOT_ASKED), ({}, {"employer_hires": 1}, MET)],
    "still_looking": [({}, {}, NOT_ASKED), ({"working": True}, {}, MISSED)],
}
FLAT = [(rule, *case) for rule, cases in CASES.items() for case in cases]


def test_every_rule_is_tried():
    assert set(CASES) == set(RULE_NAMED) and len(RULES) == len(RULE_NAMED)


@pytest.mark.parametrize(("rule", "seeker", "offer", "expected"), FLAT)
def test_to_what_degree(rule, seeker, offer, expected):
    assert degree(rule, seeker, offer) == expected


@pytest.mark.parametrize(("rule", "seeker", "offer", "expected"), FLAT)
def test_each_degree_is_said_in_both_languages_with_nothing_left_open(
    rule, seeker, offer, expected
):
    if expected is NOT_ASKED:
        return
    said = RULE_NAMED[rule].describe(
        replace(SOMEBODY, **seeker), replace(SOMETHING, **offer), expected
    )
    ja, en = said.ja, said.en
    assert any(ord(letter) > 0x3000 for letter in ja) and en.isascii()
    said = str(said)
    assert "None" not in said and "  " not in said and "「」" not in said and "（）" not in said


@pytest.mark.parametrize("rule", [r.code for r in RULES])
def test_no_two_degrees_of_a_rule_are_said_alike(rule):
    """What fits, what does not, and what is unknown cannot be mistaken for one another."""
    sentences = {}
    for seeker, offer, expected in CASES[rule]:
        if expected is not NOT_ASKED:
            said = RULE_NAMED[rule].describe(
                replace(SOMEBODY, **seeker), replace(SOMETHING, **offer), expected
            )
            kind = "ask" if expected == UNKNOWN else "fits" if expected >= HALF else "misses"
            sentences.setdefault(said, set()).add(kind)
    assert all(len(kinds) == 1 for kinds in sentences.values())


# -- one person and one opening -------------------------------------------------------------------

LAUNDRY = replace(
    SOMETHING,
    area="ebina",
    hours_min=20,
    hours_max=30,
    days=some("mon", "tue", "wed", "thu", "fri"),
    days_per_week=3,
    demands=some("standing"),
    rung_from=4,
    spoken=some("vi"),
)
MAI = replace(
    SOMEBODY,
    rung=4,
    occupations=some("laundry"),
    hours_max=24,
    days=some("mon", "wed", "fri"),
    area="zama",
    max_commute_minutes=30,
    languages=some("ja_basic", "vi_work"),
    limits=some("no_night"),
)


def words(seeker, offer):
    return explain(match(seeker, offer, TODAY, RULES))


def test_why_it_fits_is_said_and_what_is_still_to_be_asked():
    found = words(MAI, LAUNDRY)
    assert not found["excluded"] and found["misses"] == []
    assert found["fits"] == [
        "希望の職種（クリーニング）です / the occupation wished for: laundry",
        "いまの段階（4 就業条件等の調整が必要）で働けます / has room for rung 4",
        "避けたいこと（夜勤）はありません / involves none of: night work",
        "週 20–30 時間で、希望（24 時間まで）に合います / "
        "20 to 30 hours a week, within the 24 hours at most wished for",
        "月・火・水・木・金のうち週 3 日で、働ける曜日に合います / "
        "3 days a week of Mon, Tue, Wed, Thu, Fri: possible",
        "通勤はおよそ 12 分で、希望の 30 分以内です / the way takes about 12 minutes, within 30",
        "職場に ベトナム語 の話せる人がいます / somebody there speaks Vietnamese",
        "2027-01-29 まで有効で、あと 1 人です / stands until 2027-01-29, 1 left",
    ]
    assert found["to_ask"] == ["日本語がどれくらい要るか確かめる / ask how much Japanese is needed"]


def test_why_it_does_not_fit_is_said_and_every_reason_is():
    found = words(
        replace(MAI, needs_dormitory=True, max_commute_minutes=5),
        replace(LAUNDRY, demands=some("night")),
    )
    assert found["excluded"]
    assert found["excluded_by"] == ["limits_respected", "dormitory_there", "commute_possible"]
    assert (
        "避けたいこと（夜勤）があります / involves what the person cannot do: night work"
        in found["misses"]
    )


def test_whoever_said_nothing_is_excluded_from_nothing():
    found = match(SOMEBODY, LAUNDRY, TODAY, RULES)
    assert found.out == () and found.score == 100  # it stands: nothing else is known


@pytest.mark.parametrize(
    ("seeker", "offer", "score"),
    [
        ({"occupations": some("laundry")}, {}, 100),
        ({"occupations": some("cook")}, {}, 14),  # 5 of 35
        ({"occupations": some("assembly")}, {}, 57),  # 20 of 35
        ({"occupations": some("laundry"), "rung": 3}, {}, 79),  # unknown counts half: 47.5 of 60
    ],
)
def test_the_score_is_the_weight_reached_of_the_weight_possible(seeker, offer, score):
    found = match(replace(SOMEBODY, **seeker), replace(SOMETHING, **offer), TODAY, RULES)
    assert found.score == score


# -- the order ------------------------------------------------------------------------------------


def test_the_best_comes_first_then_the_nearer_end_then_what_only_one_thing_excludes():
    seeker = replace(SOMEBODY, occupations=some("laundry"), needs_dormitory=True, needs_trial=True)
    full = {"dormitory": True, "trial": True}
    offers = [
        replace(SOMETHING, id="two_things"),
        replace(SOMETHING, id="one_thing", dormitory=True),
        replace(SOMETHING, id="other_work", occupation="cook", **full),
        replace(SOMETHING, id="later", **full),
        replace(SOMETHING, id="sooner", valid_until=TODAY, **full),
    ]
    ranking = rank(((seeker, offer) for offer in offers), TODAY, RULES)
    order = [m.offer.id for m in ranking.matches]
    assert order == ["sooner", "later", "other_work", "one_thing", "two_things"]
    assert ranking.fitting == 3
    assert ranking.excluded_by == {"trial_first": 2, "dormitory_there": 1}
    assert ranking.by_this_alone == {"trial_first": 1}


def test_equal_treatment_no_rule_can_see_sex_age_or_nationality():
    known = {*Seeker.__dataclass_fields__, *Offer.__dataclass_fields__}
    assert not known & {"sex", "gender", "age", "birth_date", "nationality", "name"}

"""Joined, proposed or somebody new: what may be decided without a human, and what never."""

import pytest

from services.intake.domain.matching.blocking import keys_of, lookups_of
from services.intake.domain.matching.compare import compare
from services.intake.domain.matching.decide import Candidate, decide
from services.intake.domain.matching.normalise import profile_of
from services.intake.domain.matching.reasons import SENTENCES, describe, list_reasons
from services.intake.domain.matching.score import WEIGHTS, score

HANAKO = {
    "name": "渡辺　花子",
    "kana": "ワタナベ　ハナコ",
    "birth_date": "1975-04-12",
    "address": "座間市緑ケ丘1-2-3",
    "phone": "090-1234-5678",
    "sex": "女",
}


def but(**other):
    return profile_of(HANAKO | other)


def decided(*candidates, **other):
    """What is decided about Hanako, as somebody wrote her down, given these on record."""
    known = [Candidate(f"p{n}", f"p{n}", profile) for n, profile in enumerate(candidates, 1)]
    return decide(but(**other), known)


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"name": "渡邉花子", "kana": "ﾜﾀﾅﾍﾞ ﾊﾅｺ"},
        {"name": None},
        {"kana": None},
        {"name": "花子　渡邊", "kana": "はなこ　わたなべ"},
        {"address": "緑ヶ丘一丁目２番３号 コーポ201"},
        {"address": "入谷東3-60-1"},  # moved, but the same telephone
        {"phone": "046-255-9999"},  # another telephone, but the same address
        {"phone": None},
        {"address": None},
    ],
    ids=str,
)
def test_the_same_name_birth_date_and_place_or_telephone_join(other):
    assert decided(but(), **other).joined.record == "p1"


@pytest.mark.parametrize(
    ("who", "other"),
    [
        ("a twin", {"name": "渡辺　春子", "kana": "ワタナベ　ハルコ"}),
        ("a twin named alike", {"name": "渡辺　華子", "kana": "ワタナベ　ハナエ"}),
        ("a twin one sound off", {"name": None, "kana": "ワタナベ　ハナヨ"}),
        ("a stranger of the same name and birthday",
         {"address": "入谷東3-60-1", "phone": "080-9999-0000"}),
        ("the same, of whom no more is known", {"address": None, "phone": None}),
        ("a mother-in-law who reads alike", {"name": "渡辺　華子", "birth_date": "1948-01-30"}),
        ("the same reading, other characters", {"name": "渡辺　華子"}),
        ("one with another date", {"birth_date": "1975-04-13"}),
        ("one without a date", {"birth_date": None}),
        ("of the other sex", {"sex": "男"}),
        ("a husband",
         {"name": "渡辺　太郎", "kana": "ワタナベ　タロウ", "birth_date": "1970-05-05"}),
        ("a neighbour next door of the same name and birthday",
         {"address": "緑ケ丘1-2-4", "phone": None}),
    ],
)  # fmt: skip
def test_nobody_is_joined_who_could_be_somebody_else(who, other):
    assert decided(but(), **other).joined is None


def test_two_who_fit_are_both_proposed_and_neither_is_joined():
    decision = decided(but(), but(phone=None))
    assert decision.joined is None
    assert {match.record for match in decision.proposed} == {"p1", "p2"}


def test_two_records_of_one_human_do_not_stand_in_each_others_way():
    known = [Candidate("p1", "p1", but()), Candidate("p2", "p1", but(phone=None))]
    assert decide(but(), known).joined.human == "p1"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"birth_date": "1975-04-13"}, "birth_one_digit_off"),
        ({"birth_date": "1957-04-12"}, "birth_one_digit_off"),  # two digits turned
        ({"birth_date": "1975-12-04"}, "birth_month_day_swapped"),
        ({"birth_date": "1950-04-12"}, "birth_era_mixed"),  # 昭和50 as 1950
        ({"birth_date": "2018-04-12"}, "birth_differs"),
        ({"birth_date": "1974-04-12"}, "birth_one_digit_off"),
        ({"birth_date": "1975-06-28"}, "birth_differs"),
        ({"name": "渡辺　華子"}, "kana_same_kanji_near"),
        ({"kana": "ワダナベ　ハナコ"}, "kanji_same_kana_near"),
        ({"kana": "ワタナベ　ハナーコ"}, "kanji_same_kana_near"),
        ({"name": "小林　花子", "kana": "コバヤシ　ハナコ"}, "given_same_family_differs"),
        ({"name": None, "kana": "ワタベ　ハナコ"}, "name_near"),
        ({"name": "花子　渡辺", "kana": "ハナコ　ワタナベ"}, "names_turned"),
        ({"phone": "090-1234-5679"}, "phone_one_digit_off"),
        ({"address": "緑ケ丘1-2"}, "address_near"),
        ({"address": "緑ケ丘1-2-4"}, "address_near"),
        ({"address": "緑ケ丘3-20-8"}, "address_town_same"),
    ],
    ids=str,
)
def test_a_slip_is_named_for_what_it_is(other, code):
    assert code in compare(but(**other), but()).codes


def test_eras_taken_for_one_another_are_named():
    showa_3, heisei_3 = (
        profile_of({"birth_date": "1928-06-01"}),
        profile_of({"birth_date": "1991-06-01"}),
    )
    assert compare(showa_3, heisei_3).birth == "birth_era_mixed"


@pytest.mark.parametrize(
    "other",
    [
        {"birth_date": "1975-04-13"},
        {"birth_date": None},
        {"name": "小林　花子", "kana": "コバヤシ　ハナコ", "birth_date": None},
        {"kana": "ワダナベ　ハナコ", "name": None, "phone": None},
        {"address": "入谷東3-60-1", "phone": None, "name": "渡辺　華子"},
    ],
    ids=str,
)
def test_a_likely_one_is_proposed_with_reasons_in_words_and_a_score(other):
    (match,) = decided(but(), **other).proposed
    assert 10 <= match.score <= 100
    codes = list_reasons(match.findings)
    assert codes and all("/" in sentence for sentence in describe(codes))


@pytest.mark.parametrize(
    "other",
    [
        {"name": "渡辺　太郎", "kana": "ワタナベ　タロウ", "birth_date": "1970-05-05", "sex": "男"},
        {"name": "佐藤　花子", "kana": "サトウ　ハナコ", "birth_date": "1988-01-01",
         "address": "入谷東3-60-1", "phone": "080-9999-0000"},
    ],
    ids=["her husband", "a stranger of the same given name"],
)  # fmt: skip
def test_somebody_else_is_not_proposed(other):
    assert decided(but(), **other).proposed == ()


@pytest.mark.parametrize(("namesakes", "proposed"), [(1, 1), (2, 2), (3, 0), (60, 0)])
def test_a_name_alone_is_proposed_only_while_few_have_it(namesakes, proposed):
    nothing_else = {"birth_date": None, "address": None, "phone": None}
    known = [but(birth_date=f"19{n + 30}-01-01") for n in range(namesakes)]
    assert len(decided(*known, **nothing_else).proposed) == proposed


def test_who_has_more_than_the_name_in_common_is_proposed_however_many_have_the_name():
    phones = [f"080-{n}{n}-{n}{n}" for n in range(10, 40)]
    known = [but(phone=phone, address=None, birth_date=None) for phone in phones]
    found = decided(*known, birth_date=None, address=None, phone=phones[7]).proposed
    assert [match.record for match in found] == ["p8"]


def test_the_likelier_comes_first():
    moved, digit_off = but(address="入谷東3-60-1", birth_date=None), but(birth_date="1975-04-13")
    assert [m.record for m in decided(moved, digit_off).proposed] == ["p2", "p1"]


@pytest.mark.parametrize("field", ["name", "kana", "birth_date", "address", "phone"])
def test_an_error_in_one_field_leaves_a_key_to_be_found_by(field):
    wrong = {"name": "鈴木　一", "kana": "スズキ　ハジメ", "birth_date": "1901-01-01",
             "address": "東原1-1-1", "phone": "080-0000-0000"}[field]  # fmt: skip
    assert lookups_of(but(**{field: wrong})) & keys_of(but())


def test_somebody_of_whom_nothing_is_known_is_looked_for_by_nothing():
    assert lookups_of(profile_of({})) == set()


def test_every_finding_has_a_weight_and_a_sentence():
    assert WEIGHTS.keys() == SENTENCES.keys()


@pytest.mark.parametrize(
    ("other", "points"),
    [({}, 99), ({"birth_date": "1970-05-05", "name": "鈴木 一", "kana": "スズキ ハジメ"}, 1)],
    ids=["everything agrees", "hardly anything does"],
)
def test_a_score_is_never_certain(other, points):
    assert score(compare(but(**other), but())) == points

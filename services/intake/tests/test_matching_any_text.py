"""Any text at all: every normaliser makes something of it, the same again, in linear work."""

import re
import sys
from re import _parser

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.matching import addresses, characters, normalise
from services.intake.domain.matching.addresses import Address, address_of
from services.intake.domain.matching.blocking import keys_of, lookups_of
from services.intake.domain.matching.characters import fold, plain
from services.intake.domain.matching.compare import compare
from services.intake.domain.matching.normalise import (
    Name,
    birth_of,
    kana_form,
    kanji_form,
    phones_of,
    profile_from,
    profile_of,
    sounds,
)
from services.intake.domain.matching.score import score
from services.intake.domain.person import DETAILS

# What addresses, names and numbers are made of, and what breaks who reads them.
PIECES = (
    *"一二三〇十百千万壱弐参拾123１２３①²½٣७-ー－〜ノのケヶ々〻ゝゞヽヾ゛゜〒",
    *("丁目", "番地", "番", "号", "棟", "室", "条", "線", "地割", "大字", "字"),
    *("市", "区", "郡", "町", "村", "神奈川県", "座間市", "南区", "緑ケ丘", "渡邉", "か\u3099"),
    *("e\u0301", "Đ", "ß", "ŉ", "ﷺ", "㍿", "\u200b", "\ufe00", "\U000e0100", "\x00", "\ud800"),
    *("\u3164", "\u2028", "　", " ", "  ", "/", "+81", "x1"),
)
ANY = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
UNREADABLE = (
    "座間市入谷十十一番地",
    "百百",
    "千千二番地",
    "〇〇〇〇",
    "一" * 300,
    "9" * 300 + "番地",
    "²番地",
    "٣丁目",
    "七十七十番地",
    "-",
    "---1",
)


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_what_is_in_its_form_stays_as_it_is(text):
    for form in (plain, fold, kana_form, kanji_form, sounds, birth_of):
        assert form(form(text)) == form(text), form.__name__
    assert address_of(fold(text)) == address_of(text)
    assert phones_of(plain(text)) == phones_of(text)


@settings(max_examples=300, deadline=None)
@given(st.fixed_dictionaries({name: st.none() | ANY for name in DETAILS}), ANY)
def test_whatever_somebody_says_of_themselves_they_can_be_looked_for(details, text):
    person, other = profile_of(details), profile_of(dict.fromkeys(DETAILS, text))
    assert profile_from(person.as_json()) == person
    assert keys_of(person) <= lookups_of(person)
    for _, key in lookups_of(person):
        key.encode()
    assert 1 <= score(compare(person, other)) <= 99


@pytest.mark.parametrize("address", UNREADABLE, ids=lambda a: a[:12])
def test_an_address_that_is_no_number_is_compared_as_text(address):
    where = address_of(address)
    assert where == address_of(f" {address} ")
    assert where.town or where.place or where == Address()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1970-01-02", "1970-01-02"),
        ("１９７０－０１－０２", "1970-01-02"),
        ("1970-01-02T00:00", "1970-01-02"),
        ("1970-02-30", ""),
        ("昭和45年", ""),
        ("1970", ""),
        ("あ" * 20, ""),
        ("", ""),
    ],
)
def test_a_birth_date_is_a_day_or_not_known(text, day):
    assert birth_of(text) == day


def test_a_field_that_a_library_cannot_read_is_compared_as_it_was_written(monkeypatch):
    def fail(*_):
        raise RuntimeError("a fault nobody knew of")

    monkeypatch.setattr(phonenumbers, "parse", fail)
    monkeypatch.setattr(normalise, "address_of", fail)
    monkeypatch.setattr(normalise, "_kanji_form", fail)
    profile = profile_of({"name": "渡邉 花子", "address": "緑ケ丘 １", "phone": " 046-255"})
    assert profile.kanji == Name("渡邉花子")
    assert profile.address == Address("緑ケ丘1")
    assert profile.phones == ("046-255",)


# -- linear work ----------------------------------------------------------------------------------


def patterns():
    for module in (addresses, characters, normalise):
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield pytest.param(value.pattern, id=f"{module.__name__.rpartition('.')[2]}{name}")


def begins_anywhere_and_goes_far(parsed):
    """Whether a pattern begins with a repetition that may fail after any length of it.

    Tried from each place of a long run of such characters, it reads the rest of the run
    each time. What first looks behind itself begins only once.
    """
    items = list(parsed)
    if not items:
        return False
    kind, value = items[0]
    if kind is _parser.SUBPATTERN:
        return begins_anywhere_and_goes_far([*value[-1], *items[1:]])
    if kind is _parser.BRANCH:
        return any(begins_anywhere_and_goes_far([*way, *items[1:]]) for way in value[1])
    repeats = kind in (_parser.MAX_REPEAT, _parser.MIN_REPEAT, _parser.POSSESSIVE_REPEAT)
    return repeats and value[1] is _parser.MAXREPEAT and len(items) > 1


def test_a_pattern_of_quadratic_work_is_known_when_it_is_seen():
    assert begins_anywhere_and_goes_far(_parser.parse("[一二三]+(?=番地)"))
    assert begins_anywhere_and_goes_far(_parser.parse(r"(?:\s*-|x)y"))
    assert not begins_anywhere_and_goes_far(_parser.parse("(?<![一二三])[一二三]+(?=番地)"))
    assert not begins_anywhere_and_goes_far(_parser.parse(r"\d+"))


@pytest.mark.parametrize("pattern", list(patterns()))
def test_no_pattern_reads_a_run_of_characters_from_each_of_them_again(pattern):
    anchored = {addresses._AFTER_A_NUMBER.pattern, addresses._PLACE.pattern}  # tried at one place
    assert pattern in anchored or not begins_anywhere_and_goes_far(_parser.parse(pattern))


@pytest.mark.parametrize("field", DETAILS)
@pytest.mark.parametrize("piece", ["一", "1-", "一条", "1番", "ゝ", "ノ", "/", "1/", "渡邉 ", "ﷺ"])
def test_twice_the_text_is_at_most_twice_the_work(field, piece):
    steps = [count_calls(lambda n=n: profile_of({field: piece * n})) for n in (500, 1000)]
    assert steps[1] <= 2 * steps[0] + 10


def count_calls(work):
    """Calls of functions, those in C too, that the work makes."""
    count = 0

    def counting(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    work()  # tables are read once
    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count

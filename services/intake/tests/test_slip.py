"""The slip: a number that survives handwriting, on a page that tells nothing about anybody."""

import base64
import re
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.commands import slip_page
from services.intake.domain.slip import ALPHABET, CODES, code_of, format_code, parse_code
from tsunagu.domain.errors import Invalid

numbers = st.integers(0, CODES - 1)


def readable(text):
    try:
        return parse_code(text)
    except Invalid:
        return None


def test_of_letters_taken_for_one_another_at_most_one_is_used():
    for alike in ("0OQD", "1IL", "2Z", "5S", "8B", "6G", "UV"):
        assert len(set(alike) & set(ALPHABET)) <= 1
    assert len(ALPHABET) == len(set(ALPHABET)) == 23


@given(number=numbers)
def test_a_code_is_read_as_it_was_written(number):
    code = code_of(number)
    assert len(code) == 8
    assert parse_code(code) == parse_code(format_code(code)) == code


@given(first=numbers, second=numbers)
def test_two_numbers_have_two_codes(first, second):
    assert (code_of(first) == code_of(second)) == (first == second)


@settings(max_examples=40)
@given(number=numbers)
def test_every_single_wrong_symbol_and_every_swap_is_noticed(number):
    code = code_of(number)
    for place, right in enumerate(code):
        for wrong in set(ALPHABET) - {right}:
            assert readable(code[:place] + wrong + code[place + 1 :]) is None
    for first, second in combinations(range(len(code)), 2):
        if code[first] != code[second]:
            swapped = list(code)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            assert readable("".join(swapped)) is None


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        lambda code: f" {format_code(code)} ",
        lambda code: format_code(code).replace("-", "ー"),
        lambda code: format_code(code).replace("-", "−"),
        lambda code: "".join(chr(ord(s) + 0xFEE0) for s in code),
        lambda code: " ".join(code),
    ],
    ids=["lower", "spaces", "long_vowel_mark", "minus", "full_width", "letter_by_letter"],
)
def test_however_it_is_typed(write):
    code = code_of(123_456_789)
    assert parse_code(write(code)) == code


@pytest.mark.parametrize("text", ["", "-", "A", "ACDE-FHJ", "ACDE-FHJK-M", "0000-0000", "水道料金"])
def test_what_is_no_number_of_a_slip(text):
    with pytest.raises(Invalid) as refusal:
        parse_code(text)
    (fault,) = refusal.value.faults
    assert fault["field"] == "slip_code" and fault["remedy"]


def test_the_page_holds_nothing_but_the_way_and_the_number():
    code = code_of(42)
    page = slip_page.make_page(code, date(2026, 11, 24))
    html = base64.b64decode(page["base64"]).decode()
    assert page["type"] == "text/html; charset=utf-8"
    assert page["name"] == f"tsunagu-slip-{format_code(code)}.html"
    assert format_code(code) in html and "令和8年11月24日" in html
    assert "size: A5" in html and '<html lang="ja">' in html
    assert not re.search(r"<(script|link|img|iframe)\b|@import|url\(", html)
    assert set(re.findall(r"https?://[^\"' ]+", html)) == {"http://www.w3.org/2000/svg"}
    assert "$" not in html  # every blank was filled
    assert html.index("窓口") < html.index("There is a desk")  # Japanese first

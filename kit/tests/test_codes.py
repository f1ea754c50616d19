"""The one form of codes, and what is refused of it."""

import re

import pytest

from tsunagu.domain.codes import PATTERN, is_code, require_choice, require_code
from tsunagu.domain.errors import Refused

CODES = ["a", "rent_arrears", "rent-arrears", "a1", "a" * 64, "a-"]
NO_CODES = ["", "a" * 65, "1a", "_a", "-a", "Rent", "rent arrears", "家賃", "rent\n", "a.b"]


@pytest.mark.parametrize("text", CODES)
def test_what_is_a_code(text):
    assert is_code(text)
    assert require_code("reason", text) == text
    assert re.search(PATTERN, text)


@pytest.mark.parametrize("text", NO_CODES)
def test_what_is_none_is_refused_with_its_field(text):
    assert not is_code(text)
    with pytest.raises(Refused) as refusal:
        require_code("reason", text)
    assert (refusal.value.code, refusal.value.details["field"]) == ("not_a_code", "reason")


def test_one_of_the_choices_and_none():
    assert require_choice("state", "open", ("open", "ended")) == "open"
    with pytest.raises(Refused) as refusal:
        require_choice("state", "lost", iter(("open", "ended")))
    assert refusal.value.code == "not_one_of"
    assert refusal.value.details == {"field": "state", "remedy": "open, ended"}

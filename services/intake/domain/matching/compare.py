"""How two records agree, field by field: each field's finding is one code out of a few.

Nothing is weighed here (`score.py` does), and nothing personal is in a code.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA, Hamming

from services.intake.domain.matching.addresses import LARGEST_CHOME, Address, lie_in_one_town
from services.intake.domain.matching.compare_names import compare_names
from services.intake.domain.matching.normalise import Profile
from tsunagu.domain.calendar import ERA_EPOCHS

LOCAL_DIGITS = 6
NEW_YEAR, FIRST = "-01-01", "-01"
_EPOCHS = ERA_EPOCHS.values()
_ERA_MIXED = {abs(a - b) for a in _EPOCHS for b in _EPOCHS} - {0}
# 昭和 50 typed as (19)50, and likewise for the other eras.
_CENTURY_MIXED = {abs(first - century) for first in _EPOCHS for century in (1900, 2000)}
_MIXED = _ERA_MIXED | _CENTURY_MIXED


@dataclass(frozen=True, slots=True)
class Findings:
    """One code for each field; `birth_unknown` and the like where one side does not say."""

    name: str
    birth: str
    address: str
    phone: str
    sex: str

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.name, self.birth, self.address, self.phone, self.sex)


def compare(one: Profile, other: Profile) -> Findings:
    return Findings(
        compare_names(one, other),
        compare_births(one.birth, other.birth),
        compare_addresses(one.address, other.address),
        compare_phones(one.phones, other.phones),
        "sex_differs" if one.sex and other.sex and one.sex != other.sex else "sex_not_against",
    )


# -- birth date -----------------------------------------------------------------------------------


def compare_births(one: str, other: str) -> str:
    """A first of January is as often a year of which no more is known; a first, a month."""
    if not one or not other:
        return "birth_unknown"
    if one == other:
        return "birth_year_known" if one.endswith(NEW_YEAR) else "birth_same"
    years = abs(int(one[:4]) - int(other[:4]))
    if years == 0 and one[5:7] == other[8:10] and one[8:10] == other[5:7]:
        return "birth_month_day_swapped"
    if Hamming.distance(one, other) == 1 or OSA.distance(one, other, score_cutoff=1) == 1:
        return "birth_one_digit_off"
    if one[5:] == other[5:] and years == 1:
        return "birth_one_digit_off"  # 1979 for 1980: the same slip, two digits long
    if one[5:] == other[5:] and years in _MIXED:
        return "birth_era_mixed"
    if years == 0 and NEW_YEAR in (one[4:], other[4:]):
        return "birth_year_known"
    if one[:7] == other[:7] and FIRST in (one[7:], other[7:]):
        return "birth_month_known"
    return "birth_differs"


# -- address and phone ----------------------------------------------------------------------------


def compare_addresses(one: Address, other: Address) -> str:
    if not one.town or not other.town:
        return "address_unknown"
    if not lie_in_one_town(one, other):
        return "address_differs"
    if not _names_a_house(one) or not _names_a_house(other):
        return "address_town_same"
    if one.place == other.place:
        if one.room == other.room:
            return "address_same"
        return "address_other_room" if one.room and other.room else "address_same_house"
    shorter = min(len(one.place), len(other.place))
    if one.place[:shorter] == other.place[:shorter]:
        return "address_near"  # the last number was left out
    as_text = [" ".join(map(str, place)) for place in (one.place, other.place)]
    if OSA.distance(*as_text, score_cutoff=1) == 1:
        return "address_near"
    return "address_town_same"


def _names_a_house(address: Address) -> bool:
    """A chōme alone is a part of the town; a lot number is a house without any other."""
    place = address.place
    return len(place) > 1 or (len(place) == 1 and place[0] > LARGEST_CHOME)


def compare_phones(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    if not one or not other:
        return "phone_unknown"
    if set(one) & set(other):
        return "phone_same"
    for a in one:
        for b in other:
            if len(a) != len(b) and min(len(a), len(b)) >= LOCAL_DIGITS:
                if a.endswith(b) or b.endswith(a):
                    return "phone_same_without_area_code"
            elif OSA.distance(a, b, score_cutoff=1) == 1:
                return "phone_one_digit_off"
    return "phone_differs"

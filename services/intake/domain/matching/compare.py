"""How two records agree, field by field: each field's finding is one code out of a few.

Nothing is weighed here (`score.py` does), and nothing personal is in a code.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA, Hamming

from services.intake.domain.matching.addresses import Address
from services.intake.domain.matching.normalise import Name, Profile
from tsunagu.domain.calendar import ERA_EPOCHS

EQUAL, NEAR, GIVEN, FAMILY, DIFFERENT, UNKNOWN = "equal", "near", "given", "family", "other", ""
SHORTEST_WITH_SLIP = 3  # characters; in less, one other character is another name
COMMON_SOUNDS, COMMON_KANJI = 3, 1  # a shared beginning or end where nobody separated the names
LOCAL_DIGITS = 6
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


# -- names ----------------------------------------------------------------------------------------

# (reading, writing) → finding; what is not listed differs.
_NAMES = {
    (EQUAL, EQUAL): "name_same",
    (EQUAL, UNKNOWN): "kana_same",
    (UNKNOWN, EQUAL): "kanji_same",
    (EQUAL, NEAR): "kana_same_kanji_near",
    (EQUAL, FAMILY): "kana_same_kanji_near",
    (EQUAL, GIVEN): "kana_same_kanji_near",
    (EQUAL, DIFFERENT): "kana_same_kanji_differs",
    (NEAR, EQUAL): "kanji_same_kana_near",
    (FAMILY, EQUAL): "kanji_same_kana_differs",
    (GIVEN, EQUAL): "kanji_same_kana_differs",
    (DIFFERENT, EQUAL): "kanji_same_kana_differs",
    (NEAR, UNKNOWN): "name_near",
    (UNKNOWN, NEAR): "name_near",
    (NEAR, NEAR): "name_near",
    (NEAR, GIVEN): "name_near",
    (NEAR, FAMILY): "family_same_given_near",
    (FAMILY, NEAR): "family_same_given_near",
    (NEAR, DIFFERENT): "family_same_given_near",
    (GIVEN, GIVEN): "given_same_family_differs",
    (GIVEN, UNKNOWN): "given_same_family_differs",
    (UNKNOWN, GIVEN): "given_same_family_differs",
    (GIVEN, NEAR): "given_same_family_differs",
    (GIVEN, DIFFERENT): "given_same_family_differs",
    (FAMILY, FAMILY): "family_same_given_differs",
    (FAMILY, UNKNOWN): "family_same_given_differs",
    (UNKNOWN, FAMILY): "family_same_given_differs",
    (FAMILY, DIFFERENT): "family_same_given_differs",
    (DIFFERENT, FAMILY): "family_same_given_differs",
    (UNKNOWN, UNKNOWN): "name_unknown",
}


def compare_names(one: Profile, other: Profile) -> str:
    """The finding on the name: reading and writing together are one piece of evidence."""
    reading = _relation(one.kana, other.kana, COMMON_SOUNDS)
    if reading in (DIFFERENT, FAMILY, GIVEN) and _alike(one.heard, other.heard):
        reading = NEAR
    writing = _relation(one.kanji, other.kanji, COMMON_KANJI)
    if (reading, writing) in ((EQUAL, EQUAL), (EQUAL, UNKNOWN), (UNKNOWN, EQUAL)) and (
        _turned(one.kana, other.kana) or _turned(one.kanji, other.kanji)
    ):
        return "names_turned"
    return _NAMES.get((reading, writing), "name_differs")


def _relation(one: Name, other: Name, common: int) -> str:
    if not one.whole or not other.whole:
        return UNKNOWN
    if one.whole == other.whole or _turned(one, other):
        return EQUAL
    family, given = _shared(one, other, common)
    if family and given:
        return EQUAL  # the same names, separated or joined in another way
    if given:
        return GIVEN
    slip = OSA.distance(one.whole, other.whole, score_cutoff=1) == 1
    if slip and min(len(one.whole), len(other.whole)) >= SHORTEST_WITH_SLIP and not family:
        return NEAR
    return FAMILY if family else DIFFERENT


def _shared(one: Name, other: Name, common: int) -> tuple[bool, bool]:
    """Whether the family name, and the given name, is the same."""
    if not one.parts and not other.parts:
        return one.whole[:common] == other.whole[:common], (
            one.whole[-common - 1 :] == other.whole[-common - 1 :]
        )
    if one.parts and other.parts:
        return one.parts[0] == other.parts[0], one.parts[-1] == other.parts[-1]
    parted, joined = (one, other) if one.parts else (other, one)
    return joined.whole.startswith(parted.parts[0]), joined.whole.endswith(parted.parts[-1])


def _turned(one: Name, other: Name) -> bool:
    """Given name first: once, in either of the two."""
    return any(
        len(name.parts) == 2
        and name.parts[0] != name.parts[1]
        and name.parts[1] + name.parts[0] == against.whole
        for name, against in ((one, other), (other, one))
    )


def _alike(one: str, other: str) -> bool:
    """Heard as the other: voicing or length apart, or one sound typed wrongly."""
    if not one or not other:
        return False
    if one == other:
        return True
    long_enough = min(len(one), len(other)) > SHORTEST_WITH_SLIP
    return long_enough and OSA.distance(one, other, score_cutoff=1) == 1


# -- birth date -----------------------------------------------------------------------------------


def compare_births(one: str, other: str) -> str:
    if not one or not other:
        return "birth_unknown"
    if one == other:
        return "birth_same"
    years = abs(int(one[:4]) - int(other[:4]))
    if years == 0 and one[5:7] == other[8:10] and one[8:10] == other[5:7]:
        return "birth_month_day_swapped"
    if Hamming.distance(one, other) == 1 or OSA.distance(one, other, score_cutoff=1) == 1:
        return "birth_one_digit_off"
    if one[5:] == other[5:] and years == 1:
        return "birth_one_digit_off"  # 1979 for 1980: the same slip, two digits long
    if one[5:] == other[5:] and years in _MIXED:
        return "birth_era_mixed"
    return "birth_differs"


# -- address and phone ----------------------------------------------------------------------------


def compare_addresses(one: Address, other: Address) -> str:
    if not one.town or not other.town:
        return "address_unknown"
    if not (one.town.endswith(other.town) or other.town.endswith(one.town)):
        return "address_differs"
    if not one.place or not other.place:
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

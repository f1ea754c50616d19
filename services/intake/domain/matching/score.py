"""How likely two records are one person: a weight for each finding, summed, as 0 to 100.

The weights are log-odds (natural logarithm), the score their probability, as in
Fellegi and Sunter's record linkage; `benchmarks/calibrate_matching.py` fits them to
a made-up city, and the benchmark measures them on others. They rest on that city's
assumed error rates: once caseworkers have decided some hundred proposals, fit them
to what they decided. The score only orders and cuts proposals; no join rests on it.
"""

from __future__ import annotations

import math
from functools import cache

from services.intake.domain.matching.compare import Findings

START = -3.9
WEIGHTS = {
    "name_same": 4.2,
    "kanji_same_kana_near": 3.9,
    "kanji_same": 4.2,
    "kana_same": 3.8,
    "names_turned": 4.4,
    "kanji_same_kana_differs": 2.1,
    "kana_same_kanji_differs": 0.1,
    "kana_same_kanji_near": 1.2,
    "name_near": 1.1,
    "family_same_given_near": -4.5,
    "given_same_family_differs": -2.1,
    "name_short": 0.5,
    "kanji_near": -3.2,
    "name_legible": 1.0,
    "name_unknown": -3.0,
    "given_same_in_one_script": -3.4,
    "family_same_given_differs": -7.8,
    "name_differs": -8.4,
    "birth_same": 6.3,
    "birth_era_mixed": 2.3,
    "birth_month_day_swapped": 2.0,
    "birth_one_digit_off": 2.4,
    "birth_year_known": 2.6,
    "birth_month_known": 3.3,
    "birth_unknown": 0.0,
    "birth_differs": -6.9,
    "address_same": 5.2,
    "address_same_house": 4.4,
    "address_near": 3.8,
    "address_other_room": 1.6,
    "address_unknown": 0.0,
    "address_town_same": -1.9,
    "address_differs": -2.1,
    "phone_same": 5.7,
    "phone_one_digit_off": 2.9,
    "phone_same_without_area_code": 2.3,
    "phone_unknown": 0.0,
    "phone_differs": -1.4,
    "sex_not_against": 0.0,
    "sex_differs": -3.4,
}


# Relatives share everything but the given name, so what else agrees says less beside another
# name: no more than this in percent. Below the least that is proposed: that they are two.
MOST = {
    "kanji_same_kana_differs": 95,
    "kana_same_kanji_differs": 80,
    "kana_same_kanji_near": 95,
    "name_near": 90,
    "name_short": 90,
    "name_legible": 80,
    "given_same_family_differs": 90,
    "given_same_in_one_script": 80,
    "name_unknown": 80,
    "kanji_near": 60,
    "family_same_given_near": 40,
    "name_differs": 40,
    "family_same_given_differs": 5,
}
CERTAIN = 99
MARRIED = ("given_same_family_differs", "birth_same")
AGREEING_IN_PART = {"given_same_family_differs", "given_same_in_one_script"}  # a marriage


def score(findings: Findings) -> int:
    """The probability in percent that two people with these findings are one; never certain."""
    return _percent(findings.codes)


@cache
def _percent(codes: tuple[str, ...]) -> int:
    told = codes
    if codes[:2] == MARRIED:  # and moved: the telephone is another too, and that says nothing more
        told = tuple(code for code in codes if code != "phone_differs")
    odds = START + sum(WEIGHTS[code] for code in told)
    return max(1, min(MOST.get(codes[0], CERTAIN), round(100 / (1 + math.exp(-odds)))))


def count_agreeing(findings: Findings) -> int:
    """In how many of name, birth date, address and phone the two agree, wholly or nearly."""
    return sum(WEIGHTS[code] > 0 or code in AGREEING_IN_PART for code in findings.codes)

"""How likely two records are one person: a weight for each finding, summed, as 0 to 100.

The weights are log-odds (natural logarithm), the score their probability, as in
Fellegi and Sunter's record linkage; `benchmarks/calibrate_matching.py` fits them to
a made-up city, and the benchmark measures them on others. They rest on that city's
assumed error rates: once caseworkers have decided some hundred proposals, fit them
to what they decided. The score only orders and cuts proposals; no join rests on it.
"""

from __future__ import annotations

import math

from services.intake.matching.comparing import Findings

START = -3.2
WEIGHTS = {
    "name_same": 3.8,
    "kanji_same_kana_near": 3.7,
    "kanji_same": 3.5,
    "kana_same": 2.8,
    "names_turned": 2.6,
    "kanji_same_kana_differs": 2.2,
    "kana_same_kanji_differs": 0.4,
    "kana_same_kanji_near": 0.3,
    "name_near": 0.0,
    "family_same_given_near": -2.5,
    "given_same_family_differs": -2.6,
    "name_unknown": -2.6,
    "family_same_given_differs": -6.8,
    "name_differs": -8.0,
    "birth_same": 5.4,
    "birth_era_mixed": 2.2,
    "birth_month_day_swapped": 1.9,
    "birth_one_digit_off": 1.6,
    "birth_unknown": 0.0,
    "birth_differs": -6.6,
    "address_same": 4.5,
    "address_same_house": 3.5,
    "address_near": 2.9,
    "address_other_room": 0.9,
    "address_unknown": 0.0,
    "address_town_same": -1.7,
    "address_differs": -2.2,
    "phone_same": 4.9,
    "phone_one_digit_off": 1.8,
    "phone_same_without_area_code": 1.5,
    "phone_unknown": 0.0,
    "phone_differs": -1.4,
    "sex_not_against": 0.0,
    "sex_differs": -2.8,
}


def score(findings: Findings) -> int:
    """The probability in percent that two people with these findings are one."""
    odds = START + sum(WEIGHTS[code] for code in findings.codes)
    return round(100 / (1 + math.exp(-odds)))

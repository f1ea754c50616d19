"""How likely two records are one person: a weight for each finding, summed, as 0 to 100.

The weights are log-odds (natural logarithm), the score their probability, as in
Fellegi and Sunter's record linkage; `benchmarks/calibrate_matching.py` fits them to
a made-up city, and the benchmark measures them on others. They rest on that city's
assumed error rates: once caseworkers have decided some hundred proposals, fit them
to what they decided. The score only orders and cuts proposals; no join rests on it.
"""

from __future__ import annotations

import math

from services.intake.domain.matching.compare import Findings

START = -3.5
WEIGHTS = {
    "name_same": 3.8,
    "kanji_same_kana_near": 3.8,
    "kanji_same": 3.9,
    "kana_same": 3.3,
    "names_turned": 3.5,
    "kanji_same_kana_differs": 2.1,
    "kana_same_kanji_differs": 0.9,
    "kana_same_kanji_near": 0.7,
    "name_near": 0.8,
    "family_same_given_near": -3.2,
    "given_same_family_differs": -3.4,
    "name_unknown": -3.4,
    "family_same_given_differs": -7.5,
    "name_differs": -8.9,
    "birth_same": 6.4,
    "birth_era_mixed": 2.1,
    "birth_month_day_swapped": 2.5,
    "birth_one_digit_off": 2.4,
    "birth_unknown": 0.0,
    "birth_differs": -7.9,
    "address_same": 4.9,
    "address_same_house": 4.3,
    "address_near": 3.8,
    "address_other_room": 1.7,
    "address_unknown": 0.0,
    "address_town_same": -2.0,
    "address_differs": -2.3,
    "phone_same": 5.3,
    "phone_one_digit_off": 3.0,
    "phone_same_without_area_code": 2.0,
    "phone_unknown": 0.0,
    "phone_differs": -1.5,
    "sex_not_against": 0.0,
    "sex_differs": -3.3,
}


def score(findings: Findings) -> int:
    """The probability in percent that two people with these findings are one; never certain."""
    odds = START + sum(WEIGHTS[code] for code in findings.codes)
    return max(1, min(99, round(100 / (1 + math.exp(-odds)))))

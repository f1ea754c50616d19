"""Fits the weights of intake's `domain/matching/score.py` to invented cities, and prints them.

Logistic regression by Newton's method over the findings of candidate pairs, slightly held
back (L2); the benchmark measures on a city of another seed. Not a benchmark: run by hand
after the findings change.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from pathlib import Path

from matching_trial import trial

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from services.intake.domain.matching.blocking import PLACE, keys_of, lookups_of
from services.intake.domain.matching.compare import compare
from services.intake.domain.matching.score import WEIGHTS
from services.intake.projections.person_index import read_profile

SEEDS, REGISTERED, SIGNALS = (11, 12), 100_000, 30_000
HELD_BACK = 1.0
NEUTRAL = {code for code, weight in WEIGHTS.items() if code.endswith(("_unknown", "_not_against"))}
NEUTRAL -= {"name_unknown"}

Rows = list[tuple[list[int], int, int]]  # columns that are 1, matches, others


def pairs(seed: int) -> Counter[tuple[bool, tuple[str, ...]]]:
    """How often each combination of findings was one person, and how often not."""
    made = trial(seed, REGISTERED, 1, SIGNALS)
    profiles = {id: read_profile(details) for id, details in made.register.items()}
    holders: dict[tuple[str, str], list[str]] = {}
    for id, profile in profiles.items():
        for key in keys_of(profile):
            holders.setdefault(key, []).append(id)
    seen: Counter[tuple[bool, tuple[str, ...]]] = Counter()
    for truth, details in made.rounds[0]:
        person = read_profile(details)
        for id in {
            id for key in lookups_of(person) if key[0] != PLACE for id in holders.get(key, ())
        }:
            seen[id == truth, compare(person, profiles[id]).codes] += 1
    return seen


def fitted(rows: Rows, width: int) -> list[float]:
    weights = [0.0] * width
    for _ in range(50):
        slope = [-HELD_BACK * w for w in weights]
        curve = [[HELD_BACK * (i == j) for j in range(width)] for i in range(width)]
        for columns, matches, others in rows:
            chance = 1 / (1 + math.exp(-sum(weights[c] for c in columns)))
            error = matches - (matches + others) * chance
            spread = (matches + others) * chance * (1 - chance)
            for i in columns:
                slope[i] += error
                for j in columns:
                    curve[i][j] += spread
        step = solved(curve, slope)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    return weights


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination; the matrix is positive definite."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for i in range(size):
        for below in rows[i + 1 :]:
            factor = below[i] / rows[i][i]
            for k in range(i, size + 1):
                below[k] -= factor * rows[i][k]
    answer = [0.0] * size
    for i in reversed(range(size)):
        known = sum(rows[i][j] * answer[j] for j in range(i + 1, size))
        answer[i] = (rows[i][size] - known) / rows[i][i]
    return answer


def main() -> None:
    seen: Counter[tuple[bool, tuple[str, ...]]] = Counter()
    for seed in SEEDS:
        seen += pairs(seed)
    codes = [code for code in WEIGHTS if code not in NEUTRAL]
    rows: Rows = [
        (
            [codes.index(code) for code in found if code in codes] + [len(codes)],
            seen[True, found],
            seen[False, found],
        )
        for found in {found for _, found in seen}
    ]
    weights = fitted(rows, len(codes) + 1)
    print(f"START = {weights[-1]:.1f}")
    for code, weight in zip(codes, weights[:-1], strict=True):
        print(f'    "{code}": {weight:.1f},')


if __name__ == "__main__":
    main()

"""`tsunagu bench matching_texts`: what the longest texts cost who compares persons.

For each field the worst of many texts of one kind each, at 10,000 characters and at
20,000: twice the text is twice the work, not four times.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from measuring import Bench, Check, Result, main

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from services.intake.domain.matching.blocking import lookups_of
from services.intake.domain.matching.compare import compare
from services.intake.domain.matching.normalise import profile_of

PIECES = (
    "一", "十", "1", "-", "ー", "ノ", "字", "市", "丁目", "番", "号棟", "室", "A ", "1 ",
    "1-", "1号", "1番", "一-", "一ノ", "一条", "/", "1/", "ゝ", "々", "ゞ", "ア", "渡邉",
    "渡邉 ", "か\u3099", "\u3099", "\u200b", "e\u0301", "通上", "〒", "252-", "神奈川県",
    "中ノ島", "x1", ";ext=", "+", "(1)", "①", " ",
)  # fmt: skip
FIELDS = ("address", "name", "kana", "phone")
HALF, WHOLE = 10_000, 20_000
SETTLED = 0.002  # seconds; what takes less is too short to compare


def measure(bench: Bench) -> list[Result]:
    pieces = PIECES[:: bench.size(1, 4)]
    worst = dict.fromkeys(FIELDS, 0.0)
    growth = dict(worst)
    for field in FIELDS:
        for piece in pieces:
            half, whole = (_seconds(field, piece, length) for length in (HALF, WHOLE))
            worst[field] = max(worst[field], whole)
            if half > SETTLED:
                growth[field] = max(growth[field], whole / half)
    result = Result(
        f"the worst text of {WHOLE:,} characters: normalised, looked up, compared",
        "ms",
        {field: [1_000 * seconds] for field, seconds in worst.items()},
    )
    result.checks = [
        Check(f"{field}: time for {WHOLE:,} ÷ time for {HALF:,}", ratio, 3.0)
        for field, ratio in growth.items()
    ]
    return [result]


def _seconds(field: str, piece: str, length: int) -> float:
    """Processor time, the best of a few: other work on the machine only adds to it."""
    text = (piece * length)[:length]
    return min(_once(field, text) for _ in range(3))


def _once(field: str, text: str) -> float:
    begun = time.process_time()
    person, other = profile_of({field: text}), profile_of({field: text[:-1] + "?"})
    compare(person, other)
    lookups_of(person)
    return time.process_time() - begun


if __name__ == "__main__":
    main(__doc__, measure)

"""`tsunagu bench matching_persons`: whose signal is it, among 100,000 invented residents.

How many automatic joins are right, how many registered persons are found, how fast;
beside an exact key (kana and birth date in clear text: the limit of asking) and a fuzzy
ratio over the same candidates. The city and its errors are those of `residents.py` and
`notices.py`; the weights were fitted to other cities (`calibrate_matching.py`). Beside
them populations of one kind each: registered persons in whom one thing changed, and pairs
of different people (`matching_pairs.py`) of whom none may be joined.
"""

from __future__ import annotations

import statistics
from typing import Any

from matching_pairs import PAIRS
from matching_trial import precision, recall, trial
from measuring import Bench, Check, Result, main
from notices import LINE_IN_COMMON, RELATIVE

SEED = 20261124
BATCH = 100

OURS, ON_POSTGRESQL, BATCHED, CORE = (
    "つなぐ SQLite",
    "つなぐ PostgreSQL",
    f"つなぐ PostgreSQL, {BATCH} at once",
    "its pure core",
)
EXACT, FUZZY = "exact key (limit)", "rapidfuzz WRatio ≥ 95"


def measure(bench: Bench) -> list[Result]:
    people = bench.size(100_000, 10_000)
    made = trial(SEED, people, bench.rounds, bench.size(4_000, 1_000))
    path = str(made.save(bench.folder / "trial.json"))
    sqlite = f"sqlite:///{bench.folder / 'intake.sqlite'}"
    ours = bench.participant("ours_matching", "whole", trial=path, database=sqlite)
    postgres = bench.participant("ours_matching", "whole", trial=path, database=bench.database())
    core = bench.participant("ours_matching", "core", trial=path)
    exact = bench.participant("peer_matching", "exact", trial=path)
    fuzzy = bench.participant("peer_matching", "fuzzy", trial=path)
    filled = [side.call("fill") for side in (ours, postgres, core, exact, fuzzy)]

    found: dict[str, list[dict[str, Any]]] = {}

    def side(label: str, participant: Any, **options: Any) -> Any:
        def run(number: int) -> float:
            made = participant.call("match", number=max(0, number), **options)
            if number >= 0:
                found.setdefault(label, []).append(made)
            return float(made["rate"])

        return run

    samples = bench.interleave(
        {
            OURS: side(OURS, ours),
            ON_POSTGRESQL: side(ON_POSTGRESQL, postgres),
            BATCHED: side(BATCHED, postgres, batch=BATCH),
            CORE: side(CORE, core),
            FUZZY: side(FUZZY, fuzzy),
            EXACT: side(EXACT, exact),
        }
    )
    hard = {
        label: side.call("match", number=-1)
        for label, side in ((OURS, ours), (FUZZY, fuzzy), (EXACT, exact))
    }
    changed = core.call("match_changed")
    alone = core.call("match_pairs", seed=SEED, share=0.1 if bench.quick else 1)
    return [
        _joins(found, hard),
        _finds(found),
        _populations(changed, alone),
        _speed(samples, filled, people),
    ]


def _series(found: dict[str, list[dict[str, Any]]], figure: Any) -> dict[str, list[float]]:
    return {label: [figure(c) for c in found[label]] for label in (OURS, FUZZY, EXACT)}


def _joins(found: dict[str, list[dict[str, Any]]], hard: dict[str, Any]) -> Result:
    ours = hard[OURS]
    result = Result("automatic joins that are right", "%", _series(found, precision))
    result.checks = [
        Check("つなぐ, worst round %", min(result.samples[OURS]), 99.5, at_least=True),
        Check(
            f"joined wrongly, of {ours['signals']} signals about unregistered look-alikes, %",
            100 * ours["wrong"] / ours["signals"],
            0.5,
        ),
    ]
    joined = _share(found[OURS], "joined", "registered")
    wrong = ", ".join(f"{label} {counts['wrong']}" for label, counts in hard.items())
    result.notes = [
        f"{joined:.0f} % of the signals about registered persons are joined at once",
        f"look-alikes joined wrongly: {wrong}",
    ]
    return result


def _finds(found: dict[str, list[dict[str, Any]]]) -> Result:
    result = Result(
        "registered persons found: joined or among the proposals", "%", _series(found, recall)
    )
    left = [c | {"left": c["signals"] - c["joined"]} for c in found[OURS]]
    strangers = [c | {"strangers": c["signals"] - c["registered"]} for c in found[OURS]]
    needless = [c | {"needless": c["proposals"] - c["hits"]} for c in found[OURS]]
    result.checks = [
        Check("つなぐ, worst round %", min(result.samples[OURS]), 95, at_least=True),
        Check("proposals for each 100 signals not joined", _share(left, "proposals", "left"), 100),
        Check("proposals for each 100 signals that say name, birth date and place",
              _share(found[OURS], "full_proposals", "full"), 25),
        Check("needless proposals for each 100", _share(needless, "needless", "signals"), 3),
        Check("proposals that are right, %", _share(left, "hits", "proposals"), 60, at_least=True),
        Check("strangers for whom somebody is proposed, %",
              _share(strangers, "bothered", "strangers"), 15),
    ]  # fmt: skip
    return result


def _populations(changed: dict[str, Any], alone: dict[str, Any]) -> Result:
    """Each population by itself: found where registered, and nobody joined who is another."""
    result = Result(
        "populations: registered persons found, or pairs of different people not joined",
        "%",
        {name: [recall(c)] for name, c in changed.items() if c["registered"]}
        | {name: [100 - _part(c, "joined")] for name, c in alone.items()},
    )
    result.checks = [
        *(Check(f"joined wrongly: {name}, of {c['signals']:,}", c["wrong"], 0)
          for name, c in (changed | alone).items()),
        *(Check(f"proposals for each 100 signals: {name}", _part(changed[name], "proposals"), 3)
          for name in (LINE_IN_COMMON, RELATIVE)),
    ]  # fmt: skip
    result.notes = [
        f"proposed for each 100 pairs: {name} {_part(alone[name], 'proposals'):.0f}"
        for name in PAIRS
    ]
    return result


def _part(counts: dict[str, int], part: str) -> float:
    return 100 * counts[part] / max(1, counts["signals"])


def _share(rounds: list[dict[str, Any]], part: str, whole: str) -> float:
    return statistics.median(100 * c[part] / max(1, c[whole]) for c in rounds)


def _speed(samples: dict[str, list[float]], filled: list[float], people: int) -> Result:
    result = Result("signals matched, one at a time unless said", "signals/s", samples)
    result.checks = [
        Check(f"{label} signals/s", result.median(label), 1_000, at_least=True)
        for label in (OURS, ON_POSTGRESQL, BATCHED)
    ]
    result.notes = [
        f"{people:,} persons registered and indexed: SQLite {filled[0]:,.0f}/s, "
        f"PostgreSQL {filled[1]:,.0f}/s"
    ]
    return result


if __name__ == "__main__":
    main(__doc__, measure)

"""A trial of matching: who is registered, and signals of which it is known whom they are about.

The register holds part of a city; the rest are the strangers a signal may be about, many
of them relatives or look-alikes of somebody registered. Of two look-alikes one is
registered and the other is not: the hardest case, and one half of them all.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notices import (
    DAY_UNKNOWN,
    LINE_IN_COMMON,
    MARRIED_AND_MOVED,
    RELATIVE,
    SHORT_FORM,
    Details,
    Writer,
    has_short_form,
)
from residents import City, Resident, city, relative_of

CITY_FOR_EACH_REGISTERED = 1.35
ABOUT_STRANGERS = 0.25  # of the signals

Signal = tuple[str | None, Details]  # who it is about, if they are registered


@dataclass
class Trial:
    register: dict[str, Details]
    rounds: list[list[Signal]]
    about_lookalikes: list[Signal]
    changed: dict[str, list[Signal]]  # population → signals, each of one change only

    def save(self, path: Path) -> Path:
        path.write_text(json.dumps(vars(self), ensure_ascii=False))
        return path


def load(path: str) -> Trial:
    kept: dict[str, Any] = json.loads(Path(path).read_text())
    return Trial(**kept)


def trial(seed: int, registered: int, rounds: int, signals: int) -> Trial:
    """`rounds` times `signals`, each round with errors of its own."""
    town = city(int(registered * CITY_FOR_EACH_REGISTERED), seed)
    rng = random.Random(seed + 1)
    outside = {pair[rng.randrange(2)] for pair in town.lookalikes}
    others = [id for id in range(len(town.residents)) if id not in outside]
    rng.shuffle(others)
    inside, strangers = others[:registered], [*others[registered:], *outside]
    known = set(inside)
    writer = Writer(seed + 2, town)

    def signal(id: int) -> Signal:
        return str(id) if id in known else None, writer.noticed(town.residents[id])

    def mixed() -> Iterable[int]:
        for _ in range(signals):
            yield rng.choice(strangers if rng.random() < ABOUT_STRANGERS else inside)

    return Trial(
        register={str(id): writer.registered(town.residents[id]) for id in inside},
        rounds=[[signal(id) for id in mixed()] for _ in range(rounds)],
        about_lookalikes=[signal(id) for id in sorted(outside)],
        changed=_changed(seed + 3, town, inside, strangers, signals // 2),
    )


def _changed(
    seed: int, town: City, inside: list[int], strangers: list[int], size: int
) -> dict[str, list[Signal]]:
    """Up to `size` signals of each population: registered persons in whom one thing changed,
    and strangers who have one thing in common with somebody registered."""
    writer, rng = Writer(seed, town), random.Random(seed)
    registered = [town.residents[id] for id in inside]
    with_line = [who for who in registered if who.home.line]
    fit: dict[str, list[Resident]] = {
        MARRIED_AND_MOVED: [who for who in registered if who.maiden],
        SHORT_FORM: [who for who in registered if has_short_form(who)],
        DAY_UNKNOWN: [who for who in registered if who.birth.day > 1],
    }
    made = {
        change: [
            (str(who.id), writer.changed(who, change))
            for who in rng.sample(people, min(size, len(people)))
        ]
        for change, people in fit.items()
    }
    outside = [town.residents[id] for id in strangers]
    made[LINE_IN_COMMON] = [
        (None, writer.with_line_of(rng.choice(outside), rng.choice(with_line))) for _ in range(size)
    ]
    made[RELATIVE] = [
        (None, writer.registered(relative_of(rng, rng.choice(registered)))) for _ in range(size)
    ]
    return made


class Tally:
    """What became of signals: counted for joins, proposals and those who were found."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(
            ("signals", "registered", "joined", "wrong", "found", "proposals", "hits", "bothered",
             "full", "full_proposals"),
            0,
        )  # fmt: skip

    def add(
        self,
        truth: str | None,
        joined: str | None,
        proposed: list[str],
        details: Details | None = None,
    ) -> None:
        """`details`: what the signal said; full with a name, a birth date and a place."""
        c = self.counts
        if details is not None and _is_full(details):
            c["full"] += 1
            c["full_proposals"] += len(proposed)
        c["signals"] += 1
        c["registered"] += truth is not None
        c["joined"] += joined is not None
        c["wrong"] += joined is not None and joined != truth
        c["found"] += truth is not None and (joined == truth or truth in proposed)
        c["proposals"] += len(proposed)
        c["hits"] += truth is not None and truth in proposed
        c["bothered"] += truth is None and bool(proposed)


def _is_full(details: Details) -> bool:
    named = details.get("name") or details.get("kana")
    placed = details.get("address") or details.get("phone")
    return bool(named and details.get("birth_date") and placed)


def precision(c: dict[str, int]) -> float:
    """% of the automatic joins that are right."""
    return 100 * (1 - c["wrong"] / max(1, c["joined"]))


def recall(c: dict[str, int]) -> float:
    """% of the signals about registered persons whose person is joined or among the proposals."""
    return 100 * c["found"] / max(1, c["registered"])

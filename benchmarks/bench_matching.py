"""`tsunagu bench matching`: one person over 5,000 openings, one opening over 1,000 people.

The whole answer is timed as the console has it: the command over RPC, rows from the
read model, every rule on every pair, the ranking, and why and why not in words. The
limit beside it: one plain scan of the same rows with sqlite3, and nothing done with them.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from measuring import Bench, Check, Result, main

import tsunagu.process.eventlet_patch  # noqa: F401  before anything else, as in every service process
from tsunagu.domain.calendar import city_today
from tsunagu.hosting.embedded import embedded
from tsunagu.log.unit_of_work import EventStore, UnitOfWork

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # services are no distribution

from services.employment import reference
from services.employment.domain.employer import Employer
from services.employment.domain.ids import derive_seeker_id
from services.employment.domain.opening import Opening
from services.employment.domain.opening_events import Conditions
from services.employment.domain.readiness_ladder import Ladder
from services.employment.domain.seeker import JobSeeker
from services.employment.domain.seeker_events import Wishes
from services.employment.domain.vocabulary import FREE_JOB_PLACEMENT, HIRE_TYPES

OPENINGS, SEEKERS, EMPLOYERS = 5_000, 1_000, 400
ANSWER_MS = 1_000.0
AT_ONCE = 200  # aggregates in one unit of work
SHOWN = 20

Said = dict[str, Any]


def measure(bench: Bench) -> list[Result]:
    openings, seekers = bench.size(OPENINGS, 500), bench.size(SEEKERS, 100)
    chance = random.Random(20261124)
    with embedded(bench.folder / "matching", ["employment"]) as platform:
        store = platform.runtime("employment").store
        fill(store, chance, openings, seekers)
        file = sqlite3.connect(bench.folder / "matching" / "employment.sqlite")

        def asked(method: str, argument: str, id: Callable[[], str]) -> Callable[[int], float]:
            def ask(_: int) -> float:
                arguments = {argument: id(), "limit": SHOWN}
                began = time.perf_counter()
                answer = platform.call("employment", method, **arguments)
                took = time.perf_counter() - began
                assert answer["looked_at"] in (openings, seekers)
                return took * 1000

            return ask

        def scanned(statement: str) -> Callable[[int], float]:
            def scan(_: int) -> float:
                began = time.perf_counter()
                file.execute(statement).fetchall()
                return (time.perf_counter() - began) * 1000

            return scan

        person = bench.interleave(
            {
                "つなぐ": asked(
                    "openings_for", "seeker_id", lambda: _seeker(chance.randrange(seekers))
                ),
                "sqlite3 scan": scanned(
                    "SELECT * FROM opening_list JOIN employer_list USING (employer_id)"
                    " WHERE opening_list.state = 'open'"
                ),
            }
        )
        opening = bench.interleave(
            {
                "つなぐ": asked(
                    "seekers_for", "opening_id", lambda: f"o{chance.randrange(openings)}"
                ),
                "sqlite3 scan": scanned("SELECT * FROM seeker_list WHERE state = 'open'"),
            }
        )
        file.close()
    return [
        _result(f"openings for one person, {openings:,} on file", person, seekers, openings),
        _result(f"people for one opening, {seekers:,} on file", opening, seekers, openings),
    ]


def _result(what: str, samples: dict[str, list[float]], seekers: int, openings: int) -> Result:
    result = Result(what, "ms", samples)
    result.checks = [Check("つなぐ ms", result.median("つなぐ"), ANSWER_MS)]
    slowest = f"the slowest answer {max(samples['つなぐ']):,.0f} ms"
    result.notes = [
        f"{openings:,} openings and {seekers:,} people; the best {SHOWN} in words; {slowest}"
    ]
    return result


# -- a city's file --------------------------------------------------------------------------------


def fill(store: EventStore, chance: random.Random, openings: int, seekers: int) -> None:
    """Employers, openings and people through their own commands, as a city would have them."""
    today = city_today(datetime.now(UTC))
    steps: list[Callable[[UnitOfWork], None]] = [
        *(lambda work, n=n: _employer(work, n, today) for n in range(EMPLOYERS)),
        *(lambda work, n=n: _opening(work, n, today, chance) for n in range(openings)),
        *(lambda work, n=n: _person(work, n, today, chance) for n in range(seekers)),
    ]
    for first in range(0, len(steps), AT_ONCE):
        with store.work(actor="bench") as work:
            for step in steps[first : first + AT_ONCE]:
                step(work)


def _seeker(n: int) -> str:
    return derive_seeker_id(f"p{n}")


def _employer(work: UnitOfWork, n: int, today: date) -> None:
    employer = work.load_or_new(Employer, f"e{n}")
    employer.enter(
        on=today, desk=FREE_JOB_PLACEMENT, introduced_by_kind="staff", introduced_by=None
    )
    employer.describe(on=today, name=f"事業所 {n}", industry="other")


def _opening(work: UnitOfWork, n: int, today: date, chance: random.Random) -> None:
    work.load_or_new(Opening, f"o{n}").receive(
        employer_id=f"e{chance.randrange(EMPLOYERS)}",
        on=today,
        occupation=_one(chance, "occupation"),
        type=chance.choice(HIRE_TYPES),
        places=chance.randint(1, 5),
        valid_from=today,
        valid_until=today + timedelta(days=chance.randint(10, 120)),
        conditions=Conditions(**dict(_conditions(n, today, chance))),
    )


def _conditions(n: int, today: date, chance: random.Random) -> Iterator[tuple[str, Any]]:
    low = chance.choice([10, 16, 20, 24, 30, 40])
    yield "title", f"仕事 {n}"
    yield "area", _one(chance, "area")
    yield "wage_min", chance.randint(1225, 1700)
    yield "wage_per", "hour"
    yield "hours_min", low
    yield "hours_max", min(40, low + chance.choice([0, 8, 16]))
    yield "days", _some(chance, "day", 3, 7)
    yield "days_per_week", 3
    yield "times", _some(chance, "time", 1, 3)
    yield "any_time", chance.random() < 0.5
    yield "starts_by", today + timedelta(days=chance.randint(5, 90))
    yield "languages", ("ja_everyday",) if chance.random() < 0.7 else ()
    yield "licences", ("car",) if chance.random() < 0.2 else ("none",)
    yield "demands", _some(chance, "demand", 1, 4)
    yield "accommodations", _some(chance, "accommodation", 0, 4)
    yield "negotiable", _some(chance, "negotiable", 0, 2)
    yield "dormitory", chance.random() < 0.05
    yield "trial", chance.random() < 0.3
    yield "rung_from", chance.randint(2, 6)


def _person(work: UnitOfWork, n: int, today: date, chance: random.Random) -> None:
    seeker = work.load_or_new(JobSeeker, _seeker(n))
    seeker.register(
        person_id=f"p{n}", case_id=f"c{n}", on=today, desk=FREE_JOB_PLACEMENT, due_on=None
    )
    work.load_or_new(Ladder, f"p{n}").move(
        case_id=f"c{n}", on=today, rung=chance.randint(1, 6), reason="first_talk"
    )
    wishes = Wishes(
        occupations=_some(chance, "occupation", 1, 3),
        hours_max=chance.choice([16, 20, 24, 30, 40]),
        days=_some(chance, "day", 3, 6),
        times=_some(chance, "time", 1, 4),
        earliest_start=today + timedelta(days=chance.randint(0, 30)),
        area=_one(chance, "area"),
        max_commute_minutes=chance.choice([20, 30, 45, 60]),
        needs_dormitory=chance.random() < 0.05,
        languages=("ja_work",) if chance.random() < 0.8 else ("ja_basic", "vi_work"),
        licences=("car",) if chance.random() < 0.5 else ("none",),
        needs_trial=chance.random() < 0.2,
        limits=_some(chance, "limit", 0, 3),
        wage_min=chance.randint(1225, 1500),
    )
    seeker.record_wishes(on=today, wishes=wishes)


def _one(chance: random.Random, kind: str) -> str:
    return chance.choice(list(reference.load_list(kind)))


def _some(chance: random.Random, kind: str, low: int, high: int) -> tuple[str, ...]:
    return tuple(chance.sample(list(reference.load_list(kind)), chance.randint(low, high)))


if __name__ == "__main__":
    main(__doc__, measure)

"""Our side of matching persons: the whole step over intake's own index, and its pure core alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from matching_pairs import pairs
from matching_trial import Tally, Trial, load
from participant import Stopwatch, serve

import tsunagu.process.eventlet_patch  # noqa: F401  before anything else, as in every service process
from tsunagu.log import migration
from tsunagu.log.database import Database
from tsunagu.log.personal_data import Keyring
from tsunagu.log.unit_of_work import EventStore

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from services.intake.domain.matching.blocking import PLACE, keys_of, lookups_of
from services.intake.domain.matching.commonness import find_common
from services.intake.domain.matching.decide import Candidate, Decision, decide
from services.intake.domain.matching.normalise import Profile
from services.intake.domain.person import Person, PersonRegistered
from services.intake.projections.person_index import PersonIndex, read_profile

FILL_BATCH = 500


def counted(signals: Sequence[Any], decisions: Iterable[Decision]) -> dict[str, int]:
    tally = Tally()
    for (truth, details), decision in zip(signals, decisions, strict=True):
        joined = decision.joined.human if decision.joined else None
        tally.add(truth, joined, [match.human for match in decision.proposed], details)
    return tally.counts


class Whole:
    """Details in, decision out: normalised, looked up, candidates decrypted, compared, decided."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.trial: Trial = load(settings["trial"])
        self.database = Database(settings["database"])
        migration.upgrade(self.database, "services.intake")
        self.store = EventStore(self.database, [PersonRegistered], Keyring(os.urandom(32)))
        self.index = PersonIndex(self.store.keyring)

    def fill(self) -> float:
        """Persons/s registered: encrypted in the log and indexed, in the same transactions."""
        people = list(self.trial.register.items())
        with Stopwatch() as watch:
            for start in range(0, len(people), FILL_BATCH):
                some = people[start : start + FILL_BATCH]
                with self.store.work() as work:
                    for id, details in some:
                        work.load_or_new(Person, id).register(on=date(2026, 4, 1), **details)
                    profiles = {id: read_profile(details) for id, details in some}
                    self.index.put(work.connection, profiles, fresh=True)
        with self.store.reading() as connection:
            connection.exec_driver_sql("ANALYZE")  # as autovacuum does within a minute
        return watch.rate(len(people))

    def match(self, number: int, batch: int = 1) -> dict[str, Any]:
        signals = self.trial.about_lookalikes if number < 0 else self.trial.rounds[number]
        decisions: list[Decision] = []
        with Stopwatch() as watch, self.store.reading() as connection:
            for start in range(0, len(signals), batch):
                persons = [read_profile(details) for _, details in signals[start : start + batch]]
                found = self.index.candidates_of_all(connection, persons)
                decisions += [decide(p, c) for p, c in zip(persons, found, strict=True)]
        return {"rate": watch.rate(len(signals))} | counted(signals, decisions)


class Core:
    """The same decisions from profiles in memory, nothing stored or encrypted."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.trial: Trial = load(settings["trial"])
        self.profiles: dict[str, Profile] = {}
        self.holders: dict[tuple[str, str], list[str]] = {}

    def fill(self) -> float:
        with Stopwatch() as watch:
            for id, details in self.trial.register.items():
                self.profiles[id] = profile = read_profile(details)
                for key in keys_of(profile):
                    self.holders.setdefault(key, []).append(id)
        return watch.rate(len(self.profiles))

    def match(self, number: int) -> dict[str, Any]:
        signals = self.trial.rounds[number]
        with Stopwatch() as watch:
            decisions = [self._decided(read_profile(details)) for _, details in signals]
        return {"rate": watch.rate(len(signals))} | counted(signals, decisions)

    def match_changed(self) -> dict[str, dict[str, int]]:
        """Population → what became of its signals."""
        return {
            name: counted(signals, [self._decided(read_profile(details)) for _, details in signals])
            for name, signals in self.trial.changed.items()
        }

    def match_pairs(self, seed: int, share: float) -> dict[str, dict[str, int]]:
        """Population → what became of signals about one of two, where only the other is known."""
        return {
            name: counted(
                [(None, other) for _, other in made],
                [_decided_alone(read_profile(other), read_profile(one)) for one, other in made],
            )
            for name, made in pairs(seed, share).items()
        }

    def _decided(self, person: Profile) -> Decision:
        shared = {key: self.holders.get(key, ()) for key in lookups_of(person)}
        common = find_common(shared.items())
        ids = {id for key, some in shared.items() if key[0] != PLACE for id in some}
        return decide(person, [Candidate(id, id, self.profiles[id], common=common) for id in ids])


def _decided_alone(person: Profile, known: Profile) -> Decision:
    found = not lookups_of(person).isdisjoint(keys_of(known))
    return decide(person, [Candidate("1", "1", known)] if found else [])


if __name__ == "__main__":
    serve({"whole": Whole, "core": Core})

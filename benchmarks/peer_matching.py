"""What one would otherwise do: an exact key, or a fuzzy ratio over the same candidates."""

from __future__ import annotations

import sqlite3
import sys
import unicodedata
from pathlib import Path
from typing import Any

from matching_trial import Tally, Trial, load
from participant import Stopwatch, serve
from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from services.intake.domain.matching.blocking import keys_of, lookups_of
from services.intake.domain.matching.normalise import profile_of

JOINED_FROM, PROPOSED_FROM, MOST = 95, 80, 5


def signals_of(trial: Trial, number: int) -> list[Any]:
    """Those of a round; of round -1, the ones about unregistered look-alikes."""
    return trial.about_lookalikes if number < 0 else trial.rounds[number]


class Exact:
    """Kana and birth date in one index, in clear text: also the limit of how fast one can ask."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.trial: Trial = load(settings["trial"])
        self.connection = sqlite3.connect(Path(settings["folder"]) / "exact.sqlite")
        self.connection.execute("CREATE TABLE person (key TEXT, id TEXT)")
        self.connection.execute("CREATE INDEX person_key ON person (key)")

    def fill(self) -> float:
        people = self.trial.register.items()
        with Stopwatch() as watch, self.connection:
            rows = [(key, id) for id, details in people if (key := self._key(details))]
            self.connection.executemany("INSERT INTO person VALUES (?, ?)", rows)
        return watch.rate(len(people))

    @staticmethod
    def _key(details: dict[str, Any]) -> str | None:
        if not details["kana"] or not details["birth_date"]:
            return None
        kana = unicodedata.normalize("NFKC", details["kana"]).replace(" ", "")
        return f"{kana} {details['birth_date']}"

    def match(self, number: int) -> dict[str, Any]:
        tally, signals = Tally(), signals_of(self.trial, number)
        with Stopwatch() as watch:
            for truth, details in signals:
                found = self.connection.execute(
                    "SELECT id FROM person WHERE key = ?", (self._key(details),)
                ).fetchall()
                ids = [id for (id,) in found]
                tally.add(truth, ids[0] if len(ids) == 1 else None, ids if len(ids) > 1 else [])
        return {"rate": watch.rate(len(signals))} | tally.counts


class Fuzzy:
    """rapidfuzz's WRatio over all fields as one text, among the very candidates that we compare."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.trial: Trial = load(settings["trial"])
        self.texts: dict[str, str] = {}
        self.holders: dict[tuple[str, str], list[str]] = {}

    def fill(self) -> float:
        with Stopwatch() as watch:
            for id, details in self.trial.register.items():
                self.texts[id] = self._text(details)
                for key in keys_of(profile_of(details)):
                    self.holders.setdefault(key, []).append(id)
        return watch.rate(len(self.texts))

    @staticmethod
    def _text(details: dict[str, Any]) -> str:
        given = [details[f] for f in ("name", "kana", "birth_date", "address", "phone")]
        return unicodedata.normalize("NFKC", " ".join(part for part in given if part))

    def match(self, number: int) -> dict[str, Any]:
        tally, signals = Tally(), signals_of(self.trial, number)
        with Stopwatch() as watch:
            for truth, details in signals:
                keys = lookups_of(profile_of(details))
                known = {id: self.texts[id] for key in keys for id in self.holders.get(key, ())}
                best = process.extract(
                    self._text(details),
                    known,
                    scorer=fuzz.WRatio,
                    score_cutoff=PROPOSED_FROM,
                    limit=MOST,
                )
                joined = best[0][2] if best and best[0][1] >= JOINED_FROM else None
                tally.add(truth, joined, [] if joined else [id for _, _, id in best])
        return {"rate": watch.rate(len(signals))} | tally.counts


if __name__ == "__main__":
    serve({"exact": Exact, "fuzzy": Fuzzy})

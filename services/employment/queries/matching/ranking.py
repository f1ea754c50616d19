"""Which openings suit a person, which people an opening; and why, and why not, in words.

Pure: people and openings come in as plain values, a ranking goes out. Each rule
is a small object of its own (`conditions`, `times`, `skills`, `wishes`) that says
to what degree it is met and puts it into a sentence. What nobody said excludes
nobody: it is listed as something to ask. Nothing here knows sex, age or
nationality (Employment Security Act art. 3: equal treatment).

Degrees take one pass over everything; sentences are made for what is shown only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from tsunagu.domain.text import Text

NOT_ASKED = None  # the rule says nothing about these two
UNKNOWN = -1.0  # one side did not say: to be asked
MET, MISSED = 1.0, 0.0
NEGOTIABLE = 0.25  # not met, but the employer would talk about it
HALF = 0.5  # from here on a rule speaks for the opening

Degree = float | None
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """A person as matching sees it; see `seeker_events.Wishes` for the fields."""

    id: str
    rung: int | None = None
    working: bool = False
    introduced: frozenset[str] = NOBODY  # openings the person was put to in this support
    occupations: frozenset[str] = NOBODY
    hours_min: int | None = None
    hours_max: int | None = None
    days: frozenset[str] = NOBODY
    times: frozenset[str] = NOBODY
    earliest_start: date | None = None
    area: str | None = None
    max_commute_minutes: int | None = None
    needs_dormitory: bool = False
    languages: frozenset[str] = NOBODY
    licences: frozenset[str] = NOBODY
    needs_trial: bool = False
    limits: frozenset[str] = NOBODY
    wage_min: int | None = None


@dataclass(slots=True, kw_only=True)
class Offer:
    """An opening as matching sees it; see `opening_events.Conditions`.

    Not frozen: thousands are made for one question, and freezing shows in its time.
    """

    id: str
    occupation: str
    places_left: int
    valid_from: date
    valid_until: date
    employer_hires: int = 0  # people who found work there through this service
    area: str | None = None
    distance_km: float | None = None
    wage_min: int | None = None
    wage_max: int | None = None
    wage_per: str | None = None
    hours_min: int | None = None
    hours_max: int | None = None
    days: frozenset[str] = NOBODY
    days_per_week: int | None = None
    times: frozenset[str] = NOBODY
    any_time: bool = False
    starts_by: date | None = None
    languages: frozenset[str] = NOBODY
    spoken: frozenset[str] = NOBODY
    licences: frozenset[str] = NOBODY
    demands: frozenset[str] = NOBODY
    accommodations: frozenset[str] = NOBODY
    negotiable: frozenset[str] = NOBODY
    dormitory: bool = False
    trial: bool = False
    rung_from: int | None = None


class Rule:
    """One rule. `excludes`: not met at all, the opening is out of the question."""

    code: ClassVar[str]
    weight: ClassVar[int] = 5
    excludes: ClassVar[bool] = False
    needs: ClassVar[Text]  # what it asks for, for the count of what stands in the way

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        """To what degree it is met."""
        raise NotImplementedError

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        """The sentence for that degree."""
        raise NotImplementedError


@dataclass(slots=True)
class Match:
    """What the rules make of one person and one opening. `score`: 0 to 100.

    Tuples, not lists: of thousands, the garbage collector soon looks at none any more.
    """

    seeker: Seeker
    offer: Offer
    score: int
    out: tuple[Rule, ...]  # the rules that exclude it
    degrees: tuple[Degree, ...]


@dataclass(slots=True)
class Ranking:
    """Matches, the best first, and what stood in the way of the others."""

    matches: list[Match] = field(default_factory=list)
    excluded_by: Counter[str] = field(default_factory=Counter)
    by_this_alone: Counter[str] = field(default_factory=Counter)

    @property
    def fitting(self) -> int:
        return sum(not match.out for match in self.matches)


def match(seeker: Seeker, offer: Offer, on: date, rules: Sequence[Rule]) -> Match:
    """One person and one opening. Something unknown counts half."""
    degrees = [rule.rate(seeker, offer, on) for rule in rules]
    out: list[Rule] = []
    reached = possible = 0.0
    for rule, degree in zip(rules, degrees, strict=True):
        if degree is None:
            continue
        weight = rule.weight
        possible += weight
        if degree > MISSED:
            reached += weight * degree
        elif degree == UNKNOWN:
            reached += weight * HALF
        elif rule.excludes:
            out.append(rule)
    score = round(100 * reached / possible) if possible else 50
    return Match(seeker, offer, score, tuple(out), tuple(degrees))


def rank(pairs: Iterable[tuple[Seeker, Offer]], on: date, rules: Sequence[Rule]) -> Ranking:
    """The best first; the excluded after them, those that one rule alone excludes first."""
    ranking = Ranking()
    for seeker, offer in pairs:
        compared = match(seeker, offer, on, rules)
        ranking.matches.append(compared)
        for rule in compared.out:
            ranking.excluded_by[rule.code] += 1
        if len(compared.out) == 1:
            ranking.by_this_alone[compared.out[0].code] += 1
    ranking.matches.sort(
        key=lambda m: (len(m.out), -m.score, m.offer.valid_until, m.offer.id, m.seeker.id)
    )
    return ranking

"""The rule tables of the housing security benefit, as values: one for each city and first day.

A table is read from `rules/<city>/<first day>.json` and never changes once a
decision named its version; a new amount is a new table. Each amount says how
sure it is: `official` (the city's or the state's own text), `secondary` (told
by somebody else) or `general` (common knowledge). All but official ones are
*unverified*, and a decision that used one says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.housing.domain.refusals.shared import HOUSEHOLD_SIZE_NOT_IN_RULES, NO_MOVING_HELP

OFFICIAL, SECONDARY, GENERAL = "official", "secondary", "general"
CONFIDENCES = (OFFICIAL, SECONDARY, GENERAL)

LOST_WORK, CLOSED_BUSINESS, INCOME_FELL = "lost_work", "closed_business", "income_fell"
CAUSES = (LOST_WORK, CLOSED_BUSINESS, INCOME_FELL)

HELLO_WORK, CONSULTATION, JOB_APPLICATION = "hello_work", "consultation", "job_application"
DUTIES = (HELLO_WORK, CONSULTATION, JOB_APPLICATION)


@dataclass(frozen=True)
class Yen:
    """An amount, and how sure it is."""

    yen: int
    confidence: str


@dataclass(frozen=True)
class Rounding:
    """`step` yen; `up` or `down`. Only an amount reduced by income is rounded, never a rent."""

    step: int
    direction: str
    confidence: str

    def round(self, yen: int) -> int:
        rest = yen % self.step
        if not rest:
            return yen
        return yen - rest + (self.step if self.direction == "up" else 0)


@dataclass(frozen=True)
class Assets:
    times_base: int
    at_most: int
    confidence: str


@dataclass(frozen=True)
class Loss:
    """How long ago work may have been lost, and the most that hindered days may add up to."""

    within_years: int
    longest_years: int
    confidence: str


@dataclass(frozen=True)
class Hindered:
    """So many days without a chance to look for work, and they are added to the time allowed."""

    at_least_days: int
    confidence: str


@dataclass(frozen=True)
class Period:
    """`months` at once, again by as many, `at_most` in all; what may be resumed and until when."""

    months: int
    at_most: int
    resumable_after: tuple[str, ...]
    resumable_within_years: int
    confidence: str


@dataclass(frozen=True)
class Again:
    """A second entitlement: only not by choice, and so many months after the first one's end."""

    after_months: int
    confidence: str


@dataclass(frozen=True)
class Moving:
    """Help with moving costs: at most so many times the rent cap, for these items."""

    times_rent_cap: int
    within_years: int
    items: tuple[str, ...]
    not_items: tuple[str, ...]
    confidence: str


@dataclass(frozen=True)
class RuleTable:
    version: str
    city: str
    valid_from: date
    source: tuple[str, ...]
    base: dict[int, Yen]
    rent_cap: dict[int, Yen]
    assets: Assets
    causes: tuple[str, ...]
    loss: Loss
    hindered: Hindered
    age_below: int | None
    period: Period
    again: Again
    amount_confidence: str
    rounding: Rounding
    duties: dict[str, dict[str, int]]
    duties_confidence: str
    moving: Moving | None

    def base_of(self, size: int) -> Yen:
        """A month's twelfth of the income at which resident tax starts, for a household so big."""
        return self._find_amount(self.base, size)

    def rent_cap_of(self, size: int) -> Yen:
        """The housing-assistance limit (住宅扶助基準額) for a household so big."""
        return self._find_amount(self.rent_cap, size)

    def asset_limit_of(self, size: int) -> int:
        return min(self.assets.times_base * self.base_of(size).yen, self.assets.at_most)

    @property
    def help_with_moving(self) -> Moving:
        if self.moving is None:
            raise NO_MOVING_HELP(version=self.version)
        return self.moving

    def _find_amount(self, amounts: dict[int, Yen], size: int) -> Yen:
        if size not in amounts:
            raise HOUSEHOLD_SIZE_NOT_IN_RULES(size=size, version=self.version)
        return amounts[size]


def list_unverified(used: dict[str, str]) -> tuple[str, ...]:
    """Names of what was used and is not official; shown beside every decision."""
    return tuple(name for name, confidence in used.items() if confidence != OFFICIAL)

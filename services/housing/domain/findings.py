"""What one rule says, and what rules share; each is a class with a reason and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from services.housing.domain.rule_tables import RuleTable


@dataclass(frozen=True)
class Finding:
    """`reason`: the code under which a refusal names the rule, where it did not pass."""

    rule: str
    reason: str
    passed: bool
    ja: str
    en: str


class NamedRule:
    reason: ClassVar[str]

    def _finding(self, passed: bool, ja: str, en: str) -> Finding:
        return Finding(type(self).__name__, self.reason, passed, ja, en)

    def _yes_or_no(self, passed: bool, yes: tuple[str, str], no: tuple[str, str]) -> Finding:
        return self._finding(passed, *(yes if passed else no))


def yen(amount: int) -> str:
    return f"{amount:,}円"


def income_finding(rule: NamedRule, rules: RuleTable, size: int, income: int, rent: int) -> Finding:
    """The month's household income is at most base + rent, the rent within the cap."""
    base = rules.base_of(size).yen
    rent = min(rent, rules.rent_cap_of(size).yen)
    limit = base + rent
    passed = income <= limit
    return rule._finding(
        passed,
        f"世帯の月収 {yen(income)} は、収入基準額 {yen(limit)}"
        f"（基準額 {yen(base)}＋家賃 {yen(rent)}）{'以下です' if passed else 'を超えています'}",
        f"the household's monthly income of {income:,} yen is {'within' if passed else 'above'} "
        f"the limit of {limit:,} yen (base {base:,} + rent {rent:,})",
    )


def assets_finding(rule: NamedRule, rules: RuleTable, size: int, assets: int) -> Finding:
    """At most six times the base, and never more than a million yen."""
    limit = rules.asset_limit_of(size)
    times, top = rules.assets.times_base, rules.assets.at_most
    passed = assets <= limit
    return rule._finding(
        passed,
        f"世帯の金融資産 {yen(assets)} は、上限 {yen(limit)}（基準額の{times}倍、最大 {yen(top)}）"
        f"{'以下です' if passed else 'を超えています'}",
        f"the household's assets of {assets:,} yen are {'within' if passed else 'above'} "
        f"the limit of {limit:,} yen ({times} times the base, at most {top:,})",
    )

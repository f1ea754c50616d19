"""The finding of one rule, and what the rules of benefit and moving costs share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from services.housing.domain.rule_tables import RuleTable
from tsunagu.domain.text import Text


class ExplainedRule(TypedDict):
    """A finding as JSON has it."""

    rule: str
    reason: str
    passed: bool
    ja: str
    en: str


Explanation = list[ExplainedRule]  # of a decision: every rule in words, in the order asked


@dataclass(frozen=True)
class Finding:
    """`reason`: the code under which a refusal names the rule, where it did not pass."""

    rule: str
    reason: str
    passed: bool
    text: Text

    def as_json(self) -> ExplainedRule:
        return {
            "rule": self.rule,
            "reason": self.reason,
            "passed": self.passed,
            "ja": self.text.ja,
            "en": self.text.en,
        }


class NamedRule:
    """A rule is named after its class; `reason`: the code of its refusal."""

    reason: ClassVar[str]

    def find(self, passed: bool, text: Text) -> Finding:
        return Finding(type(self).__name__, self.reason, passed, text)

    def find_either(self, passed: bool, yes: Text, no: Text) -> Finding:
        return self.find(passed, yes if passed else no)


def in_yen(amount: int) -> str:
    return f"{amount:,}円"


def check_income(rule: NamedRule, rules: RuleTable, size: int, income: int, rent: int) -> Finding:
    """The month's household income is at most base + rent, the rent within the cap."""
    base = rules.base_of(size).yen
    rent = min(rent, rules.rent_cap_of(size).yen)
    limit = base + rent
    passed = income <= limit
    text = Text(
        f"世帯の月収 {in_yen(income)} は、収入基準額 {in_yen(limit)}"
        f"（基準額 {in_yen(base)}＋家賃 {in_yen(rent)}）"
        f"{'以下です' if passed else 'を超えています'}",
        f"the household's monthly income of {income:,} yen is "
        f"{'within' if passed else 'above'} "
        f"the limit of {limit:,} yen (base {base:,} + rent {rent:,})",
    )
    return rule.find(passed, text)


def check_assets(rule: NamedRule, rules: RuleTable, size: int, assets: int) -> Finding:
    """At most six times the base, and never more than a million yen."""
    limit = rules.asset_limit_of(size)
    times, top = rules.assets.times_base, rules.assets.at_most
    passed = assets <= limit
    text = Text(
        f"世帯の金融資産 {in_yen(assets)} は、上限 {in_yen(limit)}"
        f"（基準額の{times}倍、最大 {in_yen(top)}）"
        f"{'以下です' if passed else 'を超えています'}",
        f"the household's assets of {assets:,} yen are {'within' if passed else 'above'} "
        f"the limit of {limit:,} yen ({times} times the base, at most {top:,})",
    )
    return rule.find(passed, text)

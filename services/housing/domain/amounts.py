"""How much, and the whole decision: every rule's finding, the amount, and what was not verified.

Pure. The amount: the rent up to the cap where the income is at most the base;
otherwise base + rent − income, within the cap. Source: rules to the Act art. 11
(second hand, so each table marks it), the rounding from general practice.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from services.housing.domain.eligibility import FIRST, Rule
from services.housing.domain.findings import Finding, yen
from services.housing.domain.household_figures import Figures
from services.housing.domain.rule_tables import RuleTable, unverified

NOTHING_TO_PAY = "nothing_to_pay"


@dataclass(frozen=True)
class Amount:
    """Yen (a month, or once for moving costs), with the sentence that says how it came about."""

    yen: int
    ja: str
    en: str


@dataclass(frozen=True)
class Verdict:
    """A decision as the rules make it. `reasons`: codes of the rules that failed."""

    granted: bool
    amount: int
    reasons: tuple[str, ...]
    rule_version: str
    unverified: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def explanation(self) -> list[dict[str, Any]]:
        """Every rule in words, as it is kept and shown."""
        return [asdict(finding) for finding in self.findings]


def monthly_amount(rules: RuleTable, figures: Figures) -> Amount:
    """The benefit of one month; never negative, never above the cap or the rent."""
    base = rules.base_of(figures.size).yen
    cap = rules.rent_cap_of(figures.size).yen
    if figures.income <= base:
        amount = min(figures.rent, cap)
        return Amount(
            amount,
            f"収入が基準額 {yen(base)} 以下のため、家賃 {yen(figures.rent)}（上限 {yen(cap)}）から "
            f"月額 {yen(amount)}",
            f"income is within the base of {base:,} yen: the rent of {figures.rent:,} yen up to "
            f"the cap of {cap:,}, {amount:,} yen a month",
        )
    left = max(0, base + figures.rent - figures.income)
    amount = min(rules.rounding.round(left), figures.rent, cap)
    return Amount(
        amount,
        f"収入が基準額を超えるため、基準額 {yen(base)}＋家賃 {yen(figures.rent)}−収入 "
        f"{yen(figures.income)}（上限 {yen(cap)}、{rules.rounding.step}円単位）から "
        f"月額 {yen(amount)}",
        f"income is above the base: base {base:,} + rent {figures.rent:,} - income "
        f"{figures.income:,}, within the cap of {cap:,}, in steps of {rules.rounding.step} yen: "
        f"{amount:,} yen a month",
    )


def decide(
    rules: RuleTable, figures: Figures, on: date, asked: tuple[Rule, ...] = FIRST
) -> Verdict:
    """The decision for these figures on that day, by the rules asked."""
    findings = [rule.check(rules, figures, on) for rule in asked]
    amount = monthly_amount(rules, figures)
    findings.append(something_to_pay(amount))
    return verdict_of(findings, amount, rules.version, _unverified(rules, figures))


def _unverified(rules: RuleTable, figures: Figures) -> tuple[str, ...]:
    """Only what these figures made use of."""
    base = rules.base_of(figures.size)
    used = {
        "base": base.confidence,
        "rent_cap": rules.rent_cap_of(figures.size).confidence,
        "assets": rules.assets.confidence,
        "loss": rules.loss.confidence,
        "amount": rules.amount_confidence,
    }
    if figures.hindered_days:
        used["hindered"] = rules.hindered.confidence
    if figures.previous_ended_on is not None:
        used["again"] = rules.again.confidence
    if figures.income > base.yen:
        used["rounding"] = rules.rounding.confidence
    return unverified(used)


def something_to_pay(amount: Amount) -> Finding:
    """At the income limit itself the calculation leaves nothing: then there is nothing to grant."""
    passed = amount.yen > 0
    more = ("", "") if passed else ("（支給額がありません）", " (nothing is left to pay)")
    return Finding(
        "SomethingToPay", NOTHING_TO_PAY, passed, amount.ja + more[0], amount.en + more[1]
    )


def verdict_of(
    findings: list[Finding], amount: Amount, version: str, used: tuple[str, ...]
) -> Verdict:
    """Granted where every rule passed; otherwise the codes of those that did not."""
    reasons = tuple(finding.reason for finding in findings if not finding.passed)
    granted = not reasons
    return Verdict(granted, amount.yen if granted else 0, reasons, version, used, tuple(findings))

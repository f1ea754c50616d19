"""The amount of the benefit, and the decision: findings of every rule, what was not verified.

Pure. The amount: the rent up to the cap where the income is at most the base;
otherwise base + rent − income, within the cap. Source: rules to the Act art. 11
(second hand, so each table marks it), the rounding from general practice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.housing.domain.eligibility import FIRST, Rule
from services.housing.domain.findings import Explanation, Finding, in_yen
from services.housing.domain.household_figures import Figures
from services.housing.domain.rule_tables import RuleTable, list_unverified
from tsunagu.domain.text import Text

NOTHING_TO_PAY = "nothing_to_pay"


@dataclass(frozen=True)
class Amount:
    """Yen (a month, or once for moving costs), with the sentence that says how it came about."""

    yen: int
    text: Text


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
    def explanation(self) -> Explanation:
        """Every rule in words, as it is kept and shown."""
        return [finding.as_json() for finding in self.findings]


def monthly_amount(rules: RuleTable, figures: Figures) -> Amount:
    """The benefit of one month; never negative, never above the cap or the rent."""
    base = rules.base_of(figures.size).yen
    cap = rules.rent_cap_of(figures.size).yen
    if figures.income <= base:
        amount = min(figures.rent, cap)
        return Amount(amount, _explain_rent(figures, base, cap, amount))
    left = max(0, base + figures.rent - figures.income)
    amount = min(rules.rounding.round(left), figures.rent, cap)
    return Amount(amount, _explain_reduction(figures, base, cap, rules.rounding.step, amount))


def _explain_rent(figures: Figures, base: int, cap: int, amount: int) -> Text:
    return Text(
        f"収入が基準額 {in_yen(base)} 以下のため、"
        f"家賃 {in_yen(figures.rent)}（上限 {in_yen(cap)}）から 月額 {in_yen(amount)}",
        f"income is within the base of {base:,} yen: the rent of {figures.rent:,} yen up to "
        f"the cap of {cap:,}, {amount:,} yen a month",
    )


def _explain_reduction(figures: Figures, base: int, cap: int, step: int, amount: int) -> Text:
    rent, income = figures.rent, figures.income
    return Text(
        f"収入が基準額を超えるため、基準額 {in_yen(base)}＋家賃 {in_yen(rent)}"
        f"−収入 {in_yen(income)}（上限 {in_yen(cap)}、{step}円単位）から 月額 {in_yen(amount)}",
        f"income is above the base: base {base:,} + rent {rent:,} - income "
        f"{income:,}, within the cap of {cap:,}, in steps of {step} yen: "
        f"{amount:,} yen a month",
    )


def decide(
    rules: RuleTable, figures: Figures, on: date, asked: tuple[Rule, ...] = FIRST
) -> Verdict:
    """The decision for these figures on that day, by the rules asked."""
    findings = [rule.check(rules, figures, on) for rule in asked]
    amount = monthly_amount(rules, figures)
    findings.append(check_something_to_pay(amount))
    return verdict_of(findings, amount, rules.version, _list_unverified_used(rules, figures))


def _list_unverified_used(rules: RuleTable, figures: Figures) -> tuple[str, ...]:
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
    return list_unverified(used)


def check_something_to_pay(amount: Amount) -> Finding:
    """At the income limit itself the calculation leaves nothing: then there is nothing to grant."""
    passed = amount.yen > 0
    text = amount.text
    if not passed:
        text = Text(f"{text.ja}（支給額がありません）", f"{text.en} (nothing is left to pay)")
    return Finding("SomethingToPay", NOTHING_TO_PAY, passed, text)


def verdict_of(
    findings: list[Finding], amount: Amount, version: str, used: tuple[str, ...]
) -> Verdict:
    """Granted where every rule passed; otherwise the codes of those that did not."""
    reasons = tuple(finding.reason for finding in findings if not finding.passed)
    granted = not reasons
    return Verdict(granted, amount.yen if granted else 0, reasons, version, used, tuple(findings))

"""Rules and amount of help with moving costs (転居費用補助, since 2025-04).

Pure, like `eligibility`. Source: the Act as amended in 2024, art. 3(3)(ii), and
neighbouring cities' notices; what is second hand is marked so in the rule table.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Protocol

from services.housing.domain.amounts import Amount, Verdict, check_something_to_pay, verdict_of
from services.housing.domain.findings import Finding, NamedRule, check_assets, check_income, in_yen
from services.housing.domain.household_figures import MovingFigures
from services.housing.domain.months import add_years, last_day, month_of
from services.housing.domain.rule_tables import RuleTable, list_unverified
from tsunagu.domain.text import Text


class MovingRule(Protocol):
    reason: ClassVar[str]

    def check(self, rules: RuleTable, figures: MovingFigures, on: date) -> Finding: ...


class IncomeFellRecently(NamedRule):
    """The household's income fell markedly (a death, lost or cut work) within two years."""

    reason = "fall_too_long_ago"

    def check(self, rules: RuleTable, figures: MovingFigures, on: date) -> Finding:
        years, month = rules.help_with_moving.within_years, month_of(figures.fell_on)
        # "Within two years of the month in which it fell": to the end of that month.
        until = last_day(month_of(add_years(figures.fell_on, years)))
        return self.find(
            figures.fell_on <= on <= until,
            Text(
                f"収入が著しく減少した月は {month}、申請できるのは {until} まで、"
                f"申請日は {on} です",
                f"the income fell in {month}: one may apply until {until}; applied on {on}",
            ),
        )


class IsMainEarner(NamedRule):
    """In the month of the application, not at the time of the loss."""

    reason = "not_main_earner"

    def check(self, rules: RuleTable, figures: MovingFigures, on: date) -> Finding:
        return self.find_either(
            figures.main_earner,
            Text("世帯の生計を主として維持しています", "the person is the household's main earner"),
            Text("世帯の生計の主な維持者ではありません", "the person is not the main earner"),
        )


class HomeAtRisk(NamedRule):
    reason = "housing_not_at_risk"

    def check(self, rules: RuleTable, figures: MovingFigures, on: date) -> Finding:
        return self.find_either(
            figures.housing_at_risk,
            Text("住居を失った、または失うおそれがあります", "the home is lost or at risk"),
            Text("住居を失うおそれがありません", "the home is neither lost nor at risk"),
        )


class MoveIsNeeded(NamedRule):
    """Household budget support found that moving mends the budget and cannot be paid for."""

    reason = "move_not_needed"

    def check(self, rules: RuleTable, figures: MovingFigures, on: date) -> Finding:
        return self.find_either(
            figures.move_needed,
            Text(
                "家計の改善に転居が必要で、費用を捻出できないと認められています",
                "moving is found necessary for the budget, and the household cannot pay for it",
            ),
            Text(
                "家計の支援で、転居の必要が認められていません",
                "household budget support did not find moving necessary",
            ),
        )


class HouseholdIncomeWithinLimit(NamedRule):
    """As for the rent: at most base + rent, the rent within the cap."""

    reason = "income_over_limit"

    def check(self, rules: RuleTable, figures: MovingFigures, on: date) -> Finding:
        return check_income(self, rules, figures.size, figures.income, figures.rent)


class HouseholdAssetsWithinLimit(NamedRule):
    reason = "assets_over_limit"

    def check(self, rules: RuleTable, figures: MovingFigures, on: date) -> Finding:
        return check_assets(self, rules, figures.size, figures.assets)


class NoOtherMovingHelp(NamedRule):
    reason = "similar_benefit"

    def check(self, rules: RuleTable, figures: MovingFigures, on: date) -> Finding:
        return self.find_either(
            not figures.similar_benefit,
            Text("類似の転居支援を受けていません", "no similar help with moving"),
            Text(
                "類似の転居支援を受けています", "the household already has similar help with moving"
            ),
        )


class NobodyInOrganisedCrime(NamedRule):
    reason = "excluded_by_law"  # published: it says no more than that

    def check(self, rules: RuleTable, figures: MovingFigures, on: date) -> Finding:
        return self.find_either(
            not figures.organised_crime,
            Text("世帯に暴力団員はいません", "nobody of the household belongs to organised crime"),
            Text("世帯に暴力団員がいます", "somebody of the household belongs to organised crime"),
        )


class NotHelpedToMoveBefore(NamedRule):
    """Once; a second time only by a case of its own, which the city decides outside these rules."""

    reason = "received_before"

    def check(self, rules: RuleTable, figures: MovingFigures, on: date) -> Finding:
        before = figures.previous_paid_on
        return self.find_either(
            before is None,
            Text("過去に転居費用を受けていません", "moving costs were never paid before"),
            Text(f"{before} に転居費用を受けています", f"moving costs were paid on {before}"),
        )


MOVING: tuple[MovingRule, ...] = (
    IncomeFellRecently(),
    IsMainEarner(),
    HomeAtRisk(),
    MoveIsNeeded(),
    HouseholdIncomeWithinLimit(),
    HouseholdAssetsWithinLimit(),
    NoOtherMovingHelp(),
    NobodyInOrganisedCrime(),
    NotHelpedToMoveBefore(),
)


def moving_amount(rules: RuleTable, figures: MovingFigures) -> Amount:
    """What is paid: the costs of covered items, at most so many times the rent cap."""
    help_ = rules.help_with_moving
    rent_cap = figures.destination_cap or rules.rent_cap_of(figures.size).yen
    cap = help_.times_rent_cap * rent_cap
    covered = sum(cost for item, cost in figures.costs.items() if item in help_.items)
    amount = min(covered, cap)
    return Amount(
        amount,
        Text(
            f"対象になる費用の合計 {in_yen(covered)}、上限 {in_yen(cap)}"
            f"（{in_yen(rent_cap)}の{help_.times_rent_cap}倍）から 支給額 {in_yen(amount)}",
            f"costs covered come to {covered:,} yen, the cap is {cap:,} "
            f"({help_.times_rent_cap} times {rent_cap:,}): {amount:,} yen",
        ),
    )


def decide_moving(rules: RuleTable, figures: MovingFigures, on: date) -> Verdict:
    """The decision on moving costs; refused outright where the table has no such help yet."""
    help_ = rules.help_with_moving
    findings = [rule.check(rules, figures, on) for rule in MOVING]
    amount = moving_amount(rules, figures)
    findings.append(check_something_to_pay(amount))
    used = list_unverified(
        {
            "base": rules.base_of(figures.size).confidence,
            "rent_cap": rules.rent_cap_of(figures.size).confidence,
            "assets": rules.assets.confidence,
            "moving": help_.confidence,
        }
    )
    return verdict_of(findings, amount, rules.version, used)

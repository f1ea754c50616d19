"""Rules of the housing security benefit: a class for each, which answers with a sentence.

Pure: a rule sees the table, the household's figures and the day, and answers
with a finding, passed or not, in Japanese and English, with the figures it
compared. Source: the Act on self-reliance support for people in need (生活困窮者
自立支援法) art. 3(3), and the ministry's rules to it (施行規則) arts. 10, 12, 16.
What is asked of the first application alone: `entry_conditions`.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Protocol

from services.housing.domain.entry_conditions import (
    CauseIsCovered,
    HousingAtRisk,
    LostWorkRecently,
    MayReceiveAgain,
    WasMainEarner,
    WithinAgeLimit,
)
from services.housing.domain.findings import Finding, NamedRule, check_assets, check_income
from services.housing.domain.household_figures import Figures
from services.housing.domain.rule_tables import RuleTable
from tsunagu.domain.text import Text


class Rule(Protocol):
    reason: ClassVar[str]

    def check(self, rules: RuleTable, figures: Figures, on: date) -> Finding: ...


class IncomeWithinLimit(NamedRule):
    """Art. 10(3): the month's household income is at most base + rent, the rent within the cap."""

    reason = "income_over_limit"

    def check(self, rules: RuleTable, figures: Figures, on: date) -> Finding:
        return check_income(self, rules, figures.size, figures.income, figures.rent)


class AssetsWithinLimit(NamedRule):
    """Art. 10(4): at most six times the base, and never more than a million yen."""

    reason = "assets_over_limit"

    def check(self, rules: RuleTable, figures: Figures, on: date) -> Finding:
        return check_assets(self, rules, figures.size, figures.assets)


class SeeksWork(NamedRule):
    """Art. 10(5): registered with Hello Work or a like office and earnestly looking for work."""

    reason = "not_seeking_work"

    def check(self, rules: RuleTable, figures: Figures, on: date) -> Finding:
        return self.find_either(
            figures.seeking_work,
            Text(
                "求職活動（自営の場合は経営改善の活動）を行います",
                "the person looks for work, or improves the business",
            ),
            Text("求職活動を行う予定がありません", "the person does not look for work"),
        )


class NoSimilarBenefit(NamedRule):
    """Art. 10(6): no like benefit of the state or a city, to anybody of the household."""

    reason = "similar_benefit"

    def check(self, rules: RuleTable, figures: Figures, on: date) -> Finding:
        return self.find_either(
            not figures.similar_benefit,
            Text("類似の給付を受けていません", "nobody of the household has a similar benefit"),
            Text("類似の給付を受けています", "the household already has a similar benefit"),
        )


class NotOrganisedCrime(NamedRule):
    """Art. 10(7): nobody of the household belongs to an organised crime group.

    The reason is published with the decision, so it says no more than that the law excludes.
    """

    reason = "excluded_by_law"

    def check(self, rules: RuleTable, figures: Figures, on: date) -> Finding:
        return self.find_either(
            not figures.organised_crime,
            Text("世帯に暴力団員はいません", "nobody of the household belongs to organised crime"),
            Text("世帯に暴力団員がいます", "somebody of the household belongs to organised crime"),
        )


class DutiesDone(NamedRule):
    """Art. 12: who goes on receiving has done what was asked, or has a good reason."""

    reason = "duties_not_done"

    def check(self, rules: RuleTable, figures: Figures, on: date) -> Finding:
        return self.find_either(
            figures.duties_done,
            Text("受給中の求職活動等が行われています", "the monthly duties were done"),
            Text(
                "受給中の求職活動等が行われていない月があります",
                "in some month the duties were not done, without a good reason",
            ),
        )


# In the order in which a decision tells them.
FIRST: tuple[Rule, ...] = (
    CauseIsCovered(),
    LostWorkRecently(),
    WithinAgeLimit(),
    WasMainEarner(),
    HousingAtRisk(),
    IncomeWithinLimit(),
    AssetsWithinLimit(),
    SeeksWork(),
    NoSimilarBenefit(),
    NotOrganisedCrime(),
    MayReceiveAgain(),
)
# Art. 12: an extension or a resumption asks the conditions again, except those of the beginning.
GOING_ON: tuple[Rule, ...] = (
    IncomeWithinLimit(),
    AssetsWithinLimit(),
    SeeksWork(),
    NoSimilarBenefit(),
    NotOrganisedCrime(),
    DutiesDone(),
)

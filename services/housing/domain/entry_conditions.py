"""Rules of the housing security benefit that are asked once, when it is applied for.

Those that are asked again later are in `eligibility`, which has the sources.
"""

from __future__ import annotations

from datetime import date, timedelta

from services.housing.domain.findings import Finding, NamedRule
from services.housing.domain.household_figures import Figures
from services.housing.domain.months import add_years, last_day, month_of
from services.housing.domain.rule_tables import INCOME_FELL, RuleTable
from tsunagu.domain.calendar import add_months
from tsunagu.domain.text import Text


class CauseIsCovered(NamedRule):
    """Art. 3: lost work, closed business, or (since 2020-04-20) an income that fell likewise."""

    reason = "cause_not_covered"

    def check(self, rules: RuleTable, figures: Figures, on: date) -> Finding:
        covered = ", ".join(rules.causes)
        if figures.cause == INCOME_FELL and figures.by_choice:
            return self.find(
                False,
                Text(
                    "収入の減少が本人の都合によるものです",
                    "the income fell by the person's own choice",
                ),
            )
        return self.find_either(
            figures.cause in rules.causes,
            Text(f"事由（{figures.cause}）は対象です", f"{figures.cause} is covered"),
            Text(
                f"事由（{figures.cause}）はこの基準の対象（{covered}）にありません",
                f"{figures.cause} is not among what these rules cover: {covered}",
            ),
        )


class LostWorkRecently(NamedRule):
    """Art. 10(1): within 2 years; longer by the days of illness, child care or care, up to 4."""

    reason = "loss_too_long_ago"

    def check(self, rules: RuleTable, figures: Figures, on: date) -> Finding:
        if figures.cause == INCOME_FELL:
            return self.find(
                True,
                Text(
                    "収入減少による申請のため、離職の時期は問いません",
                    "the income fell: there is no day of loss to ask about",
                ),
            )
        lost_on = figures.lost_on
        if lost_on is None or lost_on > on:
            return self.find(
                False,
                Text(
                    "離職・廃業の日が示されていないか、申請日より後です",
                    "the day of the loss is missing, or lies after the application",
                ),
            )
        until = latest_application(rules, lost_on, figures.hindered_days)
        return self.find(
            on <= until,
            Text(
                f"離職・廃業の日 {lost_on} から申請できるのは {until} まで、申請日は {on} です",
                f"after a loss on {lost_on} one may apply until {until}; applied on {on}",
            ),
        )


def latest_application(rules: RuleTable, lost_on: date, hindered_days: int) -> date:
    """The last day on which one may apply after losing work on that day."""
    until = add_years(lost_on, rules.loss.within_years)
    if hindered_days >= rules.hindered.at_least_days:
        until += timedelta(days=hindered_days)
    return min(until, add_years(lost_on, rules.loss.longest_years))


class WithinAgeLimit(NamedRule):
    """Below 65 until March 2020; later tables set no limit."""

    reason = "over_age_limit"

    def check(self, rules: RuleTable, figures: Figures, on: date) -> Finding:
        limit = rules.age_below
        if limit is None:
            return self.find(True, Text("年齢の制限はありません", "there is no age limit"))
        if figures.age is None:
            return self.find(
                False,
                Text(
                    f"この基準は {limit}歳未満が対象ですが、年齢が示されていません",
                    f"these rules ask for an age below {limit}, and the age is missing",
                ),
            )
        return self.find(
            figures.age < limit,
            Text(
                f"申請日の年齢は {figures.age}歳、対象は {limit}歳未満です",
                f"aged {figures.age}; these rules ask for an age below {limit}",
            ),
        )


class WasMainEarner(NamedRule):
    """Art. 10(2)."""

    reason = "not_main_earner"

    def check(self, rules: RuleTable, figures: Figures, on: date) -> Finding:
        return self.find_either(
            figures.main_earner,
            Text(
                "世帯の生計を主として維持していました", "the person was the household's main earner"
            ),
            Text(
                "世帯の生計の主な維持者ではありませんでした", "the person was not the main earner"
            ),
        )


class HousingAtRisk(NamedRule):
    """Act art. 3(3): has lost the home, or can hardly pay its rent."""

    reason = "housing_not_at_risk"

    def check(self, rules: RuleTable, figures: Figures, on: date) -> Finding:
        return self.find_either(
            figures.housing_at_risk,
            Text("住居を失った、または失うおそれがあります", "the home is lost or at risk"),
            Text("住居を失うおそれがありません", "the home is neither lost nor at risk"),
        )


class MayReceiveAgain(NamedRule):
    """Art. 16: after an earlier entitlement only where it was not by choice, and not too soon."""

    reason = "received_before"

    def check(self, rules: RuleTable, figures: Figures, on: date) -> Finding:
        ended_on = figures.previous_ended_on
        if ended_on is None:
            return self.find(True, Text("過去の受給はありません", "never received before"))
        if figures.by_choice:
            return self.find(
                False,
                Text(
                    f"過去の受給（{ended_on} 終了）のあとの、本人の都合による離職・減収です",
                    f"received before (until {ended_on}), and this time it was by choice",
                ),
            )
        # Counted from the month after the one in which it ended.
        free_on = add_months(
            last_day(month_of(ended_on)) + timedelta(days=1), rules.again.after_months
        )
        return self.find(
            on >= free_on or rules.again.after_months == 0,
            Text(
                f"過去の受給は {ended_on} に終了。再び受けられるのは {free_on} から、"
                f"申請日は {on} です",
                f"an earlier entitlement ended on {ended_on}: again from {free_on}; "
                f"applied on {on}",
            ),
        )

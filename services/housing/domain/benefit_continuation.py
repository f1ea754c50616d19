"""Continuation of a benefit: review, extension, stop, resumption, end.

Three months at first, by as many again, nine in all (rules to the Act art. 12);
whether it goes on is asked of the rules each time. What stopped because of
illness or injury may be resumed within two years, for the months that were
left; any other stop ends it, once the rents owed until then are paid.
"""

from __future__ import annotations

from datetime import date

from services.housing.domain.amounts import Verdict
from services.housing.domain.benefit_events import (
    EXTENSION,
    PAYING,
    RESUMPTION,
    STOP_REASONS,
    STOPPED,
    BenefitExtended,
    BenefitNotContinued,
    BenefitResumed,
    BenefitReviewed,
    BenefitStopped,
    PaymentsDropped,
)
from services.housing.domain.benefit_payments import DAYS_TO_ACT, PaidBenefit
from services.housing.domain.household_figures import Figures, as_inputs
from services.housing.domain.months import add_years, last_day, month_after, month_of, months_from
from services.housing.domain.refusals import benefit as refusals
from services.housing.domain.rule_tables import RuleTable
from tsunagu.domain.aggregate import applies
from tsunagu.domain.calendar import add_working_days
from tsunagu.domain.codes import require_choice, require_code
from tsunagu.domain.work_item import Step

DAYS_TO_ASK_AGAIN = 20  # working days between two talks while it rests
DECIDE_BY_DAY = 20  # of the last month granted


class Benefit(PaidBenefit):
    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.extensions = 0
        self.resumable_until: date | None = None
        self.stop_reason = ""
        self.review_failed = False

    def review(
        self, *, on: date, rules: RuleTable, figures: Figures, from_month: str | None = None
    ) -> None:
        """Income or rent has changed: the amount of the months not yet paid, from that month on.

        Where the conditions no longer hold nothing is stopped by itself: staff hear the person
        first, and then stop it.
        """
        self._must_be_open(on, PAYING)
        first = from_month or month_of(on)
        verdict = self._decide_again(rules, figures, on, not self.unmet)
        self.record(
            BenefitReviewed(
                **self._ids(on),
                passed=verdict.granted,
                amount=verdict.amount if verdict.granted else self.amount,
                from_month=first,
                reasons=verdict.reasons,
                rule_version=verdict.rule_version,
                unverified=verdict.unverified,
                inputs=as_inputs(figures),
                explanation=verdict.explanation,
            )
        )
        months = tuple(month for month in self.payable if month >= first)
        if verdict.granted and any(self.payments[m].amount != verdict.amount for m in months):
            self._plan(on, months, verdict.amount)
        self._update_next_step(on)

    def extend(self, *, on: date, rules: RuleTable, figures: Figures) -> None:
        """Three months more, if the conditions still hold; decided before the period ends."""
        self._must_be_open(on, PAYING)
        period = rules.period
        in_all = self.months_granted + period.months
        if in_all > period.at_most:
            raise refusals.LONGEST_PERIOD_REACHED(
                at_most=period.at_most, granted=self.months_granted
            )
        last = max(self.payments)
        if on > last_day(last):
            raise refusals.PERIOD_OVER(last_month=last)
        verdict = self._decide_again(rules, figures, on, not self.unmet)
        if not verdict.granted:
            self._refuse_to_continue(on, EXTENSION, figures, verdict)
            return
        self.record(
            BenefitExtended(
                **self._ids(on),
                months=period.months,
                months_in_all=in_all,
                amount=verdict.amount,
                rule_version=verdict.rule_version,
                unverified=verdict.unverified,
                inputs=as_inputs(figures),
                explanation=verdict.explanation,
            )
        )
        self._plan(on, months_from(month_after(last), period.months), verdict.amount)
        self._update_next_step(on)

    def stop(
        self,
        *,
        on: date,
        reason: str,
        rules: RuleTable,
        from_month: str | None = None,
        note: str | None = None,
    ) -> None:
        """Nothing is paid from `from_month` on (the next month where left out); rents owed until
        then stay owed."""
        self._must_be_open(on, PAYING)
        require_choice("reason", reason, STOP_REASONS)
        first = from_month or month_after(month_of(on))
        dropped = tuple(month for month in self.payable if month >= first)
        resumable = reason in rules.period.resumable_after
        until = add_years(on, rules.period.resumable_within_years) if resumable else None
        self.record(
            BenefitStopped(
                **self._ids(on),
                reason=reason,
                from_month=first,
                months_paid=self.months_paid,
                resumable_until=until,
                note=note,
            )
        )
        if dropped:
            self.record(PaymentsDropped(benefit_id=self.id, on=on, months=dropped))
        self._after_payment(on)
        self._update_next_step(on)

    def resume(self, *, on: date, rules: RuleTable, figures: Figures, first_month: str) -> None:
        """The months that were left are paid from `first_month` on, if the conditions hold."""
        self._must_be_open(on, STOPPED)
        if self.resumable_until is None:
            raise refusals.NOT_RESUMABLE(reason=self.stop_reason)
        if on > self.resumable_until:
            raise refusals.TOO_LATE_TO_RESUME(until=self.resumable_until)
        last = max(self.payments, default="")
        if first_month <= last:
            raise refusals.MONTH_TAKEN(month=first_month, last=last)
        left = self.months_granted - len(self.payments)
        if left < 1:
            raise refusals.LONGEST_PERIOD_REACHED(
                at_most=self.months_granted, granted=self.months_granted
            )
        verdict = self._decide_again(rules, figures, on, not self.unmet)
        if not verdict.granted:
            self._refuse_to_continue(on, RESUMPTION, figures, verdict)
            return
        self.record(
            BenefitResumed(
                **self._ids(on),
                months=left,
                amount=verdict.amount,
                first_month=first_month,
                rule_version=verdict.rule_version,
                unverified=verdict.unverified,
                inputs=as_inputs(figures),
                explanation=verdict.explanation,
            )
        )
        self._plan(on, months_from(first_month, left), verdict.amount)
        self._update_next_step(on)

    def end(self, *, on: date, reason: str | None = None, note: str | None = None) -> None:
        """The recorded end, once no rent is owed any more."""
        self._must_be_open(on, PAYING, STOPPED)
        if self.payable:
            raise refusals.PAYMENTS_OPEN(months=", ".join(self.payable))
        usual = "period_over" if self.state == PAYING else self.stop_reason
        self._end(on, require_code("reason", reason or usual), note)

    def find_next_step(self, on: date) -> Step:
        if self.state == PAYING:
            return min(self._steps_while_paid(on) + self._steps_at_the_end(on), key=_due)
        if self.state == STOPPED:
            return min(self._steps_while_stopped(on), key=_due)
        return super().find_next_step(on)

    def _steps_at_the_end(self, on: date) -> list[Step]:
        steps: list[Step] = []
        if self.review_failed:
            steps.append(("hear_and_stop", add_working_days(on, DAYS_TO_ACT)))
        if not self.payable:
            last = last_day(max(self.payments)).replace(day=DECIDE_BY_DAY)
            steps.append(("extend_or_end", add_working_days(max(last, on), 0)))
        return steps

    def _steps_while_stopped(self, on: date) -> list[Step]:
        steps = [step for step in self._steps_while_paid(on) if step[0] != "excuse_or_stop"]
        if self.resumable_until is not None:
            talk = min(add_working_days(on, DAYS_TO_ASK_AGAIN), self.resumable_until)
            steps.append(("ask_about_recovery", max(talk, on)))
        return steps

    def _after_payment(self, on: date) -> None:
        if self.state == STOPPED and self.resumable_until is None and not self.payable:
            self._end(on, self.stop_reason)

    def _refuse_to_continue(self, on: date, what: str, figures: Figures, verdict: Verdict) -> None:
        self.record(
            BenefitNotContinued(
                **self._ids(on),
                what=what,
                reasons=verdict.reasons,
                rule_version=verdict.rule_version,
                unverified=verdict.unverified,
                inputs=as_inputs(figures),
                explanation=verdict.explanation,
            )
        )
        self._update_next_step(on)

    # -- what happened ----------------------------------------------------------------------------

    @applies(BenefitReviewed)
    def _reviewed(self, e: BenefitReviewed) -> None:
        self.review_failed, self.amount = not e.passed, e.amount
        self._keep_grounds(e)

    @applies(BenefitExtended)
    def _extended(self, e: BenefitExtended) -> None:
        self.extensions += 1
        self.months_granted, self.amount = e.months_in_all, e.amount
        self.review_failed = False
        self._keep_grounds(e)

    @applies(BenefitNotContinued)
    def _not_continued(self, e: BenefitNotContinued) -> None:
        self._keep_grounds(e)

    @applies(BenefitStopped)
    def _stopped(self, e: BenefitStopped) -> None:
        self.state, self.since, self.stop_reason = STOPPED, e.on, e.reason
        self.resumable_until, self.review_failed = e.resumable_until, False

    @applies(BenefitResumed)
    def _resumed(self, e: BenefitResumed) -> None:
        self.state, self.since, self.amount = PAYING, e.on, e.amount
        self.resumable_until, self.stop_reason = None, ""
        self._keep_grounds(e)


def _due(step: Step) -> date:
    return step[1]

"""Whatever is asked of two benefits of one household, in any order: the promises hold.

Refusals are allowed, broken promises are not; and the recorded events, replayed,
give the same benefit.
"""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.housing.domain import benefit_events
from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.household import Household
from services.housing.domain.months import month_after, month_of
from services.housing.domain.rule_tables import DUTIES
from services.housing.tests.households import RULES, figures
from tsunagu.domain.errors import Refused
from tsunagu.domain.work_item import COMPLETED

START = date(2026, 1, 5)
WHO = st.sampled_from(("husband", "wife"))
BACK_OR_AHEAD = st.integers(-1, 3)
INCOMES = st.sampled_from((0, 84_000, 100_000, 123_900, 125_000))
REASONS = st.sampled_from(("illness_or_injury", "illness_or_injury", "found_work", "died"))


# A next step must be one that the benefit, as it is, really waits for.
WAITS_FOR = {
    "gather_documents": lambda b: b.outstanding,
    "decide": lambda b: b.state == "applied" and not b.outstanding,
    "name_landlord": lambda b: b.landlord_id is None,
    "send_payment": lambda b: b.landlord_id is not None and b.payable,
    "excuse_or_stop": lambda b: b.state == "paying" and b.unmet,
    "check_duties": lambda b: set(b.payments) - set(b.checked) - set(b.payable),
    "hear_and_stop": lambda b: b.state == "paying" and b.review_failed,
    "extend_or_end": lambda b: b.state == "paying" and not b.payable,
    "ask_about_recovery": lambda b: b.state == "stopped" and b.resumable_until is not None,
}


class AnyBenefit(RuleBasedStateMachine):
    """A couple, who may both apply; the days only go on."""

    @initialize(granted=st.sampled_from((True, True, False)))
    def begin(self, granted):
        self.today = START
        self.household = Household("h1")
        self.all = []
        if granted:
            self.apply_with_everything_in_order("husband", 0)

    # -- helpers ----------------------------------------------------------------------------------

    def asking(self, command):
        """A command on the newest benefit; a refusal must leave it as it was."""
        if not self.all:
            return
        benefit = self.all[-1]
        before, refusal = benefit.version, None
        try:
            command(benefit)
        except Refused as refused:
            refusal = refused
        assert refusal is None or (benefit.version == before and refusal.details["remedy"])
        if benefit.outcome is not None:
            self.household.finish(
                kind="benefit",
                subject_id=benefit.id,
                on=self.today,
                received=benefit.months_paid > 0,
            )

    def month(self, ahead):
        return month_after(month_of(self.today), ahead)

    # -- what may happen --------------------------------------------------------------------------

    @rule(days=st.sampled_from((0, 1, 7, 20, 31)))
    def time_passes(self, days):
        self.today += timedelta(days=days)

    @rule(who=WHO, documents=st.sampled_from(((), ("lease",))))
    def apply(self, who, documents):
        """Husband and wife apply in their own names, as often as they like."""
        benefit = Benefit(f"b{len(self.all)}")
        try:
            self.household.begin(kind="benefit", subject_id=benefit.id, on=self.today)
        except Refused:
            return
        benefit.apply_for(
            on=self.today,
            person_id=who,
            case_id=None,
            referral_id=None,
            household_id="h1",
            documents=documents,
        )
        self.all.append(benefit)

    @precondition(lambda self: not self.household.running)
    @rule(who=WHO, income=INCOMES)
    def apply_with_everything_in_order(self, who, income):
        self.apply(who, ())
        self.landlord_becomes_known()
        self.decide(income, 0)

    @rule()
    def documents_come(self):
        self.asking(lambda b: b.receive_document(on=self.today, document="lease"))

    @rule()
    def landlord_becomes_known(self):
        self.asking(lambda b: b.name_landlord(on=self.today, landlord_id="l1"))

    @rule(income=INCOMES, ahead=BACK_OR_AHEAD)
    def decide(self, income, ahead):
        before = self.household.received_until.get("benefit")
        asked = figures(income=income, lost_on=START, previous_ended_on=before)
        self.asking(
            lambda b: b.decide(
                on=self.today, rules=RULES, figures=asked, first_month=self.month(ahead)
            ),
        )

    @rule(ahead=BACK_OR_AHEAD)
    def pay(self, ahead):
        self.asking(lambda b: b.send_payment(month=self.month(ahead), on=self.today))

    @rule()
    def pay_whatever_is_due(self):
        def pay_all(benefit):
            for month in benefit.payable:
                benefit.send_payment(month=month, on=self.today)

        if self.all and self.all[-1].landlord_id and not self.all[-1].unmet:
            self.asking(pay_all)

    @rule(ahead=BACK_OR_AHEAD)
    def bank_sends_back(self, ahead):
        month = self.month(ahead)
        self.asking(lambda b: b.return_payment(month=month, on=self.today, reason="closed"))

    @rule(duty=st.sampled_from(DUTIES))
    def do_a_duty(self, duty):
        self.asking(lambda b: b.note_duty(on=self.today, duty=duty))

    @rule(ahead=BACK_OR_AHEAD, excuse=st.sampled_from((None, "in_hospital")))
    def check(self, ahead, excuse):
        month = self.month(ahead)
        self.asking(
            lambda b: b.check_duties(month=month, on=self.today, rules=RULES, excuse=excuse)
        )

    @rule(income=INCOMES)
    def review(self, income):
        asked = figures(income=income)
        self.asking(lambda b: b.review(on=self.today, rules=RULES, figures=asked))

    @rule(income=INCOMES, times=st.integers(1, 4))
    def extend(self, income, times):
        """Again and again, as far as the rules let it."""
        asked = figures(income=income)
        for _ in range(times):
            self.asking(lambda b: b.extend(on=self.today, rules=RULES, figures=asked))

    @rule(reason=REASONS, ahead=BACK_OR_AHEAD)
    def stop(self, reason, ahead):
        month = self.month(ahead)
        self.asking(lambda b: b.stop(on=self.today, reason=reason, rules=RULES, from_month=month))

    @rule(income=INCOMES, ahead=BACK_OR_AHEAD)
    def resume(self, income, ahead):
        asked = figures(income=income)

        def resume(benefit):
            last = max(benefit.payments, default=month_of(self.today))
            benefit.resume(
                on=self.today,
                rules=RULES,
                figures=asked,
                first_month=max(self.month(0), month_after(last, ahead)),
            )

        self.asking(resume)

    @rule(ahead=st.integers(0, 2))
    def fall_ill_and_come_back(self, ahead):
        self.stop("illness_or_injury", ahead)
        self.pay_whatever_is_due()
        self.resume(0, 1)

    @rule()
    def end(self):
        self.asking(lambda b: b.end(on=self.today))

    @rule()
    def withdraw(self):
        self.asking(lambda b: b.withdraw(on=self.today))

    @rule(days=st.sampled_from((0, 1, 30)))
    def the_clock_looks_twice(self, days):
        self.time_passes(days)
        self.asking(lambda b: b.check_clock(self.today))
        self.asking(lambda b: b.check_clock(self.today))

    # -- what always holds ------------------------------------------------------------------------

    @invariant()
    def never_more_than_granted_and_never_more_than_nine(self):
        for benefit in self.all:
            assert benefit.months_paid <= len(benefit.payments) <= benefit.months_granted <= 9
            paid = set()  # counted from the events: what the bank sent back was not paid
            for event in benefit.pending:
                if isinstance(event, benefit_events.PaymentSent):
                    assert event.month not in paid
                    paid.add(event.month)
                if isinstance(event, benefit_events.PaymentReturned):
                    paid.remove(event.month)
            assert len(paid) == benefit.months_paid

    @invariant()
    def every_payment_is_within_the_cap_and_positive(self):
        for benefit in self.all:
            for event in benefit.pending:
                if isinstance(event, benefit_events.PaymentSent):
                    assert 0 < event.amount <= RULES.rent_cap_of(1).yen

    @invariant()
    def one_running_benefit_for_the_household(self):
        running = [benefit for benefit in self.all if benefit.is_open]
        assert len(running) <= 1
        assert [b.id for b in running] == list(self.household.running.values())

    @invariant()
    def whatever_is_open_has_a_desk_a_next_step_and_a_due_date(self):
        for benefit in self.all:
            if benefit.is_open:
                assert benefit.desk and benefit.due_on > date.min
                assert WAITS_FOR[benefit.next_step](benefit)
            else:
                assert benefit.outcome and not (
                    benefit.sheet_state == COMPLETED and benefit.payable
                )

    @invariant()
    def every_alarm_is_given_once(self):
        for benefit in self.all:
            alarms, orders = {}, {}
            for event in benefit.pending:
                if isinstance(event, benefit_events.PaymentsPlanned):
                    for month in event.months:
                        orders[month] = orders.get(month, 0) + 1
                if isinstance(event, benefit_events.PaymentReturned):
                    orders[event.month] += 1
                if isinstance(event, benefit_events.PaymentOverdue):
                    alarms[event.month] = alarms.get(event.month, 0) + 1
            assert all(n <= orders[month] for month, n in alarms.items())

    @precondition(lambda self: self.all)
    @rule()
    def replaying_the_events_gives_the_same_benefit(self):
        for benefit in self.all:
            assert seen(Benefit.replay(benefit.id, benefit.pending)) == seen(benefit)
        household = self.household
        again = Household.replay("h1", household.pending)
        assert (again.running, again.received_until) == (
            household.running,
            household.received_until,
        )


def seen(benefit):
    """Everything of a benefit that its events made."""
    return {
        name: replace(value) if hasattr(value, "__dataclass_fields__") else value
        for name, value in vars(benefit).items()
        if name not in ("pending", "listener", "stored_version")
    }


TestAnyBenefit = AnyBenefit.TestCase
TestAnyBenefit.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)

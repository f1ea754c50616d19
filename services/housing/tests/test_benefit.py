"""A benefit's course: documents, decision, months, duties, and whether it goes on."""

from datetime import date

import pytest

from services.housing.domain import benefit_events
from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.household import Household, HouseholdBegan, HouseholdFinished
from services.housing.domain.household_figures import as_inputs
from services.housing.tests import households as h
from tsunagu.testing import scenario

NOV, DEC, JAN = "2026-11", "2026-12", "2027-01"
PAID_NOV = h.paid(NOV, date(2026, 11, 16))
PAID_DEC = h.paid(DEC, date(2026, 11, 25))
PAID_JAN = h.paid(JAN, date(2026, 12, 25))
ALL_PAID = (*h.granted(), PAID_NOV, PAID_DEC, PAID_JAN)


def story(*history):
    return scenario(Benefit, h.BENEFIT).given(*history)


def kinds(told):
    return [type(event).__name__ for event in told.aggregate.pending]


def step_of(told):
    return told.aggregate.next_step, told.aggregate.due_on


# -- the application ------------------------------------------------------------------------------


def apply(documents=(), landlord_id=h.LANDLORD):
    return lambda b: b.apply_for(
        on=h.APPLIED_ON,
        person_id=h.PERSON,
        case_id=h.CASE,
        referral_id=None,
        household_id=h.HOUSEHOLD,
        documents=documents,
        landlord_id=landlord_id,
    )


def test_an_application_is_taken_whatever_is_missing():
    told = story().when(apply(("lease", "income", "lease")))
    told.then(
        *h.applied("lease", "income"),
        h.step("gather_documents", date(2026, 11, 17), h.APPLIED_ON),
    )


def test_with_everything_there_it_waits_for_its_decision():
    told = story().when(apply())
    told.then(*h.applied(), h.step("decide", date(2026, 11, 17), h.APPLIED_ON))


def test_the_last_document_brings_the_decision():
    got = benefit_events.DocumentReceived(
        kind="benefit", subject_id="b1", on=h.DECIDED_ON, document="lease", waived=False
    )
    told = story(*h.applied("lease"))
    told.when(lambda b: b.receive_document(on=h.DECIDED_ON, document="lease"))
    told.then(got, h.step("decide", date(2026, 11, 24), h.DECIDED_ON))
    assert told.aggregate.outstanding == ()


def test_a_document_may_be_waived_and_another_asked_for():
    told = story(*h.applied("lease"))
    told.when(lambda b: b.ask_documents(on=h.DECIDED_ON, documents=("bankbook", "lease")))
    assert told.aggregate.outstanding == ("lease", "bankbook")
    told.when(lambda b: b.receive_document(on=h.DECIDED_ON, document="bankbook", waived=True))
    assert told.aggregate.outstanding == ("lease",)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (
            lambda b: b.receive_document(on=h.DECIDED_ON, document="passport"),
            "document_not_outstanding",
        ),
        (lambda b: b.ask_documents(on=h.DECIDED_ON, documents=("a letter",)), "not_a_code"),
        (
            lambda b: b.decide(on=h.DECIDED_ON, rules=h.RULES, figures=h.figures()),
            "documents_outstanding",
        ),
        (apply(), "already_begun"),
        (lambda b: b.withdraw(on=date(2026, 11, 1)), "before_present_state"),
        (
            lambda b: b.set_next_step(on=h.DECIDED_ON, next_step="ring", due_on=h.APPLIED_ON),
            "due_in_the_past",
        ),
        (
            lambda b: b.set_next_step(on=h.DECIDED_ON, next_step="叔母に電話", due_on=h.DECIDED_ON),
            "not_a_code",
        ),
    ],
    ids=[
        "a_document_nobody_asked_for",
        "words_for_a_document",
        "decided_without_its_documents",
        "taken_twice",
        "before_it_came",
        "due_before_today",
        "words_for_a_step",
    ],
)
def test_what_an_application_does_not_take(command, code):
    story(*h.applied("lease")).when(command).refused(code)


def test_staff_may_say_what_comes_next_themselves():
    told = story(*h.applied())
    told.when(
        lambda b: b.set_next_step(
            on=h.DECIDED_ON, next_step="visit_landlord", due_on=date(2026, 12, 1), note="叔母と"
        )
    )
    told.then(h.step("visit_landlord", date(2026, 12, 1), h.DECIDED_ON, note="叔母と"))


# -- the decision ---------------------------------------------------------------------------------


def decide(first_month=None, **other):
    return lambda b: b.decide(
        on=h.DECIDED_ON, rules=h.RULES, figures=h.figures(**other), first_month=first_month
    )


def test_a_granted_benefit_keeps_rules_inputs_and_words_and_plans_three_months():
    told = story(*h.applied()).when(decide())
    decided, planned, step = told.aggregate.pending
    assert (decided.granted, decided.months, decided.amount) == (True, 3, 40_000)
    assert decided.rule_version == "142166-2025-04-01"
    assert decided.inputs == as_inputs(h.figures())
    assert [f["rule"] for f in decided.explanation if not f["passed"]] == []
    assert planned == h.planned(NOV, DEC, JAN)
    assert step == h.step("send_payment", date(2026, 11, 16), h.DECIDED_ON)


def test_a_refused_benefit_says_why_and_is_over():
    told = story(*h.applied()).when(decide(income=126_000, assets=504_001))
    decided, ended = told.aggregate.pending
    assert (decided.granted, decided.months, decided.amount) == (False, 0, 0)
    assert decided.reasons == ("income_over_limit", "assets_over_limit", "nothing_to_pay")
    failed = [f["ja"] for f in decided.explanation if not f["passed"]]
    assert failed[0].startswith("世帯の月収 126,000円 は、収入基準額 124,000円")
    assert ended == benefit_events.BenefitEnded(
        **h.IDS, on=h.DECIDED_ON, reason="refused", months_paid=0
    )
    assert not told.aggregate.is_open


def test_a_refused_benefit_is_not_decided_again():
    refused = story(*h.applied()).when(decide(income=126_000)).aggregate.pending
    story(*h.applied(), *refused).when(decide()).refused("has_ended")


def test_the_rules_are_those_of_the_day_of_the_application():
    """Lost two years before the application to the day; by the decision it is longer ago."""
    told = story(*h.applied()).when(decide(lost_on=date(2024, 11, 2)))
    assert told.aggregate.pending[0].granted
    told = story(*h.applied()).when(decide(lost_on=date(2024, 11, 1)))
    assert told.aggregate.pending[0].reasons == ("loss_too_long_ago",)


@pytest.mark.parametrize(
    ("first_month", "months"),
    [("2026-11", (NOV, DEC, JAN)), ("2026-12", (DEC, JAN, "2027-02"))],
    ids=["from_the_month_of_the_application", "from_the_move"],
)
def test_the_first_month_may_be_that_of_the_move(first_month, months):
    told = story(*h.applied()).when(decide(first_month))
    assert tuple(told.aggregate.payments) == months


def test_but_never_before_the_application():
    told = story(*h.applied()).when(decide("2026-10"))
    assert told.refused("month_taken").details["field"] == "first_month"


def test_an_application_may_be_taken_back():
    told = story(*h.applied("lease")).when(lambda b: b.withdraw(on=h.DECIDED_ON))
    told.then(
        benefit_events.BenefitEnded(**h.IDS, on=h.DECIDED_ON, reason="withdrawn", months_paid=0)
    )
    story(*h.granted()).when(lambda b: b.withdraw(on=h.DECIDED_ON)).refused(
        "transition_not_allowed"
    )


# -- the rent -------------------------------------------------------------------------------------


def send(month, on):
    return lambda b: b.send_payment(month=month, on=on)


def test_a_months_rent_goes_to_the_landlord_and_the_next_one_follows():
    told = story(*h.granted()).when(send(NOV, date(2026, 11, 16)))
    told.then(PAID_NOV, h.step("send_payment", date(2026, 11, 25), date(2026, 11, 16)))
    assert told.aggregate.months_paid == 1


@pytest.mark.parametrize(
    ("history", "month"),
    [
        ((*h.granted(), PAID_NOV), NOV),
        (h.granted(), "2027-02"),
        (h.granted(), "2026-10"),
    ],
    ids=["twice", "beyond_the_period", "before_it"],
)
def test_a_month_is_paid_once_and_within_the_period(history, month):
    story(*history).when(send(month, date(2026, 11, 20))).refused("nothing_payable")


def test_nobody_is_paid_while_the_landlord_is_unknown():
    history = [e for e in h.granted() if not isinstance(e, benefit_events.PayeeNamed)]
    told = story(*history).when(send(NOV, date(2026, 11, 16)))
    assert told.refused("payee_unknown").details["remedy"]
    told = story(*history)
    told.when(lambda b: b.name_landlord(on=h.DECIDED_ON, landlord_id=h.LANDLORD))
    assert step_of(told) == ("send_payment", date(2026, 11, 16))


def test_a_payment_that_comes_back_is_payable_again_and_counts_once():
    back = benefit_events.PaymentReturned(
        **h.IDS,
        on=date(2026, 11, 18),
        month=NOV,
        amount=40_000,
        landlord_id=h.LANDLORD,
        reason="account_closed",
    )
    told = story(*h.granted(), PAID_NOV).when(
        lambda b: b.return_payment(month=NOV, on=date(2026, 11, 18), reason="account_closed")
    )
    assert told.aggregate.pending[0] == back and told.aggregate.months_paid == 0
    assert step_of(told) == ("send_payment", date(2026, 11, 25))
    told = story(*h.granted(), PAID_NOV, back).when(send(NOV, date(2026, 11, 20)))
    assert told.aggregate.months_paid == 1
    story(*h.granted()).when(
        lambda b: b.return_payment(month=NOV, on=date(2026, 11, 18), reason="account_closed")
    ).refused("not_paid")


def overdue(month, due_on, on):
    return benefit_events.PaymentOverdue(**h.IDS, on=on, month=month, due_on=due_on)


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("2026-11-16", ()),
        ("2026-11-17", ((NOV, "2026-11-16"),)),
        ("2026-11-26", ((NOV, "2026-11-16"), (DEC, "2026-11-25"))),
    ],
    ids=["on_the_day_itself", "the_day_after", "two_at_once"],
)
def test_a_rent_that_did_not_leave_in_time_raises_an_alarm_once(today, told):
    on = date.fromisoformat(today)
    alarms = [overdue(month, date.fromisoformat(due), on) for month, due in told]
    look = lambda b: b.check_clock(on)  # noqa: E731 one command, used twice
    story(*h.granted()).when(look).then(*alarms)
    story(*h.granted(), *alarms).when(look).then()


def test_what_was_paid_raises_none():
    story(*ALL_PAID).when(lambda b: b.check_clock(date(2027, 6, 1))).then()


# -- the duties -----------------------------------------------------------------------------------


def done(duty, times, month=11):
    return [
        benefit_events.DutyDone(benefit_id="b1", on=date(2026, month, 10 + i), duty=duty)
        for i in range(times)
    ]


FULL = (*done("hello_work", 2), *done("consultation", 4), *done("job_application", 4))


def check(month=NOV, on=date(2026, 12, 1), excuse=None):
    return lambda b: b.check_duties(month=month, on=on, rules=h.RULES, excuse=excuse)


def checked(met, missing=(), excuse=None, on=date(2026, 12, 1), month=NOV):
    return benefit_events.DutiesChecked(
        benefit_id="b1", on=on, month=month, met=met, missing=missing, excuse=excuse
    )


@pytest.mark.parametrize(
    ("dones", "missing"),
    [
        (FULL, ()),
        (FULL[1:], ("hello_work",)),
        (FULL[:-1], ("job_application",)),
        ((*done("hello_work", 2), *done("job_application", 4)), ("consultation",)),
        ((), ("hello_work", "consultation", "job_application")),
        ((*FULL[1:], *done("hello_work", 1, month=12)), ("hello_work",)),
    ],
    ids=[
        "as_many_as_asked",
        "one_visit_to_hello_work_short",
        "one_application_short",
        "no_consultation",
        "nothing",
        "another_months_does_not_count",
    ],
)
def test_a_months_duties_are_compared_with_what_the_rules_ask(dones, missing):
    told = story(*h.granted(), PAID_NOV, *dones).when(check())
    assert told.aggregate.pending[0] == checked(not missing, missing)


def test_whose_income_fell_is_asked_for_consultation_alone():
    history = (*h.granted(cause="income_fell"), PAID_NOV, *done("consultation", 4))
    story(*history).when(check()).then(
        checked(met=True), h.step("send_payment", date(2026, 11, 25), date(2026, 12, 1))
    )


def test_a_month_that_is_not_over_cannot_be_found_wanting():
    told = story(*h.granted(), PAID_NOV, *FULL[1:]).when(check(on=date(2026, 11, 30)))
    assert told.refused("month_not_over").details["field"] == "on"
    story(*h.granted(), PAID_NOV, *FULL).when(check(on=date(2026, 11, 30))).then(
        checked(met=True, on=date(2026, 11, 30)),
        h.step("send_payment", date(2026, 11, 25), date(2026, 11, 30)),
    )


def test_duties_not_done_stop_the_next_payment_until_an_excuse_or_a_stop():
    history = (*h.granted(), PAID_NOV, checked(met=False, missing=("hello_work",)))
    refusal = story(*history).when(send(DEC, date(2026, 12, 2))).refused("duties_unmet")
    assert NOV in refusal.message
    told = story(*history).when(check(excuse="in_hospital"))
    assert told.aggregate.pending[0].excuse == "in_hospital" and not told.aggregate.unmet
    told = story(*history, *told.aggregate.pending).when(send(DEC, date(2026, 12, 2)))
    assert told.aggregate.months_paid == 2


def test_duties_that_nobody_checked_stop_nothing_but_wait_as_the_next_step():
    told = story(*h.granted(), PAID_NOV).when(send(DEC, date(2026, 12, 2)))
    assert step_of(told) == ("check_duties", date(2026, 12, 7))


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (lambda b: b.note_duty(on=date(2026, 10, 1), duty="hello_work"), "no_duties"),
        (lambda b: b.note_duty(on=date(2026, 11, 10), duty="prayer"), "not_one_of"),
        (check(month="2026-10"), "no_duties"),
    ],
    ids=["before_the_benefit", "no_such_duty", "no_such_month"],
)
def test_duties_belong_to_the_months_of_the_benefit(command, code):
    story(*h.granted()).when(command).refused(code)


# -- review ---------------------------------------------------------------------------------------


def review(from_month=None, on=date(2026, 11, 20), **other):
    return lambda b: b.review(
        on=on, rules=h.RULES, figures=h.figures(**other), from_month=from_month
    )


def test_a_higher_income_lowers_the_months_not_yet_paid():
    told = story(*h.granted(), PAID_NOV).when(review(from_month=DEC, income=100_000))
    assert kinds(told) == ["BenefitReviewed", "PaymentsPlanned", "NextStepSet"]
    amounts = {month: payment.amount for month, payment in told.aggregate.payments.items()}
    assert amounts == {NOV: 40_000, DEC: 24_000, JAN: 24_000}


def test_the_same_amount_again_changes_no_payment():
    told = story(*h.granted()).when(review())
    assert "PaymentsPlanned" not in kinds(told)


def test_conditions_no_longer_met_stop_nothing_by_themselves():
    told = story(*h.granted(), PAID_NOV, PAID_DEC, PAID_JAN)
    told.when(review(income=300_000))
    reviewed = told.aggregate.pending[0]
    assert (reviewed.passed, reviewed.reasons) == (False, ("income_over_limit", "nothing_to_pay"))
    assert step_of(told) == ("hear_and_stop", date(2026, 11, 26))
    assert told.aggregate.state == "paying"


# -- extension ------------------------------------------------------------------------------------


def extend(on=date(2027, 1, 20), **other):
    return lambda b: b.extend(on=on, rules=h.RULES, figures=h.figures(**other))


def extended(in_all, on):
    return benefit_events.BenefitExtended(
        **h.IDS,
        on=on,
        months=3,
        months_in_all=in_all,
        amount=40_000,
        rule_version=h.RULES.version,
        unverified=(),
    )


ONCE = (
    *ALL_PAID,
    extended(6, date(2027, 1, 20)),
    h.planned("2027-02", "2027-03", "2027-04", on=date(2027, 1, 20)),
)
TWICE = (
    *ONCE,
    extended(9, date(2027, 4, 20)),
    benefit_events.PaymentsPlanned(
        benefit_id="b1",
        on=date(2027, 4, 20),
        months=("2027-05", "2027-06", "2027-07"),
        due_on=("2027-04-27", "2027-05-25", "2027-06-25"),
        amount=40_000,
    ),
)


def test_three_months_more_if_the_conditions_still_hold():
    told = story(*ALL_PAID).when(extend())
    asked_again = told.aggregate.pending[0]
    assert (asked_again.months, asked_again.months_in_all) == (3, 6)
    assert [f["rule"] for f in asked_again.explanation][-2:] == ["DutiesDone", "SomethingToPay"]
    assert told.aggregate.pending[1] == benefit_events.PaymentsPlanned(
        benefit_id="b1",
        on=date(2027, 1, 20),
        months=("2027-02", "2027-03", "2027-04"),
        due_on=("2027-01-27", "2027-02-25", "2027-03-25"),
        amount=40_000,
    )


def test_nine_months_in_all_and_not_one_more():
    told = story(*ONCE).when(extend(on=date(2027, 4, 20)))
    assert told.aggregate.months_granted == 9 and told.aggregate.extensions == 2
    refusal = story(*TWICE).when(extend(on=date(2027, 7, 20))).refused("longest_period_reached")
    assert "9" in refusal.message


@pytest.mark.parametrize(
    ("history", "other", "reasons"),
    [
        (ALL_PAID, {"income": 125_000}, ("income_over_limit", "nothing_to_pay")),
        (ALL_PAID, {"seeking_work": False}, ("not_seeking_work",)),
        (
            (*ALL_PAID, checked(met=False, missing=("hello_work",), month=DEC)),
            {},
            ("duties_not_done",),
        ),
    ],
    ids=["earns_too_much", "looks_no_more", "duties_not_done"],
)
def test_an_extension_refused_is_recorded_with_its_reasons_and_the_benefit_runs_out(
    history, other, reasons
):
    told = story(*history).when(extend(**other))
    refused = told.aggregate.pending[0]
    assert (refused.what, refused.reasons) == ("extension", reasons)
    assert told.aggregate.is_open and told.aggregate.months_granted == 3


@pytest.mark.parametrize(
    ("on", "possible"), [("2027-01-31", True), ("2027-02-01", False)], ids=["last_day", "too_late"]
)
def test_an_extension_is_decided_before_the_period_ends(on, possible):
    told = story(*ALL_PAID).when(extend(on=date.fromisoformat(on)))
    if possible:
        assert told.aggregate.months_granted == 6
    else:
        told.refused("period_over")


# -- stop, resumption, end ------------------------------------------------------------------------


def stop(reason, on=date(2026, 12, 10), from_month=None):
    return lambda b: b.stop(on=on, reason=reason, rules=h.RULES, from_month=from_month)


DROPPED = benefit_events.PaymentsDropped(benefit_id="b1", on=date(2026, 12, 10), months=(JAN,))


def test_found_work_stops_it_from_the_next_month_and_ends_it():
    told = story(*h.granted(), PAID_NOV, PAID_DEC).when(stop("found_work"))
    told.then(
        h.stopped("found_work", date(2026, 12, 10)),
        DROPPED,
        benefit_events.BenefitEnded(
            **h.IDS, on=date(2026, 12, 10), reason="found_work", months_paid=2
        ),
    )


def test_a_rent_still_owed_is_paid_before_it_ends():
    told = story(*h.granted(), PAID_NOV).when(stop("duties_not_done"))
    assert told.aggregate.is_open and step_of(told) == ("send_payment", date(2026, 11, 25))
    told.when(send(DEC, date(2026, 12, 11)))
    assert (told.aggregate.outcome, told.aggregate.months_paid) == ("duties_not_done", 2)


def test_extended_twice_and_then_stopped():
    told = story(*TWICE).when(stop("income_over_limit", on=date(2027, 4, 25), from_month="2027-05"))
    (stopped, *_) = told.aggregate.pending
    assert (stopped.reason, stopped.months_paid, stopped.resumable_until) == (
        "income_over_limit",
        3,
        None,
    )
    owed = ("2027-02", "2027-03", "2027-04")
    assert told.aggregate.payable == owed
    for month in owed:
        told.when(send(month, date(2027, 4, 26)))
    assert told.aggregate.outcome == "income_over_limit"
    assert told.aggregate.months_paid == 6


ILL = (
    *h.granted(),
    PAID_NOV,
    PAID_DEC,
    h.stopped("illness_or_injury", date(2026, 12, 10), resumable_until=date(2028, 12, 10)),
    DROPPED,
)


def resume(on=date(2027, 3, 1), first_month="2027-03", **other):
    return lambda b: b.resume(
        on=on, rules=h.RULES, figures=h.figures(**other), first_month=first_month
    )


def test_illness_lets_it_rest_for_two_years_with_a_talk_now_and_then():
    told = story(*h.granted(), PAID_NOV, PAID_DEC).when(stop("illness_or_injury"))
    assert told.aggregate.pending[0].resumable_until == date(2028, 12, 10)
    assert told.aggregate.is_open and told.aggregate.next_step == "check_duties"
    checks = [checked(met=True, month=m) for m in (NOV, DEC)]
    told = story(*ILL, *checks).when(
        lambda b: b.name_landlord(on=date(2026, 12, 14), landlord_id="l2")
    )
    assert step_of(told) == ("ask_about_recovery", date(2027, 1, 18))


def test_it_is_resumed_for_the_months_that_were_left():
    told = story(*ILL).when(resume())
    resumed, planned, _ = told.aggregate.pending
    assert (resumed.months, resumed.first_month, resumed.amount) == (1, "2027-03", 40_000)
    assert planned.months == ("2027-03",)
    assert told.aggregate.state == "paying" and told.aggregate.months_granted == 3


@pytest.mark.parametrize(
    ("history", "command", "code"),
    [
        (ILL, resume(on=date(2028, 12, 11), first_month="2029-01"), "too_late_to_resume"),
        (ILL, resume(first_month="2026-12"), "month_taken"),
        (h.granted(), resume(), "transition_not_allowed"),
        (
            (*h.granted(), PAID_NOV, h.stopped("own_wish", date(2026, 12, 10))),
            resume(),
            "not_resumable",
        ),
        (
            (
                *ALL_PAID,
                h.stopped(
                    "illness_or_injury", date(2027, 1, 10), resumable_until=date(2029, 1, 10)
                ),
            ),
            resume(),
            "longest_period_reached",
        ),
    ],
    ids=["after_two_years", "a_month_already_paid", "not_stopped", "own_wish", "nothing_left"],
)
def test_what_cannot_be_resumed(history, command, code):
    story(*history).when(command).refused(code)


def test_it_may_be_resumed_on_the_last_day_of_the_two_years():
    told = story(*ILL).when(resume(on=date(2028, 12, 10), first_month="2028-12"))
    assert told.aggregate.state == "paying"


def test_a_resumption_refused_by_the_rules_is_recorded_and_it_stays_stopped():
    told = story(*ILL).when(resume(assets=600_000))
    refused = told.aggregate.pending[0]
    assert (refused.what, refused.reasons) == ("resumption", ("assets_over_limit",))
    assert told.aggregate.state == "stopped" and told.aggregate.is_open


def test_resumed_it_may_be_extended_like_any_other():
    told = story(*ILL).when(resume())
    told.when(send("2027-03", date(2027, 3, 5)))
    told.when(extend(on=date(2027, 3, 20)))
    assert told.aggregate.months_granted == 6
    assert told.aggregate.payable == ("2027-04", "2027-05", "2027-06")


def test_the_end_waits_for_every_rent_that_is_owed():
    story(*h.granted(), PAID_NOV).when(lambda b: b.end(on=date(2027, 2, 1))).refused(
        "payments_open"
    )
    story(*ALL_PAID).when(lambda b: b.end(on=date(2027, 2, 1))).then(
        benefit_events.BenefitEnded(
            **h.IDS, on=date(2027, 2, 1), reason="period_over", months_paid=3
        )
    )
    story(*ILL).when(lambda b: b.end(on=date(2027, 2, 1))).then(
        benefit_events.BenefitEnded(
            **h.IDS, on=date(2027, 2, 1), reason="illness_or_injury", months_paid=2
        )
    )


def test_when_all_is_paid_the_next_question_is_whether_it_goes_on():
    checks = [checked(met=True, month=m) for m in (NOV, DEC, JAN)]
    told = story(*h.granted(), PAID_NOV, PAID_DEC, *checks).when(send(JAN, date(2026, 12, 25)))
    assert step_of(told) == ("extend_or_end", date(2027, 1, 20))


def test_who_read_the_figures_is_recorded():
    told = story(*h.applied()).when(decide())
    told.when(lambda b: b.read_details(by=b.desk, on=h.DECIDED_ON, purpose="appeal"))
    read = told.aggregate.pending[-1]
    assert (read.desk, read.purpose) == ("housing_security_benefit", "appeal")
    assert told.aggregate.details()["inputs"]["income"] == 80_000


# -- one at a time for a household ----------------------------------------------------------------

BEGAN = HouseholdBegan(household_id="h1", kind="benefit", subject_id="b1", on=h.APPLIED_ON)


def finished(received):
    return HouseholdFinished(
        household_id="h1", kind="benefit", subject_id="b1", on=h.DECIDED_ON, received=received
    )


def begin(kind, id):
    return lambda x: x.begin(kind=kind, subject_id=id, on=h.DECIDED_ON)


def test_a_household_has_one_running_benefit_at_a_time():
    told = scenario(Household, "h1").given(BEGAN).when(begin("benefit", "b2"))
    refusal = told.refused("household_has_one")
    assert refusal.details["id"] == "b1" and refusal.details["remedy"]


def test_moving_costs_may_run_beside_it_and_a_new_one_after_it():
    scenario(Household, "h1").given(BEGAN).when(begin("moving_costs", "m1")).then(
        HouseholdBegan(household_id="h1", kind="moving_costs", subject_id="m1", on=h.DECIDED_ON)
    )
    scenario(Household, "h1").given(BEGAN, finished(False)).when(begin("benefit", "b2")).then(
        HouseholdBegan(household_id="h1", kind="benefit", subject_id="b2", on=h.DECIDED_ON)
    )


@pytest.mark.parametrize(("received", "known"), [(True, h.DECIDED_ON), (False, None)])
def test_only_what_was_paid_counts_for_a_next_time(received, known):
    household = Household.replay("h1", [BEGAN, finished(received)])
    assert household.received_until.get("benefit") == known


def test_finishing_what_does_not_run_changes_nothing():
    finish = lambda x: x.finish(  # noqa: E731 one command, used twice
        kind="benefit", subject_id="b9", on=h.DECIDED_ON, received=True
    )
    scenario(Household, "h1").given(BEGAN).when(finish).then()
    scenario(Household, "h1").given().when(finish).then()

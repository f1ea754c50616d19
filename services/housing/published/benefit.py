"""Facts about benefits and moving costs: amounts and months, never income, assets or rent."""

from __future__ import annotations

from services.housing.domain import benefit_events, moving_costs_events
from services.housing.published.fields import (
    LANDLORD,
    OF_CASE,
    RULES,
    OfCase,
    code,
    codes,
    day,
    number,
    yes_or_no,
)
from tsunagu.contracts.facts import FactType


class OfBenefit(OfCase):
    benefit_id = code("id of the benefit")


class AppliedSchema(OfBenefit):
    documents = codes("what is still missing, as codes")


class DecidedSchema(OfBenefit):
    granted = yes_or_no("whether it was granted")
    months = number("months granted; 0 where refused")
    amount = number("yen a month; 0 where refused")
    first_month = code("first month to be paid, YYYY-MM")
    cause = code("lost_work, closed_business or income_fell")
    reasons = codes("rules that failed, as codes; empty where granted")
    rule_version = code("version of the rule table")
    unverified = codes("figures of the rules used that are not official")


class MonthSchema(OfBenefit):
    month = code("YYYY-MM")


class OverdueSchema(MonthSchema):
    due_on = day("when the rent should have left")


class PaidSchema(MonthSchema):
    amount = number("yen")
    landlord_id = code("id of the landlord")


class ReturnedSchema(PaidSchema):
    reason = code("why the bank sent it back, as a code")


class ReviewedSchema(OfBenefit):
    passed = yes_or_no("whether the conditions still hold")
    amount = number("yen a month from then on")
    from_month = code("first month it applies to, YYYY-MM")
    reasons = codes("rules that failed, as codes")
    rule_version = code("version of the rule table")
    unverified = codes("figures of the rules used that are not official")


class ExtendedSchema(OfBenefit):
    months = number("months more")
    months_in_all = number("months granted in all")
    amount = number("yen a month")
    rule_version = code("version of the rule table")
    unverified = codes("figures of the rules used that are not official")


class NotContinuedSchema(OfBenefit):
    what = code("extension or resumption")
    reasons = codes("rules that failed, as codes")
    rule_version = code("version of the rule table")
    unverified = codes("figures of the rules used that are not official")


class StoppedSchema(OfBenefit):
    reason = code("why, as a code")
    from_month = code("first month no longer paid, YYYY-MM")
    months_paid = number("months paid until then")
    resumable_until = day("until when it may be resumed, if at all", allow_none=True)


class ResumedSchema(OfBenefit):
    months = number("months that were left")
    amount = number("yen a month")
    first_month = code("first month paid again, YYYY-MM")
    rule_version = code("version of the rule table")
    unverified = codes("figures of the rules used that are not official")


class EndedSchema(OfBenefit):
    reason = code("refused, withdrawn, period_over, or why it was stopped")
    months_paid = number("months paid in all")


class OfMoving(OfCase):
    moving_id = code("id of the application for moving costs")


class MovingAppliedSchema(OfMoving):
    documents = codes("what is still missing, as codes")


class MovingDecidedSchema(OfMoving):
    granted = yes_or_no("whether it was granted")
    amount = number("yen, once; 0 where refused")
    reasons = codes("rules that failed, as codes")
    rule_version = code("version of the rule table")
    unverified = codes("figures of the rules used that are not official")


class MovingPaidSchema(OfMoving):
    amount = number("yen")


class MovingEndedSchema(OfMoving):
    reason = code("paid, refused or withdrawn")


_BENEFIT = OF_CASE | {"benefit_id": "33333333-3333-5333-8333-333333333333"}
_MOVING = OF_CASE | {"moving_id": "33333333-3333-5333-8333-444444444444"}
_RULES = {"rule_version": RULES, "unverified": ["base", "rent_cap", "amount"]}
_PAID = {"month": "2026-12", "amount": 41000, "landlord_id": LANDLORD}

BENEFIT_FACTS = (
    FactType(benefit_events.BenefitApplied, AppliedSchema, _BENEFIT | {"documents": ["lease"]}),
    FactType(
        benefit_events.BenefitDecided,
        DecidedSchema,
        _BENEFIT
        | _RULES
        | {
            "granted": True,
            "months": 3,
            "amount": 41000,
            "first_month": "2026-11",
            "cause": "lost_work",
            "reasons": [],
        },
    ),
    FactType(
        benefit_events.PaymentOverdue,
        OverdueSchema,
        _BENEFIT | {"month": "2026-12", "due_on": "2026-11-25"},
    ),
    FactType(benefit_events.PaymentSent, PaidSchema, _BENEFIT | _PAID),
    FactType(
        benefit_events.PaymentReturned,
        ReturnedSchema,
        _BENEFIT | _PAID | {"reason": "account_closed"},
    ),
    FactType(
        benefit_events.BenefitReviewed,
        ReviewedSchema,
        _BENEFIT
        | _RULES
        | {"passed": True, "amount": 30500, "from_month": "2026-12", "reasons": []},
    ),
    FactType(
        benefit_events.BenefitExtended,
        ExtendedSchema,
        _BENEFIT | _RULES | {"months": 3, "months_in_all": 6, "amount": 41000},
    ),
    FactType(
        benefit_events.BenefitNotContinued,
        NotContinuedSchema,
        _BENEFIT | _RULES | {"what": "extension", "reasons": ["income_over_limit"]},
    ),
    FactType(
        benefit_events.BenefitStopped,
        StoppedSchema,
        _BENEFIT
        | {
            "reason": "illness_or_injury",
            "from_month": "2026-12",
            "months_paid": 2,
            "resumable_until": "2028-11-20",
        },
    ),
    FactType(
        benefit_events.BenefitResumed,
        ResumedSchema,
        _BENEFIT | _RULES | {"months": 1, "amount": 41000, "first_month": "2027-03"},
    ),
    FactType(
        benefit_events.BenefitEnded,
        EndedSchema,
        _BENEFIT | {"reason": "found_work", "months_paid": 3},
    ),
    FactType(
        moving_costs_events.MovingCostsApplied, MovingAppliedSchema, _MOVING | {"documents": []}
    ),
    FactType(
        moving_costs_events.MovingCostsDecided,
        MovingDecidedSchema,
        _MOVING | _RULES | {"granted": True, "amount": 98000, "reasons": []},
    ),
    FactType(moving_costs_events.MovingCostsPaid, MovingPaidSchema, _MOVING | {"amount": 98000}),
    FactType(moving_costs_events.MovingCostsEnded, MovingEndedSchema, _MOVING | {"reason": "paid"}),
)

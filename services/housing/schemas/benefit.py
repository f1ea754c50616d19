"""What the benefit desk sends: a household's figures, applications, decisions, payments."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from services.housing.domain.benefit_events import DOCUMENTS, STOP_REASONS
from services.housing.domain.rule_tables import CAUSES, DUTIES, INCOME_FELL
from services.housing.schemas import shared as s
from tsunagu.contracts.field_checks import check_code
from tsunagu.process import clock


def household_id(**options: Any) -> fields.String:
    """A household's number, or the id of one of its members: never a name."""
    return fields.String(
        validate=validate.Regexp(
            r"(?=.*\d)[0-9A-Za-z-]{1,64}\Z",
            error="世帯番号か、世帯の一人の person_id です / a household number or the person_id "
            "of one of its members → 数字を含む英数字 / letters and digits, with a digit",
        ),
        metadata={"description": "the household: its number, or one member's person_id"},
        **options,
    )


class FiguresBody(Schema):
    """A household's figures of the month; kept encrypted, or not at all (`estimate_benefit`)."""

    class Meta:
        unknown = RAISE

    size = s.number(1, 30, "people in the household", required=True)
    income = s.yen("the household's income of the month", required=True)
    assets = s.yen("the household's financial assets", required=True)
    rent = s.yen("rent a month, without common charges", required=True)
    cause = s.one_of(CAUSES, "what brought it about", required=True)
    lost_on = s.past("when work was lost or the business closed", load_default=None)
    hindered_days = s.number(
        0, 2000, "days since then without a chance to look for work", load_default=0
    )
    by_choice = s.flag("the person chose to leave or to earn less", False)
    main_earner = s.flag("main earner of the household", True)
    housing_at_risk = s.flag("the home is lost or at risk", True)
    seeking_work = s.flag("looks for work, or improves the business", True)
    similar_benefit = s.flag("somebody has a similar benefit", False)
    organised_crime = s.flag("somebody belongs to an organised crime group", False)
    age = s.number(0, 130, "age, where the rules of the day ask for it", load_default=None)

    @validates_schema
    def the_day_of_the_loss(self, values: dict[str, Any], **_: Any) -> None:
        if values.get("cause") != INCOME_FELL and values.get("lost_on") is None:
            raise ValidationError(
                "離職・廃業の日がありません / the day of the loss is missing → "
                "lost_on に日付を / give lost_on",
                "lost_on",
            )


class Estimate(FiguresBody):
    on = s.past("as if applied on this day; today if left out", load_default=clock.today)


class MovingFiguresBody(Schema):
    class Meta:
        unknown = RAISE

    size = s.number(1, 30, "people in the household", required=True)
    income = s.yen("the household's income of the month", required=True)
    assets = s.yen("the household's financial assets", required=True)
    rent = s.yen("rent a month, without common charges", required=True)
    fell_on = s.past("when the household's income fell", required=True)
    costs = fields.Dict(
        keys=fields.String(validate=check_code),
        values=fields.Integer(strict=True, validate=validate.Range(0, s.MONEY)),
        required=True,
        metadata={"description": "item (transport, key_money, agency_fee...) → yen"},
    )
    main_earner = s.flag("main earner of the household", True)
    housing_at_risk = s.flag("the home is lost or at risk", True)
    move_needed = s.flag("household budget support found the move necessary", True)
    similar_benefit = s.flag("other help with moving", False)
    organised_crime = s.flag("somebody belongs to an organised crime group", False)
    destination_cap = s.yen(
        "housing-assistance limit of the city moved to, if another", load_default=None
    )


class MovingEstimate(MovingFiguresBody):
    on = s.past("as if applied on this day; today if left out", load_default=clock.today)


class Application(s.Begin):
    household_id = household_id(required=True)
    documents = s.codes("documents still missing", DOCUMENTS)


class BenefitApplication(Application):
    landlord_id = s.id_of("landlord to pay", load_default=None, allow_none=True)


class AskDocuments(s.Body):
    documents = fields.List(
        fields.String(validate=check_code),
        required=True,
        validate=validate.Length(1, 50),
        metadata={"description": "documents asked for besides"},
    )


class ReceiveDocument(s.Body):
    document = s.code("which document", required=True)
    waived = s.flag("not needed after all", False)


class NameLandlord(s.Body):
    landlord_id = s.id_of("landlord to pay", required=True)


class Decide(s.Body):
    figures = fields.Nested(
        FiguresBody, required=True, metadata={"description": "the household's figures"}
    )
    first_month = s.month(
        "first month to pay; that of the application if left out", load_default=None
    )


class DecideMoving(s.Body):
    figures = fields.Nested(
        MovingFiguresBody, required=True, metadata={"description": "the household's figures"}
    )


class Review(s.Body):
    figures = fields.Nested(
        FiguresBody, required=True, metadata={"description": "the household's figures now"}
    )
    from_month = s.month("from this month on; this month if left out", load_default=None)


class Extend(s.Body):
    figures = fields.Nested(
        FiguresBody, required=True, metadata={"description": "the household's figures now"}
    )


class Resume(Extend):
    first_month = s.month("first month paid again", required=True)


class Stop(s.Note):
    reason = s.one_of(STOP_REASONS, "why", required=True)
    from_month = s.month("first month not paid; the next if left out", load_default=None)


class End(s.Note):
    reason = s.code("why; period_over if left out", load_default=None, allow_none=True)


class Send(s.Body):
    month = s.month("the month paid", required=True)


class Return(Send):
    reason = s.code("why the bank sent it back", required=True)


class Duty(s.Body):
    duty = s.one_of(DUTIES, "what was done on that day", required=True)


class CheckDuties(Send):
    excuse = s.code("why less was enough", load_default=None, allow_none=True)


class BenefitQuery(s.Page):
    state = s.one_of(("applied", "paying", "stopped", "ended", "all"), "state")
    person_id = s.id_of("person")


class PaymentQuery(s.Page):
    state = s.one_of(("payable", "due", "sent", "returned", "all"), "state")
    month = s.month("of this month")
    before = s.day("due before this day")


class RulesQuery(Schema):
    class Meta:
        unknown = RAISE

    on = s.day("the tables in force on this day; all if left out")

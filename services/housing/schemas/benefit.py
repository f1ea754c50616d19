"""Payloads of the benefit desk: a household's figures, applications, decisions, payments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, validate

from services.housing.domain.benefit_events import DOCUMENTS, STOP_REASONS
from services.housing.domain.rule_tables import CAUSES, DUTIES, INCOME_FELL
from services.housing.schemas import shared as s
from tsunagu.contracts.field_checks import Pattern, check_code
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.domain.text import Problem, Text
from tsunagu.process import clock

NOT_A_HOUSEHOLD = Problem(
    Text(
        "世帯番号か、世帯の一人の person_id です",
        "a household number or the person_id of one of its members",
    ),
    Text("数字を含む英数字", "letters and digits, with a digit"),
)
NO_DAY_OF_LOSS = Problem(
    Text("離職・廃業の日がありません", "the day of the loss is missing"),
    Text("lost_on に日付を", "give lost_on"),
)


def household(**options: Any) -> Any:
    """A household's number, or the id of one of its members: never a name."""
    return fields.String(
        validate=Pattern("^(?=.*[0-9])[0-9A-Za-z-]{1,64}$", NOT_A_HOUSEHOLD),
        metadata={"description": "the household: its number, or one member's person_id"},
        **options,
    )


@payload
class FiguresBody(Payload):
    """A household's figures of the month; kept encrypted, or not at all (`estimate_benefit`)."""

    size: int = s.number(1, 30, "people in the household", required=True)
    income: int = s.yen("the household's income of the month", required=True)
    assets: int = s.yen("the household's financial assets", required=True)
    rent: int = s.yen("rent a month, without common charges", required=True)
    cause: str = s.one_of(CAUSES, "what brought it about", required=True)
    lost_on: date | None = s.past("when work was lost or the business closed", load_default=None)
    hindered_days: int = s.number(
        0, 2000, "days since then without a chance to look for work", load_default=0
    )
    by_choice: bool = s.flag("the person chose to leave or to earn less", False)
    main_earner: bool = s.flag("main earner of the household", True)
    housing_at_risk: bool = s.flag("the home is lost or at risk", True)
    seeking_work: bool = s.flag("looks for work, or improves the business", True)
    similar_benefit: bool = s.flag("somebody has a similar benefit", False)
    organised_crime: bool = s.flag("somebody belongs to an organised crime group", False)
    age: int | None = s.number(
        0, 130, "age, where the rules of the day ask for it", load_default=None
    )

    def check(self) -> None:
        super().check()
        if self.cause != INCOME_FELL and self.lost_on is None:
            raise ValidationError(NO_DAY_OF_LOSS, "lost_on")


@payload
class Estimate(FiguresBody):
    on: date = s.past("as if applied on this day; today if left out", load_default=clock.today)


@payload
class MovingFiguresBody(Payload):
    """A household's figures for help with moving costs; kept encrypted, or not at all."""

    size: int = s.number(1, 30, "people in the household", required=True)
    income: int = s.yen("the household's income of the month", required=True)
    assets: int = s.yen("the household's financial assets", required=True)
    rent: int = s.yen("rent a month, without common charges", required=True)
    fell_on: date = s.past("when the household's income fell", required=True)
    costs: Mapping[str, int] = fields.Dict(
        keys=fields.Code(validate=check_code),
        values=fields.Integer(strict=True, validate=validate.Range(0, s.MONEY)),
        required=True,
        metadata={"description": "item (transport, key_money, agency_fee...) → yen"},
    )
    main_earner: bool = s.flag("main earner of the household", True)
    housing_at_risk: bool = s.flag("the home is lost or at risk", True)
    move_needed: bool = s.flag("household budget support found the move necessary", True)
    similar_benefit: bool = s.flag("other help with moving", False)
    organised_crime: bool = s.flag("somebody belongs to an organised crime group", False)
    destination_cap: int | None = s.yen(
        "housing-assistance limit of the city moved to, if another", load_default=None
    )


@payload
class MovingEstimate(MovingFiguresBody):
    on: date = s.past("as if applied on this day; today if left out", load_default=clock.today)


@payload
class Application(s.Begin):
    household_id: str = household(required=True)
    documents: tuple[str, ...] = s.codes("documents still missing", DOCUMENTS)


@payload
class BenefitApplication(Application):
    landlord_id: str | None = s.id_of("landlord to pay", load_default=None, allow_none=True)


@payload
class AskDocuments(s.Body):
    documents: tuple[str, ...] = fields.List(
        fields.Code(validate=check_code),
        required=True,
        validate=validate.Length(1, 50),
        metadata={"description": "documents asked for besides"},
    )


@payload
class ReceiveDocument(s.Body):
    document: str = s.code("which document", required=True)
    waived: bool = s.flag("not needed after all", False)


@payload
class NameLandlord(s.Body):
    landlord_id: str = s.id_of("landlord to pay", required=True)


@payload
class Decide(s.Body):
    figures: FiguresBody = fields.Nested(
        FiguresBody.schema, required=True, metadata={"description": "the household's figures"}
    )
    first_month: str | None = s.month(
        "first month to pay; that of the application if left out", load_default=None
    )


@payload
class DecideMoving(s.Body):
    figures: MovingFiguresBody = fields.Nested(
        MovingFiguresBody.schema, required=True, metadata={"description": "the household's figures"}
    )


@payload
class Review(s.Body):
    figures: FiguresBody = fields.Nested(
        FiguresBody.schema, required=True, metadata={"description": "the household's figures now"}
    )
    from_month: str | None = s.month(
        "from this month on; this month if left out", load_default=None
    )


@payload
class Extend(s.Body):
    figures: FiguresBody = fields.Nested(
        FiguresBody.schema, required=True, metadata={"description": "the household's figures now"}
    )


@payload
class Resume(Extend):
    first_month: str = s.month("first month paid again", required=True)


@payload
class Stop(s.Note):
    reason: str = s.one_of(STOP_REASONS, "why", required=True)
    from_month: str | None = s.month(
        "first month not paid; the next if left out", load_default=None
    )


@payload
class End(s.Note):
    reason: str | None = s.code("why; period_over if left out", load_default=None, allow_none=True)


@payload
class Send(s.Body):
    month: str = s.month("the month paid", required=True)


@payload
class Return(Send):
    reason: str = s.code("why the bank sent it back", required=True)


@payload
class Duty(s.Body):
    duty: str = s.one_of(DUTIES, "what was done on that day", required=True)


@payload
class CheckDuties(Send):
    excuse: str | None = s.code("why less was enough", load_default=None, allow_none=True)


@payload
class BenefitQuery(s.Page):
    state: str | None = s.one_of(("applied", "paying", "stopped", "ended", "all"), "state")
    person_id: str | None = s.id_of("person")


@payload
class PaymentQuery(s.Page):
    state: str | None = s.one_of(("payable", "due", "sent", "returned", "all"), "state")
    month: str | None = s.month("of this month")
    before: date | None = s.day("due before this day")


@payload
class RulesQuery(s.Query):
    on: date | None = s.day("the tables in force on this day; all if left out")

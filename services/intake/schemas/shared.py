"""The fields and payloads that several commands of intake share, and the checks behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import marshmallow
from marshmallow import ValidationError, validate

from services.intake import reference
from services.intake.domain.person import DETAILS
from tsunagu.contracts import text_fields
from tsunagu.contracts.day_ranges import check_birth_date, check_coming_day, check_past_day
from tsunagu.contracts.field_checks import check_code, check_key
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.contracts.text_fields import TextKind
from tsunagu.domain.codes import PATTERN
from tsunagu.domain.text import Problem, Text
from tsunagu.process import clock
from tsunagu.projections.paging import MAX_LIMIT

NOT_EMPTY = validate.Length(min=1)


NO_SUCH_DESK = Problem(
    Text("知らない窓口です", "no such desk"), Text("窓口一覧の code を", "use a listed code")
)
NO_SUCH_ISSUE = Text("知らない課題です", "no such issue")
NO_SUCH_PROGRAMME = Text("知らない事業です", "no such programme")
NONE_GIVEN = Problem(
    Text("一つもありません", "none is given"), Text("一つ以上選ぶ", "choose at least one")
)
DUE_BEFORE_THE_DAY = Problem(
    Text("期限がその日より前です", "due before the day itself"),
    Text("on 以後の日付に", "a later day"),
)


def check_desk(value: str) -> None:
    """Refuse a code that no desk of the city has."""
    if value not in reference.desks():
        raise ValidationError(NO_SUCH_DESK)


def check_issue(value: str) -> None:
    """Refuse a code that is none of the intake form's issues."""
    if value not in reference.issues():
        raise ValidationError(Problem(NO_SUCH_ISSUE, list_of_codes(reference.issues())))


def check_programme(value: str) -> None:
    """Refuse a code that is no programme's."""
    if value not in reference.programmes():
        raise ValidationError(Problem(NO_SUCH_PROGRAMME, list_of_codes(reference.programmes())))


def list_of_codes(codes: Iterable[str]) -> Text:
    """Codes are the same in both languages."""
    listed = ", ".join(sorted(codes))
    return Text(listed, listed)


# -- fields: `says` is their description in OpenAPI ---------------------------------------------


def Day(says: str = "", **options: Any) -> Any:
    return fields.Date(validate=check_past_day, metadata={"description": says}, **options)


class _DayOrToday(marshmallow.fields.Date):
    def __init__(self) -> None:
        says = {"description": "the day it happened; today if left out"}
        super().__init__(
            load_default=clock.today, allow_none=True, validate=check_past_day, metadata=says
        )

    def deserialize(self, value: Any, *where: Any, **options: Any) -> Any:
        found = super().deserialize(value, *where, **options)
        return clock.today() if found is None else found


def DayOrToday() -> Any:
    """The day it happened; left out, or null, it is today."""
    return _DayOrToday()


def LaterDay(says: str, **options: Any) -> Any:
    """A day that may be still to come."""
    return fields.Date(validate=check_coming_day, metadata={"description": says}, **options)


def BirthDate() -> Any:
    return fields.Date(
        validate=check_birth_date,
        load_default=None,
        allow_none=True,
        metadata={"description": "date of birth"},
    )


def Code(says: str, **options: Any) -> Any:
    return fields.Code(validate=check_code, metadata={"description": says}, **options)


def Desk(says: str, **options: Any) -> Any:
    says_and_form = {"description": says, "pattern": PATTERN}
    return fields.Code(validate=check_desk, metadata=says_and_form, **options)


def Id(says: str, **options: Any) -> Any:
    return fields.String(validate=NOT_EMPTY, metadata={"description": says}, **options)


def OwnId(says: str, **options: Any) -> Any:
    """An id of somebody else's making: the answer repeats it as written, its one form is kept."""
    says_and_least = {"description": says, "minLength": 1}
    return fields.String(validate=check_key, metadata=says_and_least, **options)


def Choice(choice: tuple[str, ...], says: str, **options: Any) -> Any:
    return fields.String(validate=validate.OneOf(choice), metadata={"description": says}, **options)


def Flag(says: str) -> Any:
    return fields.Boolean(load_default=False, metadata={"description": says})


def Words(
    says: str = "free text; encrypted, never published", kind: TextKind = text_fields.STORY
) -> Any:
    return fields.String(
        kind=kind,
        load_default=None,
        allow_none=True,
        metadata={"description": says},
    )


def Codes(check: Callable[[str], None], says: str = "", least: int = 0, **options: Any) -> Any:
    limit = validate.Length(min=least, error=NONE_GIVEN)
    return fields.List(
        fields.Code(validate=check),
        validate=limit,
        metadata={"description": says},
        **{"required": True} | options,
    )


# -- what several commands take -------------------------------------------------------------------


@payload
class Shape(Payload):
    """What every payload of intake is."""


@payload
class Body(Shape):
    """What one command takes; `on` is today where it is left out."""

    on: date = DayOrToday()


@payload
class OnDay(Body):
    """Nothing but the day."""


@payload
class Page(Shape):
    """A list by due date, page by page."""

    after: str | None = fields.String(
        load_default=None,
        allow_none=True,
        kind=text_fields.CURSOR,
        metadata={"description": "`next` of the page before"},
    )
    limit: int = fields.Integer(
        load_default=50,
        validate=validate.Range(1, MAX_LIMIT),
        metadata={"description": "at most"},
    )


@payload
class PersonDetails(Shape):
    """Any of them may be missing: a name is not needed to be helped."""

    name: str | None = Words("name; encrypted, never published", text_fields.NAME)
    kana: str | None = Words("name in kana; encrypted, never published", text_fields.NAME)
    birth_date: date | None = BirthDate()
    sex: str | None = Words("as the person says; encrypted, never published", text_fields.NAME)
    address: str | None = Words(
        "address, if there is one; encrypted, never published", text_fields.ADDRESS
    )
    phone: str | None = Words("encrypted, never published", text_fields.PHONE)
    email: str | None = Words("encrypted, never published", text_fields.EMAIL)
    occupation: str | None = Words("encrypted, never published", text_fields.TITLE)


def Person(says: str = "who it is; any part may be missing", **options: Any) -> Any:
    return fields.Nested(PersonDetails.schema, metadata={"description": says}, **options)


def details_of(person: PersonDetails | None) -> dict[str, str]:
    """The details that are there, as texts."""
    given = {name: getattr(person, name, None) for name in DETAILS}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in given.items()
        if value
    }


@payload
class NextStep(Body):
    """Who does what next, and by when: of a case and of a signal."""

    owner_desk: str = Desk("desk that owns the next step", required=True)
    next_step: str = Code("what happens next", required=True)
    due_on: date = LaterDay("by when", required=True)

    def check(self) -> None:
        super().check()
        check_due(self.due_on, self.on)


def check_due(due_on: date | None, on: date) -> None:
    """Refuse a due day before the day itself."""
    if due_on is not None and due_on < on:
        raise ValidationError(DUE_BEFORE_THE_DAY, field_name="due_on")

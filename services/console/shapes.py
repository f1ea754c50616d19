"""What REST takes: the shape of every body and query, for checking and for OpenAPI.

The services check again what the words mean; `tests/contracts/test_rest.py` holds the two
together. Dates travel as text and are passed on as they came.
"""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

LONG_TEXT = 20_000


class Shape(Schema):
    class Meta:
        unknown = RAISE


def code(description: str, required: bool = False, **options: Any) -> fields.String:
    """A code of a list, or an id."""
    limit = validate.Length(1, 200)
    return fields.String(
        required=required,
        allow_none=not required,
        validate=limit,
        metadata={"description": description},
        **options,
    )


def words(description: str = "free text; encrypted, never published") -> fields.String:
    limit = validate.Length(max=LONG_TEXT)
    return fields.String(allow_none=True, validate=limit, metadata={"description": description})


def day(description: str, required: bool = False) -> fields.Date:
    return fields.Date(
        required=required, allow_none=not required, metadata={"description": description}
    )


def flag(description: str) -> fields.Boolean:
    return fields.Boolean(metadata={"description": description})


def codes(description: str, required: bool = False) -> fields.List[Any]:
    return fields.List(
        fields.String(validate=validate.Length(1, 200)),
        required=required,
        metadata={"description": description},
    )


def version() -> fields.Integer:
    return fields.Integer(
        strict=True,
        allow_none=True,
        metadata={"description": "the version you read; another one by now gives 409"},
    )


class Person(Shape):
    """Any of them may be missing: a name is not needed to be helped."""

    name, kana, address, phone = words(), words(), words(), words()
    sex, email, occupation = words(), words(), words()
    birth_date = day("date of birth")


class SignalPerson(Person):
    pass


class Signal(Shape):
    id = code("the sender's own id: the same one again is the same signal", required=True)
    kind = code("what was noticed, e.g. water_arrears", required=True)
    noticed_on = day("when it was noticed", required=True)
    person = fields.Nested(SignalPerson, allow_none=True)
    basis = fields.String(
        required=True,
        validate=validate.OneOf(("consent", "conference", "encouragement_only")),
        metadata={"description": "what allows sharing; encouragement_only allows no identity"},
    )
    note = words()
    urgent = flag("suicide risk, no food, eviction or water cut within days")


class OnDay(Shape):
    on = day("the day it happened; today if left out")


class Encouragement(OnDay):
    answer = code("coming, thinking, declined or no_answer", required=True)


class Closing(OnDay):
    reason = code("why", required=True)


class Connection(OnDay):
    case_id = code("the case", required=True)


class NextStep(OnDay):
    owner_desk = code("desk that owns the next step", required=True)
    next_step = code("what happens next", required=True)
    due_on = day("by when", required=True)


class Consultation(OnDay):
    channel = code("walk_in, phone, family, department, partner, outreach, ...", required=True)
    person_id = code("a known person; leave out for a new one")
    person = fields.Nested(Person, allow_none=True)
    case_id = code("continue this case")
    from_desk = code("desk that brought the person")
    signal_id = code("signal that it answers")
    signal_kind = code("what the desk had noticed")
    story = words()
    owner_desk = code("desk that owns the next step (consultation_support)")
    next_step = code("what happens next (assessment)")
    due_on = day("by when (three working days)")


class OfCase(OnDay):
    expected_version = version()


class Screening(OfCase):
    decision = code("continue, hand_over or information_only", required=True)
    grounds = words()


class Assessment(OfCase):
    issues = codes("codes of /issues", required=True)
    main = code("the main one of them")
    strengths, wishes = words(), words()


class Plan(OfCase):
    programmes = codes("codes of programmes", required=True)
    employment_support = flag("targeted by employment support")
    agreed_on = day("when the person agreed")
    goals = words()


class Journal(OfCase):
    text = fields.String(required=True, validate=validate.Length(1, LONG_TEXT))


class CaseNextStep(OfCase, NextStep):
    pass


class Outcome(OfCase):
    kind = code("kind of work or income")
    employer = words()


class Ending(OfCase):
    reason = code("goal_met, moved_away, public_assistance, lost_contact, died, other", True)
    aftercare = words()


class RegisterPerson(OnDay):
    person = fields.Nested(Person, allow_none=True)


class CorrectPerson(OnDay):
    person = fields.Nested(Person, required=True)


class Consent(OnDay):
    purpose = code("what it is for", required=True)
    recipients = codes("desks that may be told", required=True)
    until = day("last day it holds")
    evidence = words()


class PublicAssistance(OnDay):
    person_id = code("a known person; leave out for a new one")


class Capacity(Shape):
    capacity = code("available, waitlist or none", required=True)


class Clock(Shape):
    step = code("the waiting step", required=True)
    days = fields.Integer(required=True, strict=True, metadata={"description": "working days"})
    lead_after = fields.Integer(strict=True, metadata={"description": "then the desk's lead"})
    support_after = fields.Integer(strict=True, metadata={"description": "then the support lead"})
    running = flag("false switches it off")
    from_desk = code("for sheets of this desk only")


class SheetItems(Shape):
    """The personal items of the Tsunagu sheet."""

    name, kana, address, phone = words(), words(), words(), words()
    email, sex, occupation, family = words(), words(), words(), words()
    where_to_consult, supporting_body = words(), words()
    staff_name, remarks = words(), words()
    age = fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, 150))


class Draft(OnDay):
    to = code("receiving desk", required=True)
    person_id = code("the person", required=True)
    case_id = code("the case")
    issues = codes("the issues it is about")
    need_id = code("a need on your desk that it carries on")
    replaces = code("the rejected, failed or cancelled sheet that it follows")
    warm = flag("somebody goes along")
    basis = code("consent, conference, danger_to_life, personal_information_act_69_2")
    consent_id = code("the consent")
    sheet = fields.Nested(SheetItems)
    referral_id = code("rewrite this draft")


class Request(OnDay):
    expected_version = version()
    despite_capacity = flag("send although the desk says it has no room")


class Refer(Draft):
    despite_capacity = flag("send although the desk says it has no room")


class Move(OnDay):
    expected_version = version()
    note = words()


class MoveWithReason(Move):
    reason = code("why")


class Completion(Move):
    outcome = code("what came of it: the sender reads this")


class Status(OnDay):
    expected_version = version()
    status = code("received, first_contact_made or accompanied", required=True)


class Place(OnDay):
    owner_desk = code("your own desk, or its lead")
    next_step = code("what happens next", required=True)
    due_on = day("by when", required=True)
    note = words()


class CloseNeed(OnDay):
    reason = code("why", required=True)
    note = words()


# -- queries --------------------------------------------------------------------------------------


class Page(Shape):
    after = code("`next` of the page before")
    limit = fields.Integer(validate=validate.Range(1, 500), metadata={"description": "at most"})


class SignalQuery(Page):
    desk = code("owned by this desk")
    state = code("open, connected, closed or all")


class CaseQuery(Page):
    desk = code("owned by this desk")
    state = code("open, ended or all")
    overdue = flag("only those past their date")


class ReferralQuery(Page):
    desk = code("sent or received by this desk")
    state = code("a state, open or all")
    direction = code("sent, received or both")
    overdue = flag("only those past their date")


class NeedQuery(Page):
    desk = code("on this desk")
    overdue = flag("only those past their date")


class Purpose(Shape):
    purpose = code("what you read it for; the reading is recorded", required=True)


class ReportQuery(Shape):
    fiscal_year = fields.Integer(metadata={"description": "April to March"})
    date_from = day("first day")
    date_from.data_key = "from"
    date_to = day("last day")
    date_to.data_key = "to"
    as_of = day("as known on that day")
    format = fields.String(
        validate=validate.OneOf(("json", "csv", "table", "xlsx")),
        metadata={"description": "json if left out"},
    )


# -- operations -----------------------------------------------------------------------------------


class ImportLines(Shape):
    lines = fields.List(
        fields.String(),
        required=True,
        validate=validate.Length(1, 500),
        metadata={"description": "lines of the import format, in order; docs/import.md"},
    )


class StartJob(Shape):
    kind = code("verify or rebuild", required=True)


class NewToken(Shape):
    role = code("department:<code>, caseworker:<desk>, reader or ops", required=True)
    label = fields.String(validate=validate.Length(max=200))

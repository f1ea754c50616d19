"""What others may know of cases: the steps from the consultation to the ending."""

from __future__ import annotations

from marshmallow import fields

from services.intake.domain.events import case
from services.intake.published.shared import (
    OF_CASE,
    OF_RECORD,
    SIGNAL,
    WITH_OWNER,
    OfCase,
    WithOwner,
    code_field,
    id_field,
)
from tsunagu.contracts.facts import FactType


class OfRecord(OfCase):
    record_id = id_field("record; corrections name it")


class ConsultationAcceptedSchema(OfRecord, WithOwner):
    channel = code_field("way in")
    from_desk = code_field("desk that brought the person", allow_none=True)
    signal_kind = code_field("what that desk had noticed", allow_none=True)
    signal_id = code_field("the signal it answers", allow_none=True)
    opening = code_field("opened, reopened or continued")


class ScreenedSchema(OfCase):
    decision = code_field("continue, hand_over or information_only")


class AssessedSchema(OfRecord):
    issues = fields.List(fields.String(), required=True)
    main = code_field("the main issue", allow_none=True)


class PlanMadeSchema(OfRecord):
    programmes = fields.List(fields.String(), required=True)
    employment_support = fields.Boolean(required=True)
    agreed_on = fields.Date(required=True, allow_none=True)


class JournalWrittenSchema(OfCase):
    desk = code_field("desk that wrote it")


class NextStepSetSchema(OfCase, WithOwner):
    pass


class OutcomeSchema(OfRecord):
    kind = code_field("kind of work or income", allow_none=True)


class CaseEndedSchema(OfRecord):
    reason = code_field("why it ended")


CASE_FACTS = (
    FactType(
        case.ConsultationAccepted,
        ConsultationAcceptedSchema,
        OF_RECORD
        | WITH_OWNER
        | {
            "channel": "department",
            "from_desk": "waterworks",
            "signal_kind": "water_arrears",
            "signal_id": SIGNAL,
            "opening": "opened",
        },
    ),
    FactType(case.Screened, ScreenedSchema, OF_CASE | {"decision": "continue"}),
    FactType(
        case.Assessed,
        AssessedSchema,
        OF_RECORD | {"issues": ["debt", "economic_hardship"], "main": "debt"},
    ),
    FactType(
        case.PlanMade,
        PlanMadeSchema,
        OF_RECORD
        | {
            "programmes": ["household_budget"],
            "employment_support": True,
            "agreed_on": "2026-11-20",
        },
    ),
    FactType(case.JournalWritten, JournalWrittenSchema, OF_CASE | {"desk": "consultation_support"}),
    FactType(case.NextStepSet, NextStepSetSchema, OF_CASE | WITH_OWNER),
    FactType(case.WorkFound, OutcomeSchema, OF_RECORD | {"kind": "part_time"}),
    FactType(case.IncomeIncreased, OutcomeSchema, OF_RECORD | {"kind": None}),
    FactType(case.CaseEnded, CaseEndedSchema, OF_RECORD | {"reason": "goal_met"}),
)

"""Corrections of past records: what was wrong in an earlier line, and what is right."""

from __future__ import annotations

from datetime import date

import orjson
import sqlalchemy as sa
from marshmallow import ValidationError

from services.intake import reference
from services.intake.domain.case import ENDINGS, Case
from services.intake.domain.person import Person
from services.intake.domain.refusals.cases import (
    MAIN_NOT_AMONG_ISSUES,
    RECORD_AMBIGUOUS,
    RECORD_NOT_FOUND,
)
from services.intake.imports.lines import (
    AssessmentLine,
    ConsultationLine,
    EndingLine,
    OutcomeLine,
    PlanLine,
)
from services.intake.imports.records import first_turn
from services.intake.projections.cases import record_index
from services.intake.schemas.shared import Day
from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.errors import Invalid
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text
from tsunagu.hosting.record_import import COMMON, Correction, ImportContext, ImportLine
from tsunagu.log.event_log import read_stream
from tsunagu.log.unit_of_work import UnitOfWork

NOT_CORRECTABLE = Text("直せる項目ではありません", "no field that can be corrected")

# do → (fact type, its line's schema)
CORRECTABLE: dict[str, tuple[str, type[ImportLine]]] = {
    "public_assistance_interview": ("intake.public_assistance_interviewed", ImportLine),
    "public_assistance_application": ("intake.public_assistance_applied", ImportLine),
    "consultation": ("intake.consultation_accepted", ConsultationLine),
    "assessment": ("intake.assessed", AssessmentLine),
    "plan": ("intake.plan_made", PlanLine),
    "found_work": ("intake.work_found", OutcomeLine),
    "income_increased": ("intake.income_increased", OutcomeLine),
    "ending": ("intake.case_ended", EndingLine),
}


def correct(work: UnitOfWork, line: Correction, context: ImportContext) -> bool:
    """Record what was wrong; False where the record is another service's."""
    if line.of.do not in CORRECTABLE:
        return False
    wire_type, kind = CORRECTABLE[line.of.do]
    values = _load_right_values(kind, line.set)
    person_id = context.person_id(line.person)
    record_id = _find_record(work, person_id, wire_type, line.of.on)
    streams = (f"case-{context.case_id(line.person)}", f"person-{person_id}")
    right = _read_record(work, streams, record_id) | values
    if "main" in values or "issues" in values:
        _check_main_issue(right)
    work.load_or_new(Person, person_id).correct_record(
        correction_id=context.record_id(),
        record_id=record_id,
        of_type=wire_type,
        on=line.on,
        values=values,
    )
    _follow_dates(work, context.case_id(line.person), record_id, right, line.on)
    return True


def _follow_dates(
    work: UnitOfWork, case_id: str, record_id: str, right: JsonObject, on: date
) -> None:
    """The case stands where its dates have it, as they are now."""
    case = work.load_or_new(Case, case_id)
    if case.exists:
        day = date.fromisoformat(right["on"])
        case.date_record(record_id=record_id, on=day, main=right.get("main"))
        case.follow_dates(on=on, first_turn=first_turn)


def _load_right_values(kind: type[ImportLine], given: JsonObject) -> JsonObject:
    """The corrected fields under the fact's own names, JSON values only."""
    schema = kind.schema()
    known = ["on", *(name for name in schema.fields if name not in COMMON)]
    if not given or (unknown := set(given) - set(known)):
        name = sorted(unknown)[0] if given else ""
        field = f"set.{name}" if name else "set"
        raise Invalid([fault(field, str(NOT_CORRECTABLE), ", ".join(known))])
    rest = {k: v for k, v in given.items() if k != "on"}
    try:
        values: JsonObject = dict(schema.load(rest, partial=True))
        if "on" in given:
            values["on"] = Day().deserialize(given["on"])
    except ValidationError as wrong:
        faults = wrong.messages if isinstance(wrong.messages, dict) else {"on": wrong.messages}
        raise ValidationError({"set": faults}) from None
    return _publish(values)


def _read_record(work: UnitOfWork, streams: tuple[str, str], record_id: str) -> JsonObject:
    """The record's fields as they stand: as recorded, and with the corrections made since."""
    known: JsonObject = {}
    for stream in streams:
        for _, _, text, _ in read_stream(work.connection, stream):
            data = orjson.loads(text)
            if data.get("record_id") == record_id:
                known |= data.get("set", data)
    return known


def _check_main_issue(assessment: JsonObject) -> None:
    main, issues = assessment.get("main"), assessment.get("issues") or []
    if main is not None and main not in issues:
        raise Invalid([fault("set.main", str(MAIN_NOT_AMONG_ISSUES.text), ", ".join(issues))])


def _publish(values: JsonObject) -> JsonObject:
    if "signal" in values:
        values["signal_kind"] = reference.code_or_other(values.pop("signal"))
    if "kind" in values:
        values["kind"] = reference.code_or_other(values["kind"])
    if "reason" in values and values["reason"] not in ENDINGS:
        values["reason"] = "other"
    values.pop("employer", None)  # never published; a corrected name is the case's own business
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}


def _find_record(work: UnitOfWork, person_id: str, wire_type: str, on: date) -> str:
    table = record_index
    rows = work.connection.execute(
        sa.select(table.c.record_id, table.c.on)
        .where(table.c.person_id == person_id, table.c.of_type == wire_type)
        .where((table.c.on == on) | (table.c.first_on == on))
    ).all()
    found = [row.record_id for row in rows if row.on == on] or [row.record_id for row in rows]
    if len(found) == 1:
        return str(found[0])
    raise RECORD_AMBIGUOUS() if found else RECORD_NOT_FOUND()

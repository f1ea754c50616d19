"""Past records: how each kind of line becomes an event (`docs/import.md` for who writes them).

Old records are taken as they are: one case for each person's key, support
whose first consultation was never written down opens it silently, and words
where a code belongs become `other`, the words themselves kept encrypted.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson
import sqlalchemy as sa
from marshmallow import Schema, ValidationError, fields, validate

from services.intake import reference
from services.intake.domain.case import CHANNELS, CONSULTATION_SUPPORT, ENDINGS, Case
from services.intake.domain.person import Person
from services.intake.projections.cases import record_index
from services.intake.schemas import shared as schemas
from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.calendar import add_working_days
from tsunagu.domain.errors import Invalid, Refused
from tsunagu.hosting.record_import import CorrectionLine, ImportContext, Importer
from tsunagu.log.event_log import read_stream
from tsunagu.log.unit_of_work import UnitOfWork

Line = dict[str, Any]
FIRST_STEP, FIRST_STEP_DAYS = "assessment", 10


class DeskOrName(fields.String):
    """A desk's code, or its Japanese name as old records have it."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        code = reference.desk_named().get(str(text), text)
        schemas.known_desk(str(code))
        return code


class Nothing(Schema):
    pass


class ConsultationLine(Schema):
    channel = fields.String(required=True, validate=validate.OneOf(CHANNELS))
    from_desk = DeskOrName(load_default=None, allow_none=True)
    signal = fields.String(load_default=None, allow_none=True)


class AssessmentLine(Schema):
    issues = schemas.Codes(schemas.known_issue, least=1)
    main = fields.String(load_default=None, allow_none=True, validate=schemas.known_issue)


class PlanLine(Schema):
    programmes = schemas.Codes(schemas.known_programme)
    employment_support = fields.Boolean(load_default=False)
    agreed_on = schemas.Day(load_default=None, allow_none=True)


class OutcomeLine(Schema):
    employer = fields.String(load_default=None, allow_none=True)
    kind = fields.String(load_default=None, allow_none=True)


class EndingLine(Schema):
    reason = fields.String(
        required=True,
        validate=validate.Length(min=1, error="空です / is empty → 理由を / give the reason"),
    )


# -- persons --------------------------------------------------------------------------------------


def interview(work: UnitOfWork, line: Line, context: ImportContext) -> None:
    person = work.load_or_new(Person, context.person_id(line["person"]))
    person.interview_for_public_assistance(record_id=context.record_id(), on=line["on"])


def application(work: UnitOfWork, line: Line, context: ImportContext) -> None:
    person = work.load_or_new(Person, context.person_id(line["person"]))
    person.apply_for_public_assistance(record_id=context.record_id(), on=line["on"])


# -- cases ----------------------------------------------------------------------------------------


def consultation(work: UnitOfWork, line: Line, context: ImportContext) -> None:
    work.load_or_new(Case, context.case_id(line["person"])).accept_consultation(
        record_id=context.record_id(),
        person_id=context.person_id(line["person"]),
        on=line["on"],
        channel=line["channel"],
        from_desk=line["from_desk"],
        signal_kind=reference.code_or_other(line["signal"]),
        owner_desk=CONSULTATION_SUPPORT,
        next_step=FIRST_STEP,
        due_on=add_working_days(line["on"], FIRST_STEP_DAYS),
    )


def assessment(work: UnitOfWork, line: Line, context: ImportContext) -> None:
    _case(work, line, context).assess(
        record_id=context.record_id(),
        on=line["on"],
        issues=tuple(line["issues"]),
        main=line["main"],
        late=True,
    )


def plan(work: UnitOfWork, line: Line, context: ImportContext) -> None:
    _case(work, line, context).make_plan(
        record_id=context.record_id(),
        on=line["on"],
        programmes=tuple(line["programmes"]),
        employment_support=line["employment_support"],
        agreed_on=line["agreed_on"],
        late=True,
    )


def found_work(work: UnitOfWork, line: Line, context: ImportContext) -> None:
    _case(work, line, context).find_work(
        record_id=context.record_id(), on=line["on"], **_outcome(line)
    )


def income_increased(work: UnitOfWork, line: Line, context: ImportContext) -> None:
    _case(work, line, context).increase_income(
        record_id=context.record_id(), on=line["on"], **_outcome(line)
    )


def ending(work: UnitOfWork, line: Line, context: ImportContext) -> None:
    case = work.load_or_new(Case, context.case_id(line["person"]))
    if not case.exists:
        raise Refused(
            "no_case_to_end",
            "この人の相談の記録がありません / no consultation of this person is on record",
            field="person",
            remedy="終結より前の行に相談を / put a consultation on a line before the ending",
        )
    reason = line["reason"]
    known = reason in ENDINGS
    case.end(
        record_id=context.record_id(),
        on=line["on"],
        reason=reason if known else "other",
        aftercare=None if known else reason,
        late=True,
    )


def _case(work: UnitOfWork, line: Line, context: ImportContext) -> Case:
    case = work.load_or_new(Case, context.case_id(line["person"]))
    case.take_over_from_records(
        person_id=context.person_id(line["person"]),
        on=line["on"],
        next_step=FIRST_STEP,
        due_on=add_working_days(line["on"], FIRST_STEP_DAYS),
    )
    return case


def _outcome(line: Line) -> Line:
    kind = reference.code_or_other(line["kind"])
    words = [line["employer"], line["kind"] if kind != line["kind"] else None]
    return {"kind": kind, "employer": " / ".join(w for w in words if w) or None}


# -- corrections ----------------------------------------------------------------------------------

# do → (fact type, its line's schema)
CORRECTABLE: dict[str, tuple[str, type[Schema]]] = {
    "public_assistance_interview": ("intake.public_assistance_interviewed", Nothing),
    "public_assistance_application": ("intake.public_assistance_applied", Nothing),
    "consultation": ("intake.consultation_accepted", ConsultationLine),
    "assessment": ("intake.assessed", AssessmentLine),
    "plan": ("intake.plan_made", PlanLine),
    "found_work": ("intake.work_found", OutcomeLine),
    "income_increased": ("intake.income_increased", OutcomeLine),
    "ending": ("intake.case_ended", EndingLine),
}


def correction(work: UnitOfWork, line: Line, context: ImportContext) -> bool:
    """Record what was wrong; False where the record is another service's."""
    if line["of"]["do"] not in CORRECTABLE:
        return False
    wire_type, schema = CORRECTABLE[line["of"]["do"]]
    values = _right_values(schema, line["set"], context.today)
    person_id = context.person_id(line["person"])
    record_id = _record(work, person_id, wire_type, line["of"]["on"])
    if "main" in values or "issues" in values:
        streams = (f"case-{context.case_id(line['person'])}", f"person-{person_id}")
        _main_among_issues(_as_known(work, streams, record_id) | values)
    work.load_or_new(Person, person_id).correct_record(
        correction_id=context.record_id(),
        record_id=record_id,
        of_type=wire_type,
        on=line["on"],
        values=values,
    )
    return True


def _right_values(schema: type[Schema], given: Line, today: date) -> Line:
    """The corrected fields under the fact's own names, JSON values only."""
    known = ["on", *schema().fields]
    if not given or (unknown := set(given) - set(known)):
        name = sorted(unknown)[0] if given else ""
        raise Invalid(
            [
                {
                    "field": f"set.{name}" if name else "set",
                    "problem": "直せる項目ではありません / no field that can be corrected",
                    "remedy": ", ".join(known),
                }
            ]
        )
    faults: dict[str, Any] = {}
    values: Line = {}
    rest = {k: v for k, v in given.items() if k != "on"}
    try:
        values = {k: v for k, v in schema().load(rest, partial=True).items() if k in rest}
        if "on" in given:
            values["on"] = schemas.Day().deserialize(given["on"])
    except ValidationError as wrong:
        faults = wrong.messages if isinstance(wrong.messages, dict) else {"on": wrong.messages}
    if faults:
        raise ValidationError({"set": faults})
    return _as_published(values)


def _as_known(work: UnitOfWork, streams: tuple[str, str], record_id: str) -> Line:
    """The record's fields as they stand: as recorded, and with the corrections made since."""
    known: Line = {}
    for stream in streams:
        for _, _, text, _ in read_stream(work.connection, stream):
            data = orjson.loads(text)
            if data.get("record_id") == record_id:
                known |= data.get("set", data)
    return known


def _main_among_issues(assessment: Line) -> None:
    main, issues = assessment.get("main"), assessment.get("issues") or []
    if main is not None and main not in issues:
        problem = "主な課題は課題の中から選んでください / the main issue must be one of the issues"
        raise Invalid([fault("set.main", problem, ", ".join(issues))])


def _as_published(values: Line) -> Line:
    if "signal" in values:
        values["signal_kind"] = reference.code_or_other(values.pop("signal"))
    if "kind" in values:
        values["kind"] = reference.code_or_other(values["kind"])
    if "reason" in values and values["reason"] not in ENDINGS:
        values["reason"] = "other"
    values.pop("employer", None)  # never published; a corrected name is the case's own business
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}


def _record(work: UnitOfWork, person_id: str, wire_type: str, on: date) -> str:
    table = record_index
    rows = work.connection.execute(
        sa.select(table.c.record_id, table.c.on)
        .where(table.c.person_id == person_id, table.c.of_type == wire_type)
        .where((table.c.on == on) | (table.c.first_on == on))
    ).all()
    found = [row.record_id for row in rows if row.on == on] or [row.record_id for row in rows]
    if len(found) == 1:
        return str(found[0])
    problem = (
        "その記録はありません / there is no such record"
        if not found
        else "同じ日に同じ記録がいくつもあります / there are several such records on that day"
    )
    raise Refused(
        "record_not_found" if not found else "record_ambiguous",
        problem,
        field="of",
        remedy="person、of.do、of.on を確かめる / check person, of.do and of.on",
    )


IMPORTERS = {
    "public_assistance_interview": Importer(Nothing, interview),
    "public_assistance_application": Importer(Nothing, application),
    "consultation": Importer(ConsultationLine, consultation),
    "assessment": Importer(AssessmentLine, assessment),
    "plan": Importer(PlanLine, plan),
    "found_work": Importer(OutcomeLine, found_work),
    "income_increased": Importer(OutcomeLine, income_increased),
    "ending": Importer(EndingLine, ending),
    "correction": Importer(CorrectionLine, correction),
}

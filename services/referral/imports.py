"""Past records: sheets and what became of them (`docs/import.md` for who writes them).

Old records are taken as they are: they skip steps, and words where a code
belongs become `other`, the words themselves kept encrypted. A past sheet that
failed puts its need back on the sender's desk exactly as a live one.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import sqlalchemy as sa
from marshmallow import Schema, ValidationError, fields, validate

from services.referral import reference, schemas
from services.referral.commands import handover
from services.referral.domain.events import PAST_RECORD, STATES
from services.referral.domain.handover import Handover
from services.referral.domain.need import Need
from services.referral.domain.referral import Referral
from services.referral.projections import referral_history, referral_list
from tsunagu.contracts.field_checks import check_code, check_past_day
from tsunagu.domain.codes import is_code
from tsunagu.domain.errors import Invalid, Refused
from tsunagu.hosting.record_import import NAMESPACE, CorrectionLine, ImportContext, Importer
from tsunagu.log.unit_of_work import UnitOfWork

Line = dict[str, Any]


class DeskOrName(fields.String):
    """A desk's code, or its Japanese name as old records have it."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        code = reference.desk_named().get(str(text), text)
        schemas.known_desk(str(code))
        return code


def _key() -> fields.String:
    return fields.String(
        required=True,
        validate=validate.Length(1, 200, error="空か長すぎます / empty or too long → 1–200"),
    )


# `from` is a word of Python: the class is made from a table instead.
ReferralLine = Schema.from_dict(
    {
        "from": DeskOrName(required=True),
        "to": DeskOrName(required=True),
        "id": _key(),
        "issues": fields.List(fields.String(validate=check_code), load_default=list),
    },
    name="ReferralLine",
)


def _known_state(value: str) -> None:
    if value not in STATES:
        raise ValidationError(f"知らない状態です / no such state → {', '.join(STATES)}")


class StateLine(Schema):
    id = _key()
    state = fields.String(required=True, validate=_known_state)
    reason = fields.String(load_default=None, allow_none=True)
    outcome = fields.String(load_default=None, allow_none=True)


def need_id_of(key: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"need/{key}"))


def referral(work: UnitOfWork, line: Line, context: ImportContext) -> None:
    """A sheet that was sent."""
    id, on = context.referral_id(line["id"]), line["on"]
    sheet = work.load_or_new(Referral, id)
    if sheet.exists:
        raise Refused(
            "already_recorded",
            "この番号の紹介はほかの内容で取り込み済みです / "
            "a referral with this id was brought in with other content",
            field="id",
            remedy="別の番号にするか correction で直す / give another id, or correct it",
        )
    sheet.write_sheet(
        by=line["from"],
        on=on,
        sheet={},
        need_id=need_id_of(line["id"]),
        person_id=context.person_id(line["person"]),
        case_id=context.case_id(line["person"]),
        to_desk=line["to"],
        issues=tuple(line["issues"]),
        replaces=None,
        hop=1,
        warm=False,
        basis=PAST_RECORD,
        consent_id=None,
    )
    moving = Handover(
        sheet,
        work.load_or_new(Need, sheet.need_id),
        handover.desk(work, sheet.from_desk, "from"),
        handover.desk(work, sheet.to_desk, "to"),
    )
    sheet.request(by=line["from"], on=on, due_on=moving.due_on_request(on))
    moving.carry(on)
    moving.settle(on, past=True)


def referral_state(work: UnitOfWork, line: Line, context: ImportContext) -> None:
    """What became of a sheet."""
    sheet = work.load_or_new(Referral, context.referral_id(line["id"]))
    if not sheet.exists:
        raise Refused(
            "referral_unknown",
            "この番号の紹介がありません / no referral has this id",
            field="id",
            remedy="先の行に referral を / put its referral on an earlier line",
        )
    if sheet.person_id != context.person_id(line["person"]):
        raise Refused(
            "other_persons_referral",
            "この紹介は別の人のものです / this referral is another person's",
            field="person",
            remedy="紹介の行と同じ person に / the same person as in its referral line",
        )
    words = line["outcome"] if line["state"] == "completed" else line["reason"]
    code = words if words is None or is_code(words) else "other"
    sheet.take_over_state(
        state=line["state"], on=line["on"], code=code, note=words if code != words else None
    )
    handover.handover(work, sheet.id).settle(line["on"], past=True)


# -- corrections ----------------------------------------------------------------------------------

_STATE_FACTS = tuple(
    f"referral.{name}"
    for name in (
        "accepted",
        "rejected",
        "started",
        "put_on_hold",
        "resumed",
        "completed",
        "failed",
        "cancelled",
        "entered_in_error",
    )
)
# do → (fact types it may be, what can be set: line key → fact field)
CORRECTABLE: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "referral": (
        ("referral.requested",),
        {"on": "on", "from": "from_desk", "to": "to_desk", "issues": "issues"},
    ),
    "referral_state": (_STATE_FACTS, {"on": "on", "reason": "reason", "outcome": "outcome"}),
}


def correction(work: UnitOfWork, line: Line, context: ImportContext) -> bool:
    """Record what was wrong; False where the record is another service's."""
    of = line["of"]
    if of["do"] not in CORRECTABLE:
        return False
    types, settable = CORRECTABLE[of["do"]]
    values = _right_values(of["do"], settable, line["set"])
    referral_id, of_type = _record(work, context, line["person"], of, types)
    work.load(Referral, referral_id).correct(
        correction_id=context.record_id(), of_type=of_type, on=line["on"], changes=values
    )
    return True


def _right_values(do: str, settable: dict[str, str], given: Line) -> Line:
    """The corrected fields under the fact's own names, JSON values only."""
    unknown = sorted(set(given) - set(settable))
    if not given or unknown:
        raise Invalid(
            [
                {
                    "field": f"set.{unknown[0]}" if unknown else "set",
                    "problem": "直せる項目ではありません / no field that can be corrected",
                    "remedy": ", ".join(settable),
                }
            ]
        )
    schema = ReferralLine() if do == "referral" else StateLine()
    rest = {k: v for k, v in given.items() if k != "on"}
    on = fields.Date(validate=check_past_day)
    try:
        values = {k: v for k, v in schema.load(rest, partial=True).items() if k in rest}
        if "on" in given:
            values["on"] = on.deserialize(given["on"])
    except ValidationError as wrong:
        found = wrong.messages if isinstance(wrong.messages, dict) else {"on": wrong.messages}
        raise ValidationError({"set": found}) from None
    return {
        settable[k]: v.isoformat()
        if isinstance(v, date)
        else "other"
        if k in ("reason", "outcome") and not is_code(str(v))
        else v
        for k, v in values.items()
    }


def _record(
    work: UnitOfWork, context: ImportContext, person: str, of: Line, types: tuple[str, ...]
) -> tuple[str, str]:
    table = referral_history
    query = (
        sa.select(table.c.referral_id, table.c.what, table.c.on)
        .join(referral_list, referral_list.c.referral_id == table.c.referral_id)
        .where(
            referral_list.c.person_id == context.person_id(person),
            table.c.what.in_(types),
            (table.c.on == of["on"]) | (table.c.first_on == of["on"]),
        )
    )
    if of["id"] is not None:
        query = query.where(referral_list.c.referral_id == context.referral_id(of["id"]))
    rows = work.connection.execute(query).all()
    found = [row for row in rows if row.on == of["on"]] or rows
    if len(found) == 1:
        return str(found[0].referral_id), str(found[0].what)
    if not found:
        raise Refused(
            "record_not_found",
            "その記録はありません / there is no such record",
            field="of",
            remedy="person、of.do、of.on を確かめる / check person, of.do and of.on",
        )
    raise Refused(
        "record_ambiguous",
        "同じ日に同じ記録がいくつもあります / there are several such records on that day",
        field="of.id",
        remedy="of.id に紹介の番号を / name the referral in of.id",
    )


IMPORTERS = {
    "referral": Importer(ReferralLine, referral),
    "referral_state": Importer(StateLine, referral_state),
    "correction": Importer(CorrectionLine, correction),
}

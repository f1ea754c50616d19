"""Corrections of past sheets and of what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from marshmallow import ValidationError

from services.referral.domain.events import Changes
from services.referral.domain.referral import Referral
from services.referral.domain.refusals import RECORD_AMBIGUOUS, RECORD_NOT_FOUND
from services.referral.imports.lines import ReferralLine, StateLine
from services.referral.projections.tables import referral_history, referral_list
from tsunagu.contracts.day_ranges import check_past_day
from tsunagu.contracts.payload import fields
from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.codes import is_code
from tsunagu.domain.errors import Invalid
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text
from tsunagu.hosting.record_import import Correction, EarlierLine, ImportContext, ImportLine
from tsunagu.log.unit_of_work import UnitOfWork

PAST_DAY = fields.Date(validate=check_past_day)
NOT_CORRECTABLE = Text("直せる項目ではありません", "no field that can be corrected")


@dataclass(frozen=True)
class Correctable:
    """What can be corrected of one kind of line, and which facts such a line became."""

    line: type[ImportLine]
    settable: tuple[str, ...]
    facts: tuple[str, ...]


CORRECTABLE: Mapping[str, Correctable] = {
    "referral": Correctable(
        ReferralLine,
        ("on", "from", "to", "issues"),
        ("referral.requested",),
    ),
    "referral_state": Correctable(
        StateLine,
        ("on", "reason", "outcome"),
        (
            "referral.accepted",
            "referral.rejected",
            "referral.started",
            "referral.put_on_hold",
            "referral.resumed",
            "referral.completed",
            "referral.failed",
            "referral.cancelled",
            "referral.entered_in_error",
        ),
    ),
}


def import_correction(work: UnitOfWork, line: Correction, context: ImportContext) -> bool:
    """Record what was wrong; False where the record is another service's."""
    correctable = CORRECTABLE.get(line.of.do)
    if correctable is None:
        return False
    changes = _read_changes(correctable, line.set)
    person_id = context.person_id(line.person)
    referral_id, of_type = _find_record(work, context, person_id, line.of, correctable.facts)
    work.load(Referral, referral_id).correct(
        correction_id=context.record_id(), of_type=of_type, on=line.on, changes=changes
    )
    return True


def _read_changes(correctable: Correctable, given: JsonObject) -> Changes:
    """The corrected fields under the fact's own names, JSON values only."""
    unknown = sorted(set(given) - set(correctable.settable))
    if not given or unknown:
        field = f"set.{unknown[0]}" if unknown else "set"
        raise Invalid([fault(field, str(NOT_CORRECTABLE), ", ".join(correctable.settable))])
    rest = {key: value for key, value in given.items() if key != "on"}
    try:
        loaded = correctable.line.schema().load(rest, partial=True)
        changes: Changes = {name: _as_code(name, value) for name, value in loaded.items()}
        if "on" in given:
            day: date = PAST_DAY.deserialize(given["on"])
            changes["on"] = day.isoformat()
    except ValidationError as wrong:
        found = wrong.messages if isinstance(wrong.messages, dict) else {"on": wrong.messages}
        raise ValidationError({"set": found}) from None
    return changes


def _as_code(name: str, value: Any) -> Any:
    """Words where a code belongs become `other`."""
    return "other" if name in ("reason", "outcome") and not is_code(str(value)) else value


def _find_record(
    work: UnitOfWork,
    context: ImportContext,
    person_id: str,
    of: EarlierLine,
    facts: tuple[str, ...],
) -> tuple[str, str]:
    """The one record that is meant: id of its referral, and its fact's type."""
    table = referral_history
    query = (
        sa.select(table.c.referral_id, table.c.what, table.c.on)
        .join(referral_list, referral_list.c.referral_id == table.c.referral_id)
        .where(
            referral_list.c.person_id == person_id,
            table.c.what.in_(facts),
            (table.c.on == of.on) | (table.c.first_on == of.on),
        )
    )
    if of.id is not None:
        query = query.where(referral_list.c.referral_id == context.referral_id(of.id))
    rows = work.connection.execute(query).all()
    found = [row for row in rows if row.on == of.on] or rows
    if not found:
        raise RECORD_NOT_FOUND()
    if len(found) > 1:
        raise RECORD_AMBIGUOUS()
    return str(found[0].referral_id), str(found[0].what)

"""Past sheets and what became of them.

Old records are taken as they are: they skip steps, and words where a code
belongs become `other`, the words themselves kept encrypted. A past sheet that
failed puts its need back on the sender's desk exactly as a live one.
"""

from __future__ import annotations

import uuid

from services.referral.commands.loading import load_desk, load_handover
from services.referral.domain.events import PAST_RECORD
from services.referral.domain.handover import Handover
from services.referral.domain.need import Need
from services.referral.domain.personal_items import PersonalItems
from services.referral.domain.referral import Referral
from services.referral.domain.refusals import (
    ALREADY_RECORDED,
    OTHER_PERSONS_REFERRAL,
    REFERRAL_UNKNOWN,
)
from services.referral.domain.states import COMPLETED
from services.referral.imports.lines import ReferralLine, StateLine
from tsunagu.domain.aggregate import Aggregate
from tsunagu.domain.codes import is_code
from tsunagu.hosting.record_import import NAMESPACE, ImportContext
from tsunagu.log.unit_of_work import UnitOfWork


def need_id_of(key: str) -> str:
    """The id of the need behind a past sheet; the sheet's key stands for both."""
    return str(uuid.uuid5(NAMESPACE, f"need/{key}"))


def name_sheet(
    line: ReferralLine | StateLine, context: ImportContext
) -> list[tuple[type[Aggregate], str]]:
    """The sheet that a line is about, and its need."""
    return [(Referral, context.referral_id(line.id)), (Need, need_id_of(line.id))]


def import_sheet(work: UnitOfWork, line: ReferralLine, context: ImportContext) -> None:
    """A sheet that was sent."""
    sheet = work.load_or_new(Referral, context.referral_id(line.id))
    if sheet.exists:
        raise ALREADY_RECORDED()
    _write_sheet(sheet, line, context)
    handover = Handover(
        sheet,
        work.load_or_new(Need, sheet.need_id),
        load_desk(work, sheet.from_desk, "from"),
        load_desk(work, sheet.to_desk, "to"),
    )
    due_on = handover.due_on_request(line.on)
    sheet.request(by=line.from_desk, on=line.on, due_on=due_on)
    handover.carry(line.on)
    handover.settle(line.on, past=True)


def _write_sheet(sheet: Referral, line: ReferralLine, context: ImportContext) -> None:
    sheet.write_sheet(
        by=line.from_desk,
        on=line.on,
        to_desk=line.to_desk,
        need_id=need_id_of(line.id),
        person_id=context.person_id(line.person),
        case_id=context.case_id(line.person),
        issues=line.issues,
        replaces=None,
        hop=1,
        warm=False,
        basis=PAST_RECORD,
        consent_id=None,
        items=PersonalItems(),
    )


def import_state(work: UnitOfWork, line: StateLine, context: ImportContext) -> None:
    """What became of a sheet."""
    sheet = work.load_or_new(Referral, context.referral_id(line.id))
    if not sheet.exists:
        raise REFERRAL_UNKNOWN()
    if sheet.person_id != context.person_id(line.person):
        raise OTHER_PERSONS_REFERRAL()
    words = line.outcome if line.state == COMPLETED else line.reason
    code = words if words is None or is_code(words) else "other"
    note = words if code != words else None
    if sheet.take_over_state(state=line.state, on=line.on, code=code, note=note):
        load_handover(work, sheet.id).settle(line.on, past=True)

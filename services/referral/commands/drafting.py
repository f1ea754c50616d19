"""Writing a draft: which need it carries, what it follows, and what stands on it."""

from __future__ import annotations

from services.referral.commands.loading import load_desk, load_replaced, refuse_while_under_way
from services.referral.domain.handover import Handover
from services.referral.domain.need import Need
from services.referral.domain.personal_items import PersonalItems
from services.referral.domain.referral import Referral
from services.referral.domain.refusals import OTHER_PERSONS_NEED
from services.referral.schemas import Sheet
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process.ids import new_id


def write_draft(work: UnitOfWork, asked: Sheet, known: PersonalItems) -> Handover:
    """The draft as it now reads, its need taken up.

    Items left empty are filled in from the sheet before it, or from `known`.
    """
    replaced = load_replaced(work, asked.replaces, asked.by) if asked.replaces else None
    sheet = work.load_or_new(Referral, asked.referral_id or new_id())
    need = _load_need(work, asked, sheet, replaced)
    handover = Handover(
        sheet, need, load_desk(work, asked.by, "by"), load_desk(work, asked.to, "to")
    )
    items = PersonalItems(**asked.sheet.values())
    sheet.write_sheet(
        by=asked.by,
        on=asked.on,
        to_desk=asked.to,
        need_id=need.id,
        person_id=asked.person_id,
        case_id=asked.case_id,
        issues=asked.issues,
        replaces=asked.replaces or sheet.replaces,
        hop=replaced.hop + 1 if replaced else sheet.hop,
        warm=asked.warm,
        basis=asked.basis or ("consent" if asked.consent_id else None),
        consent_id=asked.consent_id,
        items=items.fill_from(replaced.items if replaced else known),
    )
    handover.carry(asked.on)
    return handover


def _load_need(work: UnitOfWork, asked: Sheet, sheet: Referral, replaced: Referral | None) -> Need:
    """The need that the sheet carries; one that is open is this person's, free, and here."""
    replaced_need_id = replaced.need_id if replaced else None
    need_id = sheet.need_id or replaced_need_id or asked.need_id or new_id()
    need = work.load_or_new(Need, need_id)
    if need.is_open and need.person_id != asked.person_id:
        raise OTHER_PERSONS_NEED()
    refuse_while_under_way(work, need, sheet.id)
    if need.is_open:
        need.check_owner(asked.by)
    return need

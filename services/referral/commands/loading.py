"""Loading from the log what a command works on, refused where it may not be worked on."""

from __future__ import annotations

from services.referral.domain.desk import Desk
from services.referral.domain.handover import Handover
from services.referral.domain.need import Need
from services.referral.domain.referral import Referral
from services.referral.domain.refusals import (
    CANNOT_REPLACE,
    DESK_UNKNOWN,
    NEED_CLOSED,
    REFERRAL_UNDER_WAY,
)
from services.referral.domain.states import ENDED_WITHOUT_HELP
from tsunagu.log.unit_of_work import UnitOfWork


def load_desk(work: UnitOfWork, code: str, field: str = "desk") -> Desk:
    """A desk of the directory; refused where there is none."""
    desk = work.load_or_new(Desk, code)
    if not desk.exists:
        raise DESK_UNKNOWN(field=field, desk=code)
    return desk


def load_handover(
    work: UnitOfWork, referral_id: str, expected_version: int | None = None
) -> Handover:
    """An existing referral with everything that moves with it."""
    referral = work.load(Referral, referral_id, expected_version)
    return Handover(
        referral=referral,
        need=work.load_or_new(Need, referral.need_id),
        sender=load_desk(work, referral.from_desk),
        receiver=load_desk(work, referral.to_desk),
    )


def load_need_of_desk(work: UnitOfWork, need_id: str, desk: str) -> Need:
    """The need, if it is open on that desk and no sheet is under way with it."""
    need = work.load(Need, need_id)
    if not need.is_open:
        raise NEED_CLOSED()
    need.check_owner(desk)
    refuse_while_under_way(work, need)
    return need


def refuse_while_under_way(work: UnitOfWork, need: Need, sheet_id: str | None = None) -> None:
    """Refuse while another sheet than this one is under way with the need."""
    if need.referral_id and need.referral_id != sheet_id:
        carrier = work.load_or_new(Referral, need.referral_id)
        if carrier.is_open:
            raise REFERRAL_UNDER_WAY(referral_id=carrier.id)


def load_replaced(work: UnitOfWork, referral_id: str, by: str) -> Referral:
    """The referral that a new one follows: the sender's own, and ended without help."""
    replaced = work.load(Referral, referral_id)
    if replaced.from_desk != by or replaced.state not in ENDED_WITHOUT_HELP:
        raise CANNOT_REPLACE(referral_id=referral_id)
    return replaced

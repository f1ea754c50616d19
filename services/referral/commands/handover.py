"""Opening a handover from the log: the referral, its need and both desks in one unit of work."""

from __future__ import annotations

from services.referral.domain import refusals
from services.referral.domain.desk import Desk
from services.referral.domain.events import CANCELLED, FAILED, OPEN_STATES, REJECTED
from services.referral.domain.handover import Handover
from services.referral.domain.need import Need
from services.referral.domain.referral import Referral
from tsunagu.log.unit_of_work import UnitOfWork


def desk(work: UnitOfWork, code: str, field: str = "desk") -> Desk:
    """A desk of the directory; refused where there is none."""
    found = work.load_or_new(Desk, code)
    if not found.exists:
        raise refusals.desk_unknown(field, code)
    return found


def handover(work: UnitOfWork, referral_id: str, expected_version: int | None = None) -> Handover:
    """An existing referral with everything that moves with it."""
    referral = work.load(Referral, referral_id, expected_version)
    return Handover(
        referral=referral,
        need=work.load_or_new(Need, referral.need_id),
        sender=desk(work, referral.from_desk),
        receiver=desk(work, referral.to_desk),
    )


def free_to_carry(work: UnitOfWork, need: Need, sheet_id: str | None = None) -> None:
    """Refuse while another sheet than this one is under way with the need."""
    if need.referral_id and need.referral_id != sheet_id:
        carrier = work.load_or_new(Referral, need.referral_id)
        if carrier.state in OPEN_STATES:
            raise refusals.referral_under_way(carrier.id)


def followed(work: UnitOfWork, replaces: str, by: str) -> Referral:
    """The referral that a new one follows: the sender's own, and ended without help."""
    before = work.load(Referral, replaces)
    if before.from_desk != by or before.state not in (REJECTED, FAILED, CANCELLED):
        raise refusals.cannot_replace(replaces)
    return before

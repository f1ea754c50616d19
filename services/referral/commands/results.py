"""What a command answers: where the sheet and the need behind it now are."""

from __future__ import annotations

from services.referral.domain.handover import Handover
from services.referral.domain.need import Need
from tsunagu.domain.json_object import JsonObject


def state_of(handover: Handover) -> JsonObject:
    """The state of a sheet, and whose its need is."""
    return {
        "referral_id": handover.referral.id,
        "state": handover.referral.state,
        "version": handover.referral.version,
        "need_id": handover.need.id,
        **_next_step_of(handover.need),
    }


def place_of(need: Need) -> JsonObject:
    """Whose the need is, or that it is closed."""
    return {
        "need_id": need.id,
        "state": "open" if need.is_open else "closed",
        **_next_step_of(need),
        "version": need.version,
    }


def _next_step_of(need: Need) -> JsonObject:
    return {
        "owner_desk": need.owner_desk if need.is_open else None,
        "next_step": need.next_step if need.is_open else None,
        "due_on": need.due_on.isoformat() if need.is_open else None,
    }

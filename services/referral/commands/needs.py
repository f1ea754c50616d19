"""Commands on needs: whose turn it is, placing one on one's own desk, and closing it."""

from __future__ import annotations

from typing import Any

from services.referral import queries, schemas
from services.referral.commands import handover
from services.referral.domain import refusals
from services.referral.domain.clock import RETURNED
from services.referral.domain.events import CONSULTATION_SUPPORT
from services.referral.domain.need import Need
from tsunagu.contracts.bodies import without
from tsunagu.domain.work_item import checked_due
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process import clock


class Needs(ServiceBase):
    @command
    def list_needs(self, **query: Any) -> dict[str, Any]:
        """Open needs by due date, the most urgent first."""
        asked = schemas.NeedQuery().load(query)
        before = clock.today() if asked.pop("overdue") else None
        with self.store.reading() as connection:
            return queries.needs(connection, before=before, **asked)

    @command
    def place_need(self, need_id: str, **body: Any) -> dict[str, Any]:
        """Set the next step of a need on one's own desk, or hand it up to a lead."""
        asked = schemas.Place().load(body)
        with self.work() as work:
            need = _own(work, need_id, asked["by"])
            checked_due(asked["due_on"], asked["on"])
            lead = handover.desk(work, need.owner_desk).lead_desk
            upward = (need.owner_desk, lead, CONSULTATION_SUPPORT)
            owner = asked["owner_desk"] or need.owner_desk
            if owner not in upward:
                raise refusals.only_by_referral(upward[1:])
            need.place(
                person_id=need.person_id,
                case_id=need.case_id,
                owner_desk=owner,
                because="placed",
                **without(asked, "by", "owner_desk"),
            )
            desk = handover.desk(work, owner)
            need.start_clock(step=RETURNED, clock=desk.clock(RETURNED), lead_desk=desk.lead_desk)
            return _place_of(need)

    @command
    def close_need(self, need_id: str, **body: Any) -> dict[str, Any]:
        """End a need on one's own desk, with the reason."""
        asked = schemas.Close().load(body)
        with self.work() as work:
            need = _own(work, need_id, asked["by"])
            need.close(**without(asked, "by"))
            return _place_of(need)


def _own(work: UnitOfWork, need_id: str, by: str) -> Need:
    """The need, if it is on that desk and no sheet is under way with it."""
    need = work.load(Need, need_id)
    if not need.is_open:
        raise refusals.need_closed()
    if need.owner_desk != by:
        raise refusals.need_not_here(need.owner_desk)
    handover.free_to_carry(work, need)
    return need


def _place_of(need: Need) -> dict[str, Any]:
    return {
        "need_id": need.id,
        "state": "open" if need.is_open else "closed",
        "owner_desk": need.owner_desk if need.is_open else None,
        "next_step": need.next_step if need.is_open else None,
        "due_on": need.due_on.isoformat() if need.is_open else None,
        "version": need.version,
    }

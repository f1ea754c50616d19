"""The sender's side: writing and sending a sheet, and what both sides may see of it."""

from __future__ import annotations

from typing import Any

from services.referral import queries, schemas
from services.referral.commands import handover, prefill
from services.referral.domain import refusals
from services.referral.domain.handover import Handover
from services.referral.domain.need import Need
from services.referral.domain.referral import Referral
from tsunagu.contracts.bodies import without
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process import clock
from tsunagu.process.ids import new_id

PREVIEW = ("person_id", "case_id")


class Sheets(ServiceBase):
    @command
    def write_sheet(self, **body: Any) -> dict[str, Any]:
        """Write a draft, or rewrite it (`referral_id`). Nothing is sent yet."""
        asked = schemas.Sheet().load(body)
        known = prefill.known_at_intake(self.runtime, self.meta, asked)
        with self.work() as work:
            moving = _written(work, asked, known or {})
            moving.settle(asked["on"])
            return state_of(moving) | {"prefilled": None if known is None else sorted(known)}

    @command
    def request(
        self, referral_id: str, expected_version: int | None = None, **body: Any
    ) -> dict[str, Any]:
        """Send the sheet to its receiver, who has until the due date to answer."""
        asked = schemas.Request().load(body)
        with self.work() as work:
            moving = handover.handover(work, referral_id, expected_version)
            _send(moving, asked)
            return state_of(moving)

    @command
    def refer(self, **body: Any) -> dict[str, Any]:
        """Write and send in one step."""
        asked = schemas.Refer().load(body)
        known = prefill.known_at_intake(self.runtime, self.meta, asked)
        with self.work() as work:
            moving = _written(work, without(asked, "despite_capacity"), known or {})
            _send(moving, asked)
            return state_of(moving) | {"prefilled": None if known is None else sorted(known)}

    @command
    def preview(self, referral_id: str, by: str) -> dict[str, Any]:
        """What the receiver sees before it accepts: issues and dates, no identity."""
        with self.store.reading() as connection:
            row = queries.one_referral(connection, referral_id)
        if by not in (row["from_desk"], row["to_desk"]) or row["state"] == "draft":
            raise refusals.sheet_not_yours()
        return {key: value for key, value in row.items() if key not in PREVIEW}

    @command
    def read_sheet(self, referral_id: str, **query: Any) -> dict[str, Any]:
        """The whole sheet; the reading is recorded in the same transaction."""
        asked = schemas.Reading().load(query)
        with self.work() as work:
            sheet = work.load(Referral, referral_id)
            items = sheet.read_sheet(on=clock.today(), **asked)
        return {"referral_id": referral_id, "issues": list(sheet.issues), "sheet": items}

    @command
    def get_referral(self, id: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            return queries.one_referral(connection, id)

    @command
    def list_referrals(self, **query: Any) -> dict[str, Any]:
        """Sheets by due date; `next` continues where this page ends."""
        asked = schemas.ReferralQuery().load(query)
        before = clock.today() if asked.pop("overdue") else None
        with self.store.reading() as connection:
            return queries.referrals(connection, before=before, **asked)

    @command
    def referral_history(self, id: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            return queries.history(connection, id)


def _written(work: UnitOfWork, asked: dict[str, Any], known: dict[str, Any]) -> Handover:
    """The draft as it now reads, its need taken up. What the sheet before it said is kept."""
    before = handover.followed(work, asked["replaces"], asked["by"]) if asked["replaces"] else None
    sheet = work.load_or_new(Referral, asked["referral_id"] or new_id())
    need_id = sheet.need_id or (before.need_id if before else None) or asked["need_id"] or new_id()
    need = work.load_or_new(Need, need_id)
    if need.is_open and need.person_id != asked["person_id"]:
        raise refusals.other_persons_need()
    handover.free_to_carry(work, need, sheet.id)
    if need.is_open and need.owner_desk != asked["by"]:
        raise refusals.need_not_here(need.owner_desk)
    sender = handover.desk(work, asked["by"], "by")
    receiver = handover.desk(work, asked["to"], "to")
    sheet.write_sheet(
        by=asked["by"],
        on=asked["on"],
        sheet=prefill.filled(asked["sheet"], before.sheet if before else known),
        need_id=need_id,
        person_id=asked["person_id"],
        case_id=asked["case_id"],
        to_desk=asked["to"],
        issues=tuple(asked["issues"]),
        replaces=asked["replaces"] or sheet.replaces,
        hop=before.hop + 1 if before else sheet.hop,
        warm=asked["warm"],
        basis=asked["basis"] or ("consent" if asked["consent_id"] else None),
        consent_id=asked["consent_id"],
    )
    moving = Handover(sheet, need, sender, receiver)
    moving.carry(asked["on"])
    return moving


def _send(moving: Handover, asked: dict[str, Any]) -> None:
    moving.may_receive(asked["despite_capacity"])
    due_on = moving.due_on_request(asked["on"])
    moving.referral.request(by=asked["by"], on=asked["on"], due_on=due_on)
    moving.settle(asked["on"])


def state_of(moving: Handover) -> dict[str, Any]:
    """What a caller sees after a command."""
    need = moving.need
    return {
        "referral_id": moving.referral.id,
        "state": moving.referral.state,
        "version": moving.referral.version,
        "need_id": need.id,
        "owner_desk": need.owner_desk if need.is_open else None,
        "next_step": need.next_step if need.is_open else None,
        "due_on": need.due_on.isoformat() if need.is_open else None,
    }

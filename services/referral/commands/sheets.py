"""The sender's side: writing and sending a sheet, and what both sides may see of it."""

from __future__ import annotations

from dataclasses import asdict

from services.referral import queries
from services.referral.commands.drafting import write_draft
from services.referral.commands.loading import load_handover
from services.referral.commands.prefill import ask_intake
from services.referral.commands.results import state_of
from services.referral.domain.personal_items import PersonalItems
from services.referral.domain.referral import Referral
from services.referral.domain.refusals import SHEET_NOT_YOURS
from services.referral.schemas import Reading, Refer, ReferralQuery, Request, Sheet
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock

IDENTITY = ("person_id", "case_id")  # what a preview leaves out


class Sheets(ServiceBase):
    @command(Sheet)
    def write_sheet(self, sheet: Sheet) -> JsonObject:
        """Write a draft, or rewrite it (`referral_id`). Nothing is sent yet."""
        known = ask_intake(self.runtime, self.meta, sheet)
        with self.work() as work:
            handover = write_draft(work, sheet, known or PersonalItems())
            handover.settle(sheet.on)
            return state_of(handover) | {"prefilled": _names_in(known)}

    @command(Request)
    def request(
        self, request: Request, referral_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Send the sheet to its receiver, who has until the due date to answer."""
        with self.work() as work:
            handover = load_handover(work, referral_id, expected_version)
            handover.send(**request.values())
            return state_of(handover)

    @command(Refer)
    def refer(self, sheet: Refer) -> JsonObject:
        """Write and send in one step."""
        known = ask_intake(self.runtime, self.meta, sheet)
        with self.work() as work:
            handover = write_draft(work, sheet, known or PersonalItems())
            handover.send(by=sheet.by, on=sheet.on, despite_capacity=sheet.despite_capacity)
            return state_of(handover) | {"prefilled": _names_in(known)}

    @command
    def preview(self, referral_id: str, by: str) -> JsonObject:
        """What the receiver sees before it accepts: issues and dates, no identity."""
        with self.store.reading() as connection:
            row = queries.get_referral(connection, referral_id)
        if by not in (row["from_desk"], row["to_desk"]) or row["state"] == "draft":
            raise SHEET_NOT_YOURS()
        return {key: value for key, value in row.items() if key not in IDENTITY}

    @command(Reading)
    def read_sheet(self, reading: Reading, referral_id: str) -> JsonObject:
        """The whole sheet; the reading is recorded in the same transaction."""
        with self.work() as work:
            sheet = work.load(Referral, referral_id)
            items = sheet.read_sheet(on=clock.today(), **reading.values())
        return {"referral_id": referral_id, "issues": list(sheet.issues), "sheet": asdict(items)}

    @command
    def get_referral(self, id: str) -> JsonObject:
        with self.store.reading() as connection:
            return queries.get_referral(connection, id)

    @command(ReferralQuery)
    def list_referrals(self, query: ReferralQuery) -> JsonObject:
        """Sheets by due date; `next` continues where this page ends."""
        with self.store.reading() as connection:
            return queries.list_referrals(connection, query, clock.today())

    @command
    def referral_history(self, id: str) -> JsonObject:
        with self.store.reading() as connection:
            return queries.read_history(connection, id)


def _names_in(known: PersonalItems | None) -> list[str] | None:
    """Which items intake knew; None where it could not be asked."""
    return None if known is None else known.names_given()

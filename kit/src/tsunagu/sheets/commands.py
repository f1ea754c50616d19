"""The commands on a programme's inbox of sheets, and their REST: the same for every programme."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import sqlalchemy as sa
from marshmallow import validate

from tsunagu.contracts.day_ranges import check_past_day
from tsunagu.contracts.field_checks import check_code
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.contracts.route_kinds import ask, do
from tsunagu.contracts.routes import Route
from tsunagu.contracts.text_fields import CURSOR
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock
from tsunagu.projections.paging import narrow_query, page_by_due
from tsunagu.sheets.inbox import (
    ACCEPTED,
    COMPLETED,
    FAILED,
    IN_PROGRESS,
    ON_HOLD,
    OPEN,
    REJECTED,
    REQUESTED,
    SheetInbox,
)

STATES = ("waiting", "open", "all", *OPEN, REJECTED, COMPLETED, FAILED)
ANSWERS = (ACCEPTED, REJECTED, IN_PROGRESS, ON_HOLD, COMPLETED, FAILED)


@payload
class Answer(Payload):
    """A desk's answer to a sheet."""

    by: str = fields.Code(required=True, metadata={"description": "the answering desk"})
    on: date = fields.Date(
        load_default=clock.today,
        validate=check_past_day,
        metadata={"description": "the day; today if left out"},
    )
    state: str = fields.String(
        required=True,
        validate=validate.OneOf(ANSWERS),
        metadata={"description": "accepted, rejected, in_progress, on_hold, completed or failed"},
    )
    code: str | None = fields.Code(
        load_default=None,
        allow_none=True,
        validate=check_code,
        metadata={"description": "reason of a rejection, hold or failure; outcome at the end"},
    )


@payload
class SheetQuery(Payload):
    desk: str | None = fields.Code(metadata={"description": "sent to this desk"})
    state: str | None = fields.String(
        validate=validate.OneOf(STATES),
        metadata={"description": "waiting (for an answer), open, all, or one state"},
    )
    after: str | None = fields.String(
        kind=CURSOR, metadata={"description": "`next` of the page before"}
    )
    limit: int | None = fields.Integer(
        validate=validate.Range(1, 500), metadata={"description": "at most"}
    )


class SheetCommands(ServiceBase):
    """Mixed into a programme's service, which says `sheet_inbox = SHEETS`."""

    sheet_inbox: ClassVar[SheetInbox]

    @command(SheetQuery)
    def list_sheets(self, asked: SheetQuery) -> JsonObject:
        """Sheets sent to this service's desks, those that wait for an answer by due date first."""
        table = self.sheet_inbox.inbox
        query = narrow_query(sa.select(table), (table.c.desk, asked.desk))
        if asked.state == "waiting":
            query = query.where(table.c.state == REQUESTED)
        elif asked.state in ("open", None):
            query = query.where(table.c.state.in_(OPEN))
        elif asked.state != "all":
            query = query.where(table.c.state == asked.state)
        with self.store.reading() as connection:
            rows, cursor = page_by_due(
                connection, query, table.c.due_on, table.c.referral_id, asked.after, asked.limit
            )
        return {"sheets": rows, "next": cursor}

    @command(Answer)
    def answer_sheet(self, answer: Answer, referral_id: str) -> JsonObject:
        """Accept, reject with a reason, start, hold, complete with an outcome, or fail."""
        with self.work() as work:
            sheet = work.load(self.sheet_inbox.Sheet, referral_id)
            sheet.answer(**answer.values())
            return {"referral_id": referral_id, "state": sheet.state, "desk": sheet.desk}


def sheet_routes(service: str) -> tuple[Route, ...]:
    """The REST of the inbox, under `/<service>/sheets`."""
    return (
        ask(
            f"/{service}/sheets",
            "list_sheets",
            "届いたつなぐシート",
            "Sheets sent to this programme's desks",
            SheetQuery,
        ),
        do(
            f"/{service}/sheets/<referral_id>/answer",
            "answer_sheet",
            "シートに答える",
            "Answer a sheet",
            Answer,
            versioned=False,
        ),
    )

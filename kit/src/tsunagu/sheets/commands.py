"""The commands on a programme's inbox of sheets, and their REST: the same for every programme."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import ClassVar

import sqlalchemy as sa
from marshmallow import validate

from tsunagu.contracts.payload import JsonObject, Payload, fields, payload
from tsunagu.contracts.routes import CASEWORKER, Route
from tsunagu.domain.calendar import city_today
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.projections.paging import page_by_due
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


def _today() -> date:
    return city_today(datetime.now(UTC))


@payload
class Answer(Payload):
    """A desk's answer to a sheet."""

    by: str = fields.String(required=True, metadata={"description": "the answering desk"})
    on: date = fields.Date(
        load_default=_today, metadata={"description": "the day; today if left out"}
    )
    state: str = fields.String(
        required=True,
        validate=validate.OneOf(ANSWERS),
        metadata={"description": "accepted, rejected, in_progress, on_hold, completed or failed"},
    )
    code: str | None = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(r"[a-z][a-z0-9_-]{0,63}\Z"),
        metadata={"description": "reason of a rejection, hold or failure; outcome at the end"},
    )


@payload
class SheetQuery(Payload):
    desk: str | None = fields.String(metadata={"description": "sent to this desk"})
    state: str | None = fields.String(
        validate=validate.OneOf(STATES),
        metadata={"description": "waiting (for an answer), open, all, or one state"},
    )
    after: str | None = fields.String(metadata={"description": "`next` of the page before"})
    limit: int | None = fields.Integer(
        validate=validate.Range(1, 500), metadata={"description": "at most"}
    )


class SheetCommands(ServiceBase):
    """Mixed into a programme's service, which says `joining = SHEETS`."""

    joining: ClassVar[SheetInbox]

    @command(SheetQuery)
    def list_sheets(self, asked: SheetQuery) -> JsonObject:
        """Sheets sent to this service's desks, those that wait for an answer by due date first."""
        table = self.joining.inbox
        query = sa.select(table)
        if asked.state == "waiting":
            query = query.where(table.c.state == REQUESTED)
        elif asked.state in ("open", None):
            query = query.where(table.c.state.in_(OPEN))
        elif asked.state != "all":
            query = query.where(table.c.state == asked.state)
        if asked.desk is not None:
            query = query.where(table.c.desk == asked.desk)
        with self.store.reading() as connection:
            rows, cursor = page_by_due(
                connection, query, table.c.due_on, table.c.referral_id, asked.after, asked.limit
            )
        return {"sheets": rows, "next": cursor}

    @command(Answer)
    def answer_sheet(self, answer: Answer, referral_id: str) -> JsonObject:
        """Accept, reject with a reason, start, hold, complete with an outcome, or fail."""
        with self.work() as work:
            sheet = work.load(self.joining.Sheet, referral_id)
            sheet.answer(**answer.values())
            return {"referral_id": referral_id, "state": sheet.state, "desk": sheet.desk}


def sheet_routes(service: str) -> tuple[Route, ...]:
    """The REST of the inbox, under `/<service>/sheets`."""
    return (
        Route(
            verb="GET",
            path=f"/{service}/sheets",
            method="list_sheets",
            ja="届いたつなぐシート",
            en="Sheets sent to this programme's desks",
            query=SheetQuery,
        ),
        Route(
            verb="POST",
            path=f"/{service}/sheets/<referral_id>/answer",
            method="answer_sheet",
            ja="シートに答える",
            en="Answer a sheet",
            body=Answer,
            acting={CASEWORKER: "by"},
        ),
    )

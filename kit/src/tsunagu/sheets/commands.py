"""The commands on a programme's inbox of sheets, and their REST: the same for every programme."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from marshmallow import RAISE, Schema, fields, validate

from tsunagu.contracts.routes import CASEWORKER, Route
from tsunagu.domain.calendar import city_today
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.projections.paging import one_of, page_by_due
from tsunagu.sheets.inbox import (
    ACCEPTED,
    COMPLETED,
    FAILED,
    IN_PROGRESS,
    ON_HOLD,
    OPEN,
    REJECTED,
    REQUESTED,
    Joining,
)

STATES = ("waiting", "open", "all", *OPEN, REJECTED, COMPLETED, FAILED)
ANSWERS = (ACCEPTED, REJECTED, IN_PROGRESS, ON_HOLD, COMPLETED, FAILED)


def _today() -> date:
    return city_today(datetime.now(UTC))


class Answer(Schema):
    """A desk's answer to a sheet."""

    class Meta:
        unknown = RAISE

    by = fields.String(required=True, metadata={"description": "the answering desk"})
    on = fields.Date(load_default=_today, metadata={"description": "the day; today if left out"})
    state = fields.String(
        required=True,
        validate=validate.OneOf(ANSWERS),
        metadata={"description": "accepted, rejected, in_progress, on_hold, completed or failed"},
    )
    code = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(r"[a-z][a-z0-9_-]{0,63}\Z"),
        metadata={"description": "reason of a rejection, hold or failure; outcome at the end"},
    )


class SheetQuery(Schema):
    class Meta:
        unknown = RAISE

    desk = fields.String(metadata={"description": "sent to this desk"})
    state = fields.String(
        validate=validate.OneOf(STATES),
        metadata={"description": "waiting (for an answer), open, all, or one state"},
    )
    after = fields.String(metadata={"description": "`next` of the page before"})
    limit = fields.Integer(validate=validate.Range(1, 500), metadata={"description": "at most"})


class SheetCommands(ServiceBase):
    """Mixed into a programme's service, which says `joining = JOINING`."""

    joining: ClassVar[Joining]

    @command
    def list_sheets(
        self,
        desk: str | None = None,
        state: str = "open",
        after: str | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        """Sheets sent to this service's desks, those that wait for an answer by due date first."""
        one_of("state", state, STATES)
        table = self.joining.inbox
        query = sa.select(table)
        if state == "waiting":
            query = query.where(table.c.state == REQUESTED)
        elif state == "open":
            query = query.where(table.c.state.in_(OPEN))
        elif state != "all":
            query = query.where(table.c.state == state)
        if desk is not None:
            query = query.where(table.c.desk == desk)
        with self.store.reading() as connection:
            rows, cursor = page_by_due(
                connection, query, table.c.due_on, table.c.referral_id, after, limit
            )
        return {"sheets": rows, "next": cursor}

    @command
    def answer_sheet(self, referral_id: str, **body: Any) -> dict[str, Any]:
        """Accept, reject with a reason, start, hold, complete with an outcome, or fail."""
        asked = Answer().load(body)
        with self.work() as work:
            sheet = work.load(self.joining.Sheet, referral_id)
            sheet.answer(**asked)
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

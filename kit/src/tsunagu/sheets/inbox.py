"""The inbox of Tsunagu sheets: those sent to a programme's desks, and the desks' answers.

A programme takes the referral service's facts into an inbox of its own and
answers with facts of its own, which the referral service takes as that desk's
moves. So it accepts, works and reports back while any other service is down,
and the clocks, states and needs of the sheets stay the referral service's.
Where both sides moved at once, what the referral service published wins.

One `SheetInbox` per service: `SHEETS = SheetInbox("housing", desks=(...))` in its
`sheets.py`; its parts go into the service's definition, catalogue and commands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from marshmallow import fields

from tsunagu.contracts.facts import Fact, FactSchema, FactType
from tsunagu.domain.aggregate import Aggregate, applies, event
from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text
from tsunagu.domain.work_item import COMPLETED as COMPLETED
from tsunagu.domain.work_item import FAILED as FAILED
from tsunagu.domain.work_item import WorkItem
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent, UnitOfWork

REFERRAL = "referral"
REQUESTED, ACCEPTED, REJECTED = "requested", "accepted", "rejected"
IN_PROGRESS, ON_HOLD = "in_progress", "on_hold"
OPEN = (REQUESTED, ACCEPTED, IN_PROGRESS, ON_HOLD)

# What the receiving desk may answer from each state; as the referral service has it.
MAY_ANSWER: Mapping[str, tuple[str, ...]] = {
    REQUESTED: (ACCEPTED, REJECTED),
    ACCEPTED: (IN_PROGRESS,),
    IN_PROGRESS: (ON_HOLD, COMPLETED, FAILED),
    ON_HOLD: (IN_PROGRESS, COMPLETED, FAILED),
}
NEEDS_CODE = (REJECTED, ON_HOLD, FAILED, COMPLETED)

# The referral service's facts, and the state each means. A later rank wins over an earlier one:
# the echo of an old answer never takes back a newer one.
_STATE_OF = {
    "referral.accepted": ACCEPTED,
    "referral.rejected": REJECTED,
    "referral.started": IN_PROGRESS,
    "referral.put_on_hold": ON_HOLD,
    "referral.resumed": IN_PROGRESS,
    "referral.completed": COMPLETED,
    "referral.failed": FAILED,
    "referral.cancelled": "cancelled",
    "referral.entered_in_error": "entered_in_error",
}
_RANK = {REQUESTED: 0, ACCEPTED: 1, IN_PROGRESS: 2, ON_HOLD: 2}
_ENDED = 3


def sheet_inbox_columns() -> list[sa.Column[Any]]:
    """The columns of a service's `sheet_inbox`."""
    return [
        sa.Column("referral_id", sa.Text, primary_key=True),
        sa.Column("need_id", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False, index=True),
        sa.Column("case_id", sa.Text),
        sa.Column("from_desk", sa.Text, nullable=False),
        sa.Column("desk", sa.Text, nullable=False, index=True),
        sa.Column("issues", sa.JSON, nullable=False),
        sa.Column("warm", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, comment="by when an answer is due; none once it is given"),
        sa.Column("code", sa.Text, comment="the reason or the outcome of the present state"),
    ]


def create_sheet_tables(op: Any) -> None:
    """Create the inbox in a migration, through alembic's `op`."""
    sa.Table("sheet_inbox", sa.MetaData(), *sheet_inbox_columns()).create(op.get_bind())


SHEET_NOT_YOURS = Refusal(
    "sheet_not_yours",
    Text("このシートは {desk} あてです", "this sheet is for {desk}"),
    field="by",
    remedy=Text("{desk} から操作する", "act as {desk}"),
)
SHEET_NOT_OPEN = Refusal(
    "sheet_not_open",
    Text("このシートは {state} です", "this sheet is {state}"),
    field="referral_id",
    remedy=Text("シートなしで person_id から始める", "begin without it, from person_id"),
)
TRANSITION_NOT_ALLOWED = Refusal(
    "transition_not_allowed",
    Text("{state} から {wanted} へは進めません", "{wanted} cannot follow {state}"),
    field="state",
    remedy="{choice}",
    details=("state", "allowed"),
)
NO_ANSWER_ALLOWED = Text("なし", "none")
BEFORE_PRESENT_STATE = Refusal(
    "before_present_state",
    Text("いまの状態は {since} からです", "it has been so since {since}"),
    field="on",
    remedy=Text("{since} 以後の日付を", "a day from then on"),
)
REASON_REQUIRED = Refusal(
    "reason_required",
    Text("{state} には理由か結果の符号が要ります", "{state} needs a reason or an outcome"),
    field="code",
    remedy=Text("例", "e.g. no_capacity, found_work"),
)
REFUSALS = (
    SHEET_NOT_YOURS,
    SHEET_NOT_OPEN,
    TRANSITION_NOT_ALLOWED,
    BEFORE_PRESENT_STATE,
    REASON_REQUIRED,
)


class Sheet(Aggregate):
    """A sheet as its receiving desk holds it; each service has a subclass with its own events."""

    category = "sheet"
    Arrived: type[Any]
    Followed: type[Any]
    Answered: type[Any]

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.state: str | None = None
        self.since = date.min
        self.need_id = self.person_id = self.desk = ""
        self.case_id: str | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def arrive(self, **values: Any) -> None:
        """The referral service says that it was sent to one of our desks."""
        if not self.exists:
            self.record(self.Arrived(referral_id=self.id, **values))

    def follow(self, *, state: str, on: date, code: str | None = None) -> None:
        """The referral service says where it stands; an echo of our own answer changes nothing."""
        theirs, ours = _RANK.get(state, _ENDED), _RANK.get(str(self.state), _ENDED)
        other_end = theirs == ours == _ENDED and state != self.state
        if self.exists and (theirs > ours or other_end):
            self.record(self.Followed(referral_id=self.id, on=on, state=state, code=code))

    def answer(self, *, by: str, state: str, on: date, code: str | None = None) -> None:
        """Answer it. `code`: the reason of a rejection, hold or failure, the outcome at the end."""
        if by != self.desk:
            raise SHEET_NOT_YOURS(desk=self.desk)
        allowed = MAY_ANSWER.get(str(self.state), ())
        if state not in allowed:
            raise TRANSITION_NOT_ALLOWED(
                wanted=state,
                state=self.state,
                allowed=list(allowed),
                choice=", ".join(allowed) or NO_ANSWER_ALLOWED,
            )
        if on < self.since:
            raise BEFORE_PRESENT_STATE(since=self.since)
        if state in NEEDS_CODE and not code:
            raise REASON_REQUIRED(state=state)
        self.record(
            self.Answered(
                referral_id=self.id,
                need_id=self.need_id,
                person_id=self.person_id,
                case_id=self.case_id,
                desk=self.desk,
                on=on,
                state=state,
                code=code if state in NEEDS_CODE else None,
            )
        )

    def accept_and_start(self, *, on: date) -> None:
        """Accept and start, as far as that is not done: the programme's own work has begun."""
        on = max(on, self.since)
        for state in (ACCEPTED, IN_PROGRESS):
            if state in MAY_ANSWER.get(str(self.state), ()) and self.state != ON_HOLD:
                self.answer(by=self.desk, state=state, on=on)

    def close(self, *, state: str, on: date, code: str) -> None:
        """Complete or fail, through the steps still missing; an ended sheet stays as it is."""
        if self.is_open:
            self.accept_and_start(on=on)
            self.answer(by=self.desk, state=state, on=max(on, self.since), code=code)


def _sheet_class(service: str) -> type[Sheet]:
    """The service's own sheet, with its three events under the service's wire names."""

    @event(f"{service}.sheet_arrived")
    class SheetArrived:
        """A sheet was sent to one of our desks; private, the sender's fact says the same."""

        referral_id: str
        need_id: str
        person_id: str
        case_id: str | None
        on: date
        from_desk: str
        desk: str
        issues: tuple[str, ...]
        warm: bool
        due_on: date

    @event(f"{service}.sheet_followed")
    class SheetFollowed:
        """The referral service moved it without us; private."""

        referral_id: str
        on: date
        state: str
        code: str | None

    @event(f"{service}.sheet_answered")
    class SheetAnswered:
        """The desk's answer, which the referral service takes as the desk's move."""

        referral_id: str
        need_id: str
        person_id: str
        case_id: str | None
        desk: str
        on: date
        state: str
        code: str | None

    class ServiceSheet(Sheet):
        Arrived, Followed, Answered = SheetArrived, SheetFollowed, SheetAnswered

        @applies(SheetArrived)
        def _arrived(self, e: Any) -> None:
            self.need_id, self.person_id, self.case_id = e.need_id, e.person_id, e.case_id
            self.desk, self.state, self.since = e.desk, REQUESTED, e.on

        @applies(SheetFollowed)
        def _followed(self, e: Any) -> None:
            self.state, self.since = e.state, e.on

        @applies(SheetAnswered)
        def _answered(self, e: Any) -> None:
            self.state, self.since = e.state, e.on

    return ServiceSheet


class SheetAnsweredSchema(FactSchema):
    referral_id = fields.String(required=True, metadata={"description": "id of the referral"})
    need_id = fields.String(required=True, metadata={"description": "the need it carries"})
    person_id = fields.String(required=True, metadata={"description": "id of the person"})
    case_id = fields.String(
        required=True, allow_none=True, metadata={"description": "id of the case at intake"}
    )
    desk = fields.String(required=True, metadata={"description": "the desk that answers"})
    state = fields.String(required=True, metadata={"description": "the state it answers with"})
    code = fields.String(
        required=True, allow_none=True, metadata={"description": "reason or outcome, as a code"}
    )


class SheetInbox:
    """The parts by which one service joins in; `desks` are the codes of its desks.

    `not_yours`, `not_open`: how it refuses to begin work from a sheet of another desk, or from
    one that has ended, where it has words of its own.
    """

    def __init__(
        self,
        service: str,
        desks: tuple[str, ...],
        not_yours: Callable[..., TsunaguError] = SHEET_NOT_YOURS,
        not_open: Callable[..., TsunaguError] = SHEET_NOT_OPEN,
    ) -> None:
        self.service = service
        self.desks = desks
        self.not_yours, self.not_open = not_yours, not_open
        self.Sheet = _sheet_class(service)

    @property
    def events(self) -> list[type]:
        return [self.Sheet.Arrived, self.Sheet.Followed, self.Sheet.Answered]

    @property
    def fact(self) -> FactType:
        """For the service's catalogue."""
        return FactType(
            self.Sheet.Answered,
            SheetAnsweredSchema,
            {
                "referral_id": "77777777-7777-5777-8777-777777777777",
                "need_id": "88888888-8888-5888-8888-888888888888",
                "person_id": "11111111-1111-5111-8111-111111111111",
                "case_id": "22222222-2222-5222-8222-222222222222",
                "desk": self.desks[0],
                "on": "2026-11-24",
                "state": ACCEPTED,
                "code": None,
            },
        )

    def table(self, metadata: sa.MetaData) -> sa.Table:
        """The service's inbox, a read model of its own log."""
        self.inbox = sa.Table("sheet_inbox", metadata, *sheet_inbox_columns())
        return self.inbox

    # -- work that answers a sheet ----------------------------------------------------------------

    def begin_work(
        self, work: UnitOfWork, referral_id: str, *, desk: str, on: date, resume: bool = True
    ) -> Sheet:
        """The sheet from which this desk begins a work item, taken up in the same unit of work.

        `resume`: a sheet on hold goes on; otherwise it stays on hold until it is closed.
        """
        sheet = work.load(self.Sheet, referral_id)
        if sheet.desk != desk:
            raise self.not_yours(desk=sheet.desk)
        if not sheet.is_open:
            raise self.not_open(state=str(sheet.state))
        if resume and sheet.state == ON_HOLD:
            sheet.answer(by=desk, state=IN_PROGRESS, on=max(on, sheet.since))
        sheet.accept_and_start(on=on)
        return sheet

    def close_sheets(self, work: UnitOfWork, item: WorkItem, on: date) -> None:
        """Close the sheets that an ended item answers, with its outcome; one that is over stays."""
        if item.outcome is None:
            return
        for referral_id in item.sheets:
            sheet = work.load_or_new(self.Sheet, referral_id)
            sheet.close(state=item.sheet_state, on=on, code=item.outcome)

    # -- following the referral service -----------------------------------------------------------

    @property
    def follows(self) -> dict[str, Callable[[UnitOfWork, Fact], None]]:
        """For `Definition.follows["referral"]`."""
        return {"referral.requested": self._on_requested, **dict.fromkeys(_STATE_OF, self._on_move)}

    def _on_requested(self, work: UnitOfWork, fact: Fact) -> None:
        d = fact.data
        if d["to_desk"] not in self.desks:
            return
        work.load_or_new(self.Sheet, d["referral_id"]).arrive(
            need_id=d["need_id"],
            person_id=d["person_id"],
            case_id=d.get("case_id"),
            on=date.fromisoformat(d["on"]),
            from_desk=d["from_desk"],
            desk=d["to_desk"],
            issues=tuple(d.get("issues", ())),
            warm=bool(d.get("warm")),
            due_on=date.fromisoformat(d["due_on"]),
        )

    def _on_move(self, work: UnitOfWork, fact: Fact) -> None:
        d = fact.data
        if d["to_desk"] in self.desks:
            work.load_or_new(self.Sheet, d["referral_id"]).follow(
                state=_STATE_OF[fact.type],
                on=date.fromisoformat(d["on"]),
                code=d.get("reason") or d.get("outcome"),
            )

    # -- the read model ---------------------------------------------------------------------------

    @property
    def read_models(self) -> dict[type, Any]:
        return {
            self.Sheet.Arrived: self._show_arrived,
            self.Sheet.Followed: self._show_moved,
            self.Sheet.Answered: self._show_moved,
        }

    def _show_arrived(self, connection: sa.Connection, e: RecordedEvent) -> None:
        values = {
            column.name: getattr(e.event, column.name)
            for column in self.inbox.columns
            if column.name not in ("state", "since", "code", "issues")
        }
        values |= {"issues": list(e.event.issues), "state": REQUESTED, "since": e.event.on}
        upsert(connection, self.inbox, ["referral_id"], values)

    def _show_moved(self, connection: sa.Connection, e: RecordedEvent) -> None:
        connection.execute(
            self.inbox.update()
            .where(self.inbox.c.referral_id == e.event.referral_id)
            .values(state=e.event.state, since=e.event.on, code=e.event.code, due_on=None)
        )

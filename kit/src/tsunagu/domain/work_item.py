"""A work item: something accepted that one desk owns until its recorded ending.

While it is open it has an owner desk, a next step and a due date. It may answer Tsunagu sheets
(つなぐシート), which `SheetInbox.close_sheets` closes with its outcome. A programme declares the
event under its own permanent wire name, and what its items are like:

    @event("budget.next_step_set")
    class NextStepSet(NextStep):
        ...

    class Support(WorkItem):
        category = "support"
        desk = "household_budget"
        step_event = NextStepSet
        usual_days = USUAL_DAYS  # {"make_first_budget": 5}
        endings = ENDINGS  # {"balanced": COMPLETED, "lost_contact": FAILED}

Its beginning calls `_must_be_new` and then `_set_step`; each later command `_must_be_open`.
Its appliers assign `_assign_beginning` and `outcome`. Pure: time and ids are arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from tsunagu.domain.aggregate import Aggregate, personal
from tsunagu.domain.calendar import add_working_days
from tsunagu.domain.codes import require_code
from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

OPEN, ENDED = "open", "ended"
COMPLETED, FAILED = "completed", "failed"  # how a sheet is closed: helped, or not

# Working days until a step is due where nobody names a day. No law names this figure: it is the
# platform's own, and every command that sets a step takes another day.
USUAL_DAYS = 5

DUE_IN_THE_PAST = Refusal(
    "due_in_the_past",
    Text("期限は今日以降にしてください", "a due date cannot lie in the past"),
    field="due_on",
    remedy="due_on ≥ {on}",
)
NOT_THIS_DESKS_WORK = Refusal(
    "not_this_desks_work",
    Text("この操作ができるのは {choice} です", "only {choice} may do this"),
    field="{field}",
    remedy=Text("{choice} から操作する", "act as {choice}"),
)
ALREADY_BEGUN = Refusal(
    "already_begun",
    Text("この {kind} は始まっています", "this {kind} has begun already"),
    field="id",
    remedy=Text("新しい番号で始める", "begin it under a new id"),
)
HAS_ENDED = Refusal(
    "has_ended",
    Text("この {kind} は終わっています（{because}）", "this {kind} has ended: {because}"),
    field="id",
    remedy=Text("必要なら新しく始める", "begin a new one if there is need"),
)
TRANSITION_NOT_ALLOWED = Refusal(
    "transition_not_allowed",
    Text("{state} のときにはできません", "cannot be done while it is {state}"),
    field="state",
    remedy=Text("できるのは {choice} のとき", "possible while it is {choice}"),
    details=("state",),
)
BEFORE_PRESENT_STATE = Refusal(
    "before_present_state",
    Text("いまの状態は {since} からです", "it has been so since {since}"),
    field="on",
    remedy="on ≥ {since}",
)
REFUSALS = (
    DUE_IN_THE_PAST,
    NOT_THIS_DESKS_WORK,
    ALREADY_BEGUN,
    HAS_ENDED,
    TRANSITION_NOT_ALLOWED,
    BEFORE_PRESENT_STATE,
)

Step = tuple[str, date]  # what comes next, and by when


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """Every change of owner, next step or due date. `kind` and `id` say of what."""

    kind: str
    id: str
    person_id: str | None
    case_id: str | None
    on: date
    owner_desk: str
    next_step: str
    due_on: date
    note: str | None = personal()


def require_due_date(due_on: date, on: date) -> date:
    """The due date, if it does not lie before the day on which it is set."""
    if due_on < on:
        raise DUE_IN_THE_PAST(on=on)
    return due_on


class WorkItem(Aggregate):
    """Something accepted and not yet ended.

    `kind` (the category, where left out) names it in its steps, `id_name` (`<kind>_id`) in its
    own events. `desk`: where it begins; `desks`: those that may own it, if there are more.
    `usual_days`: step → working days until it is due. `endings`: outcome → how it closes a
    sheet; any other outcome fails it.
    """

    kind: ClassVar[str]
    id_name: ClassVar[str]
    desk: ClassVar[str] = ""
    desks: ClassVar[tuple[str, ...]] = ()
    step_event: ClassVar[type[NextStep]]
    usual_days: ClassVar[Mapping[str, int]] = {}
    endings: ClassVar[Mapping[str, str]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = vars(cls)
        if "category" in own:
            cls.kind = own.get("kind", cls.category)
            cls.id_name = own.get("id_name", f"{cls.kind}_id")
        if "step_event" in own:
            cls._appliers = {**cls._appliers, cls.step_event: WorkItem._assign_step}

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.person_id: str | None = None
        self.case_id: str | None = None
        self.sheets: tuple[str, ...] = ()  # that it answers
        self.since = date.min  # nothing happens to it before that day
        self.state = ""  # of its own, where it has more than open and ended
        self.owner_desk = self.next_step = ""
        self.due_on = date.min
        self.outcome: str | None = None  # how or why it ended

    @property
    def is_open(self) -> bool:
        return self.exists and self.outcome is None

    @property
    def sheet_state(self) -> str:
        """What its ending says to whoever sent the sheet: completed or failed."""
        return self.endings.get(str(self.outcome), FAILED)

    def describe_state(self) -> JsonObject:
        """What a caller sees after a command: where it stands, and what comes next."""
        is_open = self.is_open
        return {
            self.id_name: self.id,
            "state": self.state or (OPEN if is_open else ENDED),
            "version": self.version,
            "owner_desk": self.owner_desk if is_open else None,
            "next_step": self.next_step if is_open else None,
            "due_on": self.due_on.isoformat() if is_open else None,
        }

    def find_next_step(self, on: date) -> Step | None:
        """What comes next as it now is, where that follows from its state alone."""
        return None

    def check_desk(self, by: str) -> None:
        """Refuse a command of a desk that cannot own it."""
        self._must_be_ours("by", by)

    def set_next_step(
        self,
        *,
        on: date,
        next_step: str,
        due_on: date,
        owner_desk: str | None = None,
        note: str | None = None,
    ) -> None:
        """Staff say what comes next, by when, and whose it is from now on."""
        self._must_be_open(on)
        due = require_due_date(due_on, on)
        self._set_step(on, next_step, due_on=due, owner_desk=owner_desk, note=note)

    # -- for the kinds ----------------------------------------------------------------------------

    def _must_be_new(self) -> None:
        if self.exists:
            raise self._already_begun()

    def _must_be_open(self, on: date, *states: str) -> None:
        """It is open, in one of these states (any, if none is named), no later than `on`."""
        if not self.is_open:
            raise self._has_ended()
        if states and self.state not in states:
            raise self._in_another_state(states)
        self._must_not_precede(on)

    def _must_not_precede(self, on: date) -> None:
        if on < self.since:
            raise self._too_early()

    def _must_be_ours(self, field: str, desk: str) -> None:
        if desk not in (self.desks or (self.desk,)):
            raise self._not_ours(field, desk)

    def _set_step(
        self,
        on: date,
        next_step: str,
        *,
        due_on: date | None = None,
        owner_desk: str | None = None,
        note: str | None = None,
    ) -> None:
        """Set the next step; without a day, as many working days on as such a step usually has.

        Without a desk it stays where it is. A note about nobody has no key, and is not kept.
        """
        owner = owner_desk or self.owner_desk or self.desk
        self._must_be_ours("owner_desk", owner)
        self.record(
            self.step_event(
                kind=self.kind,
                id=self.id,
                person_id=self.person_id,
                case_id=self.case_id,
                on=on,
                owner_desk=owner,
                next_step=require_code("next_step", next_step),
                due_on=due_on or self._find_usual_due_date(on, next_step),
                note=note if self.person_id else None,
            )
        )

    def _update_next_step(self, on: date) -> None:
        """Set the step that follows, where that is another than before."""
        step = self.find_next_step(on) if self.is_open else None
        if step is not None and step != (self.next_step, self.due_on):
            self._set_step(on, step[0], due_on=step[1])

    def _find_usual_due_date(self, on: date, next_step: str) -> date:
        return add_working_days(on, self.usual_days.get(next_step, USUAL_DAYS))

    def _ids(self, on: date) -> JsonObject:
        """What every event of it says."""
        return {
            self.id_name: self.id,
            "person_id": self.person_id,
            "case_id": self.case_id,
            "on": on,
        }

    # -- what happened ----------------------------------------------------------------------------

    def _assign_beginning(self, e: Any) -> None:
        """Whose it is, since when, and the sheet it answers, as the first event says."""
        self.person_id, self.case_id, self.since = e.person_id, e.case_id, e.on
        referral_id = getattr(e, "referral_id", None)
        self.sheets = (referral_id,) if referral_id else ()

    def _assign_step(self, e: NextStep) -> None:
        self.owner_desk, self.next_step, self.due_on = e.owner_desk, e.next_step, e.due_on

    # -- refusals, which a service may word in its own way ----------------------------------------

    def _already_begun(self) -> TsunaguError:
        return ALREADY_BEGUN(kind=self.kind)

    def _has_ended(self) -> TsunaguError:
        return HAS_ENDED(kind=self.kind, because=self.outcome)

    def _in_another_state(self, wanted: Iterable[str]) -> TsunaguError:
        return TRANSITION_NOT_ALLOWED(state=self.state, choice=", ".join(wanted))

    def _too_early(self) -> TsunaguError:
        return BEFORE_PRESENT_STATE(since=self.since)

    def _not_ours(self, field: str, desk: str) -> TsunaguError:
        return NOT_THIS_DESKS_WORK(field=field, choice=", ".join(self.desks or (self.desk,)))

"""What keeps the tables of the desks' screens: event → functions, in the event's transaction."""

from __future__ import annotations

from typing import Any

from services.referral.domain import events
from services.referral.projections import desks, history, needs, sheets
from services.referral.projections.tables import metadata

__all__ = ["READ_MODELS", "metadata"]

READ_MODELS: dict[type, Any] = {
    events.DeskListed: desks.list_desk,
    events.DeskDescribed: desks.describe_desk,
    events.DeskCapacitySet: desks.set_capacity,
    events.DeskClockSet: desks.set_clock,
    events.SheetWritten: sheets.write_sheet,
    events.Requested: [sheets.mark_requested, history.append_entry],
    events.StatusNoted: history.append_entry,
    events.AnswerLate: history.append_entry,
    **{event: [sheets.set_state, history.append_entry] for event in sheets.STATE_AFTER},
    events.NeedTakenUp: needs.take_up,
    events.NeedPlaced: needs.place,
    events.ClockStarted: needs.start_clock,
    events.Reminded: [needs.advance_alarm, history.append_entry],
    events.Escalated: [needs.advance_alarm, history.append_entry],
    events.NeedClosed: needs.close,
    events.RecordCorrected: [sheets.correct_sheet, history.correct_day],
}

"""Which event changes which tables of signals: the table of contents of their read models."""

from __future__ import annotations

from services.intake.domain.events import person, signal
from services.intake.projections.cases import add_to_timeline
from services.intake.projections.signal_history import add_slip, add_to_history, put_refusal
from services.intake.projections.signal_numbers import close_gap, follow_numbers
from services.intake.projections.signals import (
    add_signals,
    end_consent,
    set_attached,
    set_closed,
    set_connected,
    set_detached,
    set_level,
    set_step,
    stop_sharing,
)
from tsunagu.log.unit_of_work import BulkReadModel

_history = BulkReadModel(add_to_history)

SIGNAL_READ_MODELS = {
    signal.SignalReceived: [BulkReadModel(add_signals), _history, BulkReadModel(follow_numbers)],
    signal.EncouragementGiven: [_history],
    signal.SlipIssued: [add_slip],
    signal.SignalNextStepSet: [set_step, _history],
    signal.SignalEscalated: [set_level, _history],
    signal.SignalSharingStopped: [stop_sharing, _history],
    signal.SignalAttached: [set_attached, _history],
    signal.SignalDetached: [set_detached, _history],
    signal.SignalConnected: [set_connected, _history, add_to_timeline],
    signal.SignalClosed: [set_closed, _history],
    person.ConsentWithdrawn: [end_consent],
    signal.SignalRefused: [put_refusal],
    signal.SequenceGapExplained: [close_gap],
}

"""Grouping signals: those about the same human are one need, with every reason in sight.

The first open signal leads, or an urgent one that comes later; the others are attached
to it, and share its owner, next step and end. Where a case is open, it carries them all.
When records turn out to be different people, each need gets its own owner again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.intake.commands import person_matching
from services.intake.commands.urgency import first_step
from services.intake.domain.case import CONSULTATION_SUPPORT, Case
from services.intake.domain.person import Person
from services.intake.domain.signal import Signal
from services.intake.domain.signal_clock import keeps_own_clock
from services.intake.projections.cases import case_list
from services.intake.projections.identity import records_of
from services.intake.projections.signal_history import signal_history
from services.intake.projections.signals import signal_list
from services.intake.schemas.shared import PersonDetails, details_of
from tsunagu.log.unit_of_work import UnitOfWork

LIVE = ("open", "attached")
PLACE = ("owner_desk", "next_step", "due_on", "due_at")


def look_up_people(
    work: UnitOfWork, people: Mapping[str, PersonDetails | None]
) -> person_matching.CandidateBatch:
    """Look everybody up together who comes with signals, by the signal's id."""
    details = {signal_id: details_of(person) for signal_id, person in people.items()}
    return person_matching.CandidateBatch(
        work, {signal_id: given for signal_id, given in details.items() if given}
    )


def group_with_others(
    work: UnitOfWork,
    signal: Signal,
    person: Person | None,
    on: date,
    candidates: person_matching.CandidateBatch | None = None,
) -> None:
    """A signal was accepted, perhaps about somebody: the one call that every way in makes."""
    if person is None:
        return
    if person_matching.recognise(work, person, on, candidates, key=signal.id).joined:
        gather(work, person.id, on)


def hand_to_case(
    work: UnitOfWork, case: Case, person_id: str, signal: Signal | None, on: date
) -> None:
    """Somebody came, perhaps on a signal: the case carries it, and all that is open about them."""
    if signal is not None and signal.is_live:  # an ended one stays ended: nobody is refused
        connect_all(work, signal.id, case, on=on)
    gather(work, person_id, on, came=True)


def gather(work: UnitOfWork, person_id: str, on: date, came: bool = False) -> None:
    """All that is open about this record's human becomes one need.

    An open case carries it. But what is urgent keeps its duty desk and its clock in hours
    until somebody has seen to it, or the person has come (`came`).
    """
    records = records_of(work.connection, person_id)
    live = _find_live_signals(work, records)
    case_id = _find_open_case(work, records)
    if case_id is not None:
        case = work.load(Case, case_id)
        for row in live:
            if not keeps_own_clock(row.due_at, came):
                _carry(case, work.load(Signal, row.signal_id), on, came)
        live = [row for row in live if keeps_own_clock(row.due_at, came)]
    leading = {row.attached_to for row in live}
    order = sorted(live, key=lambda row: _rank(row, leading))
    for row in order[1:]:
        place = {name: getattr(order[0], name) for name in PLACE}
        work.load(Signal, row.signal_id).attach(on=on, to_id=order[0].signal_id, **place)


def _rank(row: Any, leading: set[str | None]) -> tuple[Any, ...]:
    """Urgent before ordinary; whoever leads already before others; then in the order they came."""
    urgent, leads = row.due_at is not None, row.signal_id in leading
    return (not urgent, not leads, row.came)


def _carry(case: Case, signal: Signal, on: date, came: bool) -> None:
    """From now on the case carries the signal, and its own next step is no later.

    But who came has been seen: then only what is urgent hurries it.
    """
    signal.connect(on=on, case_id=case.id, person_id=str(case.person_id))
    urgent = signal.due_at is not None
    if (came and not urgent) or (case.due_on is not None and case.due_on <= signal.due_on):
        return
    case.set_next_step(
        on=on,
        owner_desk=case.owner_desk if case.owner_desk and not urgent else signal.owner_desk,
        next_step=signal.next_step,
        due_on=max(on, signal.due_on),
    )


# -- the same end for all -------------------------------------------------------------------------


def connect_all(work: UnitOfWork, signal_id: str, case: Case, *, on: date) -> None:
    """The case carries the signal and all that were one need with it."""
    for one in _load_group(work, signal_id):
        _carry(case, one, on, came=True)


def close_all(work: UnitOfWork, signal_id: str, *, on: date, reason: str) -> None:
    """The need ends, with all its signals; of one that is only attached, that one alone."""
    signal = work.load(Signal, signal_id)
    for one in [signal] if signal.attached_to else _load_group(work, signal_id):
        one.close(on=on, reason=reason)


def _load_group(work: UnitOfWork, signal_id: str) -> list[Signal]:
    """The signal, the one it is attached to, and all that are attached with it."""
    signal = work.load(Signal, signal_id)
    if not signal.is_live:
        return [signal]  # whose own command says why not
    lead, table = signal.attached_to or signal_id, signal_list
    ids = work.connection.execute(
        sa.select(table.c.signal_id).where(table.c.attached_to == lead, table.c.state == "attached")
    ).scalars()
    return [work.load(Signal, id) for id in sorted({lead, *ids})]


# -- different people after all -------------------------------------------------------------------


def separate(work: UnitOfWork, person_id: str, records: list[str], on: date) -> None:
    """After a split: what tied the two humans together is a need of its own again.

    `person_id`: the record that was split off; `records`: all that were one human before.
    """
    apart = set(records_of(work.connection, person_id))
    freed = set()
    table = signal_list
    tied = work.connection.execute(
        sa.select(table.c.signal_id, table.c.urgent)
        .where(table.c.person_id.in_(records), table.c.state.in_(("attached", "connected")))
        .order_by(table.c.signal_id)
    ).all()
    for id, urgent in tied:
        signal = work.load(Signal, id)
        tied_to = _find_tied_person(work, signal)
        if signal.person_id and tied_to and (signal.person_id in apart) != (tied_to in apart):
            signal.detach(
                on=on,
                owner_desk=CONSULTATION_SUPPORT,
                **first_step(signal.kind, urgent, work.store.clock())._asdict(),
            )
            freed.add(signal.person_id)
    for id in sorted(freed):
        gather(work, id, on)


def _find_tied_person(work: UnitOfWork, signal: Signal) -> str | None:
    """Whom the lead, or the open case, of a signal is about."""
    if signal.attached_to is not None:
        return work.load(Signal, signal.attached_to).person_id
    case = work.load(Case, str(signal.case_id))
    return case.person_id if case.open else None


# -- what is open ---------------------------------------------------------------------------------


def _find_live_signals(work: UnitOfWork, records: list[str]) -> list[Any]:
    """With `came`: their place in the order in which they came."""
    table, came = signal_list, signal_history
    query = (
        sa.select(table, came.c.position.label("came"))
        .join(came, came.c.signal_id == table.c.signal_id)
        .where(came.c.what == "signal_received")
        .where(table.c.person_id.in_(records), table.c.state.in_(LIVE))
    )
    return list(work.connection.execute(query))


def _find_open_case(work: UnitOfWork, records: list[str]) -> str | None:
    table = case_list
    found = work.connection.execute(
        sa.select(table.c.case_id)
        .where(table.c.person_id.in_(records), table.c.state == "open")
        .order_by(table.c.due_on, table.c.case_id)
        .limit(1)
    ).scalar()
    return str(found) if found else None

"""Projections of landlords, flat searches and watch-overs, as the residence desk asks them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.housing.domain import flat_search_events, landlord, watch_over_events
from services.housing.projections.rows import SUBJECT, Row, values_of
from services.housing.projections.tables import (
    flat_application,
    landlord_list,
    search_list,
    watch_list,
    watch_visit,
)
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import RecordedEvent

# -- landlords and flats --------------------------------------------------------------------------


def landlord_won(connection: sa.Connection, e: RecordedEvent) -> None:
    values = values_of(e, "landlord_id", "kind", "won_by")
    values |= {"won_on": e.event.on, "accepts": list(e.event.accepts)}
    upsert(connection, landlord_list, ["landlord_id"], values)


def accepts_changed(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        landlord_list.update()
        .where(landlord_list.c.landlord_id == e.event.landlord_id)
        .values(accepts=list(e.event.accepts))
    )


def search_begun(connection: sa.Connection, e: RecordedEvent) -> None:
    values = values_of(e, "search_id", *SUBJECT)
    values |= {
        "state": flat_search_events.SEARCHING,
        "begun_on": e.event.on,
        "wishes": list(e.event.wishes),
        "viewed": 0,
    }
    upsert(connection, search_list, ["search_id"], values)


def flat_viewed(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_search(connection, e, viewed=search_list.c.viewed + 1)


def guarantor_found(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_search(connection, e, guarantor=e.event.guarantor)


def search_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_search(
        connection, e, state=flat_search_events.ENDED, ended_on=e.event.on, reason=e.event.reason
    )


def _set_search(connection: sa.Connection, e: RecordedEvent, **values: Any) -> None:
    connection.execute(
        search_list.update().where(search_list.c.search_id == e.event.search_id).values(**values)
    )


def applied_for(connection: sa.Connection, e: RecordedEvent) -> None:
    values = values_of(e, "application_id", "search_id", "landlord_id")
    values |= {"asked_on": e.event.on, "state": "asked"}
    upsert(connection, flat_application, ["application_id"], values)


def landlord_refused(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_application(connection, e, state="refused", reason=e.event.reason)


def landlord_agreed(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_application(connection, e, state="accepted")


def moved_in(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_application(connection, e, state=flat_search_events.MOVED_IN)


def _set_application(connection: sa.Connection, e: RecordedEvent, **values: Any) -> None:
    connection.execute(
        flat_application.update()
        .where(flat_application.c.application_id == e.event.application_id)
        .values(**values)
    )


# -- watching over --------------------------------------------------------------------------------


def watch_begun(connection: sa.Connection, e: RecordedEvent) -> None:
    values = values_of(e, "watch_id", *SUBJECT, "until", "every_days", "grace_days")
    values |= {"state": watch_over_events.WATCHING, "begun_on": e.event.on}
    upsert(connection, watch_list, ["watch_id"], values)
    planned = {"state": "planned", "attempts": 0, "alarm": False, "escalated": False}
    for day in e.event.visits:
        visit = {"watch_id": e.event.watch_id, "scheduled_on": date.fromisoformat(day)}
        upsert(connection, watch_visit, ["watch_id", "scheduled_on"], visit | planned)


def visit_made(connection: sa.Connection, e: RecordedEvent) -> None:
    values: Row = {"attempts": watch_visit.c.attempts + 1, "last_on": e.event.on}
    if e.event.met and not e.event.late:
        values["state"] = "made"
    _set_visit(connection, e, **values)
    if e.event.met:
        connection.execute(
            watch_visit.update()
            .where(
                watch_visit.c.watch_id == e.event.watch_id,
                watch_visit.c.scheduled_on <= max(e.event.on, e.event.scheduled_on),
            )
            .values(alarm=False)
        )


def visit_missed(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_visit(connection, e, state="missed", alarm=True)


def visit_escalated(connection: sa.Connection, e: RecordedEvent) -> None:
    _set_visit(connection, e, escalated=True)


def watch_ended(connection: sa.Connection, e: RecordedEvent) -> None:
    connection.execute(
        watch_list.update()
        .where(watch_list.c.watch_id == e.event.watch_id)
        .values(
            state=watch_over_events.ENDED,
            ended_on=e.event.on,
            reason=e.event.reason,
            to_desk=e.event.to_desk,
        )
    )
    connection.execute(
        watch_visit.update()
        .where(watch_visit.c.watch_id == e.event.watch_id, watch_visit.c.state == "planned")
        .values(state="dropped")
    )


def _set_visit(connection: sa.Connection, e: RecordedEvent, **values: Any) -> None:
    connection.execute(
        watch_visit.update()
        .where(
            watch_visit.c.watch_id == e.event.watch_id,
            watch_visit.c.scheduled_on == e.event.scheduled_on,
        )
        .values(**values)
    )


RESIDENCE_MODELS: dict[type, Callable[[sa.Connection, RecordedEvent], None]] = {
    landlord.LandlordWon: landlord_won,
    landlord.LandlordAcceptsChanged: accepts_changed,
    flat_search_events.FlatSearchBegun: search_begun,
    flat_search_events.FlatViewed: flat_viewed,
    flat_search_events.FlatAppliedFor: applied_for,
    flat_search_events.LandlordRefused: landlord_refused,
    flat_search_events.LandlordAgreed: landlord_agreed,
    flat_search_events.GuarantorFound: guarantor_found,
    flat_search_events.MovedIn: moved_in,
    flat_search_events.FlatSearchEnded: search_ended,
    watch_over_events.WatchOverBegun: watch_begun,
    watch_over_events.VisitMade: visit_made,
    watch_over_events.VisitMissed: visit_missed,
    watch_over_events.VisitAlarmEscalated: visit_escalated,
    watch_over_events.WatchOverEnded: watch_ended,
}

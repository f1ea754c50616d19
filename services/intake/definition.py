"""What makes intake a service: the table of contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from services.intake.domain.events import case, meeting, person, signal
from services.intake.domain.invariants import INVARIANTS
from services.intake.domain.refusals import cases as case_refusals
from services.intake.domain.refusals import meetings as meeting_refusals
from services.intake.domain.refusals import persons as person_refusals
from services.intake.domain.refusals import signals as signal_refusals
from services.intake.imports import IMPORTERS
from services.intake.projections.cases import READ_MODELS, list_case_needs, metadata, timeline
from services.intake.projections.identity import IDENTITY_READ_MODELS, list_match_needs
from services.intake.projections.meetings import MEETING_READ_MODELS, list_meeting_needs
from services.intake.projections.person_index import index_persons
from services.intake.projections.person_index_verification import (
    prove,
    rebuild,
    rebuild_if_outdated,
)
from services.intake.projections.signal_models import SIGNAL_READ_MODELS
from services.intake.projections.signals import list_signal_needs
from services.intake.published import CATALOGUE, UPCASTERS
from services.intake.reactions.facts import FOLLOWS
from services.intake.reactions.signal_messages import INCOMING
from services.intake.routes import ROUTES
from services.intake.timers import EVERY_SECONDS, next_alarm, tell_the_leads
from tsunagu.domain.refusal import collect_refusals
from tsunagu.hosting.definition import Definition
from tsunagu.log import refusals as log_refusals
from tsunagu.log.open_needs import OpenNeed

PRIVATE = [
    case.CaseStateFollowed,
    case.CaseRecordDated,
    person.PersonRead,
    signal.SignalNoteTaken,
    signal.SignalNoteRead,
    signal.SlipIssued,
    signal.SignalSharingStopped,
    signal.SignalRefused,
    signal.SequenceGapExplained,
    meeting.MeetingCalled,
    meeting.MeetingAgendaSet,
    meeting.MeetingMemberNamed,
    meeting.MinutesRead,
]


def list_needs(connection: sa.Connection) -> Iterator[OpenNeed]:
    """Everything at intake that waits for somebody."""
    yield from list_case_needs(connection)
    yield from list_signal_needs(connection)
    yield from list_meeting_needs(connection)
    yield from list_match_needs(connection)


def merge_tables(*tables: Mapping[type, Any]) -> dict[type, list[Any]]:
    """One table of read models; several may follow the same event."""
    merged: dict[type, list[Any]] = {}
    for table in tables:
        for event, models in table.items():
            merged.setdefault(event, []).extend(models if isinstance(models, list) else [models])
    return merged


DEFINITION = Definition(
    name="intake",
    package="services.intake",
    metadata=metadata,
    events=[*(fact.event_class for fact in CATALOGUE.facts.values()), *PRIVATE],
    read_models=merge_tables(
        READ_MODELS, MEETING_READ_MODELS, SIGNAL_READ_MODELS, IDENTITY_READ_MODELS
    ),
    upcasters=UPCASTERS,
    catalogue=CATALOGUE,
    follows=FOLLOWS,
    incoming=INCOMING,
    importers=IMPORTERS,
    needs=list_needs,
    timers=[(EVERY_SECONDS, tell_the_leads)],
    next_alarm=next_alarm,
    own_rows={timeline.name: timeline.c.source == "intake"},
    indexes={
        person.PersonRegistered: index_persons,
        person.PersonDetailsCorrected: index_persons,
    },
    proofs=[prove],
    repairs={"rebuild": rebuild},
    seeds=[rebuild_if_outdated],
    routes=ROUTES,
    # Where several have one code, documents show the first one's words.
    refusals=[
        *collect_refusals(case_refusals, signal_refusals, meeting_refusals, person_refusals),
        *log_refusals.REFUSALS,
    ],
    invariants=INVARIANTS,
)

"""What makes intake a service: the table of contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from services.intake import (
    domain_meeting,
    domain_person,
    domain_refusal,
    domain_sequence,
    domain_signal,
)
from services.intake.clocks import EVERY_SECONDS, tell_the_leads
from services.intake.importing import IMPORTERS
from services.intake.incoming import INCOMING
from services.intake.person_index import follow
from services.intake.person_index_proof import indexed_as_today, prove, rebuild
from services.intake.published import CATALOGUE, UPCASTERS
from services.intake.readmodels import READ_MODELS, case_needs, metadata, timeline
from services.intake.readmodels_identity import IDENTITY_READ_MODELS, match_needs
from services.intake.readmodels_meetings import MEETING_READ_MODELS, meeting_needs
from services.intake.readmodels_signals import SIGNAL_READ_MODELS, signal_needs
from services.intake.rest import ROUTES
from services.intake.subscriptions import FOLLOWS
from tsunagu.definition import Definition
from tsunagu.needs import OpenNeed

PRIVATE = [
    domain_person.PersonRead,
    domain_signal.SignalNoteTaken,
    domain_signal.SignalNoteRead,
    domain_signal.SlipIssued,
    domain_signal.SignalSharingStopped,
    domain_refusal.SignalRefused,
    domain_sequence.SequenceGapExplained,
    domain_meeting.MeetingCalled,
    domain_meeting.MeetingAgendaSet,
    domain_meeting.MeetingMemberNamed,
    domain_meeting.MinutesRead,
]


def needs(connection: sa.Connection) -> Iterator[OpenNeed]:
    """Everything at intake that waits for somebody."""
    yield from case_needs(connection)
    yield from signal_needs(connection)
    yield from meeting_needs(connection)
    yield from match_needs(connection)


def together(*tables: Mapping[type, Any]) -> dict[type, list[Any]]:
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
    read_models=together(
        READ_MODELS, MEETING_READ_MODELS, SIGNAL_READ_MODELS, IDENTITY_READ_MODELS
    ),
    upcasters=UPCASTERS,
    catalogue=CATALOGUE,
    follows=FOLLOWS,
    incoming=INCOMING,
    importers=IMPORTERS,
    needs=needs,
    timers=[(EVERY_SECONDS, tell_the_leads)],
    own_rows={timeline.name: timeline.c.source == "intake"},
    indexes={
        domain_person.PersonRegistered: follow,
        domain_person.PersonDetailsCorrected: follow,
    },
    proofs=[prove],
    repairs={"rebuild": rebuild},
    seeds=[indexed_as_today],
    routes=ROUTES,
)

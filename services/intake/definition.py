"""What makes intake a service: the table of contents."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from services.intake import domain_meeting, domain_person, domain_signal
from services.intake.importing import IMPORTERS
from services.intake.published import CATALOGUE
from services.intake.readmodels import READ_MODELS, metadata, open_needs, timeline
from services.intake.readmodels_meetings import MEETING_READ_MODELS, meeting_needs
from services.intake.rest import ROUTES
from services.intake.subscriptions import FOLLOWS
from tsunagu.definition import Definition
from tsunagu.needs import OpenNeed

PRIVATE = [
    domain_person.PersonRead,
    domain_signal.SignalNoteTaken,
    domain_meeting.MeetingCalled,
    domain_meeting.MeetingMemberNamed,
    domain_meeting.MinutesRead,
]


def needs(connection: sa.Connection) -> Iterator[OpenNeed]:
    """Everything at intake that waits for somebody."""
    yield from open_needs(connection)
    yield from meeting_needs(connection)


DEFINITION = Definition(
    name="intake",
    package="services.intake",
    metadata=metadata,
    events=[*(fact.event_class for fact in CATALOGUE.facts.values()), *PRIVATE],
    read_models=READ_MODELS | MEETING_READ_MODELS,
    catalogue=CATALOGUE,
    follows=FOLLOWS,
    importers=IMPORTERS,
    needs=needs,
    own_rows={timeline.name: timeline.c.source == "intake"},
    routes=ROUTES,
)

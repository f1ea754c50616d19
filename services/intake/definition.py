"""What makes intake a service: the table of contents."""

from __future__ import annotations

from services.intake import domain_person, domain_signal
from services.intake.importing import IMPORTERS
from services.intake.published import CATALOGUE
from services.intake.readmodels import READ_MODELS, metadata, open_needs, timeline
from services.intake.rest import ROUTES
from services.intake.subscriptions import FOLLOWS
from tsunagu.definition import Definition

PRIVATE = [domain_person.PersonRead, domain_signal.SignalNoteTaken]

DEFINITION = Definition(
    name="intake",
    package="services.intake",
    metadata=metadata,
    events=[*(fact.event_class for fact in CATALOGUE.facts.values()), *PRIVATE],
    read_models=READ_MODELS,
    catalogue=CATALOGUE,
    follows=FOLLOWS,
    importers=IMPORTERS,
    needs=open_needs,
    own_rows={timeline.name: timeline.c.source == "intake"},
    routes=ROUTES,
)

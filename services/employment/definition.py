"""What makes employment a service: the table of contents."""

from __future__ import annotations

from services.employment.domain import (
    employer,
    introduction,
    job,
    opening_events,
    preparation,
    seeker,
    training,
)
from services.employment.domain.readiness_ladder import ReadinessMoved
from services.employment.domain.waiting import NextStepSet
from services.employment.projections import READ_MODELS, metadata, open_needs
from services.employment.published import CATALOGUE
from services.employment.reactions import FOLLOWS
from services.employment.reference.sheets import SHEETS
from services.employment.routes import ROUTES
from services.employment.timers import EVERY_SECONDS, expire_openings
from tsunagu.hosting.definition import Definition, at_midnight

EVENTS: list[type] = [
    *SHEETS.events,
    *seeker.EVENTS,
    ReadinessMoved,
    NextStepSet,
    *employer.EVENTS,
    *opening_events.EVENTS,
    *introduction.EVENTS,
    *job.EVENTS,
    *preparation.EVENTS,
    *training.EVENTS,
]

DEFINITION = Definition(
    name="employment",
    package="services.employment",
    metadata=metadata,
    events=EVENTS,
    read_models=READ_MODELS,
    catalogue=CATALOGUE,
    follows=FOLLOWS,
    needs=open_needs,
    timers=[(EVERY_SECONDS, expire_openings)],
    next_alarm=at_midnight,
    routes=ROUTES,
)

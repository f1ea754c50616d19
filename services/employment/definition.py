"""What makes employment a service: the table of contents."""

from __future__ import annotations

from services.employment.domain import (
    employer,
    introduction,
    job_events,
    opening_events,
    preparation,
    seeker_events,
    training,
)
from services.employment.domain.invariants import INVARIANTS
from services.employment.domain.readiness_ladder import ReadinessMoved
from services.employment.domain.refusals import courses, openings, placements, seekers, shared
from services.employment.domain.work_item import NextStepSet
from services.employment.projections import READ_MODELS, metadata, open_needs
from services.employment.published import CATALOGUE
from services.employment.reactions import FOLLOWS
from services.employment.reference.sheets import SHEETS
from services.employment.routes import ROUTES
from services.employment.timers import EVERY_SECONDS, expire_openings
from tsunagu.domain import codes, work_item
from tsunagu.domain.refusal import collect_refusals
from tsunagu.hosting.definition import Definition, at_midnight
from tsunagu.log import refusals as log_refusals
from tsunagu.sheets import inbox

EVENTS: list[type] = [
    *SHEETS.events,
    *seeker_events.EVENTS,
    ReadinessMoved,
    NextStepSet,
    *employer.EVENTS,
    *opening_events.EVENTS,
    *introduction.EVENTS,
    *job_events.EVENTS,
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
    refusals=[
        *collect_refusals(shared, seekers, openings, placements, courses),
        *codes.REFUSALS,
        *work_item.REFUSALS,
        *inbox.REFUSALS,
        *log_refusals.REFUSALS,
    ],
    invariants=INVARIANTS,
)

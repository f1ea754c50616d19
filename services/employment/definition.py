"""What makes employment a service: the table of contents."""

from __future__ import annotations

from services.employment import (
    domain,
    domain_employer,
    domain_introduction,
    domain_job,
    domain_offered,
    domain_preparation,
    domain_training,
)
from services.employment.domain_ladder import ReadinessMoved
from services.employment.domain_waiting import NextStepSet
from services.employment.expiring import EVERY_SECONDS, expire_openings
from services.employment.published import CATALOGUE
from services.employment.readmodels import READ_MODELS, metadata, open_needs
from services.employment.rest import ROUTES
from services.employment.sheets import JOINING
from services.employment.subscriptions import FOLLOWS
from tsunagu.definition import Definition

EVENTS: list[type] = [
    *JOINING.events,
    *domain.EVENTS,
    ReadinessMoved,
    NextStepSet,
    *domain_employer.EVENTS,
    *domain_offered.EVENTS,
    *domain_introduction.EVENTS,
    *domain_job.EVENTS,
    *domain_preparation.EVENTS,
    *domain_training.EVENTS,
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
    routes=ROUTES,
)

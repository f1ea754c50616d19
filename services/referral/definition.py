"""What makes referral a service: the table of contents."""

from __future__ import annotations

from services.referral.domain.events import EVENTS
from services.referral.imports import IMPORTERS
from services.referral.projections import READ_MODELS, metadata, open_needs
from services.referral.published import CATALOGUE
from services.referral.reactions import FOLLOWS
from services.referral.routes import ROUTES
from services.referral.timers import EVERY_SECONDS, list_desks, remind_and_escalate
from tsunagu.hosting.definition import Definition, at_midnight

DEFINITION = Definition(
    name="referral",
    package="services.referral",
    metadata=metadata,
    events=EVENTS,
    read_models=READ_MODELS,
    catalogue=CATALOGUE,
    follows=FOLLOWS,
    importers=IMPORTERS,
    needs=open_needs,
    timers=[(EVERY_SECONDS, remind_and_escalate)],
    next_alarm=at_midnight,
    seeds=[list_desks],
    routes=ROUTES,
)

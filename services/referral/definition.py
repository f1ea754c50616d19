"""What makes referral a service: the table of contents."""

from __future__ import annotations

from services.referral.domain import refusals
from services.referral.domain.events import EVENTS
from services.referral.domain.invariants import INVARIANTS
from services.referral.imports import IMPORTERS
from services.referral.projections import READ_MODELS, metadata
from services.referral.projections.needs import list_open_needs
from services.referral.published import CATALOGUE
from services.referral.reactions import FOLLOWS_EVERY
from services.referral.routes import ROUTES
from services.referral.timers import EVERY_SECONDS, remind_and_escalate, seed_directory
from tsunagu.domain.codes import NOT_A_CODE
from tsunagu.domain.refusal import collect_refusals
from tsunagu.domain.work_item import DUE_IN_THE_PAST
from tsunagu.hosting.definition import Definition, at_midnight
from tsunagu.log import refusals as log_refusals

DEFINITION = Definition(
    name="referral",
    package="services.referral",
    metadata=metadata,
    events=EVENTS,
    read_models=READ_MODELS,
    catalogue=CATALOGUE,
    follows_every=FOLLOWS_EVERY,
    importers=IMPORTERS,
    needs=list_open_needs,
    timers=[(EVERY_SECONDS, remind_and_escalate)],
    next_alarm=at_midnight,
    seeds=[seed_directory],
    routes=ROUTES,
    refusals=[*collect_refusals(refusals), NOT_A_CODE, DUE_IN_THE_PAST, *log_refusals.REFUSALS],
    invariants=INVARIANTS,
)

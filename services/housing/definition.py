"""The definition of housing: the table of contents that makes it a service."""

from __future__ import annotations

from services.housing.domain.benefit_events import BENEFIT_EVENTS
from services.housing.domain.course import COURSE_EVENTS
from services.housing.domain.flat_search_events import FLAT_EVENTS
from services.housing.domain.household import HOUSEHOLD_EVENTS
from services.housing.domain.invariants import INVARIANTS
from services.housing.domain.landlord import LANDLORD_EVENTS
from services.housing.domain.moving_costs_events import MOVING_COSTS_EVENTS
from services.housing.domain.refusals import benefit, residence, shared, shelter
from services.housing.domain.shelter import SHELTER_EVENTS
from services.housing.domain.watch_over_events import WATCH_EVENTS
from services.housing.projections import READ_MODELS, metadata, open_needs
from services.housing.published import CATALOGUE
from services.housing.reference.sheets import SHEETS
from services.housing.routes import ROUTES
from services.housing.timers import (
    EVERY_SECONDS,
    raise_rent_alarms,
    raise_stay_alarms,
    raise_visit_alarms,
)
from tsunagu.domain import codes, work_item
from tsunagu.domain.refusal import collect_refusals
from tsunagu.hosting.definition import Definition, at_midnight
from tsunagu.log import refusals as log_refusals
from tsunagu.sheets import inbox

DEFINITION = Definition(
    name="housing",
    package="services.housing",
    metadata=metadata,
    events=[
        *SHEETS.events,
        *COURSE_EVENTS,
        *HOUSEHOLD_EVENTS,
        *BENEFIT_EVENTS,
        *MOVING_COSTS_EVENTS,
        *SHELTER_EVENTS,
        *LANDLORD_EVENTS,
        *FLAT_EVENTS,
        *WATCH_EVENTS,
    ],
    read_models=READ_MODELS,
    catalogue=CATALOGUE,
    follows={"referral": SHEETS.follows},
    needs=open_needs,
    timers=[
        (EVERY_SECONDS, raise_rent_alarms),
        (EVERY_SECONDS, raise_stay_alarms),
        (EVERY_SECONDS, raise_visit_alarms),
    ],
    next_alarm=at_midnight,
    routes=ROUTES,
    refusals=[
        *collect_refusals(shared, benefit, shelter, residence),
        *codes.REFUSALS,
        *work_item.REFUSALS,
        *inbox.REFUSALS,
        *log_refusals.REFUSALS,
    ],
    invariants=INVARIANTS,
)

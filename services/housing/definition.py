"""What makes housing a service: the table of contents."""

from __future__ import annotations

from services.housing.clocks import EVERY_SECONDS, look_at_rents, look_at_stays, look_at_visits
from services.housing.domain import BENEFIT_EVENTS
from services.housing.domain_flats import FLAT_EVENTS
from services.housing.domain_household import HOUSEHOLD_EVENTS
from services.housing.domain_landlord import LANDLORD_EVENTS
from services.housing.domain_shelter import SHELTER_EVENTS
from services.housing.domain_steps import STEP_EVENTS
from services.housing.domain_watch import WATCH_EVENTS
from services.housing.published import CATALOGUE
from services.housing.readmodels import READ_MODELS, metadata, open_needs
from services.housing.rest import ROUTES
from services.housing.sheets import JOINING
from tsunagu.definition import Definition

DEFINITION = Definition(
    name="housing",
    package="services.housing",
    metadata=metadata,
    events=[
        *JOINING.events,
        *STEP_EVENTS,
        *HOUSEHOLD_EVENTS,
        *BENEFIT_EVENTS,
        *SHELTER_EVENTS,
        *LANDLORD_EVENTS,
        *FLAT_EVENTS,
        *WATCH_EVENTS,
    ],
    read_models=READ_MODELS,
    catalogue=CATALOGUE,
    follows={"referral": JOINING.follows},
    needs=open_needs,
    timers=[
        (EVERY_SECONDS, look_at_rents),
        (EVERY_SECONDS, look_at_stays),
        (EVERY_SECONDS, look_at_visits),
    ],
    routes=ROUTES,
)

"""What makes the food bank a service: the table of contents."""

from __future__ import annotations

import sqlalchemy as sa

from services.foodbank import (
    domain,
    domain_contact,
    domain_parcel,
    domain_ration,
    domain_stock,
    domain_visit,
)
from services.foodbank.asking import open_needs
from services.foodbank.published import CATALOGUE
from services.foodbank.readmodels import READ_MODELS
from services.foodbank.rest import ROUTES
from services.foodbank.sheets import JOINING
from services.foodbank.shelves import EVERY_SECONDS, discard_expired, set_first_rations
from services.foodbank.subscriptions import FOLLOWS
from services.foodbank.tables import consultation_heard, metadata
from tsunagu.definition import Definition

PRIVATE = [
    JOINING.Sheet.Arrived,
    JOINING.Sheet.Followed,
    domain_stock.StockMoved,
    domain_stock.StockPacked,
    domain_stock.StockPutBack,
    domain_stock.StockHandedOut,
    domain_ration.RationSet,
    domain_ration.RationDaysSet,
    domain.VisitorKnown,
    domain.CardIssued,
    domain.VisitorDescribed,
    domain.VisitorRead,
    domain.FirstVisit,
    domain_visit.VisitNoted,
    domain_visit.FoodPacked,
    domain_visit.FoodReceived,
    domain_parcel.ParcelPacked,
    domain_parcel.ParcelNoted,
    domain_parcel.ParcelRead,
    domain_contact.ContactNoted,
    domain_contact.ContactRead,
]

DEFINITION = Definition(
    name="foodbank",
    package="services.foodbank",
    metadata=metadata,
    events=[*(fact.event_class for fact in CATALOGUE.facts.values()), *PRIVATE],
    read_models=READ_MODELS,
    catalogue=CATALOGUE,
    follows=FOLLOWS,
    needs=open_needs,
    timers=[(EVERY_SECONDS, discard_expired)],
    own_rows={consultation_heard.name: sa.false()},  # all of them are intake's
    seeds=[set_first_rations],
    routes=ROUTES,
)

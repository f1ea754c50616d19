"""What makes the food bank a service: the table of contents."""

from __future__ import annotations

import sqlalchemy as sa

from services.foodbank.domain import refusals
from services.foodbank.domain.events import contact, parcel, ration, stock, visit, visitor
from services.foodbank.domain.invariants import INVARIANTS
from services.foodbank.projections import READ_MODELS
from services.foodbank.projections.tables import consultation_heard, metadata
from services.foodbank.published import CATALOGUE
from services.foodbank.queries.promises import list_open_needs
from services.foodbank.reactions import FOLLOWS
from services.foodbank.reference.sheets import SHEETS
from services.foodbank.routes import ROUTES
from services.foodbank.timers import EVERY_SECONDS, discard_expired, set_first_rations
from tsunagu.domain.codes import NOT_A_CODE
from tsunagu.domain.refusal import collect_refusals
from tsunagu.domain.work_item import DUE_IN_THE_PAST
from tsunagu.hosting.definition import Definition, at_midnight
from tsunagu.log import refusals as log_refusals
from tsunagu.sheets import inbox

PRIVATE = [
    SHEETS.Sheet.Arrived,
    SHEETS.Sheet.Followed,
    stock.StockMoved,
    stock.StockPacked,
    stock.StockPutBack,
    stock.StockHandedOut,
    ration.RationSet,
    ration.RationDaysSet,
    visitor.VisitorKnown,
    visitor.CardIssued,
    visitor.VisitorDescribed,
    visitor.VisitorRead,
    visitor.FirstVisit,
    visit.VisitNoted,
    visit.FoodPacked,
    visit.FoodReceived,
    parcel.ParcelPacked,
    parcel.ParcelNoted,
    parcel.ParcelRead,
    contact.ContactNoted,
    contact.ContactRead,
]

DEFINITION = Definition(
    name="foodbank",
    package="services.foodbank",
    metadata=metadata,
    events=[*(fact.event_class for fact in CATALOGUE.facts.values()), *PRIVATE],
    read_models=READ_MODELS,
    catalogue=CATALOGUE,
    follows=FOLLOWS,
    needs=list_open_needs,
    timers=[(EVERY_SECONDS, discard_expired)],
    next_alarm=at_midnight,
    own_rows={consultation_heard.name: sa.false()},  # all of them are intake's
    seeds=[set_first_rations],
    routes=ROUTES,
    refusals=[
        NOT_A_CODE,
        DUE_IN_THE_PAST,
        *collect_refusals(refusals),
        *inbox.REFUSALS,
        *log_refusals.REFUSALS,
    ],
    invariants=INVARIANTS,
)

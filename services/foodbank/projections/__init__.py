"""Which events change which tables of the food bank's screens; in the events' transaction."""

from __future__ import annotations

from typing import Any

from services.foodbank.projections.contacts import CONTACT_MODELS
from services.foodbank.projections.parcels import PARCEL_MODELS
from services.foodbank.projections.stock import STOCK_MODELS
from services.foodbank.projections.tables import metadata
from services.foodbank.projections.visitors import VISITOR_MODELS
from services.foodbank.projections.visits import VISIT_MODELS
from services.foodbank.reference.sheets import SHEETS

__all__ = ["READ_MODELS", "metadata"]

READ_MODELS: dict[type, Any] = {
    **SHEETS.read_models,
    **STOCK_MODELS,
    **VISITOR_MODELS,
    **VISIT_MODELS,
    **PARCEL_MODELS,
    **CONTACT_MODELS,
}

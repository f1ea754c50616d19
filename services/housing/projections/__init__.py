"""Which event changes which table, in the event's own transaction: the table of contents."""

from __future__ import annotations

from typing import Any

from services.housing.projections.benefits import BENEFIT_MODELS
from services.housing.projections.courses import COURSE_MODELS, open_needs
from services.housing.projections.payments import PAYMENT_MODELS
from services.housing.projections.residence import RESIDENCE_MODELS
from services.housing.projections.shelter import SHELTER_MODELS
from services.housing.projections.tables import metadata
from services.housing.reference.sheets import SHEETS

READ_MODELS: dict[type, Any] = {**SHEETS.read_models}
for models in (COURSE_MODELS, BENEFIT_MODELS, PAYMENT_MODELS, SHELTER_MODELS, RESIDENCE_MODELS):
    for event, model in models.items():
        READ_MODELS.setdefault(event, []).append(model)

__all__ = ["READ_MODELS", "metadata", "open_needs"]

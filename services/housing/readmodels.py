"""Which event changes which table, in the event's own transaction: the table of contents."""

from __future__ import annotations

from typing import Any

from services.housing.readmodels_benefit import BENEFIT_MODELS
from services.housing.readmodels_courses import COURSE_MODELS, open_needs
from services.housing.readmodels_payments import PAYMENT_MODELS
from services.housing.readmodels_places import PLACE_MODELS
from services.housing.sheets import JOINING
from services.housing.tables import metadata

READ_MODELS: dict[type, Any] = {**JOINING.read_models}
for models in (COURSE_MODELS, BENEFIT_MODELS, PAYMENT_MODELS, PLACE_MODELS):
    for event, model in models.items():
        READ_MODELS.setdefault(event, []).append(model)

__all__ = ["READ_MODELS", "metadata", "open_needs"]

"""The facts that housing publishes, and nothing else leaves it.

Never a name, an address, free text or a household's income, assets or rent.
"""

from __future__ import annotations

from services.housing.domain.course import NextStepSet
from services.housing.published.benefit import BENEFIT_FACTS
from services.housing.published.fields import OF_CASE, OfCase, code, day
from services.housing.published.residence import RESIDENCE_FACTS
from services.housing.published.shelter import SHELTER_FACTS
from services.housing.reference.sheets import SHEETS
from tsunagu.contracts.facts import Catalogue, FactType


class NextStepSchema(OfCase):
    kind = code("benefit, moving_costs, stay, flat_search or watch_over")
    id = code("its id")
    owner_desk = code("desk that owns the next step")
    next_step = code("what happens next")
    due_on = day("by when")


STEP_FACTS = (
    FactType(
        NextStepSet,
        NextStepSchema,
        OF_CASE
        | {
            "kind": "benefit",
            "id": "33333333-3333-5333-8333-333333333333",
            "owner_desk": "housing_security_benefit",
            "next_step": "gather_documents",
            "due_on": "2026-12-04",
        },
    ),
)

CATALOGUE = Catalogue(
    "housing",
    [*STEP_FACTS, *BENEFIT_FACTS, *SHELTER_FACTS, *RESIDENCE_FACTS, SHEETS.fact],
)

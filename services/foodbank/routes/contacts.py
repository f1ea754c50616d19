"""What REST offers of the consultation aide's contacts."""

from __future__ import annotations

from services.foodbank.routes.kinds import do
from services.foodbank.schemas.bodies import Reading, Step
from services.foodbank.schemas.contacts import ContactShape, Outcome
from tsunagu.contracts.routes import Route

_CONTACT = "/contacts/<contact_id>"

CONTACTS: tuple[Route, ...] = (
    do(
        "/contacts",
        "record_contact",
        "相談補助員の声かけ",
        "A contact of the consultation aide",
        ContactShape,
    ),
    do(
        f"{_CONTACT}/next-step",
        "set_contact_step",
        "約束したこと",
        "What the aide promised",
        Step,
    ),
    do(
        f"{_CONTACT}/outcome",
        "end_contact_step",
        "約束の結果",
        "What became of the promise",
        Outcome,
    ),
    do(
        f"{_CONTACT}/reading",
        "read_contact",
        "声かけの記録を見る（記録される）",
        "Read the aide's words; recorded",
        Reading,
    ),
)

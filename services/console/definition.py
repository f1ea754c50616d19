"""The console's definition: tokens are its only events, and it follows no service."""

from __future__ import annotations

import sqlalchemy as sa

from services.console.domain import refusals
from services.console.domain.token import TokenIssued, TokenRevoked
from services.console.projections import (
    READ_MODELS,
    described_contracts,
    described_routes,
    metadata,
)
from services.console.routes import ROUTES
from tsunagu.domain.refusal import collect_refusals
from tsunagu.hosting.definition import Definition
from tsunagu.log import refusals as log_refusals
from tsunagu.messaging.refusals import OUTCOME_UNKNOWN, SERVICE_BUSY, SERVICE_UNAVAILABLE

DEFINITION = Definition(
    name="console",
    package="services.console",
    metadata=metadata,
    events=[TokenIssued, TokenRevoked],
    read_models=READ_MODELS,
    own_rows={described_routes.name: sa.false(), described_contracts.name: sa.false()},
    routes=ROUTES,
    refusals=[
        *collect_refusals(refusals),
        SERVICE_UNAVAILABLE,
        SERVICE_BUSY,
        OUTCOME_UNKNOWN,
        *log_refusals.REFUSALS,
    ],
)

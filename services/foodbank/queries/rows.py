"""One row of a table by its key, or the refusal where there is none."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from services.foodbank.domain.refusals import NOT_FOUND
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.refusal import Refusal
from tsunagu.projections.paging import encode_row


def get_row(
    connection: sa.Connection,
    table: sa.Table,
    key: sa.Column[Any],
    id: str,
    missing: Refusal = NOT_FOUND,
) -> JsonObject:
    row = connection.execute(sa.select(table).where(key == id)).first()
    if row is None:
        raise missing(id=id)
    return encode_row(row._mapping)

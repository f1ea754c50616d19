"""Who may act: the food bank's own desk, for whatever happens at the food bank."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema

from services.foodbank.domain.refusals import not_this_desk
from services.foodbank.reference.sheets import SHEETS


def ours(schema: Schema, body: dict[str, Any], keep_desk: bool = False) -> dict[str, Any]:
    """The checked body of a command that only the food bank's desk may give, without the desk."""
    asked: dict[str, Any] = schema.load(body)
    if asked["by"] not in SHEETS.desks:
        raise not_this_desk(asked["by"])
    if not keep_desk:
        del asked["by"]
    return asked

"""The two kinds of route that the food bank has: a question, and a command of its own desk."""

from __future__ import annotations

from typing import Any

from services.foodbank.schemas.bodies import Body
from tsunagu.contracts import route_kinds
from tsunagu.contracts.payload import Payload
from tsunagu.contracts.routes import Route


def do(
    path: str,
    method: str,
    ja: str,
    en: str,
    body: type[Payload] = Body,
    *,
    versioned: bool = False,
) -> Route:
    """A command of the food bank's own desk."""
    return route_kinds.do(f"/foodbank{path}", method, ja, en, body, versioned=versioned)


def ask(
    path: str, method: str, ja: str, en: str, query: type[Payload] | None = None, **more: Any
) -> Route:
    """A question."""
    return route_kinds.ask(f"/foodbank{path}", method, ja, en, query, **more)

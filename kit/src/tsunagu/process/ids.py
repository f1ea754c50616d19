"""Ids that a service gives out. Domains take them as arguments."""

from __future__ import annotations

import uuid


def new_id() -> str:
    """An id that nothing else has."""
    return str(uuid.uuid4())

"""Helpers for the checked body of a command: leave fields out, turn lists into tuples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tsunagu.domain.json_object import JsonObject


def omit_fields(values: Mapping[str, Any], *names: str) -> JsonObject:
    """The values without the named fields."""
    return {key: value for key, value in values.items() if key not in names}


def freeze_lists(values: Mapping[str, Any]) -> JsonObject:
    """The values with every list made a tuple, as events hold it."""
    return {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}

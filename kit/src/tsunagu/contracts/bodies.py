"""What a command hands on of its checked body: some of its fields, or lists as events hold them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tsunagu.domain.json_object import JsonObject


def omit_fields(values: Mapping[str, Any], *names: str) -> JsonObject:
    """All but the fields of these names."""
    return {key: value for key, value in values.items() if key not in names}


def freeze_lists(values: Mapping[str, Any]) -> JsonObject:
    """Lists as events hold them."""
    return {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}

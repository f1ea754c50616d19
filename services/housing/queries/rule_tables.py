"""A rule table as the desks see it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from services.housing.domain.rule_tables import OFFICIAL, RuleTable
from tsunagu.domain.json_object import JsonObject


def describe_table(table: RuleTable) -> JsonObject:
    """A rule table as JSON has it, each amount marked where it is not official."""
    marked: JsonObject = _mark(asdict(table) | {"valid_from": table.valid_from.isoformat()})
    return marked


def _mark(value: Any) -> Any:
    if isinstance(value, dict):
        marked = {str(key): _mark(inner) for key, inner in value.items()}
        if "confidence" in marked:
            marked["unverified"] = marked["confidence"] != OFFICIAL
        return marked
    return [_mark(inner) for inner in value] if isinstance(value, list | tuple) else value

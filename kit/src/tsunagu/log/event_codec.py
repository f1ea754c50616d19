"""Encodes events as the text kept in the log, and decodes them.

Old schema versions are upcast on reading; a wire name never changes. Decoding
skips the dataclass constructor: what the log holds was checked when written.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import orjson

from tsunagu.domain.json_object import JsonObject

Upcaster = Callable[[JsonObject], JsonObject]


def _contains(hint: Any, wanted: type) -> bool:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return any(_contains(part, wanted) for part in typing.get_args(hint))
    return hint is wanted or typing.get_origin(hint) is wanted


class EventType:
    """How one event class is written and read."""

    def __init__(self, event_class: type) -> None:
        self.event_class = event_class
        self.wire_type: str = event_class.wire_type  # type: ignore[attr-defined]
        self.schema: int = event_class.schema  # type: ignore[attr-defined]
        self.personal: tuple[str, ...] = event_class.personal_fields  # type: ignore[attr-defined]
        fields = dataclasses.fields(event_class)
        hints = typing.get_type_hints(event_class)
        self.public = tuple(f.name for f in fields if f.name not in self.personal)
        self.dates = tuple(f.name for f in fields if _contains(hints[f.name], date))
        self.tuples = tuple(f.name for f in fields if _contains(hints[f.name], tuple))
        self.defaults = {
            f.name: f.default for f in fields if f.default is not dataclasses.MISSING
        } | {
            f.name: f.default_factory()
            for f in fields
            if f.default_factory is not dataclasses.MISSING
        }
        self.names = frozenset(f.name for f in fields)

    def encode(self, event: Any) -> tuple[str, bytes | None]:
        """The public fields as JSON text, and the personal ones as JSON bytes (or None)."""
        values = event.__dict__
        data = orjson.dumps({name: values[name] for name in self.public}).decode()
        secret = {name: values[name] for name in self.personal if values[name] is not None}
        return data, orjson.dumps(secret) if secret else None

    def decode(self, values: JsonObject) -> Any:
        """The event whose fields these are; absent ones take their default."""
        if len(values) != len(self.names):
            values = self.defaults | {k: v for k, v in values.items() if k in self.names}
        for name in self.dates:
            if isinstance(value := values.get(name), str):
                values[name] = date.fromisoformat(value)
        for name in self.tuples:
            if isinstance(value := values.get(name), list):
                values[name] = tuple(value)
        event: Any = object.__new__(self.event_class)
        event.__dict__.update(values)
        return event


class EventTypes:
    """Every event a service may find in its log."""

    def __init__(
        self,
        event_classes: Iterable[type],
        upcasters: Mapping[tuple[str, int], Upcaster] | None = None,
    ) -> None:
        self._by_wire: dict[str, EventType] = {}
        self._by_class: dict[type, EventType] = {}
        self._upcasters = dict(upcasters or {})
        for event_class in event_classes:
            kind = EventType(event_class)
            if kind.wire_type in self._by_wire:
                raise TypeError(f"two events claim the wire name {kind.wire_type}")
            self._by_wire[kind.wire_type] = self._by_class[event_class] = kind

    def find_type(self, event_class: type) -> EventType:
        try:
            return self._by_class[event_class]
        except KeyError:
            raise TypeError(f"{event_class.__name__} is not among the service's events") from None

    def find_type_named(self, wire_type: str) -> EventType:
        return self._by_wire[wire_type]

    def upcast(self, wire_type: str, schema: int, values: JsonObject) -> JsonObject:
        """Lift stored public fields, version by version, to today's schema."""
        newest = self._by_wire[wire_type].schema
        if schema > newest:
            raise ValueError(f"{wire_type} version {schema} is newer than this service knows")
        while schema < newest:
            lift = self._upcasters.get((wire_type, schema))
            if lift is None:
                raise ValueError(f"no upcaster for {wire_type} from version {schema}")
            values = lift(values)
            schema += 1
        return values

    def decode(
        self, wire_type: str, schema: int, data: str, personal: JsonObject | None = None
    ) -> Any:
        """The stored row as an event; forgotten personal fields are None."""
        kind = self._by_wire[wire_type]
        values: JsonObject = orjson.loads(data)
        if schema != kind.schema:
            values = self.upcast(wire_type, schema, values)
        if personal:
            values.update(personal)
        return kind.decode(values)

"""Events and aggregates: what every service's `domain` is made of.

A command method checks the rules and calls `self.record(Event(...))`; the
methods marked `@applies(Event)` only assign. Time and ids come in as
arguments: nothing here reads a clock, a database or a broker.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Self, TypeVar, dataclass_transform

PERSONAL = "tsunagu.personal"

E = TypeVar("E")


def personal(default: Any = None) -> Any:
    """A field that names or describes a person: encrypted in the log, never published."""
    return dataclasses.field(default=default, metadata={PERSONAL: True})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(personal,))
def event(wire_type: str, schema: int = 1) -> Callable[[type[E]], type[E]]:
    """Declare a domain event under its permanent wire name.

    The class becomes a frozen, keyword-only dataclass. Fields hold JSON
    primitives, `date`, or tuples of strings. A class with `personal()` fields
    needs a `person_id` field: it names whose key encrypts them.
    """

    def declare(cls: type[E]) -> type[E]:
        frozen = dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        fields = dataclasses.fields(frozen)  # type: ignore[arg-type]
        secret = tuple(f.name for f in fields if f.metadata.get(PERSONAL))
        names = {f.name for f in fields}
        if secret and "person_id" not in names:
            raise TypeError(f"{wire_type} has personal fields {secret} but no person_id")
        frozen.wire_type = wire_type  # type: ignore[attr-defined]
        frozen.schema = schema  # type: ignore[attr-defined]
        frozen.personal_fields = secret  # type: ignore[attr-defined]
        return frozen

    return declare


def applies(event_class: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Mark the method that assigns an event's meaning to the aggregate's state."""

    def mark(method: Callable[..., None]) -> Callable[..., None]:
        method.applies_to = event_class  # type: ignore[attr-defined]
        return method

    return mark


class Aggregate:
    """A consistency boundary rebuilt from its stream of events.

    `category` starts the stream's name (`case-<id>`). `version` counts the
    events in the stream, pending ones included; `stored_version` only those
    already in the log, and is what optimistic concurrency compares.
    """

    category: ClassVar[str]
    _appliers: ClassVar[dict[type, Callable[..., None]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        appliers = dict(cls._appliers)
        for method in vars(cls).values():
            event_class = getattr(method, "applies_to", None)
            if event_class is not None:
                appliers[event_class] = method
        cls._appliers = appliers

    def __init__(self, id: str) -> None:
        self.id = id
        self.version = 0
        self.stored_version = 0
        self.pending: list[Any] = []
        self.listener: Callable[[Aggregate, Any], None] | None = None

    @property
    def stream(self) -> str:
        return f"{self.category}-{self.id}"

    @property
    def exists(self) -> bool:
        """Whether anything was ever recorded about it."""
        return self.version > 0

    def record(self, event: Any) -> None:
        """Apply a new event and keep it for the log."""
        applier = self._appliers.get(type(event))
        if applier is not None:
            applier(self, event)
        self.version += 1
        self.pending.append(event)
        if self.listener is not None:
            self.listener(self, event)

    def apply(self, event: Any) -> None:
        applier = self._appliers.get(type(event))
        if applier is not None:
            applier(self, event)
        self.version += 1

    @classmethod
    def replay(cls, id: str, events: Iterable[Any]) -> Self:
        """The aggregate as the stored events left it."""
        self = cls(id)
        appliers = self._appliers
        count = 0
        for e in events:
            applier = appliers.get(type(e))
            if applier is not None:
                applier(self, e)
            count += 1
        self.version = self.stored_version = count
        return self

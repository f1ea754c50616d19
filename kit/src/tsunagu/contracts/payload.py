"""Payload classes: the typed input of a command or query, and the schema that loads it.

    @payload
    class Assess(Body):
        issues: tuple[str, ...] = Codes(known_issue, "codes of /issues", least=1)
        wishes: str | None = Words()

Each annotated attribute holds the marshmallow field that reads it; `@payload` makes of them
the class's `schema` (documents are written from it) and turns the class into a frozen
dataclass. `Assess.load(body)` is the only way from JSON to it. Lists become tuples, nested
payloads become payloads, and what was left out without a default is None. A field that holds
a day says which days it can hold (`day_ranges`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any, ClassVar, Self, TypeVar, dataclass_transform

import marshmallow
from marshmallow import RAISE, Schema, missing, post_load

from tsunagu.contracts.day_ranges import describe_range
from tsunagu.contracts.text_fields import Code, Integer, Key, String
from tsunagu.domain.json_object import JsonObject

# marshmallow's fields, but for texts and numbers. In a payload a field stands where its value
# will be, so the type checker is told of the value alone, by the annotation.
fields: Any = SimpleNamespace(
    **(vars(marshmallow.fields) | {"String": String, "Code": Code, "Key": Key, "Integer": Integer})
)


class PayloadSchema(Schema):
    """Reads one kind of payload; an unknown field is a fault."""

    class Meta:
        unknown = RAISE

    payload_class: ClassVar[type[Payload]]

    @post_load
    def make(self, values: JsonObject, *, partial: Any = None, **_: Any) -> Any:
        """The payload; of one that is loaded in part, a mapping of what was given."""
        if partial:
            return values
        made = self.payload_class(**{name: _freeze(value) for name, value in values.items()})
        made.check()
        return made


@cache
def schema_instance(schema: type[Schema]) -> Schema:
    """The one instance of a schema: building it costs more than using it."""
    return schema()


class Payload:
    """Base of every payload; a subclass is decorated with `@payload`."""

    schema: ClassVar[type[PayloadSchema]] = PayloadSchema

    @classmethod
    def load(cls, given: Mapping[str, Any]) -> Self:
        """The payload in that JSON object; marshmallow's ValidationError names every fault."""
        loaded: Self = schema_instance(cls.schema).load(given)
        return loaded

    def check(self) -> None:
        """Check several fields together; raises ValidationError with a field's name."""

    def values(self, *without: str) -> JsonObject:
        """Its fields as keyword arguments, but for those named."""
        names = (field.name for field in dataclasses.fields(self))  # type: ignore[arg-type]
        return {name: getattr(self, name) for name in names if name not in without}


P = TypeVar("P", bound=Payload)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def payload(cls: type[P]) -> type[P]:
    """Make a frozen dataclass of the class, and the schema that loads it of its fields."""
    declared = {
        name: value
        for name, value in vars(cls).items()
        if isinstance(value, marshmallow.fields.Field)
    }
    for name, field in declared.items():
        describe_range(f"{cls.__name__}.{name}", field)
    bases = tuple(vars(base)["schema"] for base in cls.__bases__ if "schema" in vars(base))
    own = {**declared, "payload_class": cls, "__doc__": cls.__doc__}
    cls.schema = type(cls.__name__, bases or (cls.schema,), own)
    for name, field in declared.items():
        if field.required:
            delattr(cls, name)
        else:
            setattr(cls, name, _find_default(field))
    made: type[P] = dataclasses.dataclass(frozen=True, kw_only=True)(cls)
    return made


def _find_default(field: marshmallow.fields.Field[Any]) -> Any:
    default = field.load_default
    if default is missing:
        return None
    if callable(default):
        return dataclasses.field(default_factory=lambda: _freeze(default()))
    return _freeze(default)


def _freeze(value: Any) -> Any:
    return tuple(_freeze(one) for one in value) if isinstance(value, list) else value

"""Refusals, declared: every "no" that a service may say, with its code, sentence and remedy.

    NEED_CLOSED = Refusal(
        "need_closed",
        Text("この困りごとは終わっています", "this need is closed"),
        field="need_id",
        remedy=Text("新しいシートを", "write a new sheet"),
    )
    raise NEED_CLOSED()

A sentence with `{names}` is filled from keywords: `raise NOT_THIS_DESKS_MOVE(desk=desk)`.
A service lists its declared refusals in its definition; documents are written from the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from types import ModuleType
from typing import Any

from tsunagu.domain.errors import STATUS, Refused, TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text


@dataclass(frozen=True)
class Refusal:
    """One "no": called with what its `{names}` stand for, it makes the error to raise.

    `code` is stable and crosses the wire. `details`: names of those values that go along to the
    caller beside `field` and `remedy`, as they are. `kind`: the error's class, which decides
    the status in HTTP.
    """

    code: str
    text: Text
    _: KW_ONLY
    field: str | None = None
    remedy: Text | str | None = None
    details: tuple[str, ...] = ()
    kind: type[TsunaguError] = Refused

    @property
    def status(self) -> int:
        """The status in HTTP."""
        return STATUS[self.kind.kind]

    def __call__(self, **values: Any) -> TsunaguError:
        said: JsonObject = {}
        if self.field is not None:
            said["field"] = self.field.format(**values)
        if self.remedy is not None:
            remedy = self.remedy
            filled = remedy.fill(**values) if isinstance(remedy, Text) else remedy.format(**values)
            said["remedy"] = filled.one_line if isinstance(filled, Text) else filled
        said |= {name: values[name] for name in self.details}
        return self.kind(self.code, self.text.fill(**values).one_line, **said)


def collect_refusals(*modules: ModuleType) -> Iterator[Refusal]:
    """The refusals that are declared in these modules, in their order."""
    for module in modules:
        yield from (value for value in vars(module).values() if isinstance(value, Refusal))

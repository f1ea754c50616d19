"""Invariants over several things, declared: what must hold whoever records at the same moment.

    ONE_BED = Invariant(
        "one_bed_per_person",
        over="person",
        text=Text("一人が泊まるのは一か所", "a person stays in one place"),
    )

A unit of work is decided on what stands when it is recorded (`tsunagu.log.unit_of_work`), so none
needs a lock of its own. A service lists its invariants in its definition, for the documents, and
for its tests, which let the commands cross that could break one.
"""

from __future__ import annotations

from dataclasses import dataclass

from tsunagu.domain.aggregate import Aggregate
from tsunagu.domain.text import Text


@dataclass(frozen=True)
class Invariant:
    """One promise. `over`: of each of what it speaks, such as a person or a shelter.

    `kept_by`: the aggregate that keeps it in its own stream; None where it spans several streams.
    """

    name: str
    over: str
    text: Text
    kept_by: type[Aggregate] | None = None

    def __str__(self) -> str:
        return self.name

"""The columns of a promised step, which several tables have: filled from an event, or emptied."""

from __future__ import annotations

from tsunagu.log.unit_of_work import RecordedEvent

NO_STEP = dict.fromkeys(("owner_desk", "next_step", "due_on"))


def step_of(e: RecordedEvent) -> dict[str, object]:
    """The step that an event promises, as columns."""
    return {name: getattr(e.event, name) for name in NO_STEP}

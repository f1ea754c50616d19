"""A signal that came by the broker and was refused: what its department can be told.

Whoever sends by REST hears it at once; by AMQP nobody answers, so it is kept which
of the department's signals was refused and why. Codes only: the message itself lies
in `signals.refused` for the operators. A mended signal of the same id replaces it.
"""

from __future__ import annotations

from datetime import date

from services.intake.domain.events.signal import SignalRefused
from tsunagu.domain.aggregate import Aggregate, applies


class RefusedSignal(Aggregate):
    """Why the last message about one signal was not taken."""

    category = "refusal"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.why: tuple[str, tuple[str, ...]] | None = None

    def refuse(self, *, department: str, on: date, reason: str, fields: tuple[str, ...]) -> None:
        """The same message again, for the same reason, changes nothing."""
        if self.why != (reason, fields):
            self.record(
                SignalRefused(
                    signal_id=self.id, department=department, on=on, reason=reason, fields=fields
                )
            )

    @applies(SignalRefused)
    def _refused(self, e: SignalRefused) -> None:
        self.why = (e.reason, e.fields)

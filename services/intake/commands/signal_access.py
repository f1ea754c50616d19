"""Which signal somebody names, and what they are shown of it: shared by the commands on signals."""

from __future__ import annotations

from services.intake.domain.refusals.signals import SIGNAL_NOT_FOUND
from services.intake.domain.signal import Signal
from services.intake.queries import signals
from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.errors import Invalid
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text
from tsunagu.hosting.nameko_service import ServiceBase
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process import clock

DEPARTMENT_NEEDED = Text("部署が要ります", "is needed here")
A_DEPARTMENT = Text("部署の code を", "a department's code")


class SignalAccess(ServiceBase):
    def show_signal(self, signal_id: str, department: str | None = None) -> JsonObject:
        """Where it stands now; to a department, as its basis allows."""
        with self.store.reading() as connection:
            return signals.get_signal(connection, signal_id, department, clock.today())


def check_signal_id(signal_id: str) -> str:
    """An id as databases take it; nobody has one of another form."""
    if "\0" in signal_id or len(signal_id) > 200:
        raise SIGNAL_NOT_FOUND(id="?")
    return signal_id


def check_department(department: str | None) -> str:
    """The department; refused where nobody named one."""
    if department is None:
        raise Invalid([fault("department", str(DEPARTMENT_NEEDED), str(A_DEPARTMENT))])
    return department


def load_own_signal(work: UnitOfWork, signal_id: str, department: str | None) -> Signal:
    """The signal; for a department only its own is there."""
    signal = work.load_or_new(Signal, check_signal_id(signal_id))
    if not signal.exists or department not in (None, signal.department):
        raise SIGNAL_NOT_FOUND(id=signal_id)
    return signal

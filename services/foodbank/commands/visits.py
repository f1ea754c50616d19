"""Commands on visits and parcels: nobody is refused, and nothing is given that harms."""

from __future__ import annotations

from typing import Any

from services.foodbank.commands import messages, visit_support
from services.foodbank.commands.authorisation import ours
from services.foodbank.domain.packing import Filled
from services.foodbank.domain.parcel import HAND_OVER, Parcel
from services.foodbank.domain.visit import Visit
from services.foodbank.queries import people
from services.foodbank.schemas import shared as schemas
from services.foodbank.schemas import visits as visit_schemas
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock

_AT_COUNTER: dict[str, Any] = {
    "how": HAND_OVER,
    "due_on": None,
    "place": None,
    "deliver_to": None,
    "household": {},
}


class Visits(ServiceBase):
    @command
    def record_visit(self, **body: Any) -> dict[str, Any]:
        """Somebody was here, named or not, or a sheet sent them; always recorded."""
        asked = ours(visit_schemas.VisitShape(), body)
        with self.work() as work:
            return _visit(visit_support.record_visit(work, asked))

    @command
    def hand_out(self, **body: Any) -> dict[str, Any]:
        """A visit and its parcel over the counter; with nothing to give, a visit that waits."""
        asked = ours(visit_schemas.HandOut(), body) | {"wants_food": True}
        packing = {name: asked.pop(name) for name in ("days", "not_wanted")} | _AT_COUNTER
        with self.work() as work:
            visit = visit_support.record_visit(work, asked)
            parcel, filled = visit_support.pack(work, visit, packing | {"on": asked["on"]})
            if parcel is not None:
                visit_support.give(work, parcel, asked["on"])
            return _packed(visit, parcel, filled)

    @command
    def set_visit_step(self, visit_id: str, **body: Any) -> dict[str, Any]:
        """What comes next for somebody who waits for food."""
        asked = ours(schemas.Step(), body)
        with self.work() as work:
            visit = work.load(Visit, visit_id)
            visit.promise(**asked)
            return _visit(visit)

    @command
    def end_waiting(self, visit_id: str, **body: Any) -> dict[str, Any]:
        """It ended without a parcel, with the reason; a sheet behind it has failed."""
        asked = ours(visit_schemas.Ending(), body)
        with self.work() as work:
            visit = work.load(Visit, visit_id)
            visit_support.end_waiting(work, visit, **asked)
            return _visit(visit)

    @command
    def get_visit(self, visit_id: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            return people.one_visit(connection, visit_id)

    @command
    def list_visits(self, **query: Any) -> dict[str, Any]:
        asked = visit_schemas.VisitQuery().load(query)
        with self.store.reading() as connection:
            return people.visits(connection, **asked)

    # -- parcels ----------------------------------------------------------------------------------

    @command
    def pack_parcel(self, visit_id: str, **body: Any) -> dict[str, Any]:
        """Pack for the visit's household; says in words what was left out and why."""
        asked = ours(visit_schemas.Packing(), body)
        with self.work() as work:
            visit = work.load(Visit, visit_id)
            return _packed(visit, *visit_support.pack(work, visit, asked))

    @command
    def promise_delivery(self, parcel_id: str, **body: Any) -> dict[str, Any]:
        """Another day for the delivery."""
        asked = ours(visit_schemas.NewDay(), body)
        with self.work() as work:
            parcel = work.load(Parcel, parcel_id)
            visit_support.promise_day(work, parcel, **asked)
            return _parcel(parcel)

    @command
    def give_parcel(self, parcel_id: str, **body: Any) -> dict[str, Any]:
        """Handed over or delivered; the sheet that sent them is completed."""
        asked = ours(schemas.Body(), body)
        with self.work() as work:
            parcel = work.load(Parcel, parcel_id)
            visit_support.give(work, parcel, **asked)
            return _parcel(parcel)

    @command
    def take_back_parcel(self, parcel_id: str, **body: Any) -> dict[str, Any]:
        """Not given: the food is on its shelf again, and the visit waits again."""
        asked = ours(visit_schemas.TakingBack(), body)
        with self.work() as work:
            parcel = work.load(Parcel, parcel_id)
            visit = visit_support.take_back(work, parcel, **asked)
            return _parcel(parcel) | {"visit": _visit(visit)}

    @command
    def read_parcel(self, parcel_id: str, **body: Any) -> dict[str, Any]:
        """Where it goes, what was left out and why; the reading is recorded."""
        asked = ours(schemas.Reading(), body, keep_desk=True)
        with self.work() as work:
            known = work.load(Parcel, parcel_id).read(**asked)
        left = messages.left_out(messages.parsed(text) for text in known["left_out"])
        return {"parcel_id": parcel_id, "deliver_to": known["deliver_to"], "left_out": left}

    @command
    def get_parcel(self, parcel_id: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            return people.one_parcel(connection, parcel_id)

    @command
    def list_parcels(self, **query: Any) -> dict[str, Any]:
        asked = visit_schemas.ParcelQuery().load(query)
        with self.store.reading() as connection:
            return people.parcels(connection, **asked)

    @command
    def list_promises(self, **query: Any) -> dict[str, Any]:
        """Everything that somebody waits for at the food bank, the most urgent first."""
        asked = schemas.PromiseQuery().load(query)
        overdue = asked.pop("overdue", False)
        before = clock.today() if overdue else None
        with self.store.reading() as connection:
            return people.promises(connection, before=before, **asked)


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "visit_id": visit.id,
        "visitor_id": visit.visitor_id,
        "state": visit.state,
        "parcel_id": visit.parcel_id,
        "next_step": visit.next_step,
        "due_on": visit.due_on.isoformat() if visit.due_on else None,
        "version": visit.version,
    }


def _parcel(parcel: Parcel) -> dict[str, Any]:
    return {
        "parcel_id": parcel.id,
        "visit_id": parcel.visit_id,
        "state": parcel.state,
        "lines": parcel.lines,
        "next_step": parcel.next_step,
        "due_on": parcel.due_on.isoformat() if parcel.due_on else None,
        "version": parcel.version,
    }


def _packed(visit: Visit, parcel: Parcel | None, filled: Filled) -> dict[str, Any]:
    """The parcel or none, and in words what was left out and what there was too little of."""
    return {
        "visit": _visit(visit),
        "parcel": _parcel(parcel) if parcel else None,
        "units": filled.units,
        "grams": filled.grams,
        "left_out": messages.left_out(filled.left_out),
        "short": messages.short(filled.short),
    }

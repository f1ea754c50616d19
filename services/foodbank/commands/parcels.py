"""Commands on parcels: nothing is given that harms, and what is not given is back on the shelf."""

from __future__ import annotations

from services.foodbank.commands import parcel_giving, parcel_packing, visit_recording, visits
from services.foodbank.commands.authorisation import DeskCommands
from services.foodbank.commands.parcel_texts import describe_left_out, describe_shortage
from services.foodbank.domain.packing import Filled
from services.foodbank.domain.parcel import Parcel
from services.foodbank.domain.visit import Visit
from services.foodbank.queries import parcels
from services.foodbank.schemas.bodies import Body, Reading
from services.foodbank.schemas.parcels import NewDay, Packing, ParcelQuery, TakingBack
from services.foodbank.schemas.visits import HandOut
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command


class Parcels(DeskCommands):
    @command(HandOut)
    def hand_out(self, asked: HandOut) -> JsonObject:
        """A visit and its parcel over the counter; with nothing to give, a visit that waits."""
        packing = Packing(by=asked.by, on=asked.on, days=asked.days, not_wanted=asked.not_wanted)
        with self.work_of(asked.by) as work:
            visit = visit_recording.record_visit(work, asked, wants_food=True)
            parcel, filled = parcel_packing.pack(work, visit, packing)
            if parcel is not None:
                parcel_giving.give(work, parcel, asked.on)
            return _state_after_packing(visit, parcel, filled)

    @command(Packing)
    def pack_parcel(self, packing: Packing, visit_id: str) -> JsonObject:
        """Pack for the visit's household; says in words what was left out and why."""
        with self.work_of(packing.by) as work:
            visit = work.load(Visit, visit_id)
            return _state_after_packing(visit, *parcel_packing.pack(work, visit, packing))

    @command(NewDay)
    def promise_delivery(self, asked: NewDay, parcel_id: str) -> JsonObject:
        """Another day for the delivery."""
        with self.work_of(asked.by) as work:
            parcel = work.load(Parcel, parcel_id)
            parcel_giving.promise_day(work, parcel, **asked.values("by"))
            return _state_of(parcel)

    @command(Body)
    def give_parcel(self, asked: Body, parcel_id: str) -> JsonObject:
        """Handed over or delivered; the sheet that sent them is completed."""
        with self.work_of(asked.by) as work:
            parcel = work.load(Parcel, parcel_id)
            parcel_giving.give(work, parcel, asked.on)
            return _state_of(parcel)

    @command(TakingBack)
    def take_back_parcel(self, asked: TakingBack, parcel_id: str) -> JsonObject:
        """Not given: the food is on its shelf again, and the visit waits again."""
        with self.work_of(asked.by) as work:
            parcel = work.load(Parcel, parcel_id)
            visit = parcel_giving.take_back(work, parcel, **asked.values("by"))
            return _state_of(parcel) | {"visit": visits.state_of(visit)}

    @command(Reading)
    def read_parcel(self, reading: Reading, parcel_id: str) -> JsonObject:
        """Where it goes, what was left out and why; the reading is recorded."""
        with self.work_of(reading.by) as work:
            notes = work.load(Parcel, parcel_id).read(**reading.values())
        left_out = describe_left_out(notes.left_out)
        return {"parcel_id": parcel_id, "deliver_to": notes.deliver_to, "left_out": left_out}

    @command
    def get_parcel(self, parcel_id: str) -> JsonObject:
        with self.store.reading() as connection:
            return parcels.get_parcel(connection, parcel_id)

    @command(ParcelQuery)
    def list_parcels(self, query: ParcelQuery) -> JsonObject:
        with self.store.reading() as connection:
            return parcels.list_parcels(connection, **query.values())


def _state_of(parcel: Parcel) -> JsonObject:
    return {
        "parcel_id": parcel.id,
        "visit_id": parcel.visit_id,
        "state": parcel.state,
        "lines": parcel.lines,
        "next_step": parcel.next_step,
        "due_on": parcel.due_on.isoformat() if parcel.due_on else None,
        "version": parcel.version,
    }


def _state_after_packing(visit: Visit, parcel: Parcel | None, filled: Filled) -> JsonObject:
    """The parcel or none, and in words what was left out and what there was too little of."""
    return {
        "visit": visits.state_of(visit),
        "parcel": _state_of(parcel) if parcel else None,
        "units": filled.units,
        "grams": filled.grams,
        "left_out": describe_left_out(filled.left_out),
        "short": describe_shortage(filled.short),
    }

"""Whatever the counter does: no unit is lost, no parcel harms, and whoever waits is owed a step.

Real units of work and read models over a real database; the `Ledger` follows
the recorded events and says what must hold.
"""

import itertools
import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from services.foodbank import reference
from services.foodbank.commands import parcel_giving, parcel_packing, visit_recording
from services.foodbank.definition import DEFINITION
from services.foodbank.domain.household import HouseholdAnswers
from services.foodbank.domain.lot import Lot
from services.foodbank.domain.parcel import Parcel
from services.foodbank.domain.ration import CITY, RationTable
from services.foodbank.domain.visit import Visit
from services.foodbank.domain.visitor import Visitor
from services.foodbank.projections.tables import lot_list, metadata, parcel_list, shelf
from services.foodbank.queries.promises import list_open_needs
from services.foodbank.schemas.bodies import HouseholdShape
from services.foodbank.schemas.parcels import Packing
from services.foodbank.schemas.visits import VisitShape
from services.foodbank.tests.ledger import Ledger
from services.foodbank.timers import discard_expired
from tsunagu.domain.errors import TsunaguError
from tsunagu.log import event_log
from tsunagu.log.database import Database
from tsunagu.log.personal_data import Keyring
from tsunagu.log.tables import GENESIS, head_table, kit_metadata
from tsunagu.log.unit_of_work import EventStore

START = date(2026, 4, 1)
PLACES = ("food_bank", "city_hall")
SAID = {
    "anything": {"size": 1, "allergies": ()},
    "no_egg": {"size": 2, "children": 1, "allergies": ("egg",)},
    "no_sesame": {"size": 1, "allergies": ("sesame",)},
    "no_pork": {"size": 4, "infants": 1, "allergies": (), "diets": ("no_pork",)},
    "no_gas": {"size": 1, "cannot_cook": True, "allergies": ()},
    "not_asked": {"size": 3},
    "nothing": {},
}
HOUSEHOLDS = st.sampled_from(("no_egg", "no_sesame", "no_pork", *SAID))
SAID_LATER = st.sampled_from((None, "no_egg", "no_sesame", "no_pork"))
OFTEN_HERE = st.sampled_from((PLACES[0], *PLACES))
VISITORS = ("v1", "v2")
ITEMS = ("rice", "bread", "retort_curry", "baby_food")
LOT = {
    "item": st.sampled_from(ITEMS),
    "units": st.integers(1, 12),
    "good_for": st.sampled_from((None, 0, 1, 3, 9)),
    "label": st.sampled_from(("all", "all", "all", "mandatory", "unread")),
    "contents": st.sampled_from(((), ("egg",), ("egg", "sesame"), ("pork",))),
    "needs_cooking": st.booleans(),
    "place": OFTEN_HERE,
}


@cache
def a_new_food_bank():
    """The bytes of a database with a ration table and two visitors, and nothing else."""
    with tempfile.TemporaryDirectory(prefix="foodbank-") as folder:
        path = Path(folder) / "new.sqlite"
        store = a_store(path)
        with store.database.writing() as connection:
            kit_metadata.create_all(connection)
            row = {"id": 1, "position": 0, "hash": GENESIS, "previous": GENESIS}
            connection.execute(head_table.insert().values(row))
            metadata.create_all(connection)
        with store.work() as work:
            table = work.load_or_new(RationTable, CITY)
            for category, ration in reference.first_rations().items():
                table.set_ration(category=category, ration=ration, on=START)
            for visitor in VISITORS:
                work.load_or_new(Visitor, visitor).be_known(on=START)
        store.database.close()
        return path.read_bytes()


def a_store(path):
    keys = Keyring(bytes(32))
    return EventStore(
        Database(f"sqlite:///{path}"), DEFINITION.events, keys, DEFINITION.read_models
    )


class FoodBankCounter(RuleBasedStateMachine):
    visits, parcels, lots = Bundle("visits"), Bundle("parcels"), Bundle("lots")

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="foodbank-")
        path = Path(self.folder.name) / "log.sqlite"
        path.write_bytes(a_new_food_bank())
        self.store = a_store(path)
        self.today, self.position, self.ledger = START, 0, Ledger()
        self.checked = {}  # invariant → the position at which it was looked at last
        self.ids = (f"id{n}" for n in itertools.count(1))

    def teardown(self):
        self.store.database.close()
        self.folder.cleanup()

    def do(self, command):
        """One unit of work, which may be refused; the ledger follows what it recorded."""
        try:
            with self.store.work() as work:
                made = command(work)
        except TsunaguError:
            made = None
        self.read_on()
        return made

    def read_on(self):
        with self.store.reading() as connection:
            for row in event_log.read(connection, self.position, 500):
                self.position = row.position
                self.ledger.follow(self.store.types.decode(row.type, row.schema, row.data))

    def later(self, days):
        return None if days is None else self.today + timedelta(days=days)

    # -- food -------------------------------------------------------------------------------------

    @initialize(target=lots, food=st.lists(st.fixed_dictionaries(LOT), min_size=3, max_size=5))
    def some_food_is_there(self, food):
        return multiple(*(self.receive(**lot) for lot in food))

    @rule(target=lots, **LOT)
    def food_comes_in(self, **lot):
        return self.receive(**lot)

    @rule(gap=st.integers(0, 4), timer=st.booleans())
    def days_pass_and_the_timer_may_clear_the_shelves(self, gap, timer):
        self.today += timedelta(days=gap)
        if timer:
            noon = datetime(self.today.year, self.today.month, self.today.day, 3, tzinfo=UTC)
            discard_expired(self.store, noon)
            self.read_on()

    @rule(
        lot=lots,
        units=st.integers(0, 5),
        place=st.sampled_from(PLACES),
        what=st.sampled_from(["move", "move", "damaged", "expired"]),
    )
    def food_is_moved_or_discarded(self, lot, units, place, what):
        where = {"from_place": place, "to_place": PLACES[1 - PLACES.index(place)]}
        discarding = {"place": place, "reason": what}
        told = {"on": self.today, "units": units} | (where if what == "move" else discarding)
        name = "move" if what == "move" else "discard"
        self.do(lambda work: getattr(work.load(Lot, lot), name)(**told))

    def receive(self, *, item, units, good_for, label, contents, needs_cooking, place):
        goods = {
            "item": item,
            "category": reference.items()[item].category,
            "unit_grams": 250,
            "expires_on": self.later(good_for),
            "needs_cooking": needs_cooking,
            "label": label,
            "contents": contents,
            "drive_id": None,
        }
        received = {"on": self.today, "units": units, "place": place, "source": "company"}
        id = next(self.ids)
        self.do(lambda work: work.load_or_new(Lot, id).receive(**received, **goods))
        return id

    # -- people -----------------------------------------------------------------------------------

    @rule(
        target=visits,
        household=HOUSEHOLDS,
        visitor_id=st.sampled_from((None, *VISITORS)),
        wants_food=st.booleans(),
        no_food_today=st.booleans(),
        place=OFTEN_HERE,
    )
    def somebody_comes(self, household, **who):
        return self.come(household, who)

    @rule(
        target=parcels,
        household=HOUSEHOLDS,
        visitor_id=st.sampled_from((*VISITORS, None)),
        later=st.integers(0, 4),
        gap=st.integers(0, 5),
        said=SAID_LATER,
        what=st.sampled_from(["given", "given", "back", "kept"]),
    )
    def somebody_comes_and_is_served_now_or_later(
        self, household, visitor_id, later, gap, said, what
    ):
        who = {"wants_food": True, "no_food_today": False, "place": PLACES[0]}
        visit = self.come(household, who | {"visitor_id": visitor_id})
        parcel = self.pack(visit, how="hand_over", days=None, due_on=self.later(later))
        if parcel is None:
            return multiple()
        if what != "kept":
            self.today += timedelta(days=gap)
            self.say(parcel, said)
            self.finish(parcel, what)
        return parcel

    @rule(
        target=parcels,
        visit=visits,
        how=st.sampled_from(["hand_over", "delivery"]),
        later=st.none() | st.integers(-1, 9),
        days=st.none() | st.integers(1, 7),
    )
    def it_is_packed(self, visit, how, later, days):
        parcel = self.pack(visit, how=how, days=days, due_on=self.later(later))
        return parcel or multiple()

    @rule(
        parcel=parcels,
        what=st.sampled_from(["given", "given", "back", "another_day"]),
        later=st.integers(0, 9),
        said=SAID_LATER,
    )
    def they_say_more_and_it_is_given_or_comes_back_or_waits(self, parcel, what, later, said):
        self.say(parcel, said)
        self.finish(parcel, what, later)

    @rule(visit=visits, later=st.none() | st.integers(-1, 9))
    def the_next_step_is_set_or_waiting_ends(self, visit, later):
        on = {"on": self.today}
        step = on | {"next_step": "call", "due_on": self.later(later)}
        if later is None:
            why = on | {"reason": "not_wanted"}
            self.do(lambda work: visit_recording.end_waiting(work, work.load(Visit, visit), **why))
        else:
            self.do(lambda work: work.load(Visit, visit).promise(**step))

    def come(self, household, who):
        told = SAID[household]
        shape = HouseholdShape(**told)
        asked = VisitShape(by="food_bank", on=self.today, household=shape, **who)
        if who["visitor_id"] is not None:
            self.ledger.told_by[who["visitor_id"]] |= told
        visit_id = self.do(
            lambda work: visit_recording.record_visit(work, asked, wants_food=asked.wants_food).id
        )
        assert visit_id, "nobody is refused"
        self.ledger.told_at[visit_id] = told
        return visit_id

    def pack(self, visit, **asked):
        packing = Packing(by="food_bank", on=self.today, **asked)

        def command(work):
            parcel, _ = parcel_packing.pack(work, work.load(Visit, visit), packing)
            return parcel.id if parcel else None

        return self.do(command)

    def say(self, parcel, said):
        """Whom the parcel is for says more of what they cannot eat, after it was packed."""
        visitor = self.ledger.visits[self.ledger.parcels[parcel].visit_id].visitor_id
        if said is not None and visitor is not None:
            told = SAID[said]
            self.ledger.told_by[visitor] |= told
            household = HouseholdAnswers(**told)
            self.do(
                lambda work: work.load(Visitor, visitor).describe(
                    on=self.today, household=household
                )
            )

    def finish(self, parcel, what, later=1):
        command, told = {
            "given": (parcel_giving.give, {}),
            "back": (parcel_giving.take_back, {"reason": "not_collected"}),
            "another_day": (parcel_giving.promise_day, {"due_on": self.later(later)}),
        }[what]
        self.do(lambda work: command(work, work.load(Parcel, parcel), on=self.today, **told))

    # -- what always holds, beside what the ledger asserts of each event ---------------------------

    def changed(self, name):
        """Whether anything was recorded since this was last looked at."""
        before, self.checked[name] = self.checked.get(name), self.position
        return before != self.position

    @invariant()
    def lots_and_tables_say_what_the_ledger_says(self):
        if not self.changed("lots"):
            return
        ledger = self.ledger
        with self.store.reading() as connection:
            rows = {row.lot_id: row for row in connection.execute(sa.select(lot_list))}
            lying = {id: {} for id in ledger.lots}
            for row in connection.execute(sa.select(shelf)):
                lying[row.lot_id][row.place] = row.units
            for id in ledger.lots:
                lot = Lot.replay(id, self.store.load_events(connection, f"lot-{id}"))
                assert lot.shelves == lying[id] == ledger.lying(id)
                counts = (ledger.in_parcels[id], ledger.handed_out[id], ledger.discarded[id])
                packed = sum(units for units, _ in lot.in_parcels.values())
                assert (packed, lot.handed_out, lot.discarded) == counts
                row = rows[id]
                assert (row.in_parcels, row.handed_out, row.discarded) == counts
                assert row.on_shelf == sum(lying[id].values())

    @invariant()
    def whoever_waits_is_owed_one_step_by_a_day_and_nobody_else_is(self):
        if not self.changed("promises"):
            return
        with self.store.reading() as connection:
            owed = list(list_open_needs(connection))
            columns = parcel_list.c.parcel_id, parcel_list.c.visit_id
            visit_of = dict(connection.execute(sa.select(*columns)).all())
        assert all(n.owner_desk == "food_bank" and n.next_step and n.due_on for n in owed)
        assert sorted(visit_of.get(n.id, n.id) for n in owed) == sorted(self.ledger.waiting)


TestFoodBankCounter = FoodBankCounter.TestCase
TestFoodBankCounter.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)

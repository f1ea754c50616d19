"""Whatever happens at a shelter: never more people than places, and every stay is somebody's."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.housing.domain import shelter as shelter_domain
from services.housing.domain.shelter import Shelter
from services.housing.domain.stay import Stay
from tsunagu.domain.errors import Refused

START = date(2026, 11, 20)
WHICH = st.integers(0, 5)


class AnyShelter(RuleBasedStateMachine):
    @initialize(capacity=st.integers(0, 4))
    def open(self, capacity):
        self.today = START
        self.shelter = Shelter("s1")
        self.shelter.open(on=self.today, name="やどり", capacity=capacity)
        self.stays = []

    def asking(self, command):
        """A refusal leaves shelter and stays as they were: they share a unit of work."""
        before = self.shelter.version, [stay.version for stay in self.stays]
        try:
            command()
        except Refused:
            assert before == (self.shelter.version, [stay.version for stay in self.stays])

    def stay(self, which):
        return self.stays[which % len(self.stays)] if self.stays else None

    @rule(days=st.sampled_from((0, 1, 10, 40, 80)))
    def time_passes(self, days):
        self.today += timedelta(days=days)

    @rule(places=st.integers(0, 3), days=st.integers(-1, 100))
    def check_in(self, places, days):
        stay = Stay(f"a{len(self.stays)}")

        def come():
            # As the service does it: the place first, then the stay, both or neither.
            room = Shelter.replay("s1", self.shelter.pending)
            room.take(on=self.today, stay_id=stay.id, places=places)
            stay.check_in(
                on=self.today,
                shelter_id="s1",
                person_id=stay.id,
                case_id=None,
                referral_id=None,
                until=self.today + timedelta(days=days),
                places=places,
                longest_months=3,
                warn_days=14,
            )
            self.shelter.take(on=self.today, stay_id=stay.id, places=places)
            self.stays.append(stay)

        self.asking(come)

    @rule(which=WHICH, days=st.integers(-1, 200))
    def extend(self, which, days):
        if stay := self.stay(which):
            until = self.today + timedelta(days=days)
            self.asking(lambda: stay.extend(on=self.today, until=until, longest_months=6))

    @rule(which=WHICH, days=st.sampled_from((0, 20)))
    def extend_as_far_as_it_goes(self, which, days):
        self.time_passes(days)
        if stay := self.stay(which):
            for more in range(200, 0, -5):
                until = stay.begun_on + timedelta(days=more)
                self.asking(
                    lambda until=until: stay.extend(on=self.today, until=until, longest_months=6)
                )

    @rule(
        which=WHICH,
        reason=st.sampled_from(shelter_domain.END_REASONS),
        place=st.sampled_from(shelter_domain.PLACES_AFTER),
    )
    def check_out(self, which, reason, place):
        if stay := self.stay(which):

            def leave():
                stay.check_out(on=self.today, reason=reason, next_place=place)
                self.shelter.free_up(on=self.today, stay_id=stay.id)

            self.asking(leave)

    @rule(capacity=st.integers(0, 5))
    def change_capacity(self, capacity):
        self.asking(lambda: self.shelter.set_capacity(on=self.today, capacity=capacity))

    @rule()
    def the_clock_looks(self):
        for stay in self.stays:
            stay.check_clock(self.today)
            assert not stay.is_open or stay.overrun == (stay.until < self.today)

    @invariant()
    def never_more_people_than_places(self):
        occupied = 0
        for event in self.shelter.pending:  # at every moment, not only at the end
            if isinstance(event, shelter_domain.PlaceTaken):
                occupied += event.places
            if isinstance(event, shelter_domain.PlaceFreed):
                occupied -= places_of(self.shelter, event.stay_id)
            if isinstance(event, shelter_domain.ShelterCapacitySet):
                capacity = event.capacity
                assert event.taken == occupied
            if not isinstance(event, shelter_domain.ShelterOpened):
                assert 0 <= occupied <= capacity
        assert self.shelter.occupancy == occupied

    @invariant()
    def a_place_is_taken_by_whoever_stays_and_by_nobody_else(self):
        assert set(self.shelter.taken) == {stay.id for stay in self.stays if stay.is_open}

    @invariant()
    def every_stay_has_an_end_within_six_months_and_a_next_step(self):
        for stay in self.stays:
            assert (stay.until - stay.begun_on).days <= 184
            if stay.is_open:
                assert stay.desk and stay.next_step and stay.due_on >= stay.begun_on
            else:
                assert stay.outcome

    @invariant()
    def each_alarm_is_given_once_for_each_last_day(self):
        for stay in self.stays:
            kinds = (shelter_domain.StayEndingSoon, shelter_domain.StayOverrun)
            told = [(type(e), e.until) for e in stay.pending if isinstance(e, kinds)]
            assert len(told) == len(set(told))

    @rule()
    def replaying_the_events_gives_the_same(self):
        again = Shelter.replay("s1", self.shelter.pending)
        assert (again.capacity, again.taken) == (self.shelter.capacity, self.shelter.taken)
        for stay in self.stays:
            assert seen(Stay.replay(stay.id, stay.pending)) == seen(stay)


def places_of(shelter, stay_id):
    """The places that the stay took last."""
    return next(
        e.places
        for e in reversed(shelter.pending)
        if isinstance(e, shelter_domain.PlaceTaken) and e.stay_id == stay_id
    )


def seen(stay):
    hidden = ("pending", "listener", "stored_version")
    return {name: value for name, value in vars(stay).items() if name not in hidden}


TestAnyShelter = AnyShelter.TestCase
TestAnyShelter.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)

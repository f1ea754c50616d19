"""Whatever happens in whatever order, nobody is pressed and every agreement is owed."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.foodbank.domain.events import invitation as invitation_events
from services.foodbank.domain.events import visitor as visitor_events
from services.foodbank.domain.visitor import Consultation, Visitor
from tsunagu.domain.errors import Refused

START = date(2026, 4, 1)
GAPS = st.integers(0, 20)


class OneVisitor(RuleBasedStateMachine):
    """A visitor, and beside it what they themselves have allowed, kept in the plainest way."""

    def __init__(self):
        super().__init__()
        self.visitor = Visitor("v1")
        self.visitor.be_known(on=START)
        self.today = START
        self.recorded = list(self.visitor.pending)
        self.talked_of = False  # whether the desk was ever spoken of, by anybody
        self.allowed_from = None  # the day from which the visitor allows one more offer
        self.agreed = False
        self.numbers = iter(range(1, 10_000))

    def try_to(self, command):
        """Do it on a later or the same day; a refusal must leave nothing behind."""
        before = len(self.visitor.pending)
        try:
            command()
        except Refused:
            assert len(self.visitor.pending) == before
        new = self.visitor.pending[before:]
        for event in new:
            self.follow(event)
        return new

    def follow(self, event):
        if isinstance(event, invitation_events.InvitationOffered):
            pressing = self.talked_of and not (
                self.allowed_from is not None and self.allowed_from <= event.on
            )
            assert not pressing, f"pressed on {event.on}, allowed from {self.allowed_from}"
            assert not self.agreed
            self.talked_of, self.allowed_from = True, None
        elif isinstance(
            event, invitation_events.InvitationAnswered | invitation_events.InvitationWithdrawn
        ):
            self.allowed_from, self.agreed = event.may_ask_again_on, False
        elif isinstance(event, invitation_events.InvitationAgreed):
            self.talked_of, self.allowed_from, self.agreed = True, None, True
        elif isinstance(event, invitation_events.VisitorConnected):
            assert self.agreed, "connected without an agreement"
            self.agreed, self.allowed_from = False, None
        elif isinstance(event, invitation_events.VisitorAsked):
            self.allowed_from = event.on
        elif isinstance(event, visitor_events.VisitorCame):
            self.talked_of = True
        elif isinstance(event, visitor_events.VisitorForgotten):
            self.agreed = False

    @rule(gap=GAPS)
    def days_pass(self, gap):
        self.today += timedelta(days=gap)

    @rule()
    def aide_offers(self):
        self.try_to(lambda: self.visitor.offer(on=self.today))

    @rule(
        word=st.sampled_from([*invitation_events.ANSWERS, "perhaps"]),
        again=st.none() | st.integers(-1, 60),
        owed=st.booleans(),
    )
    def they_answer(self, word, again, owed):
        again_on = None if again is None else self.today + timedelta(days=again)
        step = {"next_step": "accompany", "due_on": self.today} if owed else {}
        self.try_to(
            lambda: self.visitor.answer(
                on=self.today, answer=word, may_ask_again_on=again_on, **step
            )
        )

    @rule()
    def they_ask_by_themselves(self):
        self.try_to(lambda: self.visitor.ask_themselves(on=self.today))

    @rule(due=st.integers(-1, 10))
    def aide_sets_a_step(self, due):
        due_on = self.today + timedelta(days=due)
        self.try_to(lambda: self.visitor.set_step(on=self.today, next_step="call", due_on=due_on))

    @rule(again=st.none() | st.integers(0, 60))
    def they_take_it_back(self, again):
        again_on = None if again is None else self.today + timedelta(days=again)
        self.try_to(
            lambda: self.visitor.withdraw(
                on=self.today, reason="not_now", may_ask_again_on=again_on
            )
        )

    @rule(by_sheet=st.booleans(), ago=st.integers(0, 30))
    def they_visit(self, by_sheet, ago):
        on = self.today - timedelta(days=ago)
        self.try_to(lambda: self.visitor.visit(on=on, by_sheet=by_sheet))

    @rule(person=st.sampled_from(["p1", "p2"]))
    def they_are_linked(self, person):
        self.try_to(
            lambda: self.visitor.link(
                on=self.today, person_id=person, case_id=None, basis="consent"
            )
        )

    @rule()
    def the_link_was_wrong(self):
        self.try_to(
            lambda: self.visitor.unlink(
                on=self.today, reason="wrong_person", due_on=self.today + timedelta(days=3)
            )
        )

    @rule(opening=st.sampled_from(["opened", "reopened", "continued"]), ago=st.integers(0, 40))
    def they_come_to_consultation(self, opening, ago):
        consultation = Consultation(
            record_id=f"r{next(self.numbers)}",
            case_id="c1",
            on=self.today - timedelta(days=ago),
            opening=opening,
            from_desk=None,
        )
        self.try_to(lambda: self.visitor.hear_of(consultation))

    @rule()
    def a_desk_takes_them_up(self):
        self.try_to(lambda: self.visitor.reach_desk(on=self.today, way="sheet"))

    @rule(sure=st.integers(0, 9))
    def they_are_forgotten(self, sure):
        if sure == 0:
            self.try_to(lambda: self.visitor.forget(on=self.today))

    # -- what always holds ------------------------------------------------------------------------

    @invariant()
    def an_agreement_and_only_that_is_owed_a_step_and_its_day(self):
        assert (self.visitor.invitation == "agreed") == self.agreed
        owed = (self.visitor.next_step, self.visitor.due_on)
        assert all(owed) if self.agreed else owed == (None, None)

    @invariant()
    def they_have_come_only_after_they_visited(self):
        came = [e for e in self.visitor.pending if isinstance(e, visitor_events.VisitorCame)]
        for event in came:
            assert event.days == (event.on - event.first_visit_on).days >= 0
        if self.visitor.came_days is not None:
            assert self.visitor.came_on - self.visitor.first_visit_on == timedelta(
                days=self.visitor.came_days
            )

    @invariant()
    def the_recorded_events_give_the_same_visitor(self):
        again = Visitor.replay("v1", self.visitor.pending)
        kept = {"pending", "listener", "stored_version"}
        assert {k: v for k, v in vars(again).items() if k not in kept} == {
            k: v for k, v in vars(self.visitor).items() if k not in kept
        }


TestOneVisitor = OneVisitor.TestCase
TestOneVisitor.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)

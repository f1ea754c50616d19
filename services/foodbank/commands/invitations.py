"""Commands on the soft invitation: offered, never pressed; and how many come later."""

from __future__ import annotations

from services.foodbank.commands.authorisation import DeskCommands
from services.foodbank.commands.visitors import state_of
from services.foodbank.domain.deadlines import calculate_step_day
from services.foodbank.domain.events.invitation import AGREED
from services.foodbank.domain.visitor import Visitor
from services.foodbank.queries.later_consultations import count_later_consultations
from services.foodbank.schemas.bodies import Body, Step
from services.foodbank.schemas.invitations import Answering, Period, Withdrawal
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command

FIRST_STEP = "accompany"  # a warm handover, if nothing else was agreed


class Invitations(DeskCommands):
    @command(Body)
    def visitor_asks(self, asked: Body, visitor_id: str) -> JsonObject:
        """The visitor asked about help by themselves: the aide may tell them, once."""
        with self.work_of(asked.by) as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.ask_themselves(on=asked.on)
            return state_of(visitor)

    @command(Body)
    def offer_invitation(self, asked: Body, visitor_id: str) -> JsonObject:
        """Tell the visitor of the consultation desk; refused where that would be pressing."""
        with self.work_of(asked.by) as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.offer(on=asked.on)
            return state_of(visitor)

    @command(Answering)
    def answer_invitation(self, answering: Answering, visitor_id: str) -> JsonObject:
        """thinking, agreed or declined; also later, and otherwise than before."""
        next_step, due_on = answering.next_step, answering.due_on
        if answering.answer == AGREED:
            next_step = next_step or FIRST_STEP
            due_on = due_on or calculate_step_day(answering.on)
        with self.work_of(answering.by) as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.answer(
                **answering.values("by", "next_step", "due_on"), next_step=next_step, due_on=due_on
            )
            return state_of(visitor)

    @command(Step)
    def set_invitation_step(self, step: Step, visitor_id: str) -> JsonObject:
        """What we owe next to a visitor who has agreed."""
        with self.work_of(step.by) as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.set_step(**step.values("by"))
            return state_of(visitor)

    @command(Withdrawal)
    def withdraw_invitation(self, withdrawal: Withdrawal, visitor_id: str) -> JsonObject:
        """The visitor takes their agreement back."""
        with self.work_of(withdrawal.by) as work:
            visitor = work.load(Visitor, visitor_id)
            visitor.withdraw(**withdrawal.values("by"))
            return state_of(visitor)

    @command(Period)
    def coming(self, period: Period) -> JsonObject:
        """Of those who first visited in the period: how many came to consultation since."""
        with self.store.reading() as connection:
            return count_later_consultations(connection, **period.values())

"""Intake (相談受付): every consultation is accepted, and every signal finds an owner.

Persons and consent, signals of other desks, and the course of a case up to its
ending. Other services hear of it through the facts in `published` alone.
"""

from __future__ import annotations

from services.intake.commands.cases import Cases
from services.intake.commands.departments import Departments
from services.intake.commands.identity import Identities
from services.intake.commands.meetings import Meetings
from services.intake.commands.persons import Persons
from services.intake.commands.signal_numbers import SignalNumbers
from services.intake.commands.signal_sharing import SignalSharing
from services.intake.commands.signals import Signals
from services.intake.definition import DEFINITION


class IntakeService(
    Cases, Departments, Identities, Meetings, Persons, SignalNumbers, SignalSharing, Signals
):
    name = "intake"
    definition = DEFINITION

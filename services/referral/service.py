"""Referral (つなぐシート): sheets from desk to desk, and the promise behind each.

No need is ever without a desk, a next step and a due date; what other services
may know of it is in `published`.
"""

from __future__ import annotations

from services.referral.commands.desks import Desks
from services.referral.commands.needs import Needs
from services.referral.commands.sheets import Sheets
from services.referral.commands.state_changes import StateChanges
from services.referral.definition import DEFINITION


class ReferralService(Sheets, StateChanges, Needs, Desks):
    name = "referral"
    definition = DEFINITION

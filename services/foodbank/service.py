"""Food bank (フードバンク連携): food for whoever comes, and a way to the desk without pressure.

Commands on visitors, invitations, visits and stock stand in `service_*.py`, the
inbox of sheets in the kit; what other services may know is in `published.py`.
"""

from __future__ import annotations

from services.foodbank.commands.invitations import Invitations
from services.foodbank.commands.stock import Stock
from services.foodbank.commands.visitors import Visitors
from services.foodbank.commands.visits import Visits
from services.foodbank.definition import DEFINITION
from services.foodbank.reference.sheets import SHEETS
from tsunagu.sheets.commands import SheetCommands


class FoodBankService(Visitors, Invitations, Visits, Stock, SheetCommands):
    name = "foodbank"
    definition = DEFINITION
    joining = SHEETS

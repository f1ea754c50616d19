"""The food bank (フードバンク連携) as a nameko service: gathers its commands by subject.

Food for whoever comes, and a way to the desk without pressure. The inbox of
sheets is the kit's; what other services may know is in `published`.
"""

from __future__ import annotations

from services.foodbank.commands.contacts import Contacts
from services.foodbank.commands.food_drives import FoodDrives
from services.foodbank.commands.invitations import Invitations
from services.foodbank.commands.parcels import Parcels
from services.foodbank.commands.rations import Rations
from services.foodbank.commands.stock import Stock
from services.foodbank.commands.visitors import Visitors
from services.foodbank.commands.visits import Visits
from services.foodbank.definition import DEFINITION
from services.foodbank.reference.sheets import SHEETS
from tsunagu.sheets.commands import SheetCommands


class FoodBankService(
    Visitors, Invitations, Contacts, Visits, Parcels, Stock, FoodDrives, Rations, SheetCommands
):
    name = "foodbank"
    definition = DEFINITION
    sheet_inbox = SHEETS

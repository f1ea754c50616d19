"""Housing (住まい): the housing security benefit, the temporary shelter, community residence.

Three desks, one log. Everything begun has its desk, a next step and a due date
until its recorded end; what other services may know of it is in `published`.
"""

from __future__ import annotations

from services.housing.commands.benefits import Benefits
from services.housing.commands.courses import Courses
from services.housing.commands.flat_searches import Flats
from services.housing.commands.landlords import Landlords
from services.housing.commands.moving_costs import Moving
from services.housing.commands.payments import Payments
from services.housing.commands.shelters import Shelters
from services.housing.definition import DEFINITION
from services.housing.reference.sheets import SHEETS
from tsunagu.sheets.commands import SheetCommands


class HousingService(
    Benefits, Payments, Moving, Shelters, Landlords, Flats, Courses, SheetCommands
):
    name = "housing"
    definition = DEFINITION
    sheet_inbox = SHEETS

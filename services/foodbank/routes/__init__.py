"""What of the food bank's commands REST offers, under `/api/v1/foodbank`."""

from __future__ import annotations

from services.foodbank.routes.contacts import CONTACTS
from services.foodbank.routes.invitations import INVITATIONS
from services.foodbank.routes.parcels import PARCELS
from services.foodbank.routes.stock import STOCK
from services.foodbank.routes.visitors import VISITORS
from services.foodbank.routes.visits import VISITS
from tsunagu.sheets.commands import sheet_routes

ROUTES = (*VISITORS, *INVITATIONS, *CONTACTS, *VISITS, *PARCELS, *STOCK, *sheet_routes("foodbank"))

"""The sheets sent to this service's three desks; see `tsunagu.sheets.inbox`."""

from __future__ import annotations

from services.housing.domain.steps import DESKS
from tsunagu.sheets.inbox import SheetInbox

SHEETS = SheetInbox("housing", desks=DESKS)

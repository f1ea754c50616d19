"""The Tsunagu sheets that other desks send to the food bank, and its answers."""

from __future__ import annotations

from services.foodbank.domain.events.fields import DESK
from tsunagu.sheets.inbox import SheetInbox

SHEETS = SheetInbox("foodbank", desks=(DESK,))

"""The sheets sent to this service's three desks; see `tsunagu.sheets.inbox`."""

from __future__ import annotations

from services.housing.domain.course import DESKS
from services.housing.domain.refusals.shared import SHEET_FOR_OTHER_DESK, SHEET_NOT_OPEN
from tsunagu.sheets.inbox import SheetInbox

SHEETS = SheetInbox("housing", desks=DESKS, not_yours=SHEET_FOR_OTHER_DESK, not_open=SHEET_NOT_OPEN)

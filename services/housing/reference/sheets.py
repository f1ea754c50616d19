"""The sheets sent to this service's three desks; see `tsunagu.sheets.inbox`."""

from __future__ import annotations

from services.housing.domain.refusals.shared import sheet_for_other_desk, sheet_not_open
from services.housing.domain.steps import DESKS
from tsunagu.sheets.inbox import SheetInbox

SHEETS = SheetInbox("housing", desks=DESKS, not_yours=sheet_for_other_desk, not_open=sheet_not_open)

"""This programme's share in the Tsunagu sheets: three desks, one inbox."""

from __future__ import annotations

from services.employment.domain.refusals.shared import NOT_THIS_DESKS_MOVE, SHEET_NOT_OPEN
from services.employment.domain.vocabulary import DESKS
from tsunagu.sheets.inbox import SheetInbox

SHEETS = SheetInbox(
    "employment",
    desks=DESKS,
    not_yours=NOT_THIS_DESKS_MOVE,
    not_open=SHEET_NOT_OPEN,
)

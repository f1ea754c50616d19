"""This programme's share in the Tsunagu sheets: three desks, one inbox."""

from __future__ import annotations

from services.employment.domain.refusals import shared as refusals
from services.employment.domain.vocabulary import DESKS
from tsunagu.sheets.inbox import SheetInbox

SHEETS = SheetInbox(
    "employment",
    desks=DESKS,
    not_yours=refusals.not_this_desks_move,
    not_open=refusals.sheet_not_open,
)

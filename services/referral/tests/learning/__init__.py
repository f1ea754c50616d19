"""A programme whose name stands nowhere: children's learning, which answers its desk's sheets."""

from __future__ import annotations

import sqlalchemy as sa

from tsunagu.contracts.facts import Catalogue
from tsunagu.hosting.definition import Definition
from tsunagu.sheets.commands import SheetCommands
from tsunagu.sheets.inbox import SheetInbox

DESK = "children_learning"
metadata = sa.MetaData()
SHEETS = SheetInbox("learning", desks=(DESK,))
SHEETS.table(metadata)


class LearningService(SheetCommands):
    name = "learning"
    definition = Definition(
        name="learning",
        package=__name__,
        metadata=metadata,
        events=SHEETS.events,
        read_models=SHEETS.read_models,
        catalogue=Catalogue("learning", [SHEETS.fact]),
        follows={"referral": SHEETS.follows},
    )
    sheet_inbox = SHEETS

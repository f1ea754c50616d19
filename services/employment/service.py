"""Employment (しごとの支援): from the first day out of the house to a job that lasts.

Job seekers, employers and openings, what brings them together and says why;
work preparation and training placements before that. Everything that waits has
an owner, a next step and a due date; what other services may know of it is in
`published`.
"""

from __future__ import annotations

from services.employment.commands.employers import Employers
from services.employment.commands.introductions import Introductions
from services.employment.commands.jobs import Jobs
from services.employment.commands.ledgers import Ledgers
from services.employment.commands.lists import Lists
from services.employment.commands.openings import Openings
from services.employment.commands.preparations import Preparations
from services.employment.commands.seekers import Seekers
from services.employment.commands.trainings import Trainings
from services.employment.definition import DEFINITION
from services.employment.reference.sheets import SHEETS
from tsunagu.sheets.commands import SheetCommands


class EmploymentService(
    SheetCommands,
    Seekers,
    Employers,
    Openings,
    Introductions,
    Jobs,
    Preparations,
    Trainings,
    Lists,
    Ledgers,
):
    name = "employment"
    definition = DEFINITION
    sheet_inbox = SHEETS

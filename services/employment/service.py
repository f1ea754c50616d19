"""Employment (しごとの支援): from the first day out of the house to a job that lasts.

Job seekers, employers and openings, what brings them together and says why;
work preparation and training placements before that. Everything that waits has
an owner, a next step and a due date; what other services may know of it is in
`published.py`.
"""

from __future__ import annotations

from services.employment.definition import DEFINITION
from services.employment.service_employers import Employers
from services.employment.service_introductions import Introductions
from services.employment.service_jobs import Jobs
from services.employment.service_ledgers import Ledgers
from services.employment.service_openings import Openings
from services.employment.service_preparation import Preparations
from services.employment.service_seekers import Seekers
from services.employment.service_training import Trainings
from services.employment.sheets import JOINING
from tsunagu.joining_commands import SheetCommands


class EmploymentService(
    SheetCommands,
    Seekers,
    Employers,
    Openings,
    Introductions,
    Jobs,
    Preparations,
    Trainings,
    Ledgers,
):
    name = "employment"
    definition = DEFINITION
    joining = JOINING

"""REST of employment: every route under `/api/v1/employment`; the console serves them."""

from __future__ import annotations

from services.employment.routes.employers import EMPLOYERS
from services.employment.routes.introductions import INTRODUCTIONS
from services.employment.routes.jobs import JOBS
from services.employment.routes.lists import LISTS
from services.employment.routes.openings import OPENINGS
from services.employment.routes.preparations import PREPARATIONS
from services.employment.routes.seekers import SEEKERS
from services.employment.routes.trainings import TRAININGS
from tsunagu.contracts.routes import Route
from tsunagu.sheets.commands import sheet_routes

ROUTES: tuple[Route, ...] = (
    *sheet_routes("employment"),
    *SEEKERS,
    *EMPLOYERS,
    *OPENINGS,
    *INTRODUCTIONS,
    *JOBS,
    *PREPARATIONS,
    *TRAININGS,
    *LISTS,
)

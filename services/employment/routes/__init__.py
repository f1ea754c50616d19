"""REST of employment: every route under `/api/v1/employment`; the console serves them."""

from __future__ import annotations

from services.employment.routes.courses import COURSES
from services.employment.routes.kinds import ROOT
from services.employment.routes.people import PLACED, SEEKERS
from services.employment.routes.work import WORK
from services.employment.schemas import training as training_schemas
from tsunagu.contracts.route_kinds import ask
from tsunagu.contracts.routes import FILE, Route
from tsunagu.sheets.commands import sheet_routes

LISTS = (
    ask(
        f"{ROOT}/work",
        "list_work",
        "この事業で待っていること",
        "Everything that waits here, by due date",
        training_schemas.WorkQuery,
    ),
    ask(f"{ROOT}/codes", "list_codes", "符号の一覧", "Lists of codes with their names"),
    ask(
        f"{ROOT}/ledgers/openings",
        "openings_ledger",
        "求人管理簿（Excel）",
        "Ledger of openings (Excel)",
        training_schemas.Ledger,
        answers=FILE,
    ),
    ask(
        f"{ROOT}/ledgers/seekers",
        "seekers_ledger",
        "求職管理簿（Excel）",
        "Ledger of job seekers (Excel)",
        training_schemas.SeekersLedger,
        answers=FILE,
    ),
)

ROUTES: tuple[Route, ...] = (
    *sheet_routes("employment"),
    *SEEKERS,
    *WORK,
    *PLACED,
    *COURSES,
    *LISTS,
)

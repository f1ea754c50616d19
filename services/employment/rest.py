"""REST of employment: every route under `/api/v1/employment`; the console serves them."""

from __future__ import annotations

from services.employment import schemas_training
from services.employment.rest_courses import COURSES
from services.employment.rest_people import PLACED, SEEKERS
from services.employment.rest_work import WORK
from services.employment.routing import ROOT, ask
from tsunagu.joining_commands import sheet_routes
from tsunagu.rest import FILE, Route

LISTS = (
    ask(
        f"{ROOT}/work",
        "list_work",
        "この事業で待っていること",
        "Everything that waits here, by due date",
        schemas_training.WorkQuery,
    ),
    ask(f"{ROOT}/codes", "list_codes", "符号の一覧", "Lists of codes with their names"),
    ask(
        f"{ROOT}/ledgers/openings",
        "openings_ledger",
        "求人管理簿（Excel）",
        "Ledger of openings (Excel)",
        schemas_training.Ledger,
        FILE,
    ),
    ask(
        f"{ROOT}/ledgers/seekers",
        "seekers_ledger",
        "求職管理簿（Excel）",
        "Ledger of job seekers (Excel)",
        schemas_training.SeekersLedger,
        FILE,
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

"""REST of what all subjects share: the list of waiting work, the codes, and the ledgers."""

from __future__ import annotations

from services.employment.routes.paths import ROOT
from services.employment.schemas.queries import Ledger, SeekersLedger, WorkQuery
from tsunagu.contracts.route_kinds import ask
from tsunagu.contracts.routes import FILE

LISTS = (
    ask(
        f"{ROOT}/work",
        "list_work",
        "この事業で待っていること",
        "Everything that waits here, by due date",
        WorkQuery,
    ),
    ask(f"{ROOT}/codes", "list_codes", "符号の一覧", "Lists of codes with their names"),
    ask(
        f"{ROOT}/ledgers/openings",
        "openings_ledger",
        "求人管理簿（Excel）",
        "Ledger of openings (Excel)",
        Ledger,
        answers=FILE,
    ),
    ask(
        f"{ROOT}/ledgers/seekers",
        "seekers_ledger",
        "求職管理簿（Excel）",
        "Ledger of job seekers (Excel)",
        SeekersLedger,
        answers=FILE,
    ),
)

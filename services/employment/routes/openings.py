"""REST of openings."""

from __future__ import annotations

from services.employment.routes.paths import EMPLOYER, OPENING, ROOT
from services.employment.schemas.employers import EmployerStep
from services.employment.schemas.openings import (
    Conditions,
    Extend,
    Places,
    Receive,
    WithdrawOpening,
)
from services.employment.schemas.queries import MatchQuery, OpeningQuery
from tsunagu.contracts.route_kinds import ask, begin, do

OPENINGS = (
    begin(
        f"{EMPLOYER}/openings",
        "receive_opening",
        "求人を受け付ける",
        "Take an opening on",
        Receive,
    ),
    ask(
        f"{ROOT}/openings",
        "list_openings",
        "求人の一覧",
        "Openings by due date",
        OpeningQuery,
    ),
    ask(OPENING, "get_opening", "求人", "One opening"),
    do(
        f"{OPENING}/conditions",
        "set_conditions",
        "求人の条件",
        "Conditions of the opening",
        Conditions,
    ),
    do(
        f"{OPENING}/validity",
        "extend_opening",
        "期限を延ばす",
        "Extend its validity",
        Extend,
    ),
    do(
        f"{OPENING}/places",
        "set_places",
        "求人数を直す",
        "Change the number of places",
        Places,
    ),
    do(
        f"{OPENING}/next-step",
        "place_opening",
        "次の一歩",
        "Owner, next step and due date",
        EmployerStep,
    ),
    do(
        f"{OPENING}/withdraw",
        "withdraw_opening",
        "求人の取下げ",
        "The employer takes it back",
        WithdrawOpening,
    ),
    ask(
        f"{OPENING}/seekers",
        "seekers_for",
        "合う人と、合う理由・合わない理由",
        "People for an opening: why each fits, and why not",
        MatchQuery,
    ),
)

"""What REST offers of visits, and a visit with its parcel at once."""

from __future__ import annotations

from services.foodbank.routes.kinds import ask, do
from services.foodbank.schemas.bodies import Step
from services.foodbank.schemas.visits import Ending, HandOut, VisitQuery, VisitShape
from tsunagu.contracts.routes import Route

_VISIT = "/visits/<visit_id>"

VISITS: tuple[Route, ...] = (
    do("/visits", "record_visit", "来所を記録", "Record a visit", VisitShape),
    do(
        "/hand-outs",
        "hand_out",
        "来所と詰め合わせを一度に",
        "A visit and its parcel at once",
        HandOut,
    ),
    ask("/visits", "list_visits", "来所の一覧", "Visits", VisitQuery),
    ask(_VISIT, "get_visit", "来所", "One visit"),
    do(
        f"{_VISIT}/next-step",
        "set_visit_step",
        "待っている人への次の一歩",
        "Next step for who waits",
        Step,
    ),
    do(
        f"{_VISIT}/ending",
        "end_waiting",
        "詰め合わせなしで終える",
        "End it without a parcel",
        Ending,
    ),
)

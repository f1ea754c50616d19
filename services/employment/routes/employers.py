"""REST of employers."""

from __future__ import annotations

from services.employment.routes.paths import EMPLOYER, ROOT
from services.employment.schemas.employers import (
    Approach,
    Details,
    EmployerStep,
    GiveUp,
    ListEmployer,
)
from services.employment.schemas.queries import EmployerQuery
from tsunagu.contracts.route_kinds import ask, begin, do

EMPLOYERS = (
    ask(
        f"{ROOT}/employers",
        "list_employers",
        "事業所の一覧",
        "Employers, those to be asked first",
        EmployerQuery,
    ),
    begin(
        f"{ROOT}/employers",
        "list_employer",
        "声をかける事業所を載せる",
        "Enter an employer to ask",
        ListEmployer,
    ),
    ask(
        f"{ROOT}/employer-introductions",
        "who_introduced_whom",
        "だれがどの事業所を紹介したか",
        "Who introduced which employer",
    ),
    ask(EMPLOYER, "get_employer", "事業所と声かけの記録", "One employer and every attempt"),
    do(
        f"{EMPLOYER}/details",
        "describe_employer",
        "事業所の情報",
        "Describe the employer",
        Details,
    ),
    do(
        f"{EMPLOYER}/attempts",
        "approach_employer",
        "声かけ（だめもと）と結果",
        "An attempt (with no great hope) and its outcome",
        Approach,
    ),
    do(
        f"{EMPLOYER}/next-step",
        "place_employer",
        "次に声をかける人と日",
        "Who asks next, and when",
        EmployerStep,
    ),
    do(
        f"{EMPLOYER}/give-up",
        "give_employer_up",
        "いまは見送る",
        "Not asked again for now",
        GiveUp,
    ),
)

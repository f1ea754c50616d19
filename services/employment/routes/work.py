"""REST of employers and openings; see `rest`."""

from __future__ import annotations

from services.employment.routes.kinds import EMPLOYER, OPENING, ROOT
from services.employment.schemas import shared as schemas
from services.employment.schemas import work as work_schemas
from tsunagu.contracts.route_kinds import ask, begin, do

WORK = (
    ask(
        f"{ROOT}/employers",
        "list_employers",
        "事業所の一覧",
        "Employers, those to be asked first",
        work_schemas.EmployerQuery,
    ),
    begin(
        f"{ROOT}/employers",
        "list_employer",
        "声をかける事業所を載せる",
        "Enter an employer to ask",
        work_schemas.ListEmployer,
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
        work_schemas.Details,
    ),
    do(
        f"{EMPLOYER}/attempts",
        "approach_employer",
        "声かけ（だめもと）と結果",
        "An attempt (with no great hope) and its outcome",
        work_schemas.Approach,
    ),
    do(
        f"{EMPLOYER}/next-step",
        "place_employer",
        "次に声をかける人と日",
        "Who asks next, and when",
        work_schemas.EmployerStep,
    ),
    do(
        f"{EMPLOYER}/give-up",
        "give_employer_up",
        "いまは見送る",
        "Not asked again for now",
        work_schemas.GiveUp,
    ),
    begin(
        f"{EMPLOYER}/openings",
        "receive_opening",
        "求人を受け付ける",
        "Take an opening on",
        work_schemas.Receive,
    ),
    ask(
        f"{ROOT}/openings",
        "list_openings",
        "求人の一覧",
        "Openings by due date",
        work_schemas.OpeningQuery,
    ),
    ask(OPENING, "get_opening", "求人", "One opening"),
    do(
        f"{OPENING}/conditions",
        "set_conditions",
        "求人の条件",
        "Conditions of the opening",
        work_schemas.Conditions,
    ),
    do(
        f"{OPENING}/validity",
        "extend_opening",
        "期限を延ばす",
        "Extend its validity",
        work_schemas.Extend,
    ),
    do(
        f"{OPENING}/places",
        "set_places",
        "求人数を直す",
        "Change the number of places",
        work_schemas.Places,
    ),
    do(
        f"{OPENING}/next-step",
        "place_opening",
        "次の一歩",
        "Owner, next step and due date",
        work_schemas.EmployerStep,
    ),
    do(
        f"{OPENING}/withdraw",
        "withdraw_opening",
        "求人の取下げ",
        "The employer takes it back",
        work_schemas.WithdrawOpening,
    ),
    ask(
        f"{OPENING}/seekers",
        "seekers_for",
        "合う人と、合う理由・合わない理由",
        "People for an opening: why each fits, and why not",
        schemas.MatchQuery,
    ),
)

"""REST of employers and openings; see `rest`."""

from __future__ import annotations

from services.employment import schemas, schemas_work
from services.employment.routing import EMPLOYER, OPENING, ROOT, ask, begin, do

WORK = (
    ask(
        f"{ROOT}/employers",
        "list_employers",
        "事業所の一覧",
        "Employers, those to be asked first",
        schemas_work.EmployerQuery,
    ),
    begin(
        f"{ROOT}/employers",
        "list_employer",
        "声をかける事業所を載せる",
        "Enter an employer to ask",
        schemas_work.ListEmployer,
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
        schemas_work.Details,
    ),
    do(
        f"{EMPLOYER}/attempts",
        "approach_employer",
        "声かけ（だめもと）と結果",
        "An attempt (with no great hope) and its outcome",
        schemas_work.Approach,
    ),
    do(
        f"{EMPLOYER}/next-step",
        "place_employer",
        "次に声をかける人と日",
        "Who asks next, and when",
        schemas_work.EmployerStep,
    ),
    do(
        f"{EMPLOYER}/give-up",
        "give_employer_up",
        "いまは見送る",
        "Not asked again for now",
        schemas_work.GiveUp,
    ),
    begin(
        f"{EMPLOYER}/openings",
        "receive_opening",
        "求人を受け付ける",
        "Take an opening on",
        schemas_work.Receive,
    ),
    ask(
        f"{ROOT}/openings",
        "list_openings",
        "求人の一覧",
        "Openings by due date",
        schemas_work.OpeningQuery,
    ),
    ask(OPENING, "get_opening", "求人", "One opening"),
    do(
        f"{OPENING}/conditions",
        "set_conditions",
        "求人の条件",
        "Conditions of the opening",
        schemas_work.Conditions,
    ),
    do(
        f"{OPENING}/validity",
        "extend_opening",
        "期限を延ばす",
        "Extend its validity",
        schemas_work.Extend,
    ),
    do(
        f"{OPENING}/places",
        "set_places",
        "求人数を直す",
        "Change the number of places",
        schemas_work.Places,
    ),
    do(
        f"{OPENING}/next-step",
        "place_opening",
        "次の一歩",
        "Owner, next step and due date",
        schemas_work.EmployerStep,
    ),
    do(
        f"{OPENING}/withdraw",
        "withdraw_opening",
        "求人の取下げ",
        "The employer takes it back",
        schemas_work.WithdrawOpening,
    ),
    ask(
        f"{OPENING}/seekers",
        "seekers_for",
        "合う人と、合う理由・合わない理由",
        "People for an opening: why each fits, and why not",
        schemas.MatchQuery,
    ),
)

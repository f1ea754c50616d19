"""What REST offers of who is one person: to caseworkers alone."""

from __future__ import annotations

from typing import Any

from services.intake.schemas import identity as identity_schemas
from services.intake.schemas import shared as schemas
from tsunagu.contracts.route_kinds import ask
from tsunagu.contracts.routes import Route

PROPOSAL = "/persons/proposals/<proposal_id>"
PERSON = "/persons/<person_id>"


def _post(path: str, method: str, ja: str, en: str, body: Any) -> Route:
    return Route(verb="POST", path=path, method=method, ja=ja, en=en, body=body)


IDENTITY = (
    ask(
        "/persons/proposals",
        "list_matches",
        "同じ人かもしれない記録（期限順）",
        "Records that may be one person, by due date",
        identity_schemas.MatchQuery,
    ),
    _post(
        f"{PROPOSAL}/confirm",
        "confirm_match",
        "同じ人と決める",
        "Decide that they are one person",
        schemas.OnDay,
    ),
    _post(
        f"{PROPOSAL}/decline",
        "decline_match",
        "別の人と決める",
        "Decide that they are two people",
        schemas.OnDay,
    ),
    ask(
        f"{PERSON}/records",
        "get_human",
        "同じ人の記録・ケース・端緒をまとめて",
        "All records, cases and signals of the same person",
    ),
    _post(
        f"{PERSON}/merge",
        "merge_persons",
        "二つの記録を同じ人としてまとめる",
        "Merge two records of one person",
        identity_schemas.Merge,
    ),
    _post(
        f"{PERSON}/split",
        "split_person",
        "別の人だったので分ける",
        "Split a record off again: it is somebody else",
        identity_schemas.Split,
    ),
)

"""Three kinds of route: one that asks, one that begins something, one that goes on with it."""

from __future__ import annotations

from marshmallow import Schema

from tsunagu.contracts.routes import CASEWORKER, JSON, Route

BY = {CASEWORKER: "by"}
ROOT = "/employment"
SEEKER, EMPLOYER, OPENING = (
    f"{ROOT}/seekers/<seeker_id>",
    f"{ROOT}/employers/<employer_id>",
    f"{ROOT}/openings/<opening_id>",
)
INTRODUCTION = f"{ROOT}/introductions/<introduction_id>"
JOB = f"{ROOT}/jobs/<record_id>"
PREPARATION = f"{ROOT}/preparations/<preparation_id>"
TRAINING = f"{ROOT}/trainings/<training_id>"
READINESS = f"{ROOT}/people/<person_id>/readiness"


def ask(
    path: str,
    method: str,
    ja: str,
    en: str,
    query: type[Schema] | None = None,
    answers: str = JSON,
) -> Route:
    return Route(verb="GET", path=path, method=method, ja=ja, en=en, query=query, answers=answers)


def begin(path: str, method: str, ja: str, en: str, body: type[Schema]) -> Route:
    return Route(
        verb="POST", path=path, method=method, ja=ja, en=en, body=body, acting=BY, status=201
    )


def do(
    path: str, method: str, ja: str, en: str, body: type[Schema], versioned: bool = True
) -> Route:
    return Route(
        verb="POST",
        path=path,
        method=method,
        ja=ja,
        en=en,
        body=body,
        acting=BY,
        versioned=versioned,
    )

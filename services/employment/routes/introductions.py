"""REST of introductions."""

from __future__ import annotations

from services.employment.routes.paths import INTRODUCTION, ROOT
from services.employment.schemas.introductions import Decide, Interview, Introduce
from services.employment.schemas.jobs import Terms
from services.employment.schemas.queries import IntroductionQuery
from services.employment.schemas.shared import NextStep
from tsunagu.contracts.route_kinds import ask, begin, do

INTRODUCTIONS = (
    ask(
        f"{ROOT}/introductions",
        "list_introductions",
        "紹介の一覧",
        "Introductions by due date",
        IntroductionQuery,
    ),
    begin(
        f"{ROOT}/introductions",
        "introduce",
        "紹介する",
        "Introduce a person to an opening",
        Introduce,
    ),
    ask(INTRODUCTION, "get_introduction", "紹介", "One introduction"),
    do(
        f"{INTRODUCTION}/interview",
        "arrange_interview",
        "面接を決める（同行）",
        "Arrange the interview",
        Interview,
    ),
    do(
        f"{INTRODUCTION}/next-step",
        "place_introduction",
        "次の一歩",
        "Owner, next step and due date",
        NextStep,
    ),
    do(
        f"{INTRODUCTION}/decision",
        "decide_introduction",
        "不採用・辞退と理由",
        "Not hired or declined, and why",
        Decide,
    ),
    do(f"{INTRODUCTION}/hire", "hire", "採用", "Hired", Terms),
)

"""REST of work preparation."""

from __future__ import annotations

from services.employment.routes.paths import PREPARATION, ROOT
from services.employment.schemas.preparations import (
    Attend,
    EndPreparation,
    ExtendCourse,
    HoldSession,
    MoveStage,
    StartPreparation,
)
from services.employment.schemas.queries import CourseQuery
from services.employment.schemas.shared import NextStep
from tsunagu.contracts.route_kinds import ask, begin, do

PREPARATIONS = (
    ask(
        f"{ROOT}/preparations",
        "list_preparations",
        "就労準備の一覧",
        "Work preparation by due date",
        CourseQuery,
    ),
    begin(
        f"{ROOT}/preparations",
        "start_preparation",
        "就労準備を始める",
        "Start work preparation",
        StartPreparation,
    ),
    ask(PREPARATION, "get_preparation", "就労準備と出席", "One course and its sessions"),
    do(
        f"{PREPARATION}/stage",
        "move_stage",
        "段階を移す",
        "Move to another stage",
        MoveStage,
    ),
    do(
        f"{PREPARATION}/sessions",
        "attend_session",
        "出席の記録",
        "One session of one person",
        Attend,
    ),
    begin(
        f"{ROOT}/sessions",
        "hold_session",
        "プログラムの出席簿",
        "One session of many people",
        HoldSession,
    ),
    do(
        f"{PREPARATION}/extend",
        "extend_preparation",
        "理由を付けて延長する",
        "Extend, with the reason",
        ExtendCourse,
    ),
    do(
        f"{PREPARATION}/next-step",
        "place_preparation",
        "次の一歩",
        "Owner, next step and due date",
        NextStep,
    ),
    do(
        f"{PREPARATION}/end",
        "end_preparation",
        "終える（結果が送り手に返ります）",
        "End it; its outcome goes back to the sender",
        EndPreparation,
    ),
)

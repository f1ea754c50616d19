"""REST of work preparation and training placements; see `rest`."""

from __future__ import annotations

from services.employment.routes.kinds import PREPARATION, ROOT, TRAINING
from services.employment.schemas import shared as schemas
from services.employment.schemas import training as training_schemas
from tsunagu.contracts.route_kinds import ask, begin, do

COURSES = (
    ask(
        f"{ROOT}/preparations",
        "list_preparations",
        "就労準備の一覧",
        "Work preparation by due date",
        training_schemas.CourseQuery,
    ),
    begin(
        f"{ROOT}/preparations",
        "start_preparation",
        "就労準備を始める",
        "Start work preparation",
        training_schemas.StartPreparation,
    ),
    ask(PREPARATION, "get_preparation", "就労準備と出席", "One course and its sessions"),
    do(
        f"{PREPARATION}/stage",
        "move_stage",
        "段階を移す",
        "Move to another stage",
        training_schemas.MoveStage,
    ),
    do(
        f"{PREPARATION}/sessions",
        "attend_session",
        "出席の記録",
        "One session of one person",
        training_schemas.Attend,
    ),
    begin(
        f"{ROOT}/sessions",
        "hold_session",
        "プログラムの出席簿",
        "One session of many people",
        training_schemas.HoldSession,
    ),
    do(
        f"{PREPARATION}/extend",
        "extend_preparation",
        "理由を付けて延長する",
        "Extend, with the reason",
        training_schemas.ExtendCourse,
    ),
    do(
        f"{PREPARATION}/next-step",
        "place_preparation",
        "次の一歩",
        "Owner, next step and due date",
        schemas.NextStep,
    ),
    do(
        f"{PREPARATION}/end",
        "end_preparation",
        "終える（結果が送り手に返ります）",
        "End it; its outcome goes back to the sender",
        training_schemas.EndPreparation,
    ),
    ask(
        f"{ROOT}/trainings",
        "list_trainings",
        "就労訓練の一覧",
        "Training placements by due date",
        training_schemas.CourseQuery,
    ),
    begin(
        f"{ROOT}/trainings",
        "start_training",
        "就労訓練を始める",
        "Start a training placement",
        training_schemas.StartTraining,
    ),
    ask(TRAINING, "get_training", "就労訓練", "One placement"),
    do(
        f"{TRAINING}/days",
        "record_training_day",
        "訓練の日",
        "One day of training",
        training_schemas.TrainingDay,
    ),
    do(
        f"{TRAINING}/extend",
        "extend_training",
        "期間を延ばす",
        "Extend the placement",
        training_schemas.ExtendCourse,
    ),
    do(
        f"{TRAINING}/next-step",
        "place_training",
        "次の一歩",
        "Owner, next step and due date",
        schemas.NextStep,
    ),
    do(
        f"{TRAINING}/end",
        "end_training",
        "終える（結果が送り手に返ります）",
        "End it; its result goes back to the sender",
        training_schemas.EndTraining,
    ),
)

"""REST of work preparation and training placements; see `rest`."""

from __future__ import annotations

from services.employment import schemas, schemas_training
from services.employment.routing import PREPARATION, ROOT, TRAINING, ask, begin, do

COURSES = (
    ask(
        f"{ROOT}/preparations",
        "list_preparations",
        "就労準備の一覧",
        "Work preparation by due date",
        schemas_training.CourseQuery,
    ),
    begin(
        f"{ROOT}/preparations",
        "start_preparation",
        "就労準備を始める",
        "Start work preparation",
        schemas_training.StartPreparation,
    ),
    ask(PREPARATION, "get_preparation", "就労準備と出席", "One course and its sessions"),
    do(
        f"{PREPARATION}/stage",
        "move_stage",
        "段階を移す",
        "Move to another stage",
        schemas_training.MoveStage,
    ),
    do(
        f"{PREPARATION}/sessions",
        "attend_session",
        "出席の記録",
        "One session of one person",
        schemas_training.Attend,
    ),
    begin(
        f"{ROOT}/sessions",
        "hold_session",
        "プログラムの出席簿",
        "One session of many people",
        schemas_training.HoldSession,
    ),
    do(
        f"{PREPARATION}/extend",
        "extend_preparation",
        "理由を付けて延長する",
        "Extend, with the reason",
        schemas_training.ExtendCourse,
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
        schemas_training.EndPreparation,
    ),
    ask(
        f"{ROOT}/trainings",
        "list_trainings",
        "就労訓練の一覧",
        "Training placements by due date",
        schemas_training.CourseQuery,
    ),
    begin(
        f"{ROOT}/trainings",
        "start_training",
        "就労訓練を始める",
        "Start a training placement",
        schemas_training.StartTraining,
    ),
    ask(TRAINING, "get_training", "就労訓練", "One placement"),
    do(
        f"{TRAINING}/days",
        "record_training_day",
        "訓練の日",
        "One day of training",
        schemas_training.TrainingDay,
    ),
    do(
        f"{TRAINING}/extend",
        "extend_training",
        "期間を延ばす",
        "Extend the placement",
        schemas_training.ExtendCourse,
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
        schemas_training.EndTraining,
    ),
)

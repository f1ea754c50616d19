"""REST of training placements."""

from __future__ import annotations

from services.employment.routes.paths import ROOT, TRAINING
from services.employment.schemas.preparations import ExtendCourse
from services.employment.schemas.queries import CourseQuery
from services.employment.schemas.shared import NextStep
from services.employment.schemas.trainings import EndTraining, StartTraining, TrainingDay
from tsunagu.contracts.route_kinds import ask, begin, do

TRAININGS = (
    ask(
        f"{ROOT}/trainings",
        "list_trainings",
        "就労訓練の一覧",
        "Training placements by due date",
        CourseQuery,
    ),
    begin(
        f"{ROOT}/trainings",
        "start_training",
        "就労訓練を始める",
        "Start a training placement",
        StartTraining,
    ),
    ask(TRAINING, "get_training", "就労訓練", "One placement"),
    do(
        f"{TRAINING}/days",
        "record_training_day",
        "訓練の日",
        "One day of training",
        TrainingDay,
    ),
    do(
        f"{TRAINING}/extend",
        "extend_training",
        "期間を延ばす",
        "Extend the placement",
        ExtendCourse,
    ),
    do(
        f"{TRAINING}/next-step",
        "place_training",
        "次の一歩",
        "Owner, next step and due date",
        NextStep,
    ),
    do(
        f"{TRAINING}/end",
        "end_training",
        "終える（結果が送り手に返ります）",
        "End it; its result goes back to the sender",
        EndTraining,
    ),
)

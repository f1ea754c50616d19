"""REST of jobs found."""

from __future__ import annotations

from services.employment.routes.paths import JOB, ROOT
from services.employment.schemas.jobs import (
    CheckRetention,
    EndRetention,
    LeaveWork,
    RecordJob,
    Withdraw,
)
from services.employment.schemas.queries import JobQuery
from services.employment.schemas.shared import NextStep
from tsunagu.contracts.route_kinds import ask, begin, do

JOBS = (
    ask(f"{ROOT}/jobs", "list_jobs", "就職の一覧", "Jobs found", JobQuery),
    begin(
        f"{ROOT}/jobs",
        "record_job",
        "紹介によらない就職",
        "A job that came of no introduction here",
        RecordJob,
    ),
    ask(JOB, "get_job", "就職", "One job"),
    do(
        f"{JOB}/checks",
        "check_retention",
        "定着の確認（1・3・6か月）",
        "Still in the job after 1, 3 or 6 months",
        CheckRetention,
    ),
    do(f"{JOB}/leave", "leave_work", "離職", "The person left", LeaveWork),
    do(
        f"{JOB}/withdraw",
        "withdraw_hire",
        "採用の取消・誤記",
        "The hire came to nothing, or was a mistake",
        Withdraw,
    ),
    do(
        f"{JOB}/end-retention",
        "end_retention",
        "定着の確認をやめる",
        "Nobody asks any more",
        EndRetention,
    ),
    do(
        f"{JOB}/next-step",
        "place_job",
        "次の一歩",
        "Owner, next step and due date",
        NextStep,
    ),
)

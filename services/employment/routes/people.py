"""REST of job seekers, introductions and jobs; see `rest`."""

from __future__ import annotations

from services.employment.routes.kinds import INTRODUCTION, JOB, READINESS, ROOT, SEEKER
from services.employment.schemas import people as people_schemas
from services.employment.schemas import shared as schemas
from tsunagu.contracts.route_kinds import ask, begin, do

SEEKERS = (
    ask(
        f"{ROOT}/seekers",
        "list_seekers",
        "求職者の一覧",
        "Job seekers by due date",
        people_schemas.SeekerQuery,
    ),
    begin(
        f"{ROOT}/seekers",
        "register_seeker",
        "求職登録",
        "Register a job seeker",
        people_schemas.Register,
    ),
    ask(SEEKER, "get_seeker", "求職者", "One job seeker"),
    do(
        f"{SEEKER}/wishes",
        "record_wishes",
        "希望と制約",
        "Wishes and limits",
        people_schemas.Wishes,
    ),
    do(
        f"{SEEKER}/words",
        "read_words",
        "本人の言葉を読む（記録されます）",
        "Read the person's own words; the reading is recorded",
        people_schemas.ReadWords,
        versioned=False,
    ),
    do(
        f"{SEEKER}/next-step",
        "place_seeker",
        "次の一歩",
        "Owner, next step and due date",
        schemas.NextStep,
    ),
    do(
        f"{SEEKER}/income",
        "increase_income",
        "収入が増えた",
        "Record an increased income",
        people_schemas.IncreaseIncome,
        versioned=False,
    ),
    do(
        f"{SEEKER}/end",
        "end_support",
        "支援を終える（結果が送り手に返ります）",
        "End the support; its outcome goes back to the sender",
        people_schemas.EndSupport,
    ),
    do(
        f"{SEEKER}/reopen",
        "reopen_support",
        "支援を再開する",
        "Reopen the support",
        people_schemas.Reopen,
    ),
    ask(
        f"{SEEKER}/openings",
        "openings_for",
        "合う求人と、合う理由・合わない理由",
        "Openings for a person: why each fits, and why not",
        schemas.MatchQuery,
    ),
    ask(READINESS, "get_readiness", "段階の動き", "Moves on the readiness ladder"),
    do(
        READINESS,
        "move_readiness",
        "段階を動かす",
        "Move up or down the readiness ladder",
        people_schemas.MoveReadiness,
        versioned=False,
    ),
)

PLACED = (
    ask(
        f"{ROOT}/introductions",
        "list_introductions",
        "紹介の一覧",
        "Introductions by due date",
        people_schemas.IntroductionQuery,
    ),
    begin(
        f"{ROOT}/introductions",
        "introduce",
        "紹介する",
        "Introduce a person to an opening",
        people_schemas.Introduce,
    ),
    ask(INTRODUCTION, "get_introduction", "紹介", "One introduction"),
    do(
        f"{INTRODUCTION}/interview",
        "arrange_interview",
        "面接を決める（同行）",
        "Arrange the interview",
        people_schemas.Interview,
    ),
    do(
        f"{INTRODUCTION}/next-step",
        "place_introduction",
        "次の一歩",
        "Owner, next step and due date",
        schemas.NextStep,
    ),
    do(
        f"{INTRODUCTION}/decision",
        "decide_introduction",
        "不採用・辞退と理由",
        "Not hired or declined, and why",
        people_schemas.Decide,
    ),
    do(f"{INTRODUCTION}/hire", "hire", "採用", "Hired", people_schemas.Terms),
    ask(f"{ROOT}/jobs", "list_jobs", "就職の一覧", "Jobs found", people_schemas.JobQuery),
    begin(
        f"{ROOT}/jobs",
        "record_job",
        "紹介によらない就職",
        "A job that came of no introduction here",
        people_schemas.RecordJob,
    ),
    ask(JOB, "get_job", "就職", "One job"),
    do(
        f"{JOB}/checks",
        "check_retention",
        "定着の確認（1・3・6か月）",
        "Still in the job after 1, 3 or 6 months",
        people_schemas.CheckRetention,
    ),
    do(f"{JOB}/leave", "leave_work", "離職", "The person left", people_schemas.LeaveWork),
    do(
        f"{JOB}/withdraw",
        "withdraw_hire",
        "採用の取消・誤記",
        "The hire came to nothing, or was a mistake",
        people_schemas.Withdraw,
    ),
    do(
        f"{JOB}/end-retention",
        "end_retention",
        "定着の確認をやめる",
        "Nobody asks any more",
        people_schemas.EndRetention,
    ),
    do(
        f"{JOB}/next-step",
        "place_job",
        "次の一歩",
        "Owner, next step and due date",
        schemas.NextStep,
    ),
)

"""REST of job seekers and the readiness ladder."""

from __future__ import annotations

from services.employment.routes.paths import READINESS, ROOT, SEEKER
from services.employment.schemas.queries import MatchQuery, SeekerQuery
from services.employment.schemas.seekers import (
    EndSupport,
    IncreaseIncome,
    MoveReadiness,
    ReadWords,
    Register,
    Reopen,
    Wishes,
)
from services.employment.schemas.shared import NextStep
from tsunagu.contracts.route_kinds import ask, begin, do

SEEKERS = (
    ask(
        f"{ROOT}/seekers",
        "list_seekers",
        "求職者の一覧",
        "Job seekers by due date",
        SeekerQuery,
    ),
    begin(
        f"{ROOT}/seekers",
        "register_seeker",
        "求職登録",
        "Register a job seeker",
        Register,
    ),
    ask(SEEKER, "get_seeker", "求職者", "One job seeker"),
    do(
        f"{SEEKER}/wishes",
        "record_wishes",
        "希望と制約",
        "Wishes and limits",
        Wishes,
    ),
    do(
        f"{SEEKER}/words",
        "read_words",
        "本人の言葉を読む（記録されます）",
        "Read the person's own words; the reading is recorded",
        ReadWords,
        versioned=False,
    ),
    do(
        f"{SEEKER}/next-step",
        "place_seeker",
        "次の一歩",
        "Owner, next step and due date",
        NextStep,
    ),
    do(
        f"{SEEKER}/income",
        "increase_income",
        "収入が増えた",
        "Record an increased income",
        IncreaseIncome,
        versioned=False,
    ),
    do(
        f"{SEEKER}/end",
        "end_support",
        "支援を終える（結果が送り手に返ります）",
        "End the support; its outcome goes back to the sender",
        EndSupport,
    ),
    do(
        f"{SEEKER}/reopen",
        "reopen_support",
        "支援を再開する",
        "Reopen the support",
        Reopen,
    ),
    ask(
        f"{SEEKER}/openings",
        "openings_for",
        "合う求人と、合う理由・合わない理由",
        "Openings for a person: why each fits, and why not",
        MatchQuery,
    ),
    ask(READINESS, "get_readiness", "段階の動き", "Moves on the readiness ladder"),
    do(
        READINESS,
        "move_readiness",
        "段階を動かす",
        "Move up or down the readiness ladder",
        MoveReadiness,
        versioned=False,
    ),
)

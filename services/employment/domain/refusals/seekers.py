"""Refusals about job seekers and the readiness ladder."""

from __future__ import annotations

from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

ALREADY_REGISTERED = Refusal(
    "already_registered",
    Text("この方はもう求職登録があります", "this person is registered already"),
    field="person_id",
    remedy=Text("求職者 {seeker_id} の記録を続けてください", "go on with seeker {seeker_id}"),
    details=("seeker_id",),
)
NOT_ENDED = Refusal(
    "not_ended",
    Text("支援は続いています", "the support has not ended"),
    field="seeker_id",
    remedy=Text("再開は終わった後だけです", "only an ended support is reopened"),
)
NO_SUCH_RUNG = Refusal(
    "no_such_rung",
    Text("段階は 1 から 6 です", "a rung is 1 to 6"),
    field="rung",
    remedy="1–6",
)
SAME_RUNG = Refusal(
    "same_rung",
    Text("いまも段階 {rung} です", "it is rung {rung} already"),
    field="rung",
    remedy=Text("動いたときだけ記録します", "only a move is recorded"),
)

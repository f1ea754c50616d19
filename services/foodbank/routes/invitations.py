"""What REST offers of the soft invitation, and how many come later."""

from __future__ import annotations

from services.foodbank.routes.kinds import ask, do
from services.foodbank.schemas.bodies import Step
from services.foodbank.schemas.invitations import Answering, Period, Withdrawal
from services.foodbank.schemas.visitors import Connection
from tsunagu.contracts.routes import FIGURES, Route

_VISITOR = "/visitors/<visitor_id>"

INVITATIONS: tuple[Route, ...] = (
    do(
        f"{_VISITOR}/asking",
        "visitor_asks",
        "本人から尋ねられた",
        "They asked about help by themselves",
    ),
    do(
        f"{_VISITOR}/invitation",
        "offer_invitation",
        "やわらかく誘う",
        "Offer the soft invitation",
    ),
    do(
        f"{_VISITOR}/invitation/answer",
        "answer_invitation",
        "答えを記録",
        "Record the answer",
        Answering,
    ),
    do(
        f"{_VISITOR}/invitation/next-step",
        "set_invitation_step",
        "次の一歩を決める",
        "Set the next step on the way",
        Step,
    ),
    do(
        f"{_VISITOR}/invitation/withdrawal",
        "withdraw_invitation",
        "気持ちが変わった",
        "They take their agreement back",
        Withdrawal,
    ),
    do(
        f"{_VISITOR}/invitation/connection",
        "connect_visitor",
        "窓口につながった",
        "The agreed invitation reached a desk",
        Connection,
    ),
    ask(
        "/coming",
        "coming",
        "あとから相談に来た人の数",
        "How many later come to consultation",
        Period,
        roles=FIGURES,
    ),
)

"""What of signals REST offers: to departments their own, to caseworkers all of them."""

from __future__ import annotations

from typing import Any

from services.intake.schemas import shared as schemas
from services.intake.schemas import signals as signal_schemas
from tsunagu.contracts.route_kinds import ask
from tsunagu.contracts.routes import ANYBODY, CASEWORKER, DEPARTMENT, FILE, OPS, Route

SIGNAL = "/signals/<signal_id>"
OWN = {DEPARTMENT: "department"}
ASKING_AS = {DEPARTMENT: "acting_department"}  # beside a `department` that others may choose
SENDERS = (DEPARTMENT, CASEWORKER)


def _post(path: str, method: str, ja: str, en: str, **more: Any) -> Route:
    return Route(verb="POST", path=path, method=method, ja=ja, en=en, **more)


COMING_IN = (
    _post(
        "/signals",
        "receive_signal",
        "困窮の端緒を知らせる",
        "Notify that somebody may be in hardship",
        roles=(DEPARTMENT,),
        body=signal_schemas.SignalBody,
        acting=OWN,
        status=202,
        status_at=SIGNAL,
    ),
    _post(
        "/signals/batch",
        "receive_signals",
        "端緒をまとめて知らせる（一件ずつ受け付けるか断る）",
        "Many signals at once, each accepted or refused on its own",
        roles=(DEPARTMENT,),
        body=signal_schemas.Batch,
        acting=OWN,
        status=202,
    ),
)

ASKING = (
    ask(
        "/signals",
        "list_signals",
        "端緒の一覧（急ぐものから）",
        "Signals, the most urgent first",
        roles=SENDERS,
        query=signal_schemas.SignalQuery,
        acting=ASKING_AS,
    ),
    ask(
        "/signals/kinds",
        "list_signal_kinds",
        "端緒の種類と、急ぐものの時間",
        "Kinds of signals, urgent ones with their hours",
        roles=ANYBODY,
    ),
    ask(
        "/signals/gaps",
        "signal_gaps",
        "届いていない通し番号",
        "Running numbers that never came",
        roles=(DEPARTMENT, CASEWORKER, OPS),
        query=signal_schemas.OfDepartment,
        acting=ASKING_AS,
    ),
    _post(
        "/signals/gaps/explanation",
        "explain_signal_gap",
        "届かない通し番号の理由を伝える",
        "Say why running numbers will not come",
        roles=(DEPARTMENT, OPS),
        body=signal_schemas.GapExplanation,
        acting=ASKING_AS,
    ),
    ask(
        "/signals/state",
        "department_state",
        "部署の送信の状況（断られたもの、届いていない番号）",
        "How a department's sending stands: refused, missing",
        roles=(DEPARTMENT, CASEWORKER, OPS),
        query=signal_schemas.OfDepartment,
        acting=ASKING_AS,
    ),
    ask(
        SIGNAL,
        "get_signal",
        "知らせたことのその後",
        "What became of a signal",
        roles=SENDERS,
        acting=OWN,
    ),
    ask(
        f"{SIGNAL}/person",
        "read_signal_person",
        "届いた本人の情報を見る（根拠があるあいだだけ。記録に残る）",
        "The identity that came with it, while its basis holds; the reading is recorded",
        query=signal_schemas.IdentityPurpose,
    ),
    ask(
        f"{SIGNAL}/slip",
        "print_slip",
        "本人に渡す案内票（A5、個人の情報なし）",
        "The slip for the person to bring along (A5, nothing personal)",
        roles=SENDERS,
        acting=OWN,
        answers=FILE,
    ),
)

WHAT_IS_DONE = (
    _post(
        f"{SIGNAL}/encouragement",
        "encourage",
        "利用勧奨と本人の答えを記録",
        "Record the encouragement and the person's answer",
        roles=SENDERS,
        body=signal_schemas.Encouragement,
        acting=OWN,
    ),
    _post(
        f"{SIGNAL}/consent-withdrawal",
        "end_signal_consent",
        "同意の取消（その時から共有を止める）",
        "The person takes the consent back: sharing stops at once",
        roles=SENDERS,
        body=schemas.OnDay,
        acting=OWN,
    ),
    _post(
        f"{SIGNAL}/next-step",
        "set_signal_next_step",
        "次の一歩を決める",
        "Set the next step",
        body=signal_schemas.SignalNextStep,
    ),
    _post(
        f"{SIGNAL}/connection",
        "connect_signal",
        "ケースにつなぐ",
        "Connect it with a case",
        body=signal_schemas.Connection,
    ),
    _post(
        f"{SIGNAL}/closing",
        "close_signal",
        "理由をつけて閉じる",
        "Close it with a reason",
        body=signal_schemas.Closing,
    ),
)

SIGNALS = (*COMING_IN, *ASKING, *WHAT_IS_DONE)

"""What calling a service and handling its parked facts refuse."""

from __future__ import annotations

from tsunagu.domain.errors import NotFound, OutcomeUnknown, TsunaguError, Unavailable
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

SERVICE_UNAVAILABLE = Refusal(
    "service_unavailable",
    Text(
        "{service} につながりません。何も行われていません。少し待ってからもう一度お試しください",
        "{service} cannot be reached; nothing was done: try again shortly",
    ),
    details=("service",),
    kind=Unavailable,
)
SERVICE_BUSY = Refusal(
    "service_busy",
    Text(
        "{service} の手が空きませんでした。何も行われていません。"
        "少し待ってからもう一度お試しください",
        "{service} did not get to it in time; nothing was done: try again shortly",
    ),
    details=("service",),
    kind=Unavailable,
)
OUTCOME_UNKNOWN = Refusal(
    "outcome_unknown",
    Text(
        "{service} からの答えがまだ届かず、行われたかどうか分かりません。"
        "同じ Idempotency-Key を付けて、もう一度お送りください",
        "{service} has not answered yet: it may or may not have been done; "
        "ask again with the same Idempotency-Key",
    ),
    details=("service",),
    kind=OutcomeUnknown,
)
CALL_FAILED = Refusal(
    "internal",
    Text("{service}.{method}: 内部エラー", "internal error ({error})"),
    kind=TsunaguError,
)
NOT_PARKED = Refusal(
    "not_parked",
    Text("{id} は保留されていません", "is not parked"),
    details=("id",),
    kind=NotFound,
)

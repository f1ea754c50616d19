"""What calling a service and handling its parked facts refuse."""

from __future__ import annotations

from tsunagu.domain.errors import NotFound, TsunaguError, Unavailable
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

SERVICE_UNAVAILABLE = Refusal(
    "service_unavailable",
    Text(
        "{service} が応答しません。少し待ってからもう一度お試しください",
        "{service} does not answer; try again shortly",
    ),
    details=("service",),
    kind=Unavailable,
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

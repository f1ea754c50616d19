"""What loading and recording refuse: what was never recorded, and what has changed since."""

from __future__ import annotations

from tsunagu.domain.errors import Conflict, NotFound
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

NOT_FOUND = Refusal(
    "not_found",
    Text("{category} {id} は見つかりません", "is not known"),
    details=("category", "id"),
    kind=NotFound,
)
CHANGED_SINCE_READ = Refusal(
    "stale_version",
    Text("ほかの人が先に更新しました。読み直してください", "it has changed since you read it"),
    details=("version", "expected"),
    kind=Conflict,
)
CHANGED_MEANWHILE = Refusal(
    "stale_version",
    Text(
        "ほかの人が先に更新しました。読み直してからもう一度お試しください",
        "somebody else changed it first; load it again and decide again",
    ),
    details=("streams",),
    kind=Conflict,
)
REFUSALS = (NOT_FOUND, CHANGED_SINCE_READ, CHANGED_MEANWHILE)

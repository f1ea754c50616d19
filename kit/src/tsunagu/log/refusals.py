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
KEY_REUSED = Refusal(
    "key_reused",
    Text(
        "この Idempotency-Key は、前に別の内容で使われています",
        "this key came before, with another request",
    ),
    field="Idempotency-Key",
    remedy=Text("別の内容には新しい鍵を", "draw a new key for another request"),
)
ANSWER_FORGOTTEN = Refusal(
    "answer_forgotten",
    Text(
        "この Idempotency-Key の操作は済んでいます。"
        "答えにあった人の記録が消去されたため、答えはもう示せません",
        "was done; its answer spoke of somebody who has been forgotten since",
    ),
    field="Idempotency-Key",
    remedy=Text("今の状態を読み直す", "read the present state"),
)
REFUSALS = (NOT_FOUND, CHANGED_SINCE_READ, CHANGED_MEANWHILE, KEY_REUSED, ANSWER_FORGOTTEN)

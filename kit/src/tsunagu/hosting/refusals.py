"""What every running service refuses: unknown jobs, and work without its database.

Operators meet these; no service lists them among its own.
"""

from __future__ import annotations

from tsunagu.domain.errors import NotFound, TsunaguError, Unavailable
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

NO_SUCH_KIND_OF_JOB = Refusal(
    "no_such_job",
    Text("{kind} という処理はありません", "no such job"),
    details=("known",),
    kind=NotFound,
)
NO_SUCH_JOB = Refusal(
    "no_such_job", Text("{id} という処理はありません", "no such job"), kind=NotFound
)
TAKES_NO_MESSAGES = Refusal(
    "takes_none", Text("{service} は受け取りません", "takes no messages in"), kind=NotFound
)
DATABASE_UNAVAILABLE = Refusal(
    "database_unavailable",
    Text(
        "データベースに接続できません。少し待ってからもう一度お試しください",
        "the database does not answer; try again shortly",
    ),
    kind=Unavailable,
)
SCHEMA_DIFFERS = Refusal(
    "schema_differs",
    Text(
        "データベースにないものがあります：{missing}。"
        "migrations/versions に移行を足して、起動し直してください",
        "the database lacks {missing}: "
        "add a migration to its migrations/versions and start it again",
    ),
    details=("missing",),
    kind=TsunaguError,
)
INTERNAL = Refusal(
    "internal",
    Text("内部エラーです。記録に残しました", "internal error; it was logged"),
    kind=TsunaguError,
)

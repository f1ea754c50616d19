"""Every "no" of the console: a stable code and a sentence in both languages."""

from __future__ import annotations

from tsunagu.domain.errors import Forbidden, NotFound
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

UNKNOWN_ROLE = Refusal(
    "unknown_role",
    Text(
        "{role!r} という役割はありません。"
        "department:<code>、caseworker:<desk>、ops、reader のいずれかです",
        "no such role; one of department:<code>, caseworker:<desk>, ops, reader",
    ),
    field="role",
)
ROLE_NOT_ALLOWED = Refusal(
    "role_not_allowed",
    Text("役割 {role} ではできません", "not allowed for the role {role}"),
    details=("role", "needed"),
    kind=Forbidden,
)
NOT_AN_OPERATION = Refusal(
    "not_an_operation",
    Text("{method} は運用の操作ではありません", "is not an operation"),
    kind=Forbidden,
)
NO_SUCH_SERVICE = Refusal(
    "no_such_service",
    Text("{name} というサービスはありません", "there is no such service"),
    kind=NotFound,
)

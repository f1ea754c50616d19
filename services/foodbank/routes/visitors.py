"""What REST offers of visitors: who they are, and whom of intake they are."""

from __future__ import annotations

from services.foodbank.routes.kinds import ask, do
from services.foodbank.schemas.bodies import Reading
from services.foodbank.schemas.visitors import (
    CardShape,
    Description,
    Link,
    Registration,
    Unlink,
    VisitorQuery,
)
from tsunagu.contracts.routes import Route

_VISITOR = "/visitors/<visitor_id>"

VISITORS: tuple[Route, ...] = (
    do(
        "/visitors",
        "register_visitor",
        "利用者を登録（名前は聞かない）",
        "Register a visitor; no name is asked",
        Registration,
    ),
    ask("/visitors", "list_visitors", "利用者の一覧", "Visitors", VisitorQuery),
    ask(_VISITOR, "get_visitor", "利用者の経過", "One visitor's course"),
    do(
        f"{_VISITOR}/description",
        "describe_visitor",
        "世帯と食べられないものを書く",
        "Describe visitor and household",
        Description,
        versioned=True,
    ),
    do(f"{_VISITOR}/card", "issue_card", "札を渡す", "Issue a card", CardShape),
    do(
        f"{_VISITOR}/reading",
        "read_visitor",
        "利用者の情報を見る（記録される）",
        "Read what is known of them; recorded",
        Reading,
    ),
    do(f"{_VISITOR}/forgetting", "forget_visitor", "記録を消す", "Forget what they told us"),
    do(
        f"{_VISITOR}/link",
        "link_visitor",
        "同意を得て本人につなぐ",
        "Link with a person, by consent",
        Link,
    ),
    do(
        f"{_VISITOR}/unlink",
        "unlink_visitor",
        "誤ったつながりを外す",
        "Undo a wrong link",
        Unlink,
    ),
)

"""Names for a ledger, from intake: asked for with the purpose, recorded there, and never kept.

Intake may be down, a person's key may have been destroyed, and a case may never
have had a name. Then the cell stays empty and the ledger says how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tsunagu.domain.errors import NotFound, Unavailable

PURPOSE = "ledger"
Call = Callable[..., Any]


def names_of(
    call: Call, person_ids: Iterable[str], meta: dict[str, Any]
) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Person → details, and what to say of those that are missing."""
    details: dict[str, dict[str, str]] = {}
    wanted = list(dict.fromkeys(person_ids))
    for person_id in wanted:
        try:
            found = call("intake", "read_person", person_id=person_id, purpose=PURPOSE, _meta=meta)
        except NotFound:
            continue
        except Unavailable:
            # It will not answer the next question either, and each would wait as long.
            return details, [_silent(len(wanted) - len(details))]
        if found["details"].get("name"):
            details[person_id] = found["details"]
    missing = len(wanted) - len(details)
    return details, [_unnamed(missing)] if missing else []


def _silent(missing: int) -> str:
    return (
        f"相談受付（intake）が応答しないため、{missing} 人の氏名は空欄です。"
        "あとで出し直してください / "
        f"intake did not answer: the names of {missing} people are left empty; ask again later"
    )


def _unnamed(missing: int) -> str:
    return (
        f"{missing} 人の氏名は空欄です：氏名の記録がないか、消去されています / "
        f"{missing} people are left without a name: none is on record, or it was erased"
    )

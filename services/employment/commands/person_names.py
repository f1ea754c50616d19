"""Names for a ledger, from intake: asked for with the purpose, recorded there, and never kept.

Intake may be down, a person's key may have been destroyed, and a case may never
have had a name. Then the cell stays empty and the ledger says how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from tsunagu.domain.errors import NotFound, OutcomeUnknown, Unavailable
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text

PURPOSE = "ledger"
Call = Callable[..., Any]

INTAKE_SILENT = Text(
    "相談受付（intake）が応答しないため、{missing} 人の氏名は空欄です。あとで出し直してください",
    "intake did not answer: the names of {missing} people are left empty; ask again later",
)
WITHOUT_NAME = Text(
    "{missing} 人の氏名は空欄です：氏名の記録がないか、消去されています",
    "{missing} people are left without a name: none is on record, or it was erased",
)


class Names(NamedTuple):
    """Person → name, address and birth date; and what to say of those that are missing."""

    details: dict[str, dict[str, str]]
    notes: list[Text]


def look_up_names(call: Call, person_ids: Iterable[str], meta: JsonObject) -> Names:
    """What intake has of these people; each is asked for once."""
    details: dict[str, dict[str, str]] = {}
    wanted = list(dict.fromkeys(person_ids))
    for person_id in wanted:
        try:
            person = call("intake", "read_person", person_id=person_id, purpose=PURPOSE, _meta=meta)
        except NotFound:
            continue
        except (Unavailable, OutcomeUnknown):
            # It will not answer the next question either, and each would wait as long.
            return Names(details, [INTAKE_SILENT.fill(missing=len(wanted) - len(details))])
        if person["details"].get("name"):
            details[person_id] = person["details"]
    missing = len(wanted) - len(details)
    return Names(details, [WITHOUT_NAME.fill(missing=missing)] if missing else [])

"""Say it once: what intake or the sheet before this one knows need not be written again.

Only where the sender gave no name. Intake keeps the record of the reading; while it
is down the sheet goes out as it was written, and the answer says so.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from services.referral.domain.events import SHEET_FIELDS
from tsunagu.domain.errors import NotFound, TsunaguError
from tsunagu.hosting.runtime import Runtime

INTAKE = "intake"
PURPOSE = "tsunagu_sheet"
PATIENCE = 3.0
FROM_INTAKE = ("name", "kana", "address", "phone", "email", "sex", "occupation")


def known_at_intake(
    runtime: Runtime, meta: dict[str, Any], asked: dict[str, Any]
) -> dict[str, Any] | None:
    """The items of the sheet that intake knows; None where it could not be asked."""
    if not asked.pop("prefill") or asked["sheet"].get("name") or asked["replaces"]:
        return {}
    if not runtime.is_installed(INTAKE):
        return {}
    try:
        answer = runtime.caller.call(
            INTAKE,
            "read_person",
            timeout=PATIENCE,
            person_id=asked["person_id"],
            purpose=PURPOSE,
            _meta=meta,
        )
    except NotFound:
        return {}  # somebody whom only the sender knows
    except TsunaguError:
        return None
    details = answer["details"]
    known = {name: details[name] for name in FROM_INTAKE if details.get(name)}
    if born := details.get("birth_date"):
        known["age"] = age_on(date.fromisoformat(born), asked["on"])
    return known


def filled(sheet: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """The sheet with what is known in the items left empty."""
    return {
        name: sheet[name] if sheet.get(name) is not None else known.get(name)
        for name in SHEET_FIELDS
    }


def age_on(born: date, day: date) -> int:
    """Full years on that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

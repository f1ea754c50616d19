"""Asking intake for what it knows of the person, so that nobody has to write it again.

Only where the sender gave no name. Intake keeps the record of the reading; while it
is down the sheet goes out as it was written, and the answer says so.
"""

from __future__ import annotations

from datetime import date

from services.referral.domain.personal_items import PersonalItems
from services.referral.schemas import Sheet
from tsunagu.domain.errors import NotFound, TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.runtime import Runtime

INTAKE = "intake"
PURPOSE = "tsunagu_sheet"
PATIENCE = 3.0
FROM_INTAKE = ("name", "kana", "address", "phone", "email", "sex", "occupation")


def ask_intake(runtime: Runtime, meta: JsonObject, sheet: Sheet) -> PersonalItems | None:
    """The items of the sheet that intake knows; None where it could not be asked."""
    if not sheet.prefill or sheet.sheet.name or sheet.replaces:
        return PersonalItems()
    if not runtime.is_installed(INTAKE):
        return PersonalItems()
    try:
        answer = runtime.caller.call(
            INTAKE,
            "read_person",
            timeout=PATIENCE,
            person_id=sheet.person_id,
            purpose=PURPOSE,
            _meta=meta,
        )
    except NotFound:
        return PersonalItems()  # somebody whom only the sender knows
    except TsunaguError:
        return None
    return _items_in(answer["details"], sheet.on)


def _items_in(details: JsonObject, on: date) -> PersonalItems:
    """Those of intake's details that stand on a sheet."""
    texts = {name: details.get(name) or None for name in FROM_INTAKE}
    born = details.get("birth_date")
    return PersonalItems(**texts, age=age_on(date.fromisoformat(born), on) if born else None)


def age_on(born: date, day: date) -> int:
    """Full years on that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

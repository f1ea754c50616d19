"""What the food bank does with the facts of others: who came to consultation, which sheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from services.foodbank.domain.events.visitor import SHEET
from services.foodbank.domain.visitor import Consultation, Visitor
from services.foodbank.projections.tables import consultation_heard
from services.foodbank.queries.visitors import find_visitors_of
from services.foodbank.reference.sheets import SHEETS
from tsunagu.contracts.facts import Fact
from tsunagu.log.database import upsert
from tsunagu.log.unit_of_work import UnitOfWork

CONSULTED = "intake.consultation_accepted"


def on_consultation(work: UnitOfWork, fact: Fact) -> None:
    """Somebody came to consultation: perhaps a visitor, now or once they are linked."""
    d = fact.data
    consultation = Consultation(
        record_id=d["record_id"],
        case_id=d["case_id"],
        on=date.fromisoformat(d["on"]),
        opening=d["opening"],
        from_desk=d.get("from_desk"),
    )
    values = {"person_id": d["person_id"], **vars(consultation)}
    upsert(work.connection, consultation_heard, ["record_id"], values)
    for visitor_id in _find_visitors(work, d["person_id"]):
        work.load(Visitor, visitor_id).hear_of(consultation)


def on_corrected(work: UnitOfWork, fact: Fact) -> None:
    """Intake corrected the day of a consultation: so are the days until they came."""
    d = fact.data
    if d["of_type"] != CONSULTED or "on" not in d["set"]:
        return
    day, table = date.fromisoformat(d["set"]["on"]), consultation_heard
    work.connection.execute(
        table.update().where(table.c.record_id == d["record_id"]).values(on=day)
    )
    for visitor_id in _find_visitors(work, d["person_id"]):
        work.load(Visitor, visitor_id).hear_of_other_day(record_id=d["record_id"], on=day)


def on_accepted(work: UnitOfWork, fact: Fact) -> None:
    """A sheet was accepted: one to us, or one of ours that connects an agreed visitor."""
    SHEETS.follows[fact.type](work, fact)
    d = fact.data
    if d["from_desk"] not in SHEETS.desks:
        return
    for visitor_id in _find_visitors(work, d["person_id"]):
        work.load(Visitor, visitor_id).reach_desk(
            on=date.fromisoformat(d["on"]),
            way=SHEET,
            case_id=d.get("case_id"),
            referral_id=d["referral_id"],
        )


def _find_visitors(work: UnitOfWork, person_id: str) -> list[str]:
    """Visitors linked to this person. A link that crosses waits, then sees what we wrote."""
    return find_visitors_of(work.connection, person_id)


FOLLOWS: dict[str, dict[str, Callable[[UnitOfWork, Fact], None]]] = {
    "referral": {**SHEETS.follows, "referral.accepted": on_accepted},
    "intake": {CONSULTED: on_consultation, "intake.record_corrected": on_corrected},
}

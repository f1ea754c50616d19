"""What a signal is by AMQP: its envelope, its data, and what is wrong with one.

Documents are made of this, senders test theirs against it with no platform running, and
`incoming.py` reads what arrives by it: there is no second description.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import ValidationError

from services.intake import reference
from services.intake.commands import sender_notes
from services.intake.commands.signal_intake import checked, consent_holds
from services.intake.schemas import signals as signal_schemas
from tsunagu.contracts.validation_errors import fault, faults_of
from tsunagu.domain.errors import Invalid, Refused
from tsunagu.messaging.inbound_message import Message
from tsunagu.process import clock

EXCHANGE = "signals"
TYPE = "jp.tsunagu.signal.v1"
SOURCE, USER = "/departments/<sender>", "department-<sender>"
JSON = "application/json"

# What AMQP alone can be refused for: code → (field, "problem → remedy"). The rest is REST's.
ENVELOPE = {
    "not_cloudevents_1_0": (
        "specversion",
        "CloudEvents 1.0 ではありません / not CloudEvents 1.0 → 1.0",
    ),
    "wrong_source": (
        "source",
        "知らない部署か、ほかの部署です / not a department, or another's → /departments/<code>",
    ),
    "unknown_type": ("type", f"知らない型です / unknown type → {TYPE}"),
}
CONNECTION = {
    "unknown_sender": "部署の利用者ではありません / not a department's user → "
    "department-<code> で接続する / connect as department-<code>",
    "wrong_routing_key": "ルーティングキーが部署の code と違います / not your department's code → "
    "自分の code を / your own code",
}


def body_of(event: Mapping[str, Any], department: str) -> dict[str, Any]:
    """The body as REST has it, from an envelope that is right; raises why there is none."""
    if event.get("specversion") != "1.0":
        raise _refused("not_cloudevents_1_0")
    if event.get("source") != SOURCE.replace("<sender>", department):
        raise _refused("wrong_source")
    if event.get("type") != TYPE:
        raise _refused("unknown_type")
    faults = [*_of_envelope(event)]
    if faults:
        raise Invalid(faults)
    body = {**event["data"], "department": department}
    if "id" in event:
        body["id"] = event["id"]
    if "sequence" in event:
        body.setdefault("sequence", _number(event["sequence"]))
    return body


def check(event: Mapping[str, Any]) -> None:
    """Raise what is wrong with a signal's event, as far as it can be told without records."""
    source = event.get("source")
    department = source.rpartition("/")[2] if isinstance(source, str) else ""
    if department not in reference.desks():
        raise _refused("wrong_source")
    body = body_of(event, department)
    try:
        asked = checked(body)
        consent_holds(asked, clock.today())
    except ValidationError as wrong:
        faults = faults_of(wrong)
        raise Invalid([one | {"field": _place(one["field"], event)} for one in faults]) from None
    except Refused as no:
        field = _place(str(no.details.get("field") or ""), event)
        raise Refused(no.code, no.message, **{**no.details, "field": field}) from None


def _of_envelope(event: Mapping[str, Any]) -> Iterable[dict[str, str]]:
    data = event.get("data")
    if event.get("datacontenttype", JSON) != JSON:
        yield fault("datacontenttype", "JSON ではありません / not JSON", JSON)
    if not isinstance(data, dict):
        yield fault("data", "オブジェクトではありません / not an object", "{…} で / write {…}")
        return
    for name in ("department", "id"):  # these are the envelope's to say
        if name in data:
            remedy = "封筒だけに / in the envelope only"
            yield fault(f"data.{name}", "封筒にある項目です / the envelope's", remedy)


def _refused(code: str) -> Refused:
    field, said = ENVELOPE[code]
    problem, _, remedy = said.partition(" → ")
    return Refused(code, problem, field=field, remedy=remedy)


def _number(value: Any) -> Any:
    """CloudEvents' own extension `sequence` is a text."""
    digits = isinstance(value, str) and re.fullmatch("[0-9]{1,16}", value)
    return int(value) if digits else value


def _place(field: str, event: Mapping[str, Any]) -> str:
    """Where a field of the body stands in the event."""
    if field in ("", "id") or (field == "sequence" and "sequence" not in event["data"]):
        return field
    return "source" if field == "department" else f"data.{field}"


SIGNAL = Message(
    event_type=TYPE,
    source=SOURCE,
    user=USER,
    schema=signal_schemas.SignalBody,
    outside=("department", "id"),
    extensions={
        "sequence": {
            "type": "string",
            "pattern": "^[0-9]{1,16}$",
            "description": "your own running number from 1, unless `data` has it: gaps are noticed",
        }
    },
    example={
        "specversion": "1.0",
        "type": TYPE,
        "source": "/departments/waterworks",
        "id": "2026-04-0047",
        "time": "2026-04-20T10:15:00+09:00",
        "datacontenttype": JSON,
        "data": {
            "kind": "water_arrears",
            "noticed_on": "2026-04-20",
            "basis": "consent",
            "person": {
                "name": "見本 太郎",
                "kana": "ミホン タロウ",
                "birth_date": "1971-05-03",
                "address": "座間市緑ケ丘一丁目1番1号",
                "phone": "046-000-0000",
            },
            "note": "3 か月の滞納。手紙に返事がない。",
            "urgent": False,
        },
    },
    ja="困窮の端緒",
    en="a sign of hardship",
    check=check,
    unknown={
        "id": "同じ id は、二度送っても一度だけ数えます / the same id counts once",
        "conference_id": "会議の記録に貴部署があるかは、受け取るときに確かめます / "
        "whether that conference is on record with you in it is seen when it arrives",
    },
    one="/signals",
    many=("/signals/batch", "signals"),
    remarks=lambda event: sender_notes.of_kind(event["data"]["kind"]),
    reasons={code: said for code, (_, said) in ENVELOPE.items()} | CONNECTION,
)

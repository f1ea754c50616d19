"""The peer of REST: a consultation taken and cases listed by hand, with Flask and SQLAlchemy.

The same rows in one transaction of PostgreSQL, names sealed under a key per person; no log
in order, no bus, no matching, no rights.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import threading
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, jsonify, request
from participant import serve
from werkzeug.serving import WSGIRequestHandler, make_server

metadata = sa.MetaData()
event = sa.Table(
    "event",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True),
    sa.Column("stream", sa.Text),
    sa.Column("type", sa.Text),
    sa.Column("recorded_at", sa.Text),
    sa.Column("actor", sa.Text),
    sa.Column("data", sa.Text),
    sa.Column("personal", sa.LargeBinary),
)
personal_key = sa.Table(
    "personal_key",
    metadata,
    sa.Column("person_id", sa.Text, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary),
)
person_key = sa.Table(
    "person_key",
    metadata,
    sa.Column("key", sa.LargeBinary, index=True),
    sa.Column("person_id", sa.Text, index=True),
    sa.Column("kind", sa.Text),
)
person_profile = sa.Table(
    "person_profile",
    metadata,
    sa.Column("person_id", sa.Text, primary_key=True),
    sa.Column("sealed", sa.LargeBinary),
)
case_list = sa.Table(
    "case_list",
    metadata,
    sa.Column("case_id", sa.Text, primary_key=True),
    sa.Column("person_id", sa.Text, index=True),
    sa.Column("state", sa.Text),
    sa.Column("owner_desk", sa.Text, index=True),
    sa.Column("next_step", sa.Text),
    sa.Column("due_on", sa.Date),
    sa.Column("last_consulted_on", sa.Date),
    sa.Column("ended_on", sa.Date),
    sa.Column("main_issue", sa.Text),
    sa.Index("case_list_due", "state", "due_on", "case_id"),
)
timeline = sa.Table(
    "timeline",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("case_id", sa.Text, index=True),
    sa.Column("on", sa.Date),
    sa.Column("what", sa.Text),
    sa.Column("details", sa.JSON),
)
record_index = sa.Table(
    "record_index",
    metadata,
    sa.Column("record_id", sa.Text, primary_key=True),
    sa.Column("person_id", sa.Text, index=True),
    sa.Column("of_type", sa.Text),
    sa.Column("on", sa.Date),
)

BLOCKS = ("name", "kana", "birth_date", "address", "phone")


def seal(key: bytes, plain: bytes) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, None)


class ByHand:
    """A Flask application on threads, with its own database."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.engine = sa.create_engine(settings["database"])
        metadata.create_all(self.engine)
        self.master = os.urandom(32)
        app = Flask(__name__)
        app.add_url_rule(
            "/api/v1/consultations", view_func=self.accept_consultation, methods=["POST"]
        )
        app.add_url_rule("/api/v1/cases", view_func=self.list_cases)
        handler = type("Quiet", (WSGIRequestHandler,), {"protocol_version": "HTTP/1.1"})
        handler.log_request = lambda *_, **__: None  # type: ignore[attr-defined]
        self.server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def accept_consultation(self) -> Any:
        body = request.get_json()
        person_id, case_id, record_id = (str(uuid.uuid4()) for _ in range(3))
        person, today = body["person"], date.today()
        due_on, key = today + timedelta(days=3), os.urandom(32)
        now = datetime.now(UTC).isoformat()
        details = {"channel": body["channel"], "due_on": due_on.isoformat()}
        with self.engine.begin() as connection:
            connection.execute(
                personal_key.insert(), {"person_id": person_id, "wrapped": seal(self.master, key)}
            )
            personal = {"person": person, "story": {"story": body["story"]}}
            positions = (
                connection.execute(
                    event.insert().returning(event.c.position),
                    [
                        {
                            "stream": f"{what}-{person_id}",
                            "type": what,
                            "recorded_at": now,
                            "actor": "caseworker",
                            "data": json.dumps(details | {"person_id": person_id}),
                            "personal": seal(key, json.dumps(words).encode()),
                        }
                        for what, words in personal.items()
                    ],
                )
                .scalars()
                .all()
            )
            connection.execute(
                person_key.insert(),
                [
                    {
                        "key": hmac.digest(self.master, person[kind].encode(), hashlib.sha256)[:16],
                        "person_id": person_id,
                        "kind": kind,
                    }
                    for kind in (*BLOCKS, *BLOCKS[:3])
                ],
            )
            profile = {"person_id": person_id, "sealed": seal(key, json.dumps(person).encode())}
            connection.execute(person_profile.insert(), profile)
            connection.execute(
                case_list.insert(),
                {
                    "case_id": case_id,
                    "person_id": person_id,
                    "state": "open",
                    "owner_desk": "consultation_support",
                    "next_step": "assessment",
                    "due_on": due_on,
                    "last_consulted_on": today,
                },
            )
            connection.execute(
                timeline.insert(),
                {
                    "position": positions[-1],
                    "case_id": case_id,
                    "on": today,
                    "what": "consultation",
                    "details": details,
                },
            )
            connection.execute(
                record_index.insert(),
                {
                    "record_id": record_id,
                    "person_id": person_id,
                    "of_type": "consultation",
                    "on": today,
                },
            )
        answer = {"case_id": case_id, "person_id": person_id, "record_id": record_id}
        return jsonify(answer), 201

    def list_cases(self) -> Any:
        query = (
            sa.select(case_list)
            .where(case_list.c.state == "open")
            .order_by(case_list.c.due_on, case_list.c.case_id)
            .limit(int(request.args["limit"]))
        )
        with self.engine.connect() as connection:
            rows = [
                {k: v.isoformat() if isinstance(v, date) else v for k, v in row._mapping.items()}
                for row in connection.execute(query)
            ]
        return jsonify({"cases": rows})


if __name__ == "__main__":
    serve({"flask": ByHand})

"""Operations: how far everything is, proofs, rebuilding, what is parked, importing.

`POST /ops/call` is the door of the command line: whoever can read the data
folder's control file may call any method; an `ops` token only those below.
"""

from __future__ import annotations

import json

from flask import Blueprint, Response, jsonify
from marshmallow import RAISE, Schema, fields, validate

from services.console.commands.tokens import CONTROL
from services.console.domain.refusals import NOT_AN_OPERATION
from services.console.routes import request_context
from services.console.routes.problems import build_error_problem
from tsunagu.contracts.field_checks import Pattern
from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.messaging.rpc import Call

ALLOWED_METHODS = frozenset(
    {
        "about",
        "head",
        "health",
        "import_lines",
        "issue_token",
        "job",
        "lag",
        "list_reports",
        "list_tokens",
        "parked_discard",
        "parked_list",
        "parked_retry",
        "parked_show",
        "refused_list",
        "refused_retry",
        "report",
        "revoke_token",
        "services",
        "start_job",
    }
)


class CallBody(Schema):
    """One call for the command line."""

    class Meta:
        unknown = RAISE

    service = fields.String(required=True, validate=Pattern("^[a-z][a-z0-9_]{0,40}$"))
    method = fields.String(required=True, validate=Pattern("^[a-z][a-z0-9_]{0,60}$"))
    arguments = fields.Dict(keys=fields.String(), load_default=dict)
    timeout = fields.Float(load_default=60.0, validate=validate.Range(0.1, 600))


def build_call_blueprint(call: Call) -> Blueprint:
    """`POST /ops/call`."""
    blueprint = Blueprint("ops_call", __name__)

    @blueprint.post("/ops/call")
    def ops_call() -> Response:
        caller = request_context.require_account("ops", CONTROL)
        asked = CallBody().load(request_context.read_json_body())
        if caller.role != CONTROL and asked["method"] not in ALLOWED_METHODS:
            raise NOT_AN_OPERATION(method=asked["method"])
        arguments: JsonObject = asked["arguments"]
        given = arguments.pop("_meta", None) or {}
        actor = given.get("actor") if caller.role == CONTROL else None
        arguments["_meta"] = request_context.build_meta(caller) | (
            {"actor": actor} if actor else {}
        )
        try:
            result = call(asked["service"], asked["method"], timeout=asked["timeout"], **arguments)
        except TsunaguError as refusal:
            answer = build_error_problem(refusal)
            answer.set_data(_add_error(answer, refusal))
            return answer
        return jsonify(result=result)

    return blueprint


def _add_error(answer: Response, refusal: TsunaguError) -> bytes:
    """The command line rebuilds the typed error from its wire form."""
    body = json.loads(answer.get_data())
    return json.dumps(body | {"error": refusal.to_wire()}, ensure_ascii=False).encode()

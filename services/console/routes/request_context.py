"""Reading a request: who asks, under which correlation, and a strictly parsed body."""

from __future__ import annotations

import re
import uuid
from contextlib import ExitStack

from flask import Flask, Response, abort, g, request
from werkzeug.exceptions import ClientDisconnected

from services.console.commands.tokens import Account, Tokens
from services.console.domain.refusals import ROLE_NOT_ALLOWED
from tsunagu.contracts.facts import MAX_BODY, Malformed, parse_strict_json
from tsunagu.contracts.media_types import is_json
from tsunagu.contracts.parse_errors import explain_parse_error
from tsunagu.contracts.routes import IDEMPOTENCY_KEY, KEY_PATTERN
from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.errors import Invalid
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Problem, Text
from tsunagu.messaging import request_keys
from tsunagu.process.structured_logging import bind_log_fields, get_logger

_log = get_logger(__name__)

CORRELATION = "X-Correlation-ID"
TWICE = Problem(Text("二度あります", "stands twice"), Text("一度だけ書く", "write it once"))
BAD_KEY = Problem(
    Text("鍵の形ではありません", "is no key"),
    Text(
        "空白のない ASCII 1〜200 文字にする（UUID など）",
        "send 1 to 200 visible ASCII characters, such as a UUID",
    ),
)
_SAFE = re.compile(r"[A-Za-z0-9._:-]{1,80}")


def install(app: Flask, tokens: Tokens) -> None:
    """Give every request its correlation, account and limits, and every answer its headers."""
    # One more than may come: of chunks the rest is cut off, and nothing else would show it.
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY + 1

    @app.before_request
    def begin_request() -> None:
        given = request.headers.get(CORRELATION, "")
        g.correlation = given if _SAFE.fullmatch(given) else uuid.uuid4().hex
        g.logged_with = ExitStack()
        g.logged_with.enter_context(bind_log_fields(service="console", correlation=g.correlation))
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        presented = scheme.lower() == "bearer" and 20 <= len(token.strip()) <= 200
        g.account = tokens.find_account(token.strip()) if presented else None
        if g.account is not None:
            g.logged_with.enter_context(bind_log_fields(actor=g.account.actor))

    @app.teardown_request
    def end_request(_failure: BaseException | None) -> None:
        # The next request of this connection comes in the same greenlet.
        g.pop("logged_with", ExitStack()).close()

    @app.after_request
    def add_headers(answer: Response) -> Response:
        answer.headers[CORRELATION] = g.get("correlation", "")
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["X-Frame-Options"] = "DENY"
        answer.headers.setdefault(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; "
            "base-uri 'none'; frame-ancestors 'none'",
        )
        answer.headers.setdefault("Cache-Control", "no-store")
        # Not the path: it may hold what somebody typed.
        _log.debug("request answered", verb=request.method, status=answer.status_code)
        return answer


def require_account(*roles: str) -> Account:
    """The caller, whose role must be one of these: 401 without a token, 403 with the wrong one."""
    caller: Account | None = g.account
    if caller is None:
        abort(401)
    if caller.role not in roles:
        raise ROLE_NOT_ALLOWED(role=caller.role, needed=sorted(set(roles) - {"control"}))
    return caller


def build_meta(caller: Account) -> dict[str, str]:
    """What travels with every RPC; of a request that changes something, its key too."""
    meta = {"actor": caller.actor, "correlation": g.correlation}
    key = request.headers.get(IDEMPOTENCY_KEY)
    if key is None or request.method == "GET":
        return meta
    if not re.fullmatch(KEY_PATTERN, key):
        raise Invalid([fault(IDEMPOTENCY_KEY, BAD_KEY.text, BAD_KEY.remedy)])
    return meta | {request_keys.KEY: key}


def read_json_body() -> JsonObject:
    """The body, an object of strict JSON. An absent body is an empty object."""
    body = _read_body()
    if not body:
        return {}
    if is_encoded() or not is_json(request.content_type):
        abort(415)
    try:
        value = parse_strict_json(body)
    except Malformed as wrong:
        raise _build_parse_error(wrong.reason) from None
    if not isinstance(value, dict):
        raise _build_parse_error("not_an_object")
    return value


def _read_body() -> bytes:
    try:
        body = request.get_data(cache=False)
    except ClientDisconnected as broken:
        abort(408 if isinstance(broken.__context__, TimeoutError) else 400)
    if len(body) > MAX_BODY:
        abort(413)
    return body


def is_encoded() -> bool:
    """Whether the body is compressed, or said to be."""
    return request.headers.get("Content-Encoding", "").strip().lower() not in ("", "identity")


def _build_parse_error(reason: str) -> Invalid:
    return Invalid([explain_parse_error(reason, "body")], code=reason)


def read_query() -> dict[str, str]:
    """The query string; a parameter given twice is refused."""
    for name in request.args:
        if len(request.args.getlist(name)) > 1:
            raise Invalid([fault(name, TWICE.text, TWICE.remedy)])
    return request.args.to_dict()

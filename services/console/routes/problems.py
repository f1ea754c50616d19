"""Errors as RFC 9457 problem details: a stable code, one sentence, every fault."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, g, request
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from services.console.routes import request_context
from services.console.routes.directory import PREFIX
from tsunagu.contracts.media_types import is_json
from tsunagu.contracts.validation_errors import list_faults
from tsunagu.domain.errors import STATUS, Invalid, OutcomeUnknown, TsunaguError, Unavailable
from tsunagu.domain.text import Text
from tsunagu.process.structured_logging import get_logger

_log = get_logger(__name__)

ASK_AGAIN = (Unavailable.kind, OutcomeUnknown.kind)
# What Flask itself refuses, in the words of the person at the other end.
SENTENCES: dict[int, tuple[str, Text]] = {
    400: ("bad_request", Text("リクエストを読めません", "the request cannot be read")),
    401: ("unauthorized", Text("鍵（トークン）が必要です", "a bearer token is needed")),
    404: ("no_such_address", Text("そのアドレスはありません", "there is nothing at this address")),
    405: ("wrong_method", Text("この操作はできません", "this method is not allowed here")),
    408: ("too_slow", Text("時間内に届きませんでした", "it did not arrive in time")),
    413: ("too_large", Text("大きすぎます（上限 256 KiB）", "too large; the limit is 256 KiB")),
    415: ("not_json", Text("Content-Type は application/json に", "send application/json")),
}


ENCODED = (
    "wrong_content_encoding",
    Text("圧縮しないで送ってください", "send it uncompressed, without Content-Encoding"),
)
NOT_UTF_8 = Text(
    "JSON は UTF-8 で。Content-Type の charset を確かめてください",
    "JSON is UTF-8; see to the charset in Content-Type",
)
REVOKED_OR_WRONG = Text(
    "鍵（トークン）が正しくないか、止められています", "the bearer token is wrong or was revoked"
)
NO_BEARER = Text(
    "Authorization を「Bearer 鍵」の形で送ってください", "send Authorization as: Bearer TOKEN"
)
PREFIX_TWICE = Text(
    "そのアドレスはありません。/api/v1 が二度あります",
    "there is nothing at this address: /api/v1 stands in it twice",
)
NO_PREFIX = Text(
    "そのアドレスはありません。REST は /api/v1/ の下です",
    "there is nothing at this address; REST is under /api/v1/",
)


def build_problem(
    status: int,
    code: str,
    sentence: Text | str,
    *,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> Response:
    """One problem document."""
    body = {
        "type": f"urn:tsunagu:problem:{code}",
        "title": code.replace("_", " "),
        "status": status,
        "code": code,
        "detail": sentence.one_line if isinstance(sentence, Text) else sentence,
        "correlation": g.get("correlation"),
        **more,
    }
    return Response(
        json.dumps(body, ensure_ascii=False),
        status,
        headers=headers,
        content_type="application/problem+json",
    )


def build_error_problem(error: TsunaguError) -> Response:
    """The problem for a typed error; its details go along, `faults` among them."""
    details = {k: v for k, v in error.details.items() if k not in ("type", "title", "status")}
    headers = {"Retry-After": "2"} if error.kind in ASK_AGAIN else None
    faults = details.pop("faults", [])
    return build_problem(
        STATUS.get(error.kind, 500),
        error.code,
        error.message,
        headers=headers,
        faults=faults,
        details=details,
    )


def build_status_problem(status: int) -> Response:
    """The problem for something HTTP itself refuses."""
    code, sentence = SENTENCES.get(status, (f"http_{status}", Text.same(f"HTTP {status}")))
    if status == 415 and request_context.is_encoded():
        code, sentence = ENCODED
    sentence = _find_hint(status) or sentence
    headers = {"WWW-Authenticate": 'Bearer realm="tsunagu"'} if status == 401 else None
    return build_problem(status, code, sentence, headers=headers)


def _find_hint(status: int) -> Text | None:
    """What this very request shows of the reason."""
    if status == 401 and (given := request.headers.get("Authorization", "").strip()):
        return REVOKED_OR_WRONG if given.lower().startswith("bearer ") else NO_BEARER
    if status == 415 and is_json(request.mimetype) and not request_context.is_encoded():
        return NOT_UTF_8
    if status == 404 and request.path.startswith(f"{PREFIX}{PREFIX}/"):
        return PREFIX_TWICE
    if status == 404 and not request.path.startswith((f"{PREFIX}/", "/docs/", "/static/")):
        return NO_PREFIX
    return None


def install(app: Flask) -> None:
    """Let every failure of the application end as a problem document."""

    @app.errorhandler(TsunaguError)
    def handle_typed(error: TsunaguError) -> Response:
        return build_error_problem(error)

    @app.errorhandler(ValidationError)
    def handle_invalid(error: ValidationError) -> Response:
        return build_error_problem(Invalid(list_faults(error)))

    @app.errorhandler(HTTPException)
    def handle_http(error: HTTPException) -> Response:
        return build_status_problem(error.code or 500)

    @app.errorhandler(Exception)
    def handle_unexpected(error: Exception) -> Response:
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
        # Its message may quote what somebody typed: type and place only.
        _log.error("request failed", error=type(error).__name__, place=where)
        sentence = Text("内部エラーです。記録に残しました", "internal error; it was logged")
        return build_problem(500, "internal", sentence)

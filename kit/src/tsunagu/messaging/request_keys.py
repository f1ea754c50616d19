"""A caller's `Idempotency-Key` on its way through the platform: in `_meta`, beside who calls.

`idempotency_key` is the caller's own. A command that asks other services passes its meta on;
what it asks them then goes under keys derived from the caller's, so that doing the command
again after a crash in between asks for the same and is not done again there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tsunagu.domain.json_object import JsonObject
from tsunagu.log.kept_answers import RequestKey

KEY = "idempotency_key"
_ASKED = "idempotency_asked"  # a digest of what is asked, as it came
_UNDER = "idempotency_under"  # the key of the command that asks


def note_asked(meta: Mapping[str, Any], *asked: Any) -> JsonObject:
    """The meta with a digest of the request, which its key will stand for."""
    return {**meta, _ASKED: _digest(asked)}


def is_asked_noted(meta: Mapping[str, Any]) -> bool:
    return _ASKED in meta


def read_request_key(meta: Mapping[str, Any]) -> RequestKey | None:
    """The key of a noted request; None where the caller gave none."""
    if KEY not in meta or _ASKED not in meta:
        return None
    return RequestKey(str(meta.get("actor") or "system"), str(meta[KEY]), str(meta[_ASKED]))


def pass_on(meta: Mapping[str, Any]) -> JsonObject:
    """The meta for what a command asks of others in its turn."""
    rest = {name: value for name, value in meta.items() if name not in (KEY, _ASKED)}
    return rest | {_UNDER: meta[KEY]} if KEY in meta else rest


def derive_key(
    meta: Mapping[str, Any], service: str, method: str, arguments: Mapping[str, Any]
) -> JsonObject:
    """The meta of a call that a command under a key makes: the same call has the same key."""
    rest = {name: value for name, value in meta.items() if name != _UNDER}
    asked = {name: value for name, value in arguments.items() if name != "_meta"}
    return rest | {KEY: _digest([meta[_UNDER], service, method, asked])}


def is_under_key(meta: Mapping[str, Any] | None) -> bool:
    """Whether these are of a command under a key."""
    return bool(meta) and _UNDER in (meta or ())


def _digest(asked: Any) -> str:
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

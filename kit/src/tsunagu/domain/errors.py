"""The few ways a request can fail, shared by every service.

One table (`STATUS`) maps them to HTTP; the RPC edge sends `to_wire()` and
rebuilds the same error at the caller from its code, never from an import path.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from tsunagu.domain.json_object import JsonObject

T = TypeVar("T")


class TsunaguError(Exception):
    """A failure the caller can act on.

    `code` is stable and crosses the wire; `message` is one plain sentence,
    Japanese first, for the person at the counter.
    """

    kind: ClassVar[str] = "error"

    def __init__(self, code: str, message: str, **details: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.details = details

    def to_wire(self) -> JsonObject:
        return {
            "kind": self.kind,
            "code": self.code,
            "message": self.message,
            "details": self.details,
        }


class Refused(TsunaguError):
    """A rule of the domain says no. The details name the field and the remedy."""

    kind = "refused"


class NotFound(TsunaguError):
    """Nothing is known under that id."""

    kind = "not_found"


class Conflict(TsunaguError):
    """Somebody else changed it first: load again and decide again."""

    kind = "conflict"


class Invalid(TsunaguError):
    """The shape of the input is wrong; `faults` holds every fault at once.

    A fault is `{"field": "on", "problem": "...", "remedy": "..."}`.
    """

    kind = "invalid"

    def __init__(self, faults: list[dict[str, str]], code: str = "invalid_input") -> None:
        sentence = "; ".join(
            f"{f['field']}: {f['problem']}" + (f" ({f['remedy']})" if f.get("remedy") else "")
            for f in faults
        )
        super().__init__(code, sentence, faults=faults)
        self.faults = faults


class Forbidden(TsunaguError):
    """The caller's role, purpose or basis does not allow it."""

    kind = "forbidden"


class Unavailable(TsunaguError):
    """A part of the platform does not answer now; nothing was changed by asking."""

    kind = "unavailable"


class OutcomeUnknown(TsunaguError):
    """A part of the platform was asked and has not answered: it may or may not have been done."""

    kind = "outcome_unknown"


class BrokenInvariant(RuntimeError):
    """What the code has made sure of does not hold: a fault of ours, never of an input's."""


def require(value: T | None, what: str) -> T:
    """The value, which the code before has made sure is there; BrokenInvariant where it is not."""
    if value is None:
        raise BrokenInvariant(what)
    return value


STATUS: Mapping[str, int] = {
    "refused": 422,
    "not_found": 404,
    "conflict": 409,
    "invalid": 400,
    "forbidden": 403,
    "unavailable": 503,
    "outcome_unknown": 504,
    "error": 500,
}

_KINDS: Mapping[str, type[TsunaguError]] = {
    cls.kind: cls
    for cls in (Refused, NotFound, Conflict, Forbidden, Unavailable, OutcomeUnknown, TsunaguError)
}


def from_wire(wire: Mapping[str, Any]) -> TsunaguError:
    """Rebuild the error that `to_wire` wrote; an unknown kind stays a plain TsunaguError."""
    details = dict(wire.get("details") or {})
    if wire.get("kind") == Invalid.kind:
        return Invalid(list(details.get("faults", [])), code=str(wire["code"]))
    cls = _KINDS.get(str(wire.get("kind")), TsunaguError)
    return cls(str(wire.get("code")), str(wire.get("message")), **details)

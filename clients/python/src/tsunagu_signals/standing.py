"""How a signal stands, as lines for a clerk: codes as the platform tells them, days of Japan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from tsunagu_signals.answers import REFUSED, Fault
from tsunagu_signals.checking import JAPAN
from tsunagu_signals.words import why_refused

_HEAD = ("state", "owner_desk", "next_step", "due_on", "due_at")


def lines_of(status: Mapping[str, Any]) -> Iterator[str]:
    """What the client's `status` found, line by line."""
    for name in _HEAD:
        if status.get(name) is not None:
            yield f"{name:<12}{_shown(name, status[name])}"
    if status.get("state") == REFUSED:
        yield from _refusal(status)
    for step in status.get("history") or ():
        more = {k: v for k, v in step.items() if k not in ("on", "what") and v is not None}
        words = "  ".join(f"{name}={_shown(name, value)}" for name, value in more.items())
        yield f"  {step.get('on')}  {step.get('what')}  {words}".rstrip()
    for fault in status.get("faults") or ():
        yield f"  {Fault(**fault)}"


def _refusal(status: Mapping[str, Any]) -> Iterator[str]:
    """Why, and what to do: of one that came by the broker only codes are known."""
    reason, fields = status.get("reason"), status.get("fields") or ()
    if reason is not None:
        problem, remedy = why_refused(reason)
        yield f"{'reason':<12}{reason}  {problem}"
        if fields:
            yield f"{'fields':<12}{', '.join(map(str, fields))}"
        yield f"  → {remedy}"
        yield "  → 直したら同じ番号で送り直す / when mended, send it again with the same id"


def _shown(name: str, value: Any) -> str:
    return clock(value) if name == "due_at" else str(value)


def clock(text: Any) -> str:
    """A moment as a clock in Japan shows it: 11月29日 3:57."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return str(text)
    if moment.tzinfo is not None:
        moment = moment.astimezone(JAPAN)
    return f"{moment.month}月{moment.day}日 {moment.hour}:{moment.minute:02}"

"""How a signal stands, as lines for a clerk: codes as the platform tells them, days of Japan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from tsunagu_signals.answers import REFUSED, Fault
from tsunagu_signals.checking import JAPAN
from tsunagu_signals.words import why_refused, word_of

_HEAD = ("state", "owner_desk", "next_step", "due_on", "due_at")


def lines_of(status: Mapping[str, Any]) -> Iterator[str]:
    """What the client's `status` found, line by line."""
    for name in _HEAD:
        if status.get(name) is not None:
            yield f"{name:<12}{_shown(name, status[name])}"
    if sentence := in_words(status):
        yield f"  {sentence}"
    if status.get("state") == REFUSED:
        yield from _refusal(status)
    for step in status.get("history") or ():
        more = {k: v for k, v in step.items() if k not in ("on", "what") and v is not None}
        parts = [str(step.get("on")), str(step.get("what")), word_of(step.get("what"))]
        parts += [f"{name}={_shown(name, value)}{_beside(value)}" for name, value in more.items()]
        yield "  " + "  ".join(filter(None, parts))
    for fault in status.get("faults") or ():
        yield f"  {Fault(**fault)}"


def in_words(status: Mapping[str, Any]) -> str:
    """The codes above, as one says them; a code without a word stays as it is."""
    state, desk, step = (
        word_of(status.get(name)) or str(status.get(name) or "")
        for name in ("state", "owner_desk", "next_step")
    )
    if not (desk and step):
        return state
    due = clock(status["due_at"]) if status.get("due_at") else _day(status.get("due_on"))
    return f"{state}：{desk}が{f'{due}までに' if due else ''}「{step}」"


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


def _beside(code: Any) -> str:
    """The word for a code in a step; those of the head have theirs in a sentence beneath."""
    word = word_of(code)
    return f"（{word}）" if word else ""


def _day(text: Any) -> str:
    try:
        day = date.fromisoformat(text)
    except (TypeError, ValueError):
        return str(text or "")
    return f"{day.month}月{day.day}日"


def clock(text: Any) -> str:
    """A moment as a clock in Japan shows it: 11月29日 3:57."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return str(text)
    if moment.tzinfo is not None:
        moment = moment.astimezone(JAPAN)
    return f"{moment.month}月{moment.day}日 {moment.hour}:{moment.minute:02}"

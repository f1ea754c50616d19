"""Emptying the spool: in its order, and past what the other side breaks on.

A signal on which the other side fails (HTTP 500, a time-out) steps behind the others and is tried
once more at the end. It counts against the signal only while others get through; after
MOST_TROUBLES times it is refused, until somebody sends it again. Where nothing gets through, the
other side itself is to blame: nothing counts and everything waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tsunagu_signals.answers import (
    FAILED,
    REFUSED,
    WAITING,
    Answer,
    Away,
    Fault,
    Flushed,
    Stuck,
    TooLarge,
    Troubled,
)
from tsunagu_signals.spool import Spool, Waiting
from tsunagu_signals.ways import Transport

MOST_TROUBLES = 5
# So many one after the other, and it is not one of them; a time-out costs more than an answer.
FAILURES_IN_A_ROW, TIMEOUTS_IN_A_ROW = 25, 2

Told = Callable[[Answer], None]


class Emptying:
    """One attempt to send what waits; `flushed` tells what came of it, `tell` each answer."""

    def __init__(self, spool: Spool, transport: Transport, flushed: Flushed, tell: Told) -> None:
        self._spool, self._transport = spool, transport
        self._flushed, self._tell = flushed, tell
        self._works = False  # something got through
        self._in_a_row = 0
        self._aside: dict[str, Answer] = {}

    def run(self) -> None:
        """Send what waits; Away where the other side takes nothing more."""
        try:
            self._send_all(behind=False)
            self._send_all(behind=True)
        finally:
            for answer in self._aside.values():
                self._say(answer)
        if self._aside and not self._works:
            raise Away(next(iter(self._aside.values())).notes[0].problem)

    def _send_all(self, behind: bool) -> None:
        """Those that wait; `behind`: those that stepped behind the others, one by one."""
        most, after = self._transport.most_at_once, 0
        limit = 1 if behind else most
        while some := self._spool.next(
            min(limit, self._transport.most_at_once), self._transport.most_bytes, after, behind
        ):
            try:
                answers = self._deliver(some)
            except TooLarge:
                limit = max(1, len(some) // 2)
                continue
            except (Troubled, Stuck) as why:
                if len(some) > 1:
                    limit = 1  # one by one it becomes plain which of them it is
                    continue
                answers = [Answer(some[0].id, FAILED, faults=(Fault("", str(why)),))]
                if self._is_too_much(why):
                    if behind and self._works:
                        return
                    raise why if isinstance(why, Away) else Away(str(why)) from None
            after = some[-1].place
            self._settle(some, answers)
            limit = 1 if behind else min(limit * 2, most)

    def _deliver(self, some: Sequence[Waiting]) -> list[Answer]:
        """Each under its own idempotency key, where the way to the platform knows of them."""
        signals = [one.signal for one in some]
        if hasattr(self._transport, "deliver_under"):
            keys = [one.key for one in some]
            answers: list[Answer] = self._transport.deliver_under(keys, signals)
            return answers
        return self._transport.deliver(signals)

    def _is_too_much(self, why: Troubled | Stuck) -> bool:
        """Whether too many failed one after the other for it to be one of them."""
        self._in_a_row += 1
        stuck = isinstance(why, Stuck)
        return self._in_a_row > (TIMEOUTS_IN_A_ROW if stuck else FAILURES_IN_A_ROW)

    def _settle(self, some: Sequence[Waiting], answers: Sequence[Answer]) -> None:
        done = [pair for pair in zip(some, answers, strict=True) if pair[1].state != FAILED]
        if done:
            self._works, self._in_a_row = True, 0
        for one, answer in zip(some, answers, strict=True):
            if answer.state == FAILED:
                done += self._step_behind(one, answer)
        self._spool.settle(done)
        for one, answer in done:
            self._aside.pop(one.id, None)
            self._say(answer)

    def _step_behind(self, one: Waiting, answer: Answer) -> list[tuple[Waiting, Answer]]:
        """Let it wait behind the others; but not for ever."""
        times = self._spool.trouble(one, counts=self._works)
        why = "; ".join(fault.problem for fault in answer.faults)
        if times >= MOST_TROUBLES:
            return [(one, Answer(one.id, REFUSED, faults=(_gave_up(why),)))]
        self._aside[one.id] = Answer(one.id, WAITING, notes=(_went_past(why),))
        return []

    def _say(self, answer: Answer) -> None:
        self._flushed.count(answer)
        self._tell(answer)


def _went_past(why: str) -> Fault:
    return Fault(
        "",
        "受け取る側がこの一件でエラーになりました。ほかを先に送ります / "
        f"the other side failed on this one; others go before it: {why}",
        "手元で待ち、次に送るときまた試します。続くなら運用の担当へ / "
        "it waits, and is tried with the next sending; tell the operators if it goes on",
    )


def _gave_up(why: str) -> Fault:
    return Fault(
        "",
        f"受け取る側が {MOST_TROUBLES} 回エラーになりました / "
        f"the other side failed on it {MOST_TROUBLES} times: {why}",
        "運用の担当に知らせ、あとで spool retry か同じ一覧をもう一度 / "
        "tell the operators, then spool retry, or the same list again",
    )

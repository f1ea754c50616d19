"""Send signals, be sure that each arrives once, and ask what became of them.

Whatever is sent is written to the spool first. So there is one way only: what waits
goes out in its order, and what is new joins the end of the line.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tsunagu_signals import checking
from tsunagu_signals.answers import (
    REFUSED,
    SENT,
    WAITING,
    Answer,
    Away,
    Failure,
    Fault,
    Flushed,
    Refused,
    Unsettled,
    WrongUse,
)
from tsunagu_signals.emptying import Emptying, Told
from tsunagu_signals.settings import Settings, from_environment
from tsunagu_signals.spool import Spool
from tsunagu_signals.spool_file import Busy
from tsunagu_signals.ways import Transport, rest_of, transport_of

LOCK_SECONDS = 30.0
PUT_AT_ONCE = 500
NUMBERS = uuid.UUID("6f1f5a3e-6a0c-5e0e-9f55-7a616d610001")  # what signal_ids are made from
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0


class Client:
    """One department's connection to the platform, with its spool.

        client = Client("waterworks", url="https://tsunagu.example", token=TOKEN)
        answer = client.send({"id": "2026-1", "kind": "water_arrears", ...})

    Without arguments everything comes from the TSUNAGU_… variables. Not for concurrent
    use by threads; any number of processes may share a spool.
    """

    def __init__(
        self,
        department: str | None = None,
        *,
        url: str | None = None,
        token: str | None = None,
        amqp_url: str | None = None,
        spool: Path | str | None = None,
        settings: Settings | None = None,
        transport: Transport | None = None,
    ) -> None:
        if settings is None:
            given = {
                "department": department,
                "url": url,
                "token": token,
                "amqp_url": amqp_url,
                "spool": str(spool) if spool else None,
            }
            settings = from_environment(given)
        self.settings = settings
        self.spool = Spool(settings.spool_folder, settings.department)
        self._transport = transport or transport_of(settings)
        self._asking: Any = transport if hasattr(transport, "status") else None
        self._pause, self._quiet_until = FIRST_PAUSE, 0.0
        self._sender_known = False
        self.why: str | None = None  # why the last attempt stopped early, if it did

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._transport.close()
        if self._asking is not None and self._asking is not self._transport:
            self._asking.close()

    # -- sending ------------------------------------------------------------------------------

    def send(self, signal: Mapping[str, Any]) -> Answer:
        """Send one signal; Refused if it is not taken as it is.

        `accepted`, `already` or `sent`: it has arrived. `waiting`: it is on this machine's
        disk and goes out with a later `send` or `flush`. A refused one stays in the spool too.
        """
        (answer,) = self.send_many([signal])
        if answer.state == REFUSED:
            raise Refused(answer.id, answer.faults)
        return answer

    def send_many(self, signals: Iterable[Mapping[str, Any]]) -> list[Answer]:
        """Send these in their order; an answer for each, refused ones among them."""
        plain = [_plain(signal) for signal in signals]
        answers: dict[str, Answer] = {}
        first: dict[str, Any] = {}
        wrong = [checking.faults_of(signal) or _one_id_for_two(signal, first) for signal in plain]
        fit = [signal for signal, faults in zip(plain, wrong, strict=True) if not faults]
        if fit:
            self.before_sending()
        for start in range(0, len(fit), PUT_AT_ONCE):
            self.spool.put(fit[start : start + PUT_AT_ONCE])
        refused = {
            place: self._keep_refused(plain[place], faults)
            for place, faults in enumerate(wrong)
            if faults
        }
        if fit and time.monotonic() >= self._quiet_until:
            self.flush(tell=lambda answer: answers.__setitem__(answer.id, answer))
        here = self.spool.answers([s["id"] for s in fit if s["id"] not in answers])
        return [
            refused.get(place)
            or answers.get(signal["id"])
            or here.get(signal["id"])
            or Answer(signal["id"], WAITING)
            for place, signal in enumerate(plain)
        ]

    def before_sending(self) -> str | None:
        """WrongUse where the token is another department's, so that nothing is put on disk.

        Why nobody answers now, if so: whoever sends then need not knock once more.
        """
        if time.monotonic() < self._quiet_until:
            return self.why
        try:
            self._same_sender()
        except WrongUse:
            raise
        except Away as away:
            self.why = str(away)
            self._rest(away.retry_after)
            return self.why
        except Unsettled:
            pass  # said by the sending itself, when the signals are on disk
        return None

    def _same_sender(self) -> None:
        """Whoever holds the token sends: a signal must not come in another department's name."""
        if self._sender_known or not hasattr(self._transport, "sender"):
            return
        sender = self._transport.sender()
        if sender not in (None, self.settings.department):
            self.spool.give_up()
            raise WrongUse(
                f"この鍵は {sender} のもので、{self.settings.department} のものではありません。"
                "TSUNAGU_DEPARTMENT か TSUNAGU_TOKEN を直してください / "
                f"this is the token of {sender}, not of {self.settings.department}: "
                "mend TSUNAGU_DEPARTMENT or TSUNAGU_TOKEN"
            )
        self._sender_known = True

    def _keep_refused(self, signal: Mapping[str, Any], faults: tuple[Fault, ...]) -> Answer:
        id = signal.get("id")
        # One without an id of its own is kept under one of ours.
        name = id if isinstance(id, str) and id else f"no-id-{uuid.uuid4().hex[:12]}"
        self.spool.keep_refused(name, signal, faults)
        return Answer(name, REFUSED, faults=faults)

    def flush(self, tell: Told | None = None, lock_seconds: float = LOCK_SECONDS) -> Flushed:
        """Send what waits, in its order, as far as the other side takes it.

        `tell` hears each answer. Unsettled where address or token are wrong: then nothing
        is refused, and everything keeps waiting.
        """
        flushed = Flushed()
        try:
            with self.spool.sending(lock_seconds):
                self._empty(flushed, tell or (lambda _: None))
        except Busy as busy:
            flushed.why = str(busy)
        except Away as away:
            flushed.why = str(away)
            self._rest(away.retry_after)
        else:
            self._pause, self._quiet_until = FIRST_PAUSE, 0.0
        flushed.waiting = self.spool.counts()[WAITING]
        self.why = flushed.why
        return flushed

    def _empty(self, flushed: Flushed, tell: Told) -> None:
        if self.spool.counts()[WAITING]:
            self._same_sender()
            Emptying(self.spool, self._transport, flushed, tell).run()

    def _rest(self, asked: float | None) -> None:
        """Do not knock at a closed door with every single signal."""
        self._quiet_until = time.monotonic() + (asked or self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def retry(self, ids: Sequence[str], mended: Mapping[str, Any] | None = None) -> list[Answer]:
        """Send refused ones again, in place of one of them a mended signal."""
        if mended is not None and (faults := checking.faults_of(mended)):
            return [Answer(ids[0], REFUSED, faults=faults)]
        for id in ids:
            if not self.spool.retry(id, mended):
                raise Failure(f"{id}: 断られたものにありません / is not among the refused")
        answers: dict[str, Answer] = {}
        self.flush(tell=lambda answer: answers.__setitem__(answer.id, answer))
        names = [str(mended["id"])] if mended is not None else list(ids)
        here = self.spool.answers(names)
        return [answers.get(name) or here.get(name) or Answer(name, WAITING) for name in names]

    # -- asking -------------------------------------------------------------------------------

    def status(self, id: str) -> dict[str, Any]:
        """Where a signal stands, by the department's own id or by the platform's signal_id.

        The platform's answer (`state`, `owner_desk`, `next_step`, `due_on`, `history`) with
        `id`; for one that has not arrived `state` is `waiting` or `refused` (with `faults`),
        for one that only the broker has confirmed it is `sent`.
        """
        known = self.spool.answer(id)
        if known is not None and known.signal_id is None and known.state != SENT:
            return known.as_json()
        if known is None:
            told = self._asker().status(id) or self._asker().status(self._number_of(id))
        elif known.state == SENT and not self._can_ask:
            return known.as_json()
        else:
            told = self._asker().status(known.signal_id or self._number_of(id))
        if told is None and known is not None and known.state == SENT:
            return known.as_json()  # the broker has it, and it has not been taken from there yet
        if told is None and known is not None:
            raise Failure(
                f"{id}: 受け付けられたはずですが、ここにはありません。TSUNAGU_URL と鍵を確かめる / "
                "was accepted, and is not known here: check TSUNAGU_URL and the token"
            )
        if told is None:
            raise Failure(
                f"{id}: この部署の連絡として見つかりません / no such signal of this department"
            )
        return {"id": known.id if known else None, **told}

    def _number_of(self, id: str) -> str:
        """The platform's number of the department's own id; the same whichever way it came."""
        return str(uuid.uuid5(NUMBERS, f"{self.settings.department}/{id}"))

    @property
    def _can_ask(self) -> bool:
        return self._asking is not None or self.settings.can_ask

    def _asker(self) -> Any:
        if self._asking is None:
            if not self.settings.can_ask:
                raise Unsettled(
                    "状態を尋ねるには TSUNAGU_URL と TSUNAGU_TOKEN が要ります / "
                    "asking needs TSUNAGU_URL and TSUNAGU_TOKEN"
                )
            self._asking = rest_of(self.settings)
        return self._asking


def _one_id_for_two(signal: Mapping[str, Any], first: dict[str, Any]) -> tuple[Fault, ...]:
    """A fault where an earlier one of these has the id and says something else."""
    if first.setdefault(signal["id"], signal) == signal:
        return ()
    return (
        Fault(
            "id",
            f"{signal['id']}: 前のものと同じ番号で中身が違います / "
            "an earlier one has this id too, and says something else",
            "新しい番号で / give it an id of its own",
        ),
    )


def _plain(value: Any) -> Any:
    """The signal as JSON has it: dates as texts."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value

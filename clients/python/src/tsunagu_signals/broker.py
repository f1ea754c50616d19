"""Over AMQP: CloudEvents on the exchange `signals`, confirmed by the broker.

Needs the extra `amqp`. The department's user may write there with its own code as the
routing key, and nothing else: so nothing is declared here and nothing read. The broker's
word is that it has the message; whether it was accepted is told by REST alone.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from tsunagu_signals.answers import REFUSED, SENT, Answer, Away, Failure, Fault, Unsettled

EXCHANGE = "signals"
TYPE = "jp.tsunagu.signal.v1"
CONTENT_TYPE = "application/cloudevents+json"
MOST_MESSAGE = 256 * 1024  # the broker closes the channel on a larger one
CONFIRM_SECONDS = 30.0


def event_of(signal: Mapping[str, Any], department: str) -> bytes:
    """The CloudEvent that carries a signal."""
    data = {name: value for name, value in signal.items() if name != "id"}
    event = {
        "specversion": "1.0",
        "type": TYPE,
        "source": f"/departments/{department}",
        "id": signal["id"],
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "datacontenttype": "application/json",
        "data": data,
    }
    return json.dumps(event, ensure_ascii=False, allow_nan=False).encode()


class Broker:
    """One connection to the broker, kept open. Not for concurrent use."""

    most_at_once, most_bytes = 500, 1_000_000

    def __init__(
        self, url: str, department: str, *, timeout: float = 30.0, ca_file: str | None = None
    ) -> None:
        try:
            import amqp
        except ImportError:
            raise Unsettled(
                "AMQP には追加の部品が要ります / AMQP needs an extra: "
                "pip install 'tsunagu-signals[amqp]'"
            ) from None
        self._amqp = amqp
        self._address = urlsplit(url)
        self._department = department
        self._timeout = timeout
        self._ca_file = ca_file
        self._connection: Any = None
        self._channel: Any = None
        self._sent = self._settled = self._returned = 0
        self._early: set[int] = set()
        self._rejected = False

    def deliver(self, signals: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """An answer for each, in their order; all of them, or a Failure for all of them."""
        events = [event_of(signal, self._department) for signal in signals]
        fitting = [event for event in events if len(event) <= MOST_MESSAGE]
        try:
            self._publish(fitting)
        except Failure:
            self.close()
            raise
        except (OSError, self._amqp.exceptions.AMQPError) as why:
            self.close()
            raise self._failure(why) from None
        return [
            Answer(str(signal["id"]), SENT) if len(event) <= MOST_MESSAGE else _too_large(signal)
            for signal, event in zip(signals, events, strict=True)
        ]

    def _publish(self, events: list[bytes]) -> None:
        channel = self._opened()
        self._returned, self._rejected = 0, False
        for event in events:
            message = self._amqp.Message(
                event,
                content_type=CONTENT_TYPE,
                content_encoding="utf-8",
                delivery_mode=2,
                user_id=self._user,  # the broker checks it; a message without it is refused
            )
            # One that reaches no queue comes back instead of vanishing as a success.
            channel.basic_publish(
                message, exchange=EXCHANGE, routing_key=self._department, mandatory=True
            )
        self._sent += len(events)
        while self._settled < self._sent:
            self._connection.drain_events(timeout=CONFIRM_SECONDS)
        if self._returned or self._rejected:
            raise Away(
                f"{self._name}: 受け取る側がまだいません / nobody takes them there yet"
                if self._returned
                else f"{self._name}: ブローカーが受け取りません / the broker takes none now"
            )

    def _opened(self) -> Any:
        if self._channel is None:
            secure = None
            if self._address.scheme == "amqps":
                secure = {
                    "context": {"cafile": self._ca_file, "check_hostname": True},
                    "server_hostname": self._address.hostname,
                }
            port = self._address.port or (5671 if secure else 5672)
            self._connection = self._amqp.Connection(
                host=f"{self._address.hostname}:{port}",
                userid=self._user,
                password=unquote(self._address.password or ""),
                virtual_host=unquote(self._address.path[1:]) or "/",
                ssl=secure,
                connect_timeout=self._timeout,
                read_timeout=self._timeout,
                write_timeout=self._timeout,
            )
            self._connection.connect()
            channel = self._connection.channel()
            channel.confirm_select()
            channel.events["basic_ack"].add(self._on_ack)
            channel.events["basic_nack"].add(self._on_nack)
            channel.events["basic_return"].add(self._on_return)
            self._sent = self._settled = 0
            self._early.clear()
            self._channel = channel
        return self._channel

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:
        if multiple:
            self._settled = max(self._settled, delivery_tag)
        else:
            self._early.add(delivery_tag)
        # Refusals overtake confirms: only the tags themselves say what is still open.
        while self._settled + 1 in self._early:
            self._settled += 1
        self._early = {tag for tag in self._early if tag > self._settled}

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:
        self._rejected = True
        self._on_ack(delivery_tag, multiple)

    def _on_return(self, *_: Any) -> None:
        self._returned += 1

    @property
    def _user(self) -> str:
        return unquote(self._address.username or "")

    @property
    def _name(self) -> str:
        return f"{self._address.scheme}://{self._address.hostname}"

    def _failure(self, why: Exception) -> Failure:
        errors = self._amqp.exceptions
        refused = (errors.AccessRefused, errors.NotAllowed, errors.PreconditionFailed)
        if isinstance(why, refused):
            return Unsettled(
                f"{self._name}: ブローカーが断りました。利用者・暗号・部署の code を確かめて / "
                "the broker refuses: check user, password and the department's code "
                f"({type(why).__name__})"
            )
        if isinstance(why, ssl.SSLCertVerificationError):
            return Unsettled(
                f"{self._name}: 証明書を確かめられません。庁内の認証局なら --ca-file を / "
                "the certificate is not trusted; for the city's own authority give --ca-file"
            )
        return Away(f"{self._name}: つながりません / cannot be reached ({type(why).__name__})")

    def close(self) -> None:
        if self._connection is not None:
            # Not the polite close, which would wait for a silent broker.
            self._connection.collect()
        self._connection = self._channel = None


def _too_large(signal: Mapping[str, Any]) -> Answer:
    fault = Fault(
        "note",
        "大きすぎます（上限 256 KiB）/ too large; the limit is 256 KiB",
        "文を短く / shorten the texts",
    )
    return Answer(str(signal["id"]), REFUSED, faults=(fault,))

"""Over HTTP: `POST /signals`, many at once where the platform takes that, and asking their state.

Redirections are never followed: a POST would become a GET, and the token would go
to whoever sits at the other address. Failures are sorted into those of the line, of
the settings and of a single signal, for each must be met in its own way.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import socket
import ssl
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from tsunagu_signals.answers import (
    ACCEPTED,
    ALREADY,
    REFUSED,
    Answer,
    Away,
    Failure,
    Fault,
    Stuck,
    TooLarge,
    Troubled,
    Unsettled,
    faults_in,
    state_in,
)

API = "/api/v1"
SIGNALS, BATCH, STATE = f"{API}/signals", f"{API}/signals/batch", f"{API}/signals/state"
# The platform takes 256 KiB in one request; the rest is room for the brackets.
MOST_AT_ONCE, MOST_BYTES = 500, 240_000
_AWAY, _STUCK = (408, 425, 429), (502, 503, 504)
_NO_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST", "UNKNOWN_PROTOCOL")
_OF_THE_SIGNAL = (400, 413, 422)


class Rest:
    """One connection to the platform's REST interface, kept open. Not for concurrent use."""

    def __init__(
        self, url: str, token: str, *, timeout: float = 30.0, ca_file: str | None = None
    ) -> None:
        self._address = urlsplit(url)
        self._token = token
        self._timeout = timeout
        self._ca_file = ca_file
        self._connection: http.client.HTTPConnection | None = None
        self._takes_many = True

    most_bytes = MOST_BYTES

    @property
    def most_at_once(self) -> int:
        return MOST_AT_ONCE if self._takes_many else 1

    def deliver(self, signals: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """An answer for each, in their order; all of them, or a Failure for all of them."""
        return self.deliver_under([""] * len(signals), signals)

    def deliver_under(
        self, keys: Sequence[str], signals: Sequence[Mapping[str, Any]]
    ) -> list[Answer]:
        """As `deliver`, each under an idempotency key of its own, or under none if it is empty.

        Sent again under the same key after an answer was lost, it is answered as the first time.
        """
        if len(signals) > 1 and self._takes_many:
            status, answer = self._ask("POST", BATCH, {"signals": list(signals)}, _join(keys))
            if status == 200 or status == 202:
                return _answers(signals, answer)
            if status not in (404, 405):
                raise _failure(status, answer, many=True)
            self._takes_many = False  # an older platform, or none at all: the next one tells
            raise TooLarge("one at a time")
        return [self._deliver_one(key, signal) for key, signal in zip(keys, signals, strict=True)]

    def _deliver_one(self, key: str, signal: Mapping[str, Any]) -> Answer:
        status, answer = self._ask("POST", SIGNALS, signal, key)
        if status in (200, 202):
            return Answer(
                str(signal["id"]),
                ALREADY if answer.get("created") is False else ACCEPTED,
                _word(answer, "signal_id"),
                _word(answer, "status_url"),
                notes=faults_in(answer, "notes"),
            )
        if status in _OF_THE_SIGNAL:
            return Answer(str(signal["id"]), REFUSED, faults=_faults(answer))
        raise _failure(status, answer, many=False)

    def sender(self) -> str | None:
        """The department whose token this is; None where the platform does not tell."""
        status, answer = self._ask("GET", STATE, None)
        if status == 401 or status in (*_AWAY, *_STUCK):
            raise _failure(status, answer, many=False)
        return _word(answer, "department") if status == 200 else None

    def status(self, signal_id: str) -> dict[str, Any] | None:
        """Where it stands; None if the platform knows no such signal of this department."""
        status, answer = self._ask("GET", f"{SIGNALS}/{quote(signal_id, safe='')}", None)
        if status == 404 and answer.get("code") == "not_found":
            return None  # any other 404 is the address's own fault
        if status != 200:
            raise _failure(status, answer, many=False)
        return answer

    # -- the line -----------------------------------------------------------------------------

    def _ask(
        self, verb: str, path: str, body: Mapping[str, Any] | None, key: str = ""
    ) -> tuple[int, dict[str, Any]]:
        """Status and JSON object of the answer; Away where there is none."""
        reused = self._connection is not None
        try:
            return self._once(verb, path, body, key)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # A kept connection may have been closed meanwhile. Sending twice does no harm.
            self.close()
            if reused:
                return self._guarded(verb, path, body, key)
            raise self._stuck("切られました / was cut") from None
        except (OSError, http.client.HTTPException) as why:
            raise self._lost(why) from None

    def _guarded(
        self, verb: str, path: str, body: Mapping[str, Any] | None, key: str = ""
    ) -> tuple[int, dict[str, Any]]:
        try:
            return self._once(verb, path, body, key)
        except (OSError, http.client.HTTPException) as why:
            raise self._lost(why) from None

    def _once(
        self, verb: str, path: str, body: Mapping[str, Any] | None, key: str = ""
    ) -> tuple[int, dict[str, Any]]:
        connection = self._on_connected()
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        data = None
        if body is not None:
            data = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
            headers["Content-Type"] = "application/json"
        connection.request(verb, self._address.path.rstrip("/") + path, data, headers)
        answer = connection.getresponse()
        raw = answer.read()
        if answer.will_close:
            self.close()
        if 300 <= answer.status < 400:
            raise Unsettled(
                f"{self._name} は {answer.getheader('Location')} へ移っています。"
                "TSUNAGU_URL を直してください / redirects there: mend TSUNAGU_URL"
            )
        return answer.status, self._parsed(answer, raw)

    def _parsed(self, answer: http.client.HTTPResponse, raw: bytes) -> dict[str, Any]:
        try:
            value = json.loads(raw)
        except ValueError:
            value = None
        if isinstance(value, dict):
            if wait := answer.getheader("Retry-After", ""):
                value["retry_after"] = float(wait) if wait.isdecimal() else None
            return value
        if answer.status < 400:
            # Some other machine answered: a proxy's page, a login form.
            raise self._away("つなぐではない答えです / the answer is not Tsunagu's")
        return {}

    def _on_connected(self) -> http.client.HTTPConnection:
        if self._connection is None:
            host, port = self._address.hostname or "", self._address.port
            if self._address.scheme == "https":
                context = ssl.create_default_context(cafile=self._ca_file)
                made: http.client.HTTPConnection = http.client.HTTPSConnection(
                    host, port, timeout=self._timeout, context=context
                )
            else:
                made = http.client.HTTPConnection(host, port, timeout=self._timeout)
            made.connect()
            # Small requests must not wait for the other side's delayed acknowledgement.
            made.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._connection = made
        return self._connection

    @property
    def _name(self) -> str:
        return f"{self._address.scheme}://{self._address.netloc}"

    def _away(self, why: str) -> Away:
        return Away(f"{self._name}: {why}")

    def _stuck(self, why: str) -> Stuck:
        return Stuck(f"{self._name}: {why}")

    def _lost(self, why: Exception) -> Failure:
        reached = self._connection is not None
        self.close()
        if isinstance(why, ssl.SSLCertVerificationError):
            return Unsettled(
                f"{self._name}: 証明書を確かめられません。庁内の認証局なら --ca-file を / "
                "the certificate is not trusted; for the city's own authority give --ca-file"
            )
        if isinstance(why, ssl.SSLError) and why.reason in _NO_TLS:
            return Unsettled(
                f"{self._name}: 暗号化（https）で話していません。http:// では？ "
                "TSUNAGU_URL を確かめる / does not speak https; is it http://? check TSUNAGU_URL"
            )
        if isinstance(why, TimeoutError):
            away = self._stuck if reached else self._away
            return away("時間内に応答がありません / no answer in time")
        if isinstance(why, socket.gaierror):
            return self._away("この名前の機械が見つかりません / no machine of this name is found")
        if reached:
            return self._stuck(f"途中で切れました / broke off ({type(why).__name__})")
        return self._away(f"つながりません / cannot be reached ({type(why).__name__})")

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _join(keys: Sequence[str]) -> str:
    """The key of several signals together; none where one of them has none."""
    return hashlib.sha256("\n".join(keys).encode()).hexdigest() if all(keys) else ""


# -- reading answers ------------------------------------------------------------------------------


def _word(answer: Mapping[str, Any], name: str) -> str | None:
    value = answer.get(name)
    return value if isinstance(value, str) else None


def _answers(signals: Sequence[Mapping[str, Any]], answer: Mapping[str, Any]) -> list[Answer]:
    """The results of a batch, matched by id; Stuck where some are missing: they are asked again."""
    results = answer.get("results")
    found = {}
    for result in results if isinstance(results, list) else []:
        if isinstance(result, dict) and result.get("state") in (ACCEPTED, ALREADY, REFUSED):
            found[result.get("id")] = Answer(
                str(result.get("id")),
                state_in(result),
                _word(result, "signal_id"),
                _word(result, "status_url"),
                _faults(result) if result["state"] == REFUSED else (),
                faults_in(result, "notes"),
            )
    missing = [signal["id"] for signal in signals if signal["id"] not in found]
    if missing:
        raise Stuck(
            f"{len(missing)} 件の答えがありません / the answer leaves out {len(missing)} of them"
        )
    return [found[signal["id"]] for signal in signals]


def _faults(answer: Mapping[str, Any]) -> tuple[Fault, ...]:
    """The faults of a problem document or a batch's result; always at least one."""
    faults = faults_in(answer, "faults")
    if not faults:
        details = answer.get("details")
        details = details if isinstance(details, dict) else {}
        sentence = answer.get("detail") or answer.get("message") or answer.get("code") or "refused"
        faults = (
            Fault(str(details.get("field") or ""), str(sentence), str(details.get("remedy") or "")),
        )
    return faults


def _failure(status: int, answer: Mapping[str, Any], many: bool) -> Failure:
    said = str(answer.get("detail") or f"HTTP {status}")
    if status in _AWAY:
        return Away(said, answer.get("retry_after"))
    if status in _STUCK:
        return Stuck(said, answer.get("retry_after"))
    if status == 413 and many:
        return TooLarge(said)
    if status >= 500 or status == 409 or (many and status in _OF_THE_SIGNAL):
        return Troubled(said)  # asked one by one, it becomes plain which signal it is
    if status == 401:
        return Unsettled(
            "鍵が正しくないか、止められています。TSUNAGU_TOKEN を確かめてください / "
            "the token is wrong or was revoked; check TSUNAGU_TOKEN"
        )
    if status == 403:
        return Unsettled(f"この鍵では送れません / this token may not send: {said}")
    return Unsettled(
        f"TSUNAGU_URL を確かめてください（{API} は付けません） / "
        f"check TSUNAGU_URL (it goes without {API}): {said}"
    )

"""Where a request begins and ends, as RFC 9112 has it, and how much and how long of it is heard.

Mixed into eventlet's handler of connections. A body comes with its length or in chunks; what
could be read in two ways is refused and its connection closed (section 6.3).
"""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import urlsplit

from tsunagu.process.concurrency import Timeout

HEAD_SECONDS = 30.0
BODY_SECONDS = 60.0
MOST_BYTES = 16 * 1024 * 1024  # of one body, also of one that nobody wants
MOST_LINE = 4096  # of a chunk's size or a trailer
CHUNKED = "chunked"


class BodyTooSlow(TimeoutError):
    """The rest of a body did not come in its time."""


class BodyTooLong(OSError):
    """More came than anybody would hear out."""


class BoundedBody:
    """The connection as the one body is read from it: no more bytes, no more time than these."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._left = MOST_BYTES
        self._until = time.monotonic() + BODY_SECONDS

    def read(self, size: int) -> bytes:
        return self._hear(self._stream.read, size)

    def readline(self, size: int = MOST_LINE) -> bytes:
        return self._hear(self._stream.readline, size)

    def _hear(self, read: Any, size: int) -> bytes:
        if size > self._left:
            raise BodyTooLong
        with Timeout(max(0.0, self._until - time.monotonic()), BodyTooSlow):
            heard: bytes = read(size)
        self._left -= len(heard)
        return heard


class FramedRequest:
    """What eventlet's handler is given beside: strict framing, absolute addresses, bounds."""

    headers: Any
    path: str
    request_version: str
    close_connection: bool
    rfile: Any
    send_error: Any

    def parse_request(self) -> bool:
        """The head of a request; False where it was answered already."""
        with Timeout(HEAD_SECONDS, BodyTooSlow):
            parsed: bool = super().parse_request()  # type: ignore[misc]
        if not parsed:
            return False
        status = self._find_framing_fault()
        if status is not None:
            self.close_connection = True
            self.send_error(status)
            return False
        if not self.path.startswith(("/", "*")):  # as to a proxy: RFC 9112, section 3.2.2
            parts = urlsplit(self.path)
            self.path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return True

    def _find_framing_fault(self) -> int | None:
        """The status for a body whose end is not plain; None where it is."""
        codings = self.headers.get_all("Transfer-Encoding", [])
        lengths = {length.strip() for length in self.headers.get_all("Content-Length", [])}
        if codings and (lengths or self.request_version == "HTTP/1.0"):
            return 400
        if len(lengths) > 1 or not all(re.fullmatch("[0-9]{1,18}", one) for one in lengths):
            return 400
        if codings and [one.strip().lower() for one in codings] != [CHUNKED]:
            return 501
        return None

    def get_environ(self) -> dict[str, Any]:
        """The request as WSGI has it; of a body in chunks it is said that it ends by itself."""
        environ: dict[str, Any] = super().get_environ()  # type: ignore[misc]
        environ["eventlet.input"].rfile = BoundedBody(self.rfile)
        if environ["eventlet.input"].chunked_input:
            environ["wsgi.input_terminated"] = True
        return environ

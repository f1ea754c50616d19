"""Clients of REST: several at once, each on a connection of its own, one request after another."""

from __future__ import annotations

import http.client
import json
import threading
import time
from typing import Any
from urllib.parse import urlsplit

from participant import serve


class Clients:
    """So many clients; each operation sends its requests and says how long each took."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.count = int(settings["clients"])

    def send(
        self, url: str, verb: str, path: str, token: str, bodies: list[Any] | None, count: int
    ) -> dict[str, Any]:
        """`{"seconds": of all, "took": [s each]}`; a client takes every n-th of the bodies."""
        took: list[float] = []
        wrong: list[str] = []

        def work(number: int) -> None:
            connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            for n in range(number, count, self.count):
                body = json.dumps(bodies[n]) if bodies else None
                began = time.monotonic()
                connection.request(verb, path, body, headers)
                answer = connection.getresponse()
                text = answer.read()
                took.append(time.monotonic() - began)
                if answer.status >= 300:
                    wrong.append(f"{answer.status} {text[:300]!r}")
                    return

        threads = [threading.Thread(target=work, args=(n,)) for n in range(self.count)]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if wrong:
            raise RuntimeError(wrong[0])
        return {"seconds": time.monotonic() - began, "took": took}


if __name__ == "__main__":
    serve({"clients": Clients})

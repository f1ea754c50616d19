"""The longest text that each field allows, over REST: which request takes the longest.

Each place of every route is given as many characters as its limit says, of kinds that have made
normalising slow: kanji numerals, marks that combine, long runs of one sign. Nothing is asserted;
the slowest are listed, beside the same request with a short text.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import tsunagu.process.eventlet_patch  # noqa: F401  before anything that opens a socket

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.texts.requests_of import list_operations, list_requests  # noqa: E402
from tsunagu.hosting.checkout import list_available_services  # noqa: E402
from tsunagu.hosting.embedded import embedded  # noqa: E402
from tsunagu.testing.private_servers import free_port  # noqa: E402

ROLES = {
    "caseworker": "caseworker:consultation_support",
    "department": "department:tax_collection",
    "reader": "reader",
    "ops": "ops",
}
WORST = ("一", "十", "1", "が\u3099", "-", " a")
LISTED = 10


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--listed", type=int, default=LISTED)
    listed = parser.parse_args().listed
    port = free_port()
    with (
        tempfile.TemporaryDirectory() as folder,
        embedded(folder, list_available_services(), port=port) as platform,
    ):
        tokens = {
            name: platform.call("console", "issue_token", role=role)["token"]
            for name, role in ROLES.items()
        }

        def ask(request):
            return time_request(f"http://127.0.0.1:{port}/api/v1", tokens, request)

        measured = sorted(measure(ask), reverse=True)
    total = sum(seconds for seconds, *_ in measured)
    print(f"{len(measured)} requests, {total:.1f} s; the slowest, beside a short text")
    for seconds, short, where, length in measured[:listed]:
        print(f"{seconds * 1000:8.1f} ms  {short * 1000:8.1f} ms  {length:6} x  {where}")


def measure(ask):
    """(seconds, seconds of a short text, where, characters) of each worst text in each place."""
    document = json.loads(ask(("ops", "GET", "/openapi.json", None, ""))[1])
    for verb, path, operation in list_operations(document):
        short = [ask(one)[0] for one in list_requests(verb, path, operation, lambda _: "a")]
        for sign in WORST:
            lengths = []

            def write(schema, sign=sign, lengths=lengths):
                lengths.append(schema.get("maxLength", 64))
                return (sign * lengths[-1])[: lengths[-1]]

            for number, one in enumerate(list_requests(verb, path, operation, write)):
                where = f"{verb} {path} {one.where} of {sign!r}"
                yield ask(one)[0], short[number], where, lengths[-1]


def time_request(root, tokens, request):
    """Seconds until it was answered, and the answer."""
    role, verb, path, body, _ = request
    asked = urllib.request.Request(
        f"{root}{path}",
        method=verb,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {tokens[role]}", "Content-Type": "application/json"},
    )
    begun = time.perf_counter()
    try:
        with urllib.request.urlopen(asked, timeout=600) as answer:
            content = answer.read()
    except urllib.error.HTTPError as refused:
        content = refused.read()
    return time.perf_counter() - begun, content


if __name__ == "__main__":
    main()

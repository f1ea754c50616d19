"""`tsunagu bench longest_texts`: the longest text that each field allows, over REST.

Each place of every route is given as many characters as its limit says, of kinds that have made
normalising slow: kanji numerals, marks that combine, long runs of one sign. Beside each the same
request with a text of one character.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from deployed_town import Town
from measuring import Bench, Check, Result, main, progress

from tests.texts.requests_of import Request, list_operations, list_requests

ROLES = {
    "caseworker": "caseworker:consultation_support",
    "department": "department:tax_collection",
    "reader": "reader",
    "ops": "ops",
}
WORST = ("一", "十", "1", "が\u3099", "-", " a")
LISTED = 5

Ask = Callable[[Request], float]


class Measured(NamedTuple):
    """How long a request took, in s, with its longest text and with a short one."""

    seconds: float
    short: float
    where: str
    characters: int


def measure(bench: Bench) -> list[Result]:
    town = Town(bench)
    tokens = {name: town.token(role) for name, role in ROLES.items()}

    def ask(request: Request) -> float:
        return _time_request(f"{town.url}/api/v1", tokens, request)

    document = json.loads(urllib.request.urlopen(f"{town.url}/api/v1/openapi.json").read())
    found = list(_measure_all(document, ask, WORST[:1] if bench.quick else WORST))
    found.sort(reverse=True)
    result = Result(
        "the longest text of every field over REST",
        "ms",
        {
            "longest": [one.seconds * 1000 for one in found],
            "one character": [one.short * 1000 for one in found],
        },
    )
    result.checks = [Check("slowest request, s", found[0].seconds, 1.0)]
    result.notes = [
        f"{one.seconds * 1000:.0f} ms ({one.short * 1000:.0f} ms): {one.characters} in {one.where}"
        for one in found[:LISTED]
    ]
    return [result]


def _measure_all(document: Any, ask: Ask, worst: tuple[str, ...]) -> Iterator[Measured]:
    for verb, path, operation in list_operations(document):
        progress(f"{verb} {path}")
        short = [ask(one) for one in list_requests(verb, path, operation, lambda _: "a")]
        for sign in worst:
            lengths: list[int] = []

            def write(schema: Any, sign: str = sign, lengths: list[int] = lengths) -> str:
                lengths.append(schema.get("maxLength", 64))
                return (sign * lengths[-1])[: lengths[-1]]

            for number, one in enumerate(list_requests(verb, path, operation, write)):
                where = f"{verb} {path} {one.where} of {sign!r}"
                yield Measured(ask(one), short[number], where, lengths[-1])


def _time_request(root: str, tokens: dict[str, str], request: Request) -> float:
    """Seconds until it was answered, whatever the answer."""
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
            answer.read()
    except urllib.error.HTTPError as refused:
        refused.read()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main(__doc__, measure)

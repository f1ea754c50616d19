"""`tsunagu bench rest`: consultations taken and cases listed over REST, four clients at once.

Seven services as processes of their own on RabbitMQ and PostgreSQL, everybody new and
different. The peer is an endpoint by hand that writes the same rows (`flask_by_hand.py`).
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator
from typing import Any

import psycopg
from deployed_town import Town
from measuring import Bench, Check, Result, main
from residents import city

CLIENTS = 4
CHANNELS = ("walk_in", "phone", "family", "partner")
CASES = """
INSERT INTO case_list (case_id, person_id, state, owner_desk, next_step, due_on, last_consulted_on)
SELECT md5('case' || n), md5('person' || n), 'open', 'consultation_support', 'assessment',
       date '2026-01-05' + n %% 300, date '2026-01-01' FROM generate_series(1, %s) AS n
"""
LIST = "/api/v1/cases?limit=50"


def measure(bench: Bench) -> list[Result]:
    town = Town(bench)
    token = town.token("caseworker:consultation_support")
    peer_database = bench.database()
    peer = bench.participant("flask_by_hand", "flask", database=peer_database)
    clients = bench.participant("rest_clients", "clients", clients=CLIENTS)
    urls = {"つなぐ": town.url, "Flask by hand": peer.call("url")}
    count = bench.size(400, 100)
    people = {label: _introduce_people() for label in urls}

    def accept(label: str) -> dict[str, Any]:
        bodies = list(itertools.islice(people[label], count))
        return clients.call(
            "send",
            url=urls[label],
            verb="POST",
            path="/api/v1/consultations",
            token=token,
            bodies=bodies,
            count=count,
        )

    def list_cases(label: str) -> dict[str, Any]:
        return clients.call(
            "send", url=urls[label], verb="GET", path=LIST, token=token, bodies=None, count=count
        )

    results = [
        _compare(bench, "POST /consultations, new people", accept, urls, 0.3, 60),
        _compare(bench, "GET /cases, 50 of hundreds", list_cases, urls, 0.8, 30),
    ]
    for url in (town.databases["intake"], peer_database):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(CASES, (100_000,))
            connection.execute("ANALYZE case_list")
    results.append(_compare(bench, "GET /cases, 50 of 100,000", list_cases, urls, 0.8, 30))
    return results


def _introduce_people() -> Iterator[dict[str, Any]]:
    for who in city(20_000, seed=11).residents:
        family, given = who.family, who.given
        yield {
            "channel": CHANNELS[who.id % len(CHANNELS)],
            "person": {
                "name": f"{family[0]} {given[0]}",
                "kana": f"{family[1]} {given[1]}",
                "birth_date": who.birth.isoformat(),
                "address": f"座間市{who.home.town}{'-'.join(map(str, who.home.numbers))}",
                "phone": who.mobile or who.home.line or "046-255-1111",
            },
            "story": "家賃を三か月払えていない。仕事を失って半年になる。",
        }


def _compare(
    bench: Bench, what: str, ask: Any, urls: dict[str, str], ratio: float, p95_ms: float
) -> Result:
    took: dict[str, list[float]] = {label: [] for label in urls}

    def measured(label: str, number: int) -> float:
        answer = ask(label)
        if number >= 0:
            took[label] += answer["took"]
        return len(answer["took"]) / answer["seconds"]

    sides = {label: (lambda n, label=label: measured(label, n)) for label in urls}
    result = Result(what, "/s", bench.interleave(sides), required={"Flask by hand": ratio})
    percentiles = {label: statistics.quantiles(took[label], n=100) for label in urls}
    result.checks = [Check("p95 ms", percentiles["つなぐ"][94] * 1000, p95_ms)]
    result.notes = [
        f"{label}: p50 {p[49] * 1000:.0f} ms, p95 {p[94] * 1000:.0f} ms"
        for label, p in percentiles.items()
    ]
    return result


if __name__ == "__main__":
    main(__doc__, measure)

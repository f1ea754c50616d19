"""Routing of past records: each line goes to the one service that takes its kind.

A line that no service takes is refused here; so is nothing silently dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tsunagu.domain.errors import Invalid
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.record_import import read_line


def empty_import_result() -> JsonObject:
    """The result of an import before its first line."""
    return {"lines": 0, "accepted": 0, "already": 0, "refused": [], "by_rule": []}


def find_importing_services(call: Callable[..., Any], services: list[str]) -> list[str]:
    """The services that take past records."""
    return [name for name in services if call(name, "about")["imports"]]


def offer_lines(
    call: Callable[..., Any],
    services: list[str],
    lines: list[JsonObject],
    result: JsonObject,
) -> None:
    """Offer the lines to each service until somebody takes each."""
    result["lines"] += len(lines)
    left = []
    for item in lines:
        fault = _check_readable(item)
        if fault is None:
            left.append(item)
        else:
            result["refused"].append(fault)
    kinds: set[str] = set()
    for service in services:
        if not left:
            return
        answer = call(service, "import_lines", timeout=300.0, lines=left)
        result["accepted"] += answer["accepted"]
        result["already"] += answer["already"]
        result["refused"] += answer["refused"]
        result["by_rule"] += answer["by_rule"]
        not_mine = set(answer["not_mine"])
        left = [item for item in left if item["line"] in not_mine]
        kinds |= set(call(service, "about")["imports"]) if left else set()
    for item in left:
        result["refused"].append(_refuse_unclaimed(item, kinds))


def offer_again(
    call: Callable[..., Any],
    services: list[str],
    read_chunks: Callable[[], Iterable[list[JsonObject]]],
    result: JsonObject,
) -> None:
    """Offer again what was refused for what was not on record yet, for as long as any is taken.

    Lines come in any order: what an ending, a sheet's state or a correction speaks of may stand
    further down. `read_chunks` begins anew each time.
    """
    while waiting := set(result["by_rule"]):
        again = empty_import_result()
        for chunk in read_chunks():
            if lines := [item for item in chunk if item["line"] in waiting]:
                offer_lines(call, services, lines, again)
        others = [refusal for refusal in result["refused"] if refusal["line"] not in waiting]
        result["refused"] = others + again["refused"]
        result["accepted"] += again["accepted"]
        result["already"] += again["already"]
        result["by_rule"] = again["by_rule"] if again["accepted"] else []
    del result["by_rule"]


def _check_readable(item: JsonObject) -> JsonObject | None:
    try:
        if item["text"] is None:
            raise Invalid(
                [
                    {
                        "field": "",
                        "problem": "UTF-8 ではありません / not UTF-8",
                        "remedy": "UTF-8 で保存し直す / save the file as UTF-8",
                    }
                ]
            )
        read_line(item["text"])
    except Invalid as wrong:
        return {"line": item["line"], **wrong.faults[0]}
    return None


def _refuse_unclaimed(item: JsonObject, kinds: set[str]) -> JsonObject:
    record = read_line(item["text"])
    correcting = record.get("do") == "correction"
    return {
        "line": item["line"],
        "field": "of.do" if correcting else "do",
        "problem": "空か、知らない種類の行です / missing, or a kind of line nobody here takes",
        "remedy": ", ".join(sorted(kinds - {"correction"} if correcting else kinds)),
    }

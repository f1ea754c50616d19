"""The one story of `tsunagu demo`: one person through five desks, and what must be true of it."""

from __future__ import annotations

import json
from pathlib import Path

from tsunagu.cli.access import Access
from tsunagu.cli.output import err, out, print_table
from tsunagu.domain.json_object import JsonObject

CONSULTATION_SUPPORT = "consultation_support"


def play_story(platform: Access, story: JsonObject, progress: Path) -> dict[str, str]:
    """Play the steps that this data folder has not seen yet; the ids that the story kept."""
    kept: JsonObject = {"steps": 0, "names": {}}
    if progress.exists():
        kept = json.loads(progress.read_text())
    for step in story["steps"][kept["steps"] :]:
        platform.wait_until_level()  # whoever acts next has heard of what was done before
        arguments = _fill_in(step["arguments"], kept["names"])
        answer = platform.call(step["service"], step["method"], **arguments)
        for name, key in step.get("keep", {}).items():
            kept["names"][name] = answer[key]
        kept["steps"] += 1
        progress.write_text(json.dumps(kept))
    names: dict[str, str] = kept["names"]
    return names


def _fill_in(arguments: JsonObject, names: dict[str, str]) -> JsonObject:
    return {
        key: names[value[1:]] if isinstance(value, str) and value.startswith("$") else value
        for key, value in arguments.items()
    }


def summarise_story(
    platform: Access, story: JsonObject, names: dict[str, str], timeline: list[JsonObject]
) -> JsonObject:
    """The outcome of the story: `{"cases", "desks", "sheets", "closed", "told_once"}`.

    `told_once`: the name was given to intake alone, and every sheet's receiver reads it.
    """
    sent = [e["details"] for e in timeline if e["what"] == "referral.requested"]
    closed = [e for e in timeline if e["what"] == "referral.completed"]
    brought = [
        e["details"]["from_desk"]
        for e in timeline
        if e["what"] == "intake.consultation_accepted" and e["details"].get("from_desk")
    ]
    desks = {CONSULTATION_SUPPORT, *brought}
    desks |= {desk for sheet in sent for desk in (sheet["from_desk"], sheet["to_desk"])}
    given = [
        step["arguments"]["person"]["name"]
        for step in story["steps"]
        if "person" in step["arguments"]
    ]
    read = [
        platform.call(
            "referral", "read_sheet", referral_id=names[sheet], by=desk, purpose="demonstration"
        )["sheet"]["name"]
        for sheet, desk in story["sheets"].items()
    ]
    cases = platform.call("intake", "list_cases", state="all", person_id=names["person"])["cases"]
    return {
        "cases": len(cases),
        "desks": sorted(desks),
        "sheets": len(sent),
        "closed": len(closed),
        "told_once": len(given) == 1 and read == given * len(read),
    }


def is_as_expected(end: JsonObject) -> bool:
    """Whether it ended as it should: one case, five desks, no sheet open, nothing told twice."""
    return (
        end["cases"] == 1
        and len(end["desks"]) == 5
        and end["sheets"] == end["closed"] > 0
        and bool(end["told_once"])
    )


def print_story(
    story: JsonObject,
    timeline: list[JsonObject],
    names: dict[str, str],
    end: JsonObject,
) -> None:
    """Print the story's timeline, and whether it ended as it should."""
    names = names | story["words"]
    rows = [
        [entry["on"], names.get(entry["what"], entry["what"]), _describe_entry(entry, names)]
        for entry in timeline
    ]
    print_table(["日 / day", "できごと / what", ""], rows, title=story["title"])
    cases, desks, sheets, closed = end["cases"], len(end["desks"]), end["sheets"], end["closed"]
    sentence = (
        f"一人、{cases} つのケース、{desks} つの窓口。"
        f"シート {sheets} 枚のうち {closed} 枚が結果を返した / "
        f"one person, {cases} case, {desks} desks; {closed} of {sheets} handovers closed"
    )
    if is_as_expected(end):
        out.print(f"[green]✓[/green] {sentence}。名前を言ったのは一度だけ / told once")
    else:
        told_once = "told once" if end["told_once"] else "told more than once, or lost on the way"
        err.print(f"✗ {sentence}; {told_once}", soft_wrap=True, style="red")


def _describe_entry(entry: JsonObject, names: dict[str, str]) -> str:
    details = entry["details"]
    outcome = details.get("outcome")
    if entry["what"] == "referral.requested":
        return f"{_name(details['from_desk'], names)} → {_name(details['to_desk'], names)}"
    if "to_desk" in details:
        return _name(details["to_desk"], names) + (f"：{_name(outcome, names)}" if outcome else "")
    if "months" in details:
        return f"{details['months']} か月後 / after {details['months']} month(s)"
    if "rung" in details:
        return f"{details['rung']} / 6"
    keys = ("from_desk", "main", "programmes", "type", "kind", "reason", "outcome", "guarantor")
    values = [details[key] for key in keys if details.get(key)]
    flat = [v for value in values for v in (value if isinstance(value, list) else [value])]
    return "、".join(_name(str(value), names) for value in flat)


def _name(code: str, names: dict[str, str]) -> str:
    return names.get(code, code.replace("_", " "))

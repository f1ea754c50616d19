"""`tsunagu demo`: the published years and one story, through the whole platform.

The records are invented, their sums are not: every figure the city published is
counted again over people in events, and any that differs is named.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from tsunagu.cli.access import Access, open_platform
from tsunagu.cli.import_records import import_file, print_import_result
from tsunagu.cli.logging_setup import set_up_logging
from tsunagu.cli.output import err, json_option, out, print_json, print_table, progress_bars
from tsunagu.cli.story import is_as_expected, play_story, print_story, summarise_story
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.checkout import find_project_root

HISTORY = Path("demo") / "published_years.jsonl"
STORY = Path("demo") / "story.json"
TABLE = Path("data") / "consultation_statistics.json"
ISSUES = Path("data") / "initial_assessments_fy2018.json"
ISSUES_YEAR = 2018
STORY_DONE = "demo.story"  # how far the story has been played in a data folder
ROWS = {
    "total_persons": "相談者（実人数） / distinct people",
    "public_assistance.interviews": "生活保護の面接 / interviews",
    "public_assistance.applications": "うち申請 / applied",
    "public_assistance.not_applied": "うち申請に至らず / did not apply",
    "public_assistance.not_applied_ratio": "　その割合 / share",
    "public_assistance.linked_to_self_reliance": "自立相談へつないだ / to self-reliance",
    "public_assistance.linked_to_self_reliance_ratio": "　その割合 / share",
    "self_reliance.new": "自立相談の新規 / new at self-reliance",
    "self_reliance.received_elsewhere": "うちほかから / from elsewhere",
    "self_reliance.linked_to_public_assistance": "生活保護へつないだ / to public assistance",
    "self_reliance.linked_to_public_assistance_ratio": "　その割合 / share",
    "self_reliance.found_work": "就労した / found work",
}

Figures = JsonObject


@click.command("demo")
@click.option(
    "--data",
    "data_dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="データを残す場所（省けば一時的） / keep the data here (default: a temporary folder)",
)
@click.option(
    "--history",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="ほかの記録で試す / another file of past records",
)
@json_option
def demo_command(data_dir: Path | None, history: Path | None, as_json: bool) -> None:
    """公表された年度と一つの物語を通しで / Play the published years and one story.

    公表値と数え直した値を並べ、一つでも違えばその項目を示して 1 で終わる /
    prints published and counted figures side by side; any difference is named and ends with 1.
    """
    set_up_logging()
    root = find_project_root()
    with _folder(data_dir) as folder, open_platform(folder) as platform:
        with progress_bars() as show:
            imported = import_file(platform, history or root / HISTORY, show)
        story = json.loads((root / STORY).read_text())
        names = play_story(platform, story, folder / STORY_DONE)
        platform.wait_until_level()
        published = read_published_figures(root)
        counted = count_figures(platform, published)
        timeline = platform.call("intake", "case_timeline", id=story["case"])["entries"]
        end = summarise_story(platform, story, names, timeline)
        desks = {d["desk"]: d["ja"] for d in platform.call("referral", "list_desks")}
        desks |= {i["code"]: i["ja"] for i in platform.call("intake", "list_issues")}
    differences = compare_figures(published, counted)
    agrees = not differences and not imported["refused"] and is_as_expected(end)
    if as_json:
        print_json(
            {
                "agrees": agrees,
                "differences": differences,
                "import": imported,
                "figures": counted,
                "story": timeline,
                "story_end": end,
            }
        )
    else:
        print_import_result(imported)
        print_figures(published, counted)
        print_story(story, timeline, desks, end)
        print_conclusion(differences)
    sys.exit(0 if agrees else 1)


@contextmanager
def _folder(data_dir: Path | None) -> Iterator[Path]:
    if data_dir is not None:
        data_dir.mkdir(parents=True, exist_ok=True)
        yield data_dir
        return
    with tempfile.TemporaryDirectory(prefix="tsunagu-demo-") as folder:
        yield Path(folder)


# -- the figures ----------------------------------------------------------------------------------


def read_published_figures(root: Path) -> dict[str, Figures]:
    """`{"FY2016": {"total_persons": 730, ...}, "issues FY2018": {...}}`, as published."""
    years = json.loads((root / TABLE).read_text())["years"]
    found = {f"FY{year}": _flatten(column) for year, column in years.items()}
    issues = json.loads((root / ISSUES).read_text())
    found[f"issues FY{ISSUES_YEAR}"] = {
        "assessments": issues["assessments"],
        "issues": issues["issues"],
        "issues_per_person": issues["issues_per_person"],
    } | {f"by_issue.{row['code']}": row["count"] for row in issues["top_ten"]}
    return found


def count_figures(platform: Access, published: dict[str, Figures]) -> dict[str, Figures]:
    """The same figures, counted by reporting."""
    found = {}
    for title in published:
        report, year = ("issues" if "issues" in title else "consultation_table"), title[-4:]
        table = platform.call("reporting", "report", name=report, fiscal_year=int(year))
        found[title] = {key: _flatten(table).get(key) for key in published[title]}
    return found


def _flatten(table: JsonObject) -> Figures:
    flat: Figures = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= {f"{key}.{inner}": figure for inner, figure in value.items()}
        elif key != "era":
            flat[key] = value
    return flat


def compare_figures(published: dict[str, Figures], counted: dict[str, Figures]) -> list[JsonObject]:
    """Every figure that differs. What was not published (null) is not compared."""
    return [
        {"of": title, "figure": key, "published": value, "counted": counted[title].get(key)}
        for title, figures in published.items()
        for key, value in figures.items()
        if value is not None and counted[title].get(key) != value
    ]


def print_figures(published: dict[str, Figures], counted: dict[str, Figures]) -> None:
    years = [title for title in published if title.startswith("FY")]
    rows = [
        [
            label,
            *(
                _format_comparison(published[year].get(key), counted[year].get(key))
                for year in years
            ),
        ]
        for key, label in ROWS.items()
    ]
    title = (
        "\n相談の状況：数えた値（違えば公表値も） / figures counted (✗ published where they differ)"
    )
    print_table(["", *years], rows, title=title)
    issues = f"issues FY{ISSUES_YEAR}"
    rows = [
        [key.removeprefix("by_issue."), _format_comparison(value, counted[issues][key])]
        for key, value in published[issues].items()
    ]
    print_table(["", issues], rows, title="初回アセスメントの課題 / issues at first assessment")


def _format_comparison(published: Any, counted: Any) -> str:
    if published is None:
        return "—"
    shown = f"{counted:.3f}" if isinstance(counted, float) and published < 1 else f"{counted}"
    return f"{shown} ✓" if counted == published else f"{shown} ✗ {published}"


def print_conclusion(differences: list[JsonObject]) -> None:
    if not differences:
        out.print(
            "[green]✓[/green] すべて公表値と一致 / every figure agrees with the published one"
        )
    for d in differences:
        err.print(
            f"✗ {d['of']} {d['figure']}: 公表 / published {d['published']}、"
            f"数えた / counted {d['counted']}",
            soft_wrap=True,
            style="red",
        )

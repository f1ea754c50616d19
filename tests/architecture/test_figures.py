"""What docs/performance.md says of the code: recorded, and marked where it is older."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tsunagu.cli import bench
from tsunagu.cli.bench_records import (
    BEGIN,
    DOCUMENT,
    END,
    NO_FIGURES,
    OF_THIS_CODE,
    OLDER,
    RESULTS,
    read_measured,
    render_document,
)

ROOT = Path(__file__).resolve().parents[2]
MEASURED = read_measured(ROOT)


def test_the_table_says_what_was_recorded_and_which_of_it_is_older_than_its_code():
    told, now = (ROOT / DOCUMENT).read_text(), render_document(ROOT)
    assert told == now, "the marks are not true any more: .venv/bin/tsunagu bench --render"


def test_every_benchmark_says_which_code_it_measures_and_that_is_there():
    assert set(MEASURED) == set(bench.list_benchmarks()), "benchmarks/measured.toml"
    paths = {path for one in MEASURED.values() for path in one.code}
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_every_record_has_commit_day_and_machine_and_is_of_a_benchmark():
    for file in (ROOT / RESULTS).glob("*.json"):
        record = json.loads(file.read_text())
        assert record["name"] == file.stem in MEASURED
        assert record["commit"] and record["date"] and "cores" in record["machine"]


# -- on a project of its own ----------------------------------------------------------------------

PROGRAM = """
import json
side = {"median": 30.0, "samples": [30.0], "ratio": 1.0, "required": None}
peer = {"median": 10.0, "samples": [10.0], "ratio": 3.0, "required": 2.0}
check = {"what": "ours s", "measured": 30.0, "bound": 20.0, "at_least": True, "ok": True}
result = {"what": "planting", "unit": "trees/s", "ok": True}
result |= {"sides": {"ours": side, "by hand": peer}, "checks": [check], "notes": []}
machine = "a cpu, 2 cores; load 1 at the start"
print(json.dumps({"machine": machine, "ok": True, "results": [result]}))
"""


@pytest.fixture
def garden(tmp_path, monkeypatch):
    """A project with two benchmarks, neither measured yet; one of them cannot be."""
    for name, text in {
        "benchmarks/bench_planting.py": PROGRAM,
        "benchmarks/bench_broken.py": "raise SystemExit(1)",
        "benchmarks/measured.toml": '[every]\ncode = []\n[planting]\ntitle = "Planting"\n'
        'code = ["garden"]\n[broken]\ntitle = "Broken"\ncode = []\n',
        "garden/trees.py": "trees = 1\n",
        "garden/tests/test_trees.py": "",
        DOCUMENT: f"before\n{BEGIN}\nold\n{END}\nbehind\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(bench, "find_project_root", lambda: tmp_path)
    return tmp_path


def run(*arguments):
    done = CliRunner().invoke(bench.bench_command, arguments)
    return done.exit_code


def test_a_figure_is_recorded_and_marked_once_its_code_has_changed(garden):
    assert run("planting", "--record") == 0
    told = (garden / DOCUMENT).read_text()
    assert told.startswith("before\n") and told.endswith("behind\n") and "old\n" not in told
    row = next(line for line in told.splitlines() if line.startswith("| Planting"))
    assert "30 trees/s | by hand 10 trees/s | 3.00 | ≥ 2 |" in row and OF_THIS_CODE in row
    assert "- planting: a cpu, 2 cores" in told and "≥ 20" in told and NO_FIGURES in told
    (garden / "garden" / "tests" / "test_trees.py").write_text("another = 1\n")
    assert run("--render") == 0 and (garden / DOCUMENT).read_text() == told
    (garden / "garden" / "trees.py").write_text("trees = 2\n")
    assert run("--render") == 0
    assert OLDER in (garden / DOCUMENT).read_text()
    assert OF_THIS_CODE not in (garden / DOCUMENT).read_text()


def test_all_are_measured_without_a_name_and_one_that_breaks_stops_none(garden):
    assert run("--record") == 1
    assert [file.name for file in (garden / RESULTS).iterdir()] == ["planting.json"]


def test_a_quick_look_is_not_recorded(garden):
    assert run("planting", "--record", "--quick") == 2
    assert not (garden / RESULTS).exists()

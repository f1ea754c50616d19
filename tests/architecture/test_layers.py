"""The architecture's rules fail when they are broken: import-linter's contracts, and no clock."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
DOMAIN_FILES = sorted(
    {
        *ROOT.glob("kit/src/tsunagu/domain/**/*.py"),
        *ROOT.glob("services/*/domain.py"),
        *ROOT.glob("services/*/domain/**/*.py"),
    }
)
LAYERS = "Every service is built of the same layers"
PURITY = "Domains know no framework, no database and no broker"
KIT = "The kit is built of packages, none of which looks up"
BREAKS = [  # (file, what is written into it, the contract that must fail, what it says)
    (
        "services/referral/domain/need.py",
        "import sqlalchemy",
        PURITY,
        "services.referral.domain.need -> sqlalchemy",
    ),
    (
        "services/housing/domain/eligibility.py",
        "import sqlalchemy.orm",
        PURITY,
        "services.housing.domain.eligibility -> sqlalchemy",
    ),
    (
        "services/intake/domain/matching/decide.py",
        "import tsunagu.log.unit_of_work",
        PURITY,
        "services.intake.domain.matching.decide -> tsunagu.log.unit_of_work",
    ),
    (
        "services/employment/queries/matching/ranking.py",
        "import marshmallow",
        PURITY,
        "services.employment.queries.matching.ranking -> marshmallow",
    ),
    (
        "services/intake/queries/signals.py",
        "import services.intake.commands.signals",
        LAYERS,
        "services.intake.queries.signals -> services.intake.commands.signals",
    ),
    (
        "services/foodbank/commands/visits.py",
        "import services.foodbank.routes",
        LAYERS,
        "services.foodbank.commands.visits -> services.foodbank.routes",
    ),
    ("services/housing/helpers.py", "", LAYERS, "services.housing.helpers"),
    (
        "kit/src/tsunagu/log/unit_of_work.py",
        "import tsunagu.messaging.relay",
        KIT,
        "tsunagu.log.unit_of_work -> tsunagu.messaging.relay",
    ),
    (
        "services/housing/timers.py",
        "import services.intake.domain.case",
        "Services know nothing of one another",
        "services.housing.timers -> services.intake.domain.case",
    ),
]


def lint(folder):
    """Runs the contracts of this project over the code in that folder; their outcome."""
    paths = [str(folder), str(folder / "kit/src"), str(folder / "clients/python/src")]
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--config", folder / "pyproject.toml"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """What import-linter says of this code after all of BREAKS were written into a copy of it."""
    folder = tmp_path_factory.mktemp("broken")
    leave = shutil.ignore_patterns("__pycache__", "tests", "node_modules")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for part in ("kit/src", "services", "clients/python/src"):
        shutil.copytree(ROOT / part, folder / part, ignore=leave)
    for file, line, _, _ in BREAKS:
        with (folder / file).open("a", encoding="utf-8") as source:
            source.write(f"\n{line}\n")
    return lint(folder)


@pytest.mark.parametrize(("file", "line", "contract", "says"), BREAKS, ids=lambda x: str(x)[:60])
def test_a_broken_rule_is_told_with_the_file_that_broke_it(broken, file, line, contract, says):
    assert broken.returncode != 0
    assert f"{contract} BROKEN" in broken.stdout
    assert says in broken.stdout


def clock_reads(tree):
    """Lines at which something is asked for the time, or for a random id."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow", "uuid4"}
    ]


@pytest.mark.parametrize("path", DOMAIN_FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_domain_module_reads_no_clock(path):
    assert clock_reads(ast.parse(path.read_text())) == []


def test_every_service_with_rules_has_a_domain_that_is_checked():
    services = {
        path.relative_to(ROOT).parts[1] for path in DOMAIN_FILES if "services" in path.parts
    }
    assert services >= {"console", "employment", "foodbank", "housing", "intake", "referral"}


def test_the_check_itself_sees_a_clock():
    assert clock_reads(ast.parse("x = date.today()")) == [1]

"""The first screen of every service is what docs/programme-teams.md explains, and nothing else."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICES = sorted(path.parent.name for path in ROOT.glob("services/*/service.py"))
ROW = re.compile(r"^\| `([\w.]+)` \|", re.MULTILINE)
MOST = 16


def explained():
    """The roles of the table in the document, in its order."""
    text = (ROOT / "docs" / "programme-teams.md").read_text()
    table = text[text.index("| 役割 / role |") : text.index("`services/<name>/service.py`")]
    return ROW.findall(table)


def first_screen(service):
    """What is at the top of a service's folder, of that which is committed."""
    listed = subprocess.run(
        ["git", "ls-files", f"services/{service}"], cwd=ROOT, capture_output=True, text=True
    ).stdout.split()
    return {Path(path).parts[2] for path in listed if (ROOT / path).exists()}


@pytest.mark.parametrize("service", SERVICES)
def test_every_entry_is_a_role_that_the_document_explains(service):
    roles = {entry.removesuffix(".py") for entry in explained()}
    entries = first_screen(service)
    assert {entry for entry in entries if entry.removesuffix(".py") not in roles} == set()
    assert len(entries) <= MOST
    assert {"definition.py", "service.py", "commands", "migrations", "tests"} <= {
        entry if entry in ("definition.py", "service.py") else entry.removesuffix(".py")
        for entry in entries
    }


def test_the_document_explains_no_role_that_nobody_has():
    have = set().union(*map(first_screen, SERVICES))
    assert {role for role in explained() if role not in have and f"{role}.py" not in have} == set()

"""Documents stay true: their links lead somewhere, their quotes and names are in the code."""

import ast
import csv
import json
import re
import tomllib
from pathlib import Path

import pytest

from tsunagu.hosting.checkout import list_available_services, load_service_class
from tsunagu.hosting.record_import import load_line, read_line

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")])
WALKTHROUGH = ROOT / "docs" / "walkthrough.md"
PYPROJECTS = [ROOT / "pyproject.toml", *sorted(ROOT.glob("*/pyproject.toml"))]
PYPROJECTS += sorted(ROOT.glob("services/*/pyproject.toml"))
PYPROJECTS += sorted(ROOT.glob("clients/*/pyproject.toml"))

# Announced in the README and not written yet; shown as an expected failure until they are.
AWAITED = {"docs/operations.md", "docs/performance.md"}

LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
PATH = re.compile(r"(?<![\w./-])((?:[\w.-]+/)+[\w.-]+\.py)(?![\w/])")
PYTHON_LINK = re.compile(r"\]\((\S+\.py)\)")
NAMED_AFTER = re.compile(r"\]\((\S+\.py)\) — (.*)")
NAMED_BEFORE = re.compile(r"`(\w+)`（\[[^]]*\]\((\S+\.py)\)）")


def id_of(path):
    return str(path.relative_to(ROOT))


def broken_links(document, text):
    """Relative links that lead nowhere; an anchor is not looked at."""
    targets = [link.partition("#")[0] for link in LINK.findall(FENCE.sub("", text))]
    return [
        target
        for target in targets
        if target and "://" not in target and not (document.parent / target).exists()
    ]


def missing_files(text):
    """`path/to/file.py` as seen from the project's root, where there is no such file."""
    prose = LINK.sub("]", text)
    return [path for path in PATH.findall(prose) if not (ROOT / path).is_file()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=id_of)
def test_every_relative_link_and_python_file_of_a_document_exists(document):
    text = document.read_text()
    broken = set(broken_links(document, text))
    assert missing_files(text) == []
    assert broken - AWAITED == set()
    if broken:
        pytest.xfail(f"not written yet: {', '.join(sorted(broken))}")


def test_the_check_itself_sees_a_broken_link_and_a_missing_file():
    assert broken_links(WALKTHROUGH, "[a](../nowhere.md#x) [b](import.md)") == ["../nowhere.md"]
    assert missing_files(
        "see `kit/src/tsunagu/nowhere.py` and kit/src/tsunagu/log/event_log.py"
    ) == ["kit/src/tsunagu/nowhere.py"]


# -- the walkthrough ------------------------------------------------------------------------------


def defined_in(path):
    """Names of a file's functions, methods, classes and module-level values."""
    tree = ast.parse(path.read_text())
    made = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    names = {node.name for node in ast.walk(tree) if isinstance(node, made)}
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def named_next_to_links(text):
    """(file, name) of every name that stands after `link — ` or before `（link）`."""
    prose = FENCE.sub("", text)
    pairs = [(path, name) for name, path in NAMED_BEFORE.findall(prose)]
    for path, rest in NAMED_AFTER.findall(prose):
        pairs += [(path, name) for name in re.findall(r"`(\w+)`", rest)]
    return pairs


def quotes(text):
    """(file linked last before it, quoted piece) of every line of quoted Python."""
    for fence in FENCE.finditer(text):
        if fence[1] != "python":
            continue
        path = PYTHON_LINK.findall(text[: fence.start()])[-1]
        for piece in re.split(r"…|\n", fence[2]):
            if piece.strip():
                yield path, piece


def squeezed(code):
    return re.sub(r"\s+", "", code)


def test_every_function_the_walkthrough_names_is_in_the_file_it_links():
    pairs = named_next_to_links(WALKTHROUGH.read_text())
    assert len(pairs) >= 20
    folder = WALKTHROUGH.parent
    assert [(p, n) for p, n in pairs if n not in defined_in(folder / p)] == []


def test_every_line_the_walkthrough_quotes_is_in_the_file_it_links():
    found = list(quotes(WALKTHROUGH.read_text()))
    assert len(found) >= 20
    sources = {path: squeezed((WALKTHROUGH.parent / path).read_text()) for path, _ in found}
    assert [(p, line) for p, line in found if squeezed(line) not in sources[p]] == []


# -- dependencies ---------------------------------------------------------------------------------


def direct_dependencies(pyproject):
    """Names of what a pyproject asks for itself, its groups included; never the kit."""
    document = tomllib.loads(pyproject.read_text())
    project = document.get("project", {})
    wanted = [
        *project.get("dependencies", ()),
        *document.get("build-system", {}).get("requires", ()),
    ]
    for group in (
        *project.get("optional-dependencies", {}).values(),
        *document.get("dependency-groups", {}).values(),
    ):
        wanted += [entry for entry in group if isinstance(entry, str)]
    names = {re.split(r"[\s\[<>=!~;]", entry)[0] for entry in wanted}
    return {name for name in names if name != "tsunagu-kit"}


def reasons():
    """dependency → its reason, of each table row `| name | reason |` in the document."""
    text = (ROOT / "docs" / "dependencies.md").read_text()
    return dict(re.findall(r"^\| `([\w.-]+)` \| (.+?) \|$", text, re.MULTILINE))


def test_every_direct_dependency_has_its_reason_and_no_reason_outlives_its_dependency():
    wanted = set().union(*map(direct_dependencies, PYPROJECTS))
    assert len(wanted) >= 20
    assert set(reasons()) == wanted


# -- the glossary ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["issues.csv", "desks.csv"])
def test_the_glossary_has_every_code_of_intakes_lists_with_its_names(name):
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    lists = ROOT / "services" / "intake" / "reference"
    with (lists / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r for r in rows if f"| {r['ja']} | {r['en']} | `{r['code']}` |" not in glossary] == []


# -- the import format ----------------------------------------------------------------------------


def test_every_example_line_of_the_import_format_is_taken_by_an_importer():
    text = (ROOT / "docs" / "import.md").read_text()
    examples = [
        line for kind, body in FENCE.findall(text) if kind == "jsonl" for line in body.splitlines()
    ]
    importers = [
        load_service_class(name).definition.importers for name in list_available_services()
    ]
    assert {json.loads(line)["do"] for line in examples} == {
        do for some in importers for do in some
    }
    for line in examples:
        record = read_line(line)
        takers = [some[record["do"]] for some in importers if record["do"] in some]
        for importer in takers:
            load_line(importer, record)

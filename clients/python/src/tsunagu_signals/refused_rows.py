"""The refused rows as a CSV of their own: to be mended in a spreadsheet and imported again.

The same columns under the same header, and after them what is wrong. UTF-8 with a byte
order mark, as spreadsheets want it; what they would take for a formula is made harmless,
and the next import takes that sign away again. It may hold names: for the owner alone.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path

from tsunagu_signals.importing import MonthlyList

COLUMNS = ("行 / row", "列 / column", "問題 / problem", "直し方 / remedy")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def try_to_write(path: Path) -> None:
    """OSError if the file could not be written; leaves nothing behind."""
    os.close(_begun(path))
    _draft(path).unlink()


def write_refused(found: MonthlyList, path: Path) -> int:
    """Write them in one step; returns how many rows there are."""
    wrong: dict[int, list[tuple[str, str, str]]] = {}
    for each in found.result.refused:
        wrong.setdefault(each.row, []).append((each.column, each.problem, each.remedy))
    width = max((len(cells) for cells in found.table.above), default=0)
    rows: list[Iterable[str]] = list(found.table.above[:-1])
    if found.table.above:
        rows.append([*_padded(found.table.above[-1], width), *COLUMNS])
    for row in found.table.rows:
        if row.number in wrong:
            parts = zip(*wrong[row.number], strict=True)
            said = (" ／ ".join(filter(None, part)) for part in parts)
            rows.append([*map(_harmless, _padded(row.cells, width)), str(row.number), *said])
    handle = _begun(path)
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="", errors="replace") as file:
        csv.writer(file, delimiter=found.table.delimiter).writerows(rows)
    _draft(path).replace(path)
    return len(wrong)


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _begun(path: Path) -> int:
    draft = _draft(path)
    draft.unlink(missing_ok=True)
    return os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

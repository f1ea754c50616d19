"""Whether a data folder is at rest: opening its services would change nothing.

A platform that ran whole writes down, at its orderly end, how far every log and every
subscription is, by which form of the code, and until when no timer has anything to do. As long
as all of that still holds, opening every service would change nothing, and a question may be
answered by the one service it is for. Whatever differs (a killed process, another release, a due
date that has come, a service that is new) means: open them all, as if nothing had been written.

Only the standard library is needed to look: it is what a short command does first.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tsunagu.hosting.checkout import find_project_root

if TYPE_CHECKING:
    from tsunagu.hosting.runtime import Runtime

FILE = "at_rest.json"
# What beside the code decides what a service does when it is opened.
VARIABLES = ("TSUNAGU_SERVICES", "TSUNAGU_CITY_CODE")


def clear_note(folder: Path) -> None:
    """Remove the note. To be called before the folder's services are opened and may change it."""
    (folder / FILE).unlink(missing_ok=True)


def write_note(folder: Path, runtimes: Collection[Runtime]) -> None:
    """Write the note that the folder is at rest, if it is; `runtimes`: of every running service."""
    # Read before anybody is asked: what is recorded meanwhile makes the note void, never untrue.
    places = _read_positions(folder, [runtime.definition.name for runtime in runtimes])
    heads = {runtime.definition.name: runtime.read_head() for runtime in runtimes}
    if not all(runtime.is_settled(heads) for runtime in runtimes):
        return
    alarms = [at for runtime in runtimes if (at := runtime.find_next_alarm()) is not None]
    value = {
        "form": _digest_code(folder),
        "places": places,
        "from": datetime.now(UTC).isoformat(),
        "until": min(alarms).isoformat() if alarms else None,
    }
    draft = folder / f"{FILE}.new"
    draft.write_text(json.dumps(value))
    draft.replace(folder / FILE)


def is_at_rest(folder: Path, services: Collection[str], now: datetime) -> bool:
    """Whether opening these services, all of the checkout's, would change nothing."""
    try:
        noted = json.loads((folder / FILE).read_text())
        began, until = noted["from"], noted["until"]
        return (
            datetime.fromisoformat(began) <= now
            and (until is None or now < datetime.fromisoformat(until))
            and noted["places"] == _read_positions(folder, services)
            and noted["form"] == _digest_code(folder)
        )
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error):
        return False


def _read_positions(folder: Path, services: Iterable[str]) -> dict[str, list[Any]]:
    """service → the newest position of its log, and how far it is in each source's facts."""
    places = {}
    for name in services:
        address = (folder / f"{name}.sqlite").resolve().as_uri()
        with closing(sqlite3.connect(f"{address}?mode=rw", uri=True)) as database:
            (head,) = database.execute("SELECT position FROM head").fetchone()
            reached = database.execute(
                "SELECT source, position FROM checkpoint ORDER BY reader, source"
            )
            places[name] = [head, [list(row) for row in reached]]
    return places


def _digest_code(folder: Path) -> str:
    """A digest of all that decides what the services do with what they find."""
    digest = hashlib.sha256()
    for variable in VARIABLES:
        digest.update(f"{variable}={os.environ.get(variable)}\n".encode())
    for root in (Path(__file__).parent, find_project_root() / "services"):
        for path, changed, size in sorted(_list_files(str(root))):
            digest.update(f"{path} {changed} {size}\n".encode())
    key = (folder / "master.key").stat()
    digest.update(f"{key.st_mtime_ns} {key.st_size}".encode())
    return digest.hexdigest()


def _list_files(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _list_files(entry.path)
            else:
                status = entry.stat()
                yield entry.path, status.st_mtime_ns, status.st_size

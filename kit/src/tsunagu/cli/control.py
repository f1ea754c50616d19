"""The lock and the control file of a data folder: one process at a time, and its address.

The lock is the kernel's, so it ends with its process however that died; the
control file beside it says how to talk to whoever holds it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

LOCK = "lock"
CONTROL = "control.json"


@dataclass(frozen=True)
class Control:
    """How to reach the platform that runs on a folder."""

    pid: int
    port: int
    token: str = field(repr=False)
    bind: str = "127.0.0.1"

    @property
    def address(self) -> str:
        host = "127.0.0.1" if self.bind in ("0.0.0.0", "") else self.bind  # noqa: S104
        return f"http://{host}:{self.port}"


class FolderInUse(Exception):
    """Another process works on the folder."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(f"in use by process {pid}")
        self.pid = pid


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; InUse if another one does."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / LOCK, "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            text = file.read().strip()
            raise FolderInUse(int(text) if text.isdecimal() else None) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        # Whoever wrote a control file before us died without removing it: the lock was free.
        (folder / CONTROL).unlink(missing_ok=True)
        try:
            yield
        finally:
            (folder / CONTROL).unlink(missing_ok=True)
            file.truncate(0)


def write_private(path: Path, value: object) -> None:
    """Write JSON that only the owner can read, in one step."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(value, file, ensure_ascii=False, indent=2)
        file.write("\n")
    draft.replace(path)


def write_control(folder: Path, control: Control) -> None:
    write_private(
        folder / CONTROL,
        {
            "pid": control.pid,
            "port": control.port,
            "bind": control.bind,
            "token": control.token,
        },
    )


def read_control(folder: Path) -> Control | None:
    """The control file of whoever holds the folder, if it has written one."""
    try:
        value = json.loads((folder / CONTROL).read_text())
        return Control(value["pid"], value["port"], value["token"], value["bind"])
    except (OSError, ValueError, KeyError, TypeError):
        return None

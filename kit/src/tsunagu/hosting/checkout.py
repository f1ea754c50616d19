"""The services of this checkout: where they lie, which there are, and their classes."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path


def find_project_root() -> Path:
    """The folder that holds `services/`: TSUNAGU_HOME, this checkout, or an ancestor of the cwd."""
    candidates = [Path(os.environ["TSUNAGU_HOME"])] if os.environ.get("TSUNAGU_HOME") else []
    candidates += [Path(__file__).resolve().parents[4], Path.cwd(), *Path.cwd().parents]
    for folder in candidates:
        if (folder / "services").is_dir():
            return folder
    raise FileNotFoundError(
        "services/ が見つかりません。TSUNAGU_HOME を設定してください / "
        "no services/ folder found; set TSUNAGU_HOME to the project's folder"
    )


def load_service_class(name: str) -> type:
    """The nameko service class in `services/<name>/service.py`."""
    root = str(find_project_root())
    if root not in sys.path:
        sys.path.insert(0, root)
    module = importlib.import_module(f"services.{name}.service")
    for value in vars(module).values():
        named = isinstance(value, type) and getattr(value, "name", None) == name
        if named and value.__module__ == module.__name__:
            return value  # type: ignore[no-any-return]
    raise LookupError(f"services/{name}/service.py has no service class named {name!r}")


def list_available_services() -> list[str]:
    """Names of the services in this checkout, in start order."""
    folder = find_project_root() / "services"
    return sorted(path.parent.name for path in folder.glob("*/service.py"))

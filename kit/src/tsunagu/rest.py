"""REST, declared by the service that answers it: one table of routes in its `rest.py`.

The console learns each service's routes by RPC and serves them under
`/api/v1`; a new programme needs no change there. Bodies and queries are checked
by the service's own marshmallow schemas, so a shape is written down once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from marshmallow import Schema

CASEWORKER, DEPARTMENT, READER, OPS = "caseworker", "department", "reader", "ops"
ANYBODY = (CASEWORKER, DEPARTMENT, READER, OPS)
FIGURES = (CASEWORKER, READER, OPS)
JSON, FILE = "json", "file"


@dataclass(frozen=True, kw_only=True)
class Route:
    """One verb on one path, answered by one command of the service.

    `path` is relative to `/api/v1`; `<name>` parameters, body and query become the
    command's arguments. `body`, `query`: the schema that the command itself loads.
    `acting`: role → the argument that the caller's own desk or department fills; it
    cannot be given in the body. `versioned`: the body may carry `expected_version`.
    `answers`: `json`, or `file` for `{"base64", "name", "type"}` to download.
    """

    verb: str
    path: str
    method: str
    ja: str
    en: str
    roles: tuple[str, ...] = (CASEWORKER,)
    body: type[Schema] | None = None
    query: type[Schema] | None = None
    acting: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    versioned: bool = False
    answers: str = JSON

    @property
    def parameters(self) -> list[str]:
        """Names of the path parameters, in their order."""
        return re.findall(r"<(\w+)>", self.path)

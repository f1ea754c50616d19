"""Every refusal of reporting."""

from __future__ import annotations

from tsunagu.domain.errors import NotFound
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

NO_SUCH_REPORT = Refusal(
    "no_such_report",
    Text("{name} という報告はありません", "no such report; one of {names}"),
    details=("known",),
    kind=NotFound,
)

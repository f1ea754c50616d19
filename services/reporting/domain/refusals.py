"""Every refusal of reporting."""

from __future__ import annotations

from tsunagu.domain.errors import NotFound
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

TABLE_TOO_LONG = Refusal(
    "table_too_long",
    Text("表にするには長すぎます（{rows} 行）", "{rows} rows are too many for a table"),
    field="format",
    remedy=Text(
        "csv、xlsx、json にするか、期間を短く（{most} 行まで）",
        "csv, xlsx or json, or a shorter period; at most {most} rows",
    ),
)
NO_SUCH_REPORT = Refusal(
    "no_such_report",
    Text("{name} という報告はありません", "no such report; one of {names}"),
    details=("known",),
    kind=NotFound,
)

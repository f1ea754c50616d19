"""How much a report may be."""

from __future__ import annotations

MOST_PRINTED_ROWS = 2_000  # of a table in a terminal: laying one out takes milliseconds a row

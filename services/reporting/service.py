"""Reporting (報告): figures counted over people in the archived facts, as of any past day."""

from __future__ import annotations

from services.reporting.commands import Reports
from services.reporting.definition import DEFINITION


class ReportingService(Reports):
    name = "reporting"
    definition = DEFINITION

"""Past records: which kind of line is taken by what (`docs/import.md` for who writes them)."""

from __future__ import annotations

from services.intake.imports import records
from services.intake.imports.corrections import correct
from services.intake.imports.lines import (
    AssessmentLine,
    ConsultationLine,
    EndingLine,
    OutcomeLine,
    PlanLine,
)
from tsunagu.hosting.record_import import Correction, Importer, ImportLine

IMPORTERS = {
    "public_assistance_interview": Importer(ImportLine, records.record_interview),
    "public_assistance_application": Importer(ImportLine, records.record_application),
    "consultation": Importer(ConsultationLine, records.accept_consultation),
    "assessment": Importer(AssessmentLine, records.assess),
    "plan": Importer(PlanLine, records.make_plan),
    "found_work": Importer(OutcomeLine, records.find_work),
    "income_increased": Importer(OutcomeLine, records.increase_income),
    "ending": Importer(EndingLine, records.end_case),
    "correction": Importer(Correction, correct),
}

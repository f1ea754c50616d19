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
    "public_assistance_interview": Importer(
        ImportLine, records.record_interview, records.name_person
    ),
    "public_assistance_application": Importer(
        ImportLine, records.record_application, records.name_person
    ),
    "consultation": Importer(ConsultationLine, records.accept_consultation, records.name_case),
    "assessment": Importer(AssessmentLine, records.assess, records.name_case),
    "plan": Importer(PlanLine, records.make_plan, records.name_case),
    "found_work": Importer(OutcomeLine, records.find_work, records.name_case),
    "income_increased": Importer(OutcomeLine, records.increase_income, records.name_case),
    "ending": Importer(EndingLine, records.end_case, records.name_case),
    "correction": Importer(Correction, correct),
}

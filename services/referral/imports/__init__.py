"""Past records: which kind of line is taken by what (`docs/import.md` for who writes them)."""

from __future__ import annotations

from services.referral.imports.corrections import import_correction
from services.referral.imports.lines import ReferralLine, StateLine
from services.referral.imports.sheets import import_sheet, import_state, name_sheet
from tsunagu.hosting.record_import import Correction, Importer

IMPORTERS = {
    "referral": Importer(ReferralLine, import_sheet, name_sheet),
    "referral_state": Importer(StateLine, import_state, name_sheet),
    "correction": Importer(Correction, import_correction),
}

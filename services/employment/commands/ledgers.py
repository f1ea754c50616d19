"""Commands that answer the ledgers as files to download."""

from __future__ import annotations

import base64

from services.employment.commands.person_names import Names, look_up_names
from services.employment.domain.employer import Employer
from services.employment.queries.ledgers.openings import compile_openings
from services.employment.queries.ledgers.seekers import compile_seekers, read_registrations
from services.employment.queries.ledgers.workbook import XLSX, Table, render_workbook
from services.employment.queries.lookups import find_employers_of_openings
from services.employment.schemas.queries import Ledger, SeekersLedger
from tsunagu.domain.text import Text
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock

WITHOUT_NAMES = Text("氏名なしで出力しました", "without names, as asked")


class Ledgers(ServiceBase):
    @command(Ledger)
    def openings_ledger(self, query: Ledger) -> dict[str, str]:
        """求人管理簿 of the openings received in the period."""
        with self.store.reading() as connection:
            employers = find_employers_of_openings(connection, query.first, query.last)
        with self.work() as work:
            contacts = {id: _describe_contact(work.load(Employer, id)) for id in employers}
        with self.store.reading() as connection:
            table = compile_openings(connection, query.first, query.last, contacts)
        return _make_file("openings", table)

    @command(SeekersLedger)
    def seekers_ledger(self, query: SeekersLedger) -> dict[str, str]:
        """求職管理簿 of the supports begun in the period, with names if they are asked for."""
        names = self._look_up_names(query) if query.names else Names({}, [WITHOUT_NAMES])
        with self.store.reading() as connection:
            table = compile_seekers(connection, query.first, query.last, names.details)
        table.notes += names.notes
        return _make_file("seekers", table)

    def _look_up_names(self, query: SeekersLedger) -> Names:
        with self.store.reading() as connection:
            rows = read_registrations(connection, query.first, query.last)
        return look_up_names(self.runtime.caller.call, [row.person_id for row in rows], self.meta)


def _describe_contact(employer: Employer) -> str:
    """Whom to speak to there; empty where the key is gone or nobody is named."""
    names = ("contact_name", "contact_phone", "contact_email")
    return "\n".join(part for name in names if (part := employer.contact.get(name)))


def _make_file(name: str, table: Table) -> dict[str, str]:
    return {
        "base64": base64.b64encode(render_workbook(table)).decode(),
        "name": f"{name}-ledger-{clock.today().isoformat()}.xlsx",
        "type": XLSX,
    }

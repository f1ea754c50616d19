"""The ledgers as files to download, and the lists of codes behind every screen."""

from __future__ import annotations

import base64
from typing import Any

from services.employment import reference
from services.employment.commands.person_names import names_of
from services.employment.domain.employer import Employer
from services.employment.queries import ledgers, lists
from services.employment.queries.workbook import XLSX, Table, workbook
from services.employment.schemas import training as training_schemas
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock

WITHOUT_NAMES = "氏名なしで出力しました / without names, as asked"


class Ledgers(ServiceBase):
    @command
    def openings_ledger(self, **query: Any) -> dict[str, str]:
        """求人管理簿 of the openings received in the period."""
        asked = training_schemas.Ledger().load(query)
        with self.store.reading() as connection:
            employers = lists.employers_of_openings(connection, **_period(asked))
        with self.work() as work:
            contacts = {id: _contact(work.load(Employer, id)) for id in employers}
        with self.store.reading() as connection:
            table = ledgers.openings_ledger(connection, contacts=contacts, **_period(asked))
        return _file("openings", table)

    @command
    def seekers_ledger(self, **query: Any) -> dict[str, str]:
        """求職管理簿 of the supports begun in the period, with names if they are asked for."""
        asked = training_schemas.SeekersLedger().load(query)
        people: dict[str, dict[str, str]] = {}
        notes = [WITHOUT_NAMES]
        if asked.get("names"):
            with self.store.reading() as connection:
                rows = ledgers.registrations(connection, **_period(asked))
            people, notes = names_of(
                self.runtime.caller.call, [row.person_id for row in rows], self.meta
            )
        with self.store.reading() as connection:
            table = ledgers.seekers_ledger(connection, people=people, **_period(asked))
        table.notes += notes
        return _file("seekers", table)

    @command
    def list_codes(self) -> dict[str, list[dict[str, str]]]:
        """Every list of codes with its names, as `codes.csv` has them."""
        return {
            kind: [
                {"code": one.code, "group": one.group, "ja": one.ja, "en": one.en}
                for one in codes.values()
            ]
            for kind, codes in reference.lists().items()
        }

    @command
    def list_work(
        self,
        desk: str | None = None,
        kind: str | None = None,
        overdue: bool = False,
        after: str | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        """Everything that waits for somebody here, of every kind, the most urgent first."""
        before = clock.today() if overdue else None
        with self.store.reading() as connection:
            return lists.work(connection, desk, kind, before, after, limit)


def _period(asked: dict[str, Any]) -> dict[str, Any]:
    return {"first": asked.get("first"), "last": asked.get("last")}


def _contact(employer: Employer) -> str:
    """Whom to speak to there; empty where the key is gone or nobody is named."""
    names = ("contact_name", "contact_phone", "contact_email")
    return "\n".join(said for name in names if (said := employer.contact.get(name)))


def _file(name: str, table: Table) -> dict[str, str]:
    return {
        "base64": base64.b64encode(workbook(table)).decode(),
        "name": f"{name}-ledger-{clock.today().isoformat()}.xlsx",
        "type": XLSX,
    }

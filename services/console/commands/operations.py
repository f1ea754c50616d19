"""Commands of the console: tokens, what every service says, and past records for all of them."""

from __future__ import annotations

from services.console.commands import tokens
from services.console.domain.token import Token
from services.console.queries.platform_state import ask_all
from services.console.schemas import ImportLines, NewToken
from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.import_routing import (
    empty_import_result,
    find_importing_services,
    offer_again,
    offer_lines,
)
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.process import clock


class Operations(ServiceBase):
    names: list[str]

    @command(NewToken)
    def issue_token(self, token: NewToken) -> JsonObject:
        with self.work() as work:
            return tokens.issue(work, on=clock.today(), role=token.role, label=token.label)

    @command
    def revoke_token(self, id: str) -> JsonObject:
        with self.work() as work:
            work.load(Token, id).revoke(on=clock.today())
        return {"revoked": id}

    @command
    def list_tokens(self) -> list[JsonObject]:
        with self.store.reading() as connection:
            return tokens.list_tokens(connection)

    @command
    def services(self) -> list[str]:
        """The names of the services of this platform."""
        return self.names

    @command
    def lags(self) -> JsonObject:
        """How far each service is; an error's code for one that does not answer."""
        found = ask_all(self.runtime.caller.call, self.names, "lag")
        return {
            name: {"error": lag.code} if isinstance(lag, TsunaguError) else lag
            for name, lag in found.items()
        }

    @command(ImportLines)
    def bring_in(self, records: ImportLines) -> JsonObject:
        """Past records, one JSON object a line: all or nothing for each line."""
        result, call = empty_import_result(), self.runtime.caller.call
        numbered = [{"line": n, "text": text} for n, text in enumerate(records.lines, start=1)]
        services = find_importing_services(call, self.names)
        offer_lines(call, services, numbered, result)
        offer_again(call, services, lambda: [numbered], result)
        return result

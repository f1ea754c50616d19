"""The console: REST and the status page. It owns only its tokens and asks the others by RPC."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

from services.console import schemas
from services.console.commands import tokens
from services.console.definition import DEFINITION
from services.console.domain import Token
from services.console.pages.api_catalogue import Library
from services.console.pages.app import ConsoleSettings, build_app
from services.console.routes.directory import Directory
from services.console.routes.monitoring import ask_all
from tsunagu.domain.calendar import city_date
from tsunagu.domain.errors import TsunaguError
from tsunagu.hosting.import_routing import importing_services, nothing_yet, offer
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.hosting.wsgi_server import WsgiServer

DEFAULT_SERVICES = ("console", "intake", "referral", "reporting")


def known_services(config: dict[str, Any]) -> list[str]:
    """The services of this platform: as configured, TSUNAGU_SERVICES, or the first four."""
    ours = config["TSUNAGU"]
    named = [name for name in os.environ.get("TSUNAGU_SERVICES", "").split(",") if name.strip()]
    return sorted(named or ours.get("services") or DEFAULT_SERVICES)


def console_app(container: Any) -> Any:
    """The WSGI application over a started container."""
    ours = container.config["TSUNAGU"]
    runtime = ours["runtimes"]["console"]
    call, names = runtime.caller.call, tuple(known_services(container.config))
    directory = Directory(call, names, runtime.database)
    return build_app(
        call,
        tokens.Tokens(runtime.store, ours.get("control_digest")),
        directory,
        Library(call, names, runtime.database, directory),
        ConsoleSettings(services=names, city=ours["city"]),
    )


class ConsoleService(ServiceBase):
    name = "console"
    definition = DEFINITION
    web = WsgiServer(console_app)

    @command
    def issue_token(self, **body: Any) -> dict[str, Any]:
        asked = schemas.NewToken().load(body)
        with self.work() as work:
            return tokens.issue(work, on=today(), **asked)

    @command
    def revoke_token(self, id: str) -> dict[str, Any]:
        with self.work() as work:
            work.load(Token, id).revoke(on=today())
        return {"revoked": id}

    @command
    def list_tokens(self) -> list[dict[str, Any]]:
        with self.store.reading() as connection:
            return tokens.listed(connection)

    @command
    def services(self) -> list[str]:
        """The names of the services of this platform."""
        return self.names

    @command
    def lags(self) -> dict[str, Any]:
        """How far each service is; an error's code for one that does not answer."""
        found = ask_all(self.runtime.caller.call, self.names, "lag")
        return {
            name: {"error": lag.code} if isinstance(lag, TsunaguError) else lag
            for name, lag in found.items()
        }

    @command
    def bring_in(self, **body: Any) -> dict[str, Any]:
        """Past records, one JSON object a line: all or nothing for each line."""
        lines = schemas.ImportLines().load(body)["lines"]
        result, call = nothing_yet(), self.runtime.caller.call
        numbered = [{"line": n, "text": text} for n, text in enumerate(lines, start=1)]
        offer(call, importing_services(call, self.names), numbered, result)
        return result

    @property
    def names(self) -> list[str]:
        return known_services(self.runtime_config)

    @property
    def runtime_config(self) -> dict[str, Any]:
        config: dict[str, Any] = self.web.container.config
        return config


def today() -> Any:
    return city_date(datetime.now(UTC))

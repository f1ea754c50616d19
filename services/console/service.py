"""The console: REST and the status page. It owns only its tokens and asks the others by RPC."""

from __future__ import annotations

from typing import Any

from services.console.commands import tokens
from services.console.commands.operations import Operations
from services.console.definition import DEFINITION
from services.console.pages.api_catalogue import ApiCatalogue
from services.console.pages.app import ConsoleSettings, build_app
from services.console.routes.directory import RouteDirectory
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting import asyncapi
from tsunagu.hosting.settings import read_named_services
from tsunagu.hosting.wsgi_server import WsgiServer

DEFAULT_SERVICES = ("console", "intake", "referral", "reporting")


def find_known_services(config: JsonObject) -> list[str]:
    """The services of this platform: as configured, TSUNAGU_SERVICES, or the first four."""
    return sorted(read_named_services() or config["TSUNAGU"].get("services") or DEFAULT_SERVICES)


def build_console_app(container: Any) -> Any:
    """The WSGI application over a started container."""
    settings = container.config["TSUNAGU"]
    runtime = settings["runtimes"]["console"]
    call, names = runtime.caller.call, tuple(find_known_services(container.config))
    directory = RouteDirectory(call, names, runtime.database)
    return build_app(
        call,
        tokens.Tokens(runtime.store, settings.get("control_digest")),
        directory,
        ApiCatalogue(call, names, runtime.database, directory, describe_console),
        ConsoleSettings(services=names, city=settings["city"]),
    )


def describe_console() -> JsonObject:
    """The console's description of itself, as every service gives its own by RPC."""
    return asyncapi.describe_service(DEFINITION)


class ConsoleService(Operations):
    name = "console"
    definition = DEFINITION
    web = WsgiServer(build_console_app)

    @property
    def names(self) -> list[str]:  # type: ignore[override]
        return find_known_services(self.runtime_config)

    @property
    def runtime_config(self) -> JsonObject:
        config: JsonObject = self.web.container.config
        return config

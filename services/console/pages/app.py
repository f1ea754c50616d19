"""The console's WSGI application, built from what it is given; importing it connects to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask
from flask.json.provider import DefaultJSONProvider

from services.console.commands.tokens import Tokens
from services.console.pages import docs, status
from services.console.pages.api_catalogue import ApiCatalogue
from services.console.routes import gateway, monitoring, operations, problems, request_context
from services.console.routes.directory import PREFIX, RouteDirectory
from tsunagu.messaging.rpc import Call


@dataclass(frozen=True)
class ConsoleSettings:
    """`services`: names of the platform's services; `city`: its code."""

    services: tuple[str, ...]
    city: str


def build_app(
    call: Call,
    tokens: Tokens,
    directory: RouteDirectory,
    catalogue: ApiCatalogue,
    settings: ConsoleSettings,
) -> Flask:
    """REST under /api/v1, the monitoring endpoints, the status page and the documents at /docs.

    `call(service, method, timeout=…, **arguments)` asks another service and raises typed errors.
    """
    app = Flask("services.console", root_path=str(Path(__file__).parent))
    provider = DefaultJSONProvider(app)
    provider.ensure_ascii = False
    app.json = provider
    problems.install(app)
    request_context.install(app, tokens)
    rest = Blueprint("api", __name__, url_prefix=PREFIX)
    rest.register_blueprint(operations.build_call_blueprint(call))
    rest.register_blueprint(gateway.build_blueprint(call, directory, catalogue, settings.services))
    app.register_blueprint(rest)
    app.register_blueprint(status.build_blueprint(call, settings.services))
    app.register_blueprint(docs.build_blueprint(call, catalogue))
    app.register_blueprint(monitoring.build_blueprint(call, settings.services))
    return app

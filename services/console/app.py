"""The console's WSGI application, built from what it is given; importing it connects to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask
from flask.json.provider import DefaultJSONProvider

from services.console import api, api_ops, asking, docs, problems, status, watching
from services.console.directory import PREFIX, Directory
from services.console.library import Library
from services.console.tokens import Tokens


@dataclass(frozen=True)
class ConsoleSettings:
    """`services`: names of the platform's services; `city`: its code."""

    services: tuple[str, ...]
    city: str


def build_app(
    call: asking.Call,
    tokens: Tokens,
    directory: Directory,
    library: Library,
    settings: ConsoleSettings,
) -> Flask:
    """REST under /api/v1, the watching endpoints, the status page and the documents at /docs.

    `call(service, method, timeout=…, **arguments)` asks another service and raises typed errors.
    """
    app = Flask("services.console", root_path=str(Path(__file__).parent))
    provider = DefaultJSONProvider(app)
    provider.ensure_ascii = False
    app.json = provider
    problems.install(app)
    asking.install(app, tokens)
    rest = Blueprint("api", __name__, url_prefix=PREFIX)
    rest.register_blueprint(api_ops.call_blueprint(call))
    rest.register_blueprint(api.blueprint(call, directory, library, settings.services))
    app.register_blueprint(rest)
    app.register_blueprint(status.blueprint(call, settings.services))
    app.register_blueprint(docs.blueprint(call, library))
    app.register_blueprint(watching.blueprint(call, settings.services))
    return app

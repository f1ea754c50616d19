"""Intake, referral and reporting in one process, on SQLite or on PostgreSQL."""

from contextlib import ExitStack, contextmanager

from services.reporting.tests.conftest import SERVICES
from tsunagu.cli.verify import run_job
from tsunagu.testing import embedded_platform


@contextmanager
def platform_on(kind, request, folder):
    """Each service with a database of that kind."""
    with ExitStack() as stack:
        settings = {}
        if kind == "postgresql":
            server = request.getfixturevalue("postgres_server")
            databases = {name: stack.enter_context(server.database()) for name in SERVICES}
            settings = {"databases": databases, "exclusive": False}
        yield stack.enter_context(embedded_platform(folder, SERVICES, settings=settings))


def find_violations(platform, *services):
    """What `verify` of these services names, once all are level."""
    platform.wait_until_level(120.0)
    return [
        violation
        for service in services or SERVICES
        for violation in run_job(platform, service, "verify", lambda *_: None)
    ]

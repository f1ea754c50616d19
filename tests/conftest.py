"""Both ways of running, for the tests of the whole platform."""

import pytest

from tests.town import Embedded, deployed


@pytest.fixture(params=["embedded", "deployed"])
def town(request, tmp_path):
    """The platform in one process on SQLite, then as processes on PostgreSQL and RabbitMQ."""
    if request.param == "embedded":
        yield Embedded(tmp_path / "data")
        return
    server = request.getfixturevalue("postgres_server")
    amqp_url = request.getfixturevalue("amqp_url")
    with deployed(server, amqp_url, tmp_path) as running:
        yield running

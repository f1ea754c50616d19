"""One running platform of each kind for all journeys over REST; each brings its own people."""

import pytest

from tests.journeys.rest_town import deployed_city, embedded_city


@pytest.fixture(scope="session")
def _embedded_city(tmp_path_factory):
    with embedded_city(tmp_path_factory.mktemp("city")) as running:
        yield running


@pytest.fixture(scope="session")
def _deployed_city(_postgres, _rabbitmq, tmp_path_factory):
    if _postgres is None or _rabbitmq is None:
        yield None
        return
    with (
        _rabbitmq.vhost() as amqp_url,
        deployed_city(_postgres, amqp_url, tmp_path_factory.mktemp("city")) as running,
    ):
        yield running


@pytest.fixture
def deployed(request, postgres_server, rabbitmq_server):
    """Each service a process of its own; skipped, with the reason, where there are no servers."""
    return request.getfixturevalue("_deployed_city")


@pytest.fixture
def embedded(_embedded_city):
    return _embedded_city


@pytest.fixture(params=["embedded", "deployed"])
def city(request):
    """The platform in one process on SQLite, then as processes on PostgreSQL and RabbitMQ."""
    return request.getfixturevalue(request.param)

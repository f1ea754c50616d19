"""A RabbitMQ on which a test may make users: a private node, also where a container is at hand.

Fixtures: `node`, one for the run; `own_vhost`, a fresh virtual host on it; `department_user`
makes the user that operators make for a department there.
"""

from __future__ import annotations

import itertools
import os
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from tsunagu.testing.private_servers import NotInstalled, PrivateBroker

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def node(_rabbitmq):
    """The run's own node, or one of these tests alone where the run has another server."""
    if _rabbitmq is not None and _rabbitmq.private is not None:
        yield _rabbitmq.private
        return
    try:
        broker = PrivateBroker()
    except NotInstalled as missing:
        pytest.skip(str(missing))
    try:
        broker.start()
        yield broker
    finally:
        broker.discard()


@pytest.fixture
def own_vhost(request, node, _rabbitmq):
    """The URL of a fresh virtual host, as the one who may do everything there."""
    if _rabbitmq is not None and _rabbitmq.private is node:
        request.getfixturevalue("rabbitmq_server")  # so that the closing summary counts it
    name = f"departments-{os.getpid()}-{next(_numbers)}"
    url = node.add_vhost(name)
    yield url
    node.delete_vhost(name)


@contextmanager
def department_user(node, url, department):
    """The department's address on that virtual host: it may write under its own code, no more."""
    at = urlsplit(url)
    user, vhost = f"department-{department}", at.path[1:]
    node.evaluate(
        f'rabbit_auth_backend_internal:add_user(<<"{user}">>, <<"secret">>, <<"test">>), '
        f'rabbit_auth_backend_internal:set_permissions(<<"{user}">>, <<"{vhost}">>, '
        '<<"^$">>, <<"^signals$">>, <<"^$">>, <<"test">>), '
        f'rabbit_auth_backend_internal:set_topic_permissions(<<"{user}">>, '
        f'<<"{vhost}">>, <<"signals">>, <<"^{department}$">>, <<"^$">>, <<"test">>).'
    )
    try:
        yield f"amqp://{user}:secret@{at.hostname}:{at.port}/{vhost}"
    finally:
        node.evaluate(f'rabbit_auth_backend_internal:delete_user(<<"{user}">>, <<"test">>).')

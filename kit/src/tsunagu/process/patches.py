"""Every change the platform makes to somebody else's library, each a function with its reason.

A change is called once by the module that relies on it: the process-wide ones by
`eventlet_patch`, the others where their library is used. Calling one twice changes nothing
more. Libraries are imported inside the functions, because `make_cooperative` must come before
them. Each is pinned by `kit/tests/test_patches.py`, which also says when a library no longer
needs it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any


def make_cooperative() -> None:
    """Standard sockets, locks and time give way to other greenlets (eventlet 0.41).

    nameko 2 runs its services on greenlets and expects this of whoever starts them.
    """
    import eventlet

    # For psycopg connections made before `wait_for_postgresql_in_hub`, and should it be gone.
    os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")
    eventlet.monkey_patch()


def resolve_names_anew() -> None:
    """Host names are asked for each time (eventlet 0.41).

    Its resolver keeps an address as long as the name server allows: ten minutes in Docker,
    in which a broker that came back elsewhere would not be found.
    """
    from eventlet.support import greendns

    class Resolver(greendns.ResolverProxy):  # type: ignore[misc]
        def clear(self) -> None:
            super().clear()
            self._resolver.cache = None

    greendns.resolver = Resolver(hosts_resolver=greendns.HostsResolver())


def wait_for_postgresql_in_hub() -> None:
    """psycopg connections wait in eventlet's hub (psycopg 3.3).

    Its own way of waiting is written in C and stops every greenlet of the process; the one in
    Python gives way but builds a selector for each wait.
    """
    import psycopg.waiting

    from tsunagu.process.psycopg_wait import wait_in_hub

    psycopg.waiting.wait = wait_in_hub


def refuse_compressed_messages() -> None:
    """Compressed messages are not unpacked (kombu 5.7).

    It inflates without a bound: a few bytes become gigabytes before any code of ours sees them.
    """
    from kombu import compression

    compression._decoders.clear()


def send_plain_json(dumps: Any, loads: Any) -> None:
    """kombu's serializer named "json" is ours (kombu 5.7); see `tsunagu.contracts.plain_json`."""
    from kombu import serialization

    serialization.register(
        "json", dumps, loads, content_type="application/json", content_encoding="utf-8"
    )


def register_transport(scheme: str, transport: str) -> None:
    """kombu finds a transport of ours by its scheme (kombu 5.7; entry points are not asked)."""
    from kombu.transport import TRANSPORT_ALIASES

    TRANSPORT_ALIASES[scheme] = transport


def reconnect_soon() -> None:
    """nameko's consumers look for a lost broker every three seconds (nameko 2.14.1, kombu 5.7).

    They would wait ever longer, up to thirty seconds after the broker is back.
    """
    from nameko.messaging import QueueConsumer

    @contextmanager
    def establish_connection(consumer: Any) -> Iterator[Any]:
        with consumer.create_connection() as connection:
            connection.ensure_connection(
                consumer.on_connection_error,
                consumer.connect_max_retries,
                interval_start=0.5,
                interval_step=0.5,
                interval_max=3,
            )
            yield connection

    QueueConsumer.establish_connection = establish_connection


def reword_validation(
    fields: Mapping[type, Mapping[str, str]],
    schema: Mapping[str, str],
    validators: Mapping[type, Mapping[str, str]],
) -> None:
    """marshmallow's own messages in the words of the counter (marshmallow 4.4).

    It has no catalogue of translations: texts are attributes of its classes.
    """
    from marshmallow import Schema

    for field, messages in fields.items():
        field.default_error_messages = (  # type: ignore[attr-defined]
            field.default_error_messages | messages  # type: ignore[attr-defined]
        )
    Schema.error_messages = Schema.error_messages | dict(schema)
    for validator, texts in validators.items():
        for attribute, text in texts.items():
            setattr(validator, attribute, text)

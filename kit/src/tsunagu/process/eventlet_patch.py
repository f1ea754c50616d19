"""Import this module before anything else in a process that hosts services.

It makes sockets, locks and time cooperative (eventlet) and makes psycopg wait
through eventlet's hub: psycopg 3 otherwise blocks every greenlet of the
process while it waits for one reply. Names are looked up each time: a broker
that comes back elsewhere must be found, and eventlet would keep its old
address for as long as the name server allows (ten minutes in Docker).
"""

import os

os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")

import eventlet

eventlet.monkey_patch()

from eventlet.support import greendns


class _Resolver(greendns.ResolverProxy):  # type: ignore[misc]
    def clear(self) -> None:
        super().clear()
        self._resolver.cache = None


greendns.resolver = _Resolver(hosts_resolver=greendns.HostsResolver())

from tsunagu.process.psycopg_wait import install

install()

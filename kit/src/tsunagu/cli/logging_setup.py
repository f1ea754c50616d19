"""Logging of the processes that host services: our lines, no chatter of the libraries."""

from __future__ import annotations

import logging
import os

import eventlet.debug

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def set_up_logging(level: str | None = None) -> None:
    """Log to stderr at `level` (TSUNAGU_LOG_LEVEL, else WARNING); libraries only warnings."""
    wanted = (level or os.environ.get("TSUNAGU_LOG_LEVEL") or "WARNING").upper()
    known = logging.getLevelNamesMapping()
    logging.basicConfig(level=known.get(wanted, logging.WARNING), format=FORMAT)
    for name in ("nameko", "kombu", "amqp", "alembic", "werkzeug"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # A stopping container ends its loops: nameko warns of each.
    logging.getLogger("nameko.containers").setLevel(logging.ERROR)
    eventlet.debug.hub_exceptions(False)  # whoever waits for a greenlet gets its exception anyway

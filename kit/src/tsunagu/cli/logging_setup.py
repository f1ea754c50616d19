"""Set-up of a process before it hosts services: its logging, and eventlet's patches."""

from __future__ import annotations

import logging
import os
import sys


def set_up_logging(level: str | None = None, *, as_json: bool = False) -> None:
    """Log to stderr at `level` (TSUNAGU_LOG_LEVEL, else WARNING); libraries only warnings.

    `as_json`: each line a JSON object, for whoever collects them.
    """
    from tsunagu.process.structured_logging import log_to

    wanted = (level or os.environ.get("TSUNAGU_LOG_LEVEL") or "WARNING").upper()
    known = logging.getLevelNamesMapping()
    log_to(sys.stderr, known.get(wanted, logging.WARNING), as_json=as_json)
    for name in ("nameko", "kombu", "amqp", "alembic", "werkzeug"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # A stopping container ends its loops: nameko warns of each.
    logging.getLogger("nameko.containers").setLevel(logging.ERROR)


def enter_cooperative_mode() -> None:
    """Make this process cooperative; to be called before nameko or SQLAlchemy is loaded."""
    import tsunagu.process.eventlet_patch  # noqa: F401  before all else

    # isort: split
    from tsunagu.process.concurrency import wait_quietly

    wait_quietly()  # whoever waits for a greenlet gets its exception anyway

"""What a process does before it hosts services: log only what matters, and become cooperative."""

from __future__ import annotations

import logging
import os

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


def go_green() -> None:
    """Make this process cooperative; to be called before nameko or SQLAlchemy is loaded."""
    import tsunagu.process.eventlet_patch  # noqa: F401  before all else

    # isort: split
    from eventlet.debug import hub_exceptions

    hub_exceptions(False)  # whoever waits for a greenlet gets its exception anyway

"""Log lines as events with fields; each carries what it belongs to.

`get_logger(__name__).warning("fact parked", type=...)` is one line. Fields that hold for
everything done meanwhile (service, correlation, actor) are bound with `bind_log_fields`: so every
line of a command, a fact or an HTTP request can be found by its correlation, in all services.
Nothing personal is ever a field. Lines of libraries go through the same renderer.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import orjson
import structlog
from structlog.contextvars import bind_contextvars, reset_contextvars
from structlog.stdlib import ProcessorFormatter

# Accounts and desks by their codes, such as caseworker:outreach/3f; never a person's name.
_CODE = re.compile(r"[A-Za-z0-9_.:/-]{1,120}")

_COMMON: tuple[Any, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)

structlog.configure(
    processors=[structlog.stdlib.filter_by_level, *_COMMON, ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
)


def get_logger(name: str) -> Any:
    """The logger of a module; its methods take an event in plain words, and fields."""
    # Bound at once: a lazy one would be made anew for each line, also for those not wanted.
    return structlog.stdlib.get_logger(name).bind()


@contextmanager
def bind_log_fields(
    *,
    service: str | None = None,
    correlation: str | None = None,
    actor: str | None = None,
    **fields: str | int | None,
) -> Iterator[None]:
    """Every line written inside the block, in this greenlet, carries these; None is left out."""
    if actor is not None and not _CODE.fullmatch(actor):
        actor = None
    known = {"service": service, "correlation": correlation, "actor": actor} | fields
    bound = bind_contextvars(**{k: value for k, value in known.items() if value is not None})
    try:
        yield
    finally:
        reset_contextvars(**bound)


def _as_json(event: Any, **_: Any) -> str:
    return orjson.dumps(event, default=str).decode()


def make_formatter(*, as_json: bool, colors: bool = False) -> logging.Formatter:
    """How lines look: JSON for programs, event and key=value for people.

    Tracebacks are plain: a pretty one would show local variables, and with them anything.
    """
    renderers: list[Any]
    if as_json:
        renderers = [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_as_json),
        ]
    else:
        renderers = [
            structlog.dev.ConsoleRenderer(
                colors=colors, exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
            )
        ]
    return ProcessorFormatter(
        foreign_pre_chain=_COMMON,
        processors=[ProcessorFormatter.remove_processors_meta, *renderers],
    )


def log_to(stream: TextIO, level: int, *, as_json: bool) -> None:
    """Let every line of this process go to the stream, unless somebody set logging up before."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(make_formatter(as_json=as_json, colors=not as_json and stream.isatty()))
    logging.basicConfig(level=level, handlers=[handler])


@contextmanager
def capture_log(level: int = logging.DEBUG) -> Iterator[list[dict[str, Any]]]:
    """For tests: the lines written inside the block, as the dictionaries that JSON would show."""
    lines: list[dict[str, Any]] = []

    class ListHandler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(orjson.loads(self.format(record)))

    handler, root = ListHandler(), logging.getLogger()
    handler.setFormatter(make_formatter(as_json=True))
    before = root.level
    root.addHandler(handler)
    root.setLevel(level)
    try:
        yield lines
    finally:
        root.setLevel(before)
        root.removeHandler(handler)

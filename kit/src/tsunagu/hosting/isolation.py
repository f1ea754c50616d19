"""One of many that fails: it alone is refused, and the others are taken.

For whoever takes many things together, each in a savepoint of its own: a batch of REST or of
messages, lines of an import.
"""

from __future__ import annotations

import sqlalchemy as sa
from marshmallow import ValidationError

from tsunagu.contracts.validation_errors import list_faults
from tsunagu.domain.errors import Invalid, TsunaguError
from tsunagu.hosting.refusals import INTERNAL
from tsunagu.messaging.fact_processor import describe_failure
from tsunagu.process.structured_logging import get_logger

_log = get_logger(__name__)

# A database that is away is the fault of none of them: all of them wait.
GONE = (sa.exc.OperationalError, sa.exc.InterfaceError, OSError)


def refusal_of(failure: Exception, what: str) -> TsunaguError:
    """Why this one is refused; what is no refusal is logged, without anything of its content."""
    if isinstance(failure, TsunaguError):
        return failure
    if isinstance(failure, ValidationError):
        return Invalid(list_faults(failure))
    _log.error("one of many failed", what=what, reason=describe_failure(failure))
    return INTERNAL()

"""Tsunagu's kit: the event log, the way facts travel, and projections."""

from tsunagu.contracts import validation_errors

__version__ = "0.1.0"
__all__ = ["validation_errors"]  # before any schema is declared: it gives marshmallow its words

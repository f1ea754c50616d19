"""A department's side of the signals: send them once, whatever happens to the line.

Needs nothing of the platform's own code. `Client` sends and asks, `checking` says what
is wrong with a signal before anybody sends it, `importing` reads monthly lists.
"""

from tsunagu_signals.answers import (
    Answer,
    Away,
    Failure,
    Fault,
    Flushed,
    Refused,
    Unsettled,
    WrongUse,
)
from tsunagu_signals.client import Client
from tsunagu_signals.settings import Settings

__all__ = [
    "Answer",
    "Away",
    "Client",
    "Failure",
    "Fault",
    "Flushed",
    "Refused",
    "Settings",
    "Unsettled",
    "WrongUse",
]

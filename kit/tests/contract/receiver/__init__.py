"""A tiny service that takes letters: writes down each it takes, in the order of taking.

Nothing in its table is unique: a letter taken twice shows as two rows.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from tsunagu.hosting.definition import Definition
from tsunagu.log.unit_of_work import EventStore
from tsunagu.messaging.inbound_message import InboundMessage, InboundSource, Rejection

metadata = sa.MetaData()
taken = sa.Table(
    "taken",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)


class Trouble:
    """What shall go wrong; each test sets it as it needs."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.bad: set[str] = set()  # texts on which the code breaks every time
        self.failures: list[Exception] = []  # what the next calls raise, one each
        self.calls = 0


trouble = Trouble()


def take(store: EventStore, letters: Sequence[InboundMessage]) -> list[Rejection | None]:
    trouble.calls += 1
    answers: list[Rejection | None] = []
    with store.database.writing() as connection:
        for letter in letters:
            if letter.fault is not None:
                answers.append(Rejection(letter.fault))
            elif "text" not in letter.content:
                answers.append(Rejection("invalid_input", ("text",)))
            else:
                text = letter.content["text"]
                if text in trouble.bad:
                    raise ValueError(f"cannot take {text}")
                connection.execute(taken.insert().values(sender=letter.sender, text=text))
                answers.append(None)
        if trouble.failures:
            raise trouble.failures.pop(0)
    return answers


DEFINITION = Definition(
    name="receiver",
    package=__name__,
    metadata=metadata,
    incoming=InboundSource("letters", take),
)

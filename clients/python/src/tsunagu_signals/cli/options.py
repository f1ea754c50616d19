"""The options that every command shares, and the client they lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from tsunagu_signals.client import Client
from tsunagu_signals.settings import AMQP, REST, Settings, from_environment
from tsunagu_signals.ways import Transport

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Way:
    """A way to a platform that whoever builds the command line adds.

    `name`: the option's parameter; `open(value, department)` gives a transport and the
    settings that go with it, for as long as the command runs.
    """

    name: str
    option: click.Option
    open: Callable[[str, str | None], AbstractContextManager[tuple[Settings, Transport]]]


class Ways(tuple[Way, ...]):
    """What the context carries."""


def settings_options(command: Command) -> Command:
    """Who sends, and where to."""
    for option in reversed(
        (
            click.option("--department", help="部署の code / the department's code"),
            click.option("--url", help="つなぐの住所 / the platform's address"),
            click.option(
                "--token-file",
                type=click.Path(dir_okay=False),
                help="鍵の入ったファイル / a file holding the token",
            ),
            click.option(
                "--via",
                type=click.Choice([REST, AMQP]),
                help="送る道 / which way to send (REST if its address is set)",
            ),
            click.option(
                "--spool",
                type=click.Path(file_okay=False),
                help="待つ場所 / the folder where signals wait",
            ),
            click.option(
                "--ca-file",
                type=click.Path(dir_okay=False),
                help="庁内の認証局の証明書 / certificate of the city's own authority",
            ),
        )
    ):
        command = option(command)
    return command


json_option = click.option(
    "--json", "as_json", is_flag=True, help="機械向けの出力 / machine-readable output"
)


@contextmanager
def client_of(options: dict[str, Any]) -> Iterator[Client]:
    """The client that the options and the environment describe."""
    ways: Sequence[Way] = click.get_current_context().find_object(Ways) or Ways()
    for way in ways:
        value = options.pop(way.name, None)
        if value:
            with way.open(value, options.get("department")) as (settings, transport):
                yield Client(settings=settings, transport=transport)
            return
    with Client(settings=from_environment(options)) as client:
        yield client

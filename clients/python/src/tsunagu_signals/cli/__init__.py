"""The command line `tsunagu-signal`; in a checkout also `tsunagu signal`.

Exit codes: 0 all arrived, 1 something was refused or still waits, 2 wrong use.
"""

from __future__ import annotations

import copy
import io
import sys
from collections.abc import Sequence

import click

from tsunagu_signals.answers import Failure, WrongUse
from tsunagu_signals.cli.options import Way, Ways
from tsunagu_signals.cli.output import explain

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class Group(click.Group):
    """Turns what the client raises into a plain sentence and an exit code."""

    ways: Sequence[Way] = ()

    def invoke(self, ctx: click.Context) -> object:
        ctx.obj = Ways(self.ways)
        try:
            return super().invoke(ctx)
        except Failure as failure:
            explain(failure)
            sys.exit(2 if isinstance(failure, WrongUse) else 1)
        except KeyboardInterrupt:
            sys.exit(130)


def command_line(ways: Sequence[Way] = ()) -> click.Group:
    """All commands; `ways` are further ways to a platform, each an option of every command."""
    from tsunagu_signals.cli.boxes import spool_group
    from tsunagu_signals.cli.lists import import_command
    from tsunagu_signals.cli.sending import flush_command, send_command, status_command
    from tsunagu_signals.cli.trying import check_command

    group = Group("signal", help=HELP, context_settings=SETTINGS)
    group.ways = ways
    for command in (send_command, import_command, status_command, flush_command, spool_group):
        group.add_command(_with(command, ways))
    group.add_command(check_command)  # it asks nobody
    return group


def _with(command: click.Command, ways: Sequence[Way]) -> click.Command:
    own = copy.copy(command)
    if isinstance(own, click.Group):
        own.commands = {name: _with(each, ways) for name, each in own.commands.items()}
    else:
        own.params = [*own.params, *(way.option for way in ways)]
    return own


HELP = """困窮の端緒を知らせる部署の道具 / A department's client for signals of hardship.

送る前に手元に書くので、届かないときも失われず、あとで一度だけ届きます。終了コード：0 すべて届いた、
1 断られた・待っている、2 使い方の誤り /
Each signal is on your disk before it is sent, so it arrives later, and once. Exit codes: 0 all
arrived, 1 refused or waiting, 2 wrong use.

\b
TSUNAGU_DEPARTMENT        部署の code / your department's code
TSUNAGU_URL               つなぐの住所 / the platform's address
TSUNAGU_TOKEN             鍵 / the token; or TSUNAGU_TOKEN_FILE
TSUNAGU_SIGNALS_AMQP_URL  AMQP で送るとき / to send by AMQP
TSUNAGU_SPOOL             待つ場所 / where signals wait
TSUNAGU_CA_FILE           庁内の認証局 / certificate of the city's own authority
"""


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        # Redirected on Windows they are Shift_JIS, which lacks some of what is said here.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    command_line()(prog_name="tsunagu-signal")

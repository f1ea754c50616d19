"""The command line `tsunagu`: one module per group of commands.

Exit codes: 0 fine, 1 a check failed or the platform does not answer, 2 wrong use.
"""

# ruff: noqa: E402  the order of these imports is the point

import warnings

# eventlet warns its own users; the decision is in docs/adr, and not for whoever runs a command.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import importlib
import importlib.util
import sys
from typing import Any

import click

import tsunagu.process.eventlet_patch  # noqa: F401  before anything else: it makes sockets cooperative
from tsunagu.cli.output import explain
from tsunagu.domain.errors import Invalid, NotFound, TsunaguError

# Command → (module, attribute); loaded only when called, so that `--help` stays quick.
COMMANDS = {
    "run": ("run", "run_command"),
    "serve": ("serve", "serve_command"),
    "demo": ("demo", "demo_command"),
    "import": ("import_records", "import_command"),
    "report": ("report", "report_command"),
    "signal": ("signals", "signal_group"),
    "verify": ("verify", "verify_command"),
    "rebuild": ("verify", "rebuild_command"),
    "parked": ("parked", "parked_group"),
    "refused": ("refused", "refused_group"),
    "lag": ("lag", "lag_command"),
    "doctor": ("doctor", "doctor_command"),
    "token": ("token", "token_group"),
    "contracts": ("contracts", "contracts_command"),
    "bench": ("bench", "bench_command"),
}


SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class Commands(click.Group):
    """Loads a command's module when it is asked for, and turns typed errors into exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if self.get_command(ctx, name) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        path = f"tsunagu.cli.{module}"
        if importlib.util.find_spec(path) is None:
            return None
        command: click.Command = getattr(importlib.import_module(path), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TsunaguError as failure:
            explain(failure)
            sys.exit(2 if isinstance(failure, Invalid | NotFound) else 1)
        except KeyboardInterrupt:
            sys.exit(130)


@click.group(cls=Commands, context_settings=SETTINGS)
@click.version_option(package_name="tsunagu-kit", prog_name="tsunagu")
def main() -> None:
    """つなぐ：断らない相談支援の土台 / Tsunagu: support that refuses no one.

    終了コード：0 よし、1 検査の不合格・応答なし、2 使い方の誤り /
    exit codes: 0 fine, 1 a check failed or no answer, 2 wrong use.
    """

"""The command line `tsunagu`: one module per group of commands.

Exit codes: 0 fine, 1 a check failed or the platform does not answer, 2 wrong use.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from typing import Any, NamedTuple

import click

from tsunagu.domain.errors import Invalid, NotFound, TsunaguError

# eventlet warns its own users; the decision is in docs/adr, and not for whoever runs a command.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")


class CommandEntry(NamedTuple):
    """Where a command lies, and the first paragraph of its help."""

    module: str
    attribute: str
    help: str


class PluginEntry(NamedTuple):
    """A command of another distribution: its help, and how to install that distribution."""

    help: str
    not_installed: str


# A command's module is loaded when it is called, and loads what hosts services when it needs it:
# help and wrong use are answered without.
COMMANDS: dict[str, CommandEntry | PluginEntry] = {
    "run": CommandEntry(
        "run",
        "run_command",
        "全体を一つのプロセスで動かす / Run the whole platform in one process, until Ctrl-C.",
    ),
    "serve": CommandEntry(
        "serve",
        "serve_command",
        "一つのサービスを本番の形で動かす / Run one service on RabbitMQ and its own database.",
    ),
    "demo": CommandEntry(
        "demo",
        "demo_command",
        "公表された年度と一つの物語を通しで / Play the published years and one story.",
    ),
    "import": CommandEntry(
        "import_records",
        "import_command",
        "過去の記録を取り込む（1 行に 1 つの JSON） / "
        "Bring past records in, one JSON object a line.",
    ),
    "report": CommandEntry(
        "report", "report_command", "報告を出す / Print a report; without NAME, list them."
    ),
    "signal": PluginEntry(
        "困窮の端緒を知らせる部署の道具 / A department's client for signals of hardship.",
        "部署の道具が入っていません。pip install ./clients/python / "
        "the departments' client is not installed: pip install ./clients/python",
    ),
    "verify": CommandEntry(
        "verify",
        "verify_command",
        "記録と画面が正しいことを確かめる / Prove that logs, projections and needs are right.",
    ),
    "rebuild": CommandEntry(
        "verify",
        "rebuild_command",
        "読み取り用の表を記録から作り直す / "
        "Rebuild projections from the log, beside the running ones.",
    ),
    "parked": CommandEntry(
        "parked", "parked_group", "保留中の事実 / Parked facts: list, show, retry, discard."
    ),
    "refused": CommandEntry(
        "refused",
        "refused_group",
        "受け取れなかった連絡 / Messages that were not taken: list, retry.",
    ),
    "lag": CommandEntry(
        "lag",
        "lag_command",
        "記録・発行・受信がどこまで進んだか / How far logs, relays and subscriptions are.",
    ),
    "doctor": CommandEntry(
        "doctor",
        "doctor_command",
        "動かない原因を探す / Look for what would keep it from working, and say the remedy.",
    ),
    "token": CommandEntry(
        "token",
        "token_group",
        "REST の利用者の鍵 / Bearer tokens of the REST interface: issue, list, revoke.",
    ),
    "contracts": CommandEntry(
        "contracts",
        "contracts_command",
        "事実の契約（例・形・AsyncAPI・OpenAPI）を書く、または確かめる / "
        "Write or check the contracts.",
    ),
    "bench": CommandEntry(
        "bench",
        "bench_command",
        "性能を測る（比べる相手と並べて） / Measure, beside a peer and the physical limit.",
    ),
}


SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class Commands(click.Group):
    """Loads a command's module when it is called, and turns typed errors into exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from tsunagu.cli.plugins import list_plugin_commands

        return list(dict.fromkeys([*COMMANDS, *list_plugin_commands()]))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        listed = COMMANDS.get(cmd_name)
        if not isinstance(listed, CommandEntry):
            return _find_plugin_command(cmd_name, listed)
        module = importlib.import_module(f"tsunagu.cli.{listed.module}")
        command: click.Command = getattr(module, listed.attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click's own, out of the table: no command's module is loaded for it."""
        shown = list(
            filter(None, (self._describe_command(ctx, name) for name in self.list_commands(ctx)))
        )
        room = formatter.width - 6 - max(len(str(c.name)) for c in shown)
        with formatter.section("Commands"):
            formatter.write_dl([(str(c.name), c.get_short_help_str(room)) for c in shown])

    def _describe_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """A command with its help for the list; loaded only where the table has no help for it."""
        from tsunagu.cli.plugins import list_plugin_commands

        listed = COMMANDS.get(name)
        if isinstance(listed, CommandEntry) or (
            listed is not None and name in list_plugin_commands()
        ):
            return click.Command(name, help=listed.help)
        return self.get_command(ctx, name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TsunaguError as failure:
            from tsunagu.cli.output import explain

            explain(failure)
            sys.exit(2 if isinstance(failure, Invalid | NotFound) else 1)
        except KeyboardInterrupt:
            sys.exit(130)


def _find_plugin_command(name: str, listed: PluginEntry | None) -> click.Command | None:
    from tsunagu.cli.plugins import build_missing_command, load_plugin_command

    found = load_plugin_command(name)
    if found is None and listed is not None:
        return build_missing_command(name, listed.not_installed)
    return found


@click.group(cls=Commands, context_settings=SETTINGS)
@click.version_option(package_name="tsunagu-kit", prog_name="tsunagu")
def main() -> None:
    """つなぐ：断らない相談支援の土台 / Tsunagu: support that refuses no one.

    終了コード：0 よし、1 検査の不合格・応答なし、2 使い方の誤り /
    exit codes: 0 fine, 1 a check failed or no answer, 2 wrong use.
    """

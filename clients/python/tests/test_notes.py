"""What the platform notes on a signal that it took, as the commands print it."""

import json
from contextlib import contextmanager

import click
import pytest
from click.testing import CliRunner

from tsunagu_signals import Answer, Fault, Settings
from tsunagu_signals.cli import command_line
from tsunagu_signals.cli.options import Way

NOTE = Fault("kind", "一覧にない種類です", "綴りを確かめる")
PRINTED = "! kind: 一覧にない種類です  → 綴りを確かめる"


class Noting:
    """A platform that takes everything, and has something to say about each."""

    most_at_once, most_bytes = 500, 1_000_000

    def deliver(self, signals):
        return [Answer(s["id"], "accepted", f"s-{s['id']}", notes=(NOTE,)) for s in signals]

    def close(self):
        pass


@pytest.fixture
def told(tmp_path):
    @contextmanager
    def way(value, department):
        yield Settings("waterworks", spool=tmp_path / "spool"), Noting()

    option = click.Option(["--made-up", "made_up"], is_flag=True)

    def call(*arguments, input=None):
        group = command_line([Way("made_up", option, way)])
        done = CliRunner().invoke(group, [*map(str, arguments), "--made-up"], input=input)
        assert done.exit_code == 0, (done.output, done.exception)
        return done

    return call


def test_beneath_the_signal(told, notice):
    done = told("send", "-", input=json.dumps([notice(id="1"), notice(id="2")]))
    lines = [line.strip() for line in done.output.splitlines()]
    assert [line[:3] for line in lines] == ["✓ 1", PRINTED[:3], "✓ 2", PRINTED[:3]]
    assert lines.count(PRINTED) == 2


def test_in_json_too(told, notice):
    (one,) = json.loads(told("send", "-", "--json", input=json.dumps(notice())).stdout)
    assert one["notes"] == [vars(NOTE)]


def test_by_flush(told, notice, tmp_path):
    from tsunagu_signals.spool import Spool

    for how in ([], ["--json"]):
        Spool(tmp_path / "spool", "waterworks").put([notice(id="1")])
        done = told("flush", *how)
        assert PRINTED in done.stderr or json.loads(done.stdout)["notes"] == {"1": [vars(NOTE)]}


@pytest.fixture
def a_list(tmp_path):
    (tmp_path / "mapping.toml").write_text(
        'id = { column = "番号" }\nkind = { column = "種" }\n'
        'noticed_on = { value = "2026-04-20" }\nbasis = { value = "encouragement_only" }\n',
        encoding="utf-8",
    )
    (tmp_path / "list.csv").write_text("番号,種\n1,water_arears\n", encoding="utf-8")
    return [tmp_path / "list.csv", "--mapping", tmp_path / "mapping.toml"]


def test_of_a_list_with_row_and_column(told, a_list):
    done = told("import", *a_list)
    assert "! 2 行目 / row 2 「種」 一覧にない種類です  → 綴りを確かめる" in done.stderr
    (note,) = json.loads(told("import", *a_list, "--json").stdout)["notes"]
    assert (note["row"], note["column"], note["field"]) == (2, "種", "kind")

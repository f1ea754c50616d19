"""Against a real platform: nothing lost and nothing twice, whatever dies in between."""

import json
import random
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from clients.python.tests.child import POINTS
from tsunagu.testing import eventually
from tsunagu_signals import Away, Client, Settings
from tsunagu_signals.importing import read_list, send_list
from tsunagu_signals.mapping import read_mapping

CHILD = Path(__file__).with_name("child.py")
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


class Nobody:
    """A line that is cut: signals only wait."""

    most_at_once, most_bytes = 500, 1_000_000

    def deliver(self, signals):
        raise Away("cut")

    def close(self):
        pass


class Forgetful:
    """A line over which every signal arrives, and the first answers are lost."""

    def __init__(self, line, lost):
        self._line, self._lost, self.keys = line, lost, []

    def __getattr__(self, name):
        return getattr(self._line, name)

    def deliver_under(self, keys, signals):
        self.keys.append(list(keys))
        answers = self._line.deliver_under(keys, signals)
        if len(self.keys) <= self._lost:
            raise Away("the answer was lost")
        return answers


def arrived(office, department):
    return office.signals_of(department)


def told(spool):
    """The platform's numbers of what this spool knows to have arrived, by the department's own."""
    return {answer.id: answer.signal_id for answer in spool.listed("accepted")}


def has_lines(ledger, count):
    return len(ledger.read_text().split()) >= count


@pytest.mark.parametrize("count", [1, 3])
def test_after_lost_answers_the_first_one_is_given(office, department_client, notice, count):
    department = "housing"
    before = len(arrived(office, department))
    client = department_client(department)
    line = client._transport = Forgetful(client._transport, lost=2)
    notices = [notice() for _ in range(count)]
    assert {answer.state for answer in client.send_many(notices)} == {"waiting"}
    assert client.flush().waiting == count
    told = []
    client.flush(tell=told.append)
    assert [answer.state for answer in told] == ["accepted"] * count, "and not: already"
    assert line.keys[0] == line.keys[1] == line.keys[2]
    assert len(arrived(office, department)) == before + count


@pytest.mark.parametrize("nth", [1, 4])
@pytest.mark.parametrize("point", POINTS[:-1])
def test_a_job_that_is_killed_loses_nothing_and_sends_nothing_twice(office, tmp_path, point, nth):
    count, department = 6, "elderly"
    before = {row["signal_id"] for row in arrived(office, department)}
    ledger = tmp_path / f"{point}{nth}.txt"
    environment = office.environment(department, tmp_path / "spool")

    def run(where):
        command = [sys.executable, CHILD, str(count), where, str(nth), ledger]
        return subprocess.run(command, env=environment, timeout=60, check=False).returncode

    assert run(point) == 9
    assert run("never") == 0
    with Client(settings=Settings(department, spool=tmp_path / "spool"), transport=Nobody()) as own:
        numbers = told(own.spool)
        assert own.spool.counts() == {"waiting": 0, "refused": 0, "arrived": count}
    assert set(numbers) == {f"{ledger.stem}-{n}" for n in range(count)}
    new = [row["signal_id"] for row in arrived(office, department)]
    assert set(new) - before == set(numbers.values())
    assert len(new) == len(before) + count


def test_a_job_that_is_killed_at_any_moment_loses_nothing_either(office, tmp_path):
    """kill -9 from outside, wherever it happens to be, while it is under way for certain."""
    count, kills, department = 300, 5, "disability"
    ledger = tmp_path / "any.txt"
    ledger.touch()
    environment = office.environment(department, tmp_path / "spool")
    command = [sys.executable, CHILD, str(count), "never", "1", ledger]
    for _ in range(kills):
        until = len(ledger.read_text().split()) + random.randint(1, 40)
        job = subprocess.Popen(command, env=environment)
        eventually(partial(has_lines, ledger, until), every=0.001)
        job.send_signal(signal.SIGKILL)
        assert job.wait() == -signal.SIGKILL
    subprocess.run(command, env=environment, timeout=60, check=True)
    with Client(settings=Settings(department, spool=tmp_path / "spool"), transport=Nobody()) as own:
        assert own.spool.counts() == {"waiting": 0, "refused": 0, "arrived": count}
        numbers = told(own.spool)
    assert list(numbers) == [f"any-{n}" for n in range(count)]
    assert {row["signal_id"] for row in arrived(office, department)} == set(numbers.values())


def test_two_processes_that_send_from_one_spool_send_each_signal_once(office, tmp_path, notice):
    department, count = "youth", 150
    settings = Settings(department, spool=tmp_path / "spool")
    with Client(settings=settings, transport=Nobody()) as cut:
        cut.send_many(notice() for _ in range(count))
    environment = office.environment(department, tmp_path / "spool")
    flush = [str(Path(sys.executable).parent / "tsunagu-signal"), "flush", "--json"]
    both = [
        subprocess.Popen(flush, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [json.loads(process.communicate(timeout=60)[0]) for process in both]
    assert sum(each.get("accepted", 0) for each in said) == count
    assert sum(each.get("already", 0) for each in said) == 0
    assert len(arrived(office, department)) == count


def test_while_the_platform_is_down_signals_wait_and_arrive_when_it_is_back(
    office, tmp_path, department_client, notice
):
    client = department_client("planning")
    first = [notice() for _ in range(3)]
    office.stop(signal.SIGKILL)
    try:
        assert {answer.state for answer in client.send_many(first)} == {"waiting"}
        assert client.send(notice()).state == "waiting"
    finally:
        office.start()
    flushed = department_client("planning").flush()
    assert (flushed.arrived, flushed.waiting) == (4, 0)
    assert len(arrived(office, "planning")) == 4
    status = client.status(first[0]["id"])
    assert status["state"] == "open" and status["owner_desk"] and status["due_on"]


def test_a_number_is_the_same_whichever_way_a_signal_came(office, department_client, notice):
    client = department_client()
    answer = client.send(notice())
    assert client._number_of(answer.id) == answer.signal_id
    # Another machine of the department, whose spool never saw it, asks by the department's id.
    elsewhere = Client(settings=client.settings)
    elsewhere.spool.answer = lambda id: None
    assert elsewhere.status(answer.id)["signal_id"] == answer.signal_id


def test_the_same_list_twice_adds_nothing_and_says_so(office, tmp_path, department_client):
    folder = EXAMPLES / "waterworks"
    mapping = read_mapping(folder / "mapping.toml")
    client = department_client("livelihood")
    before = len(arrived(office, "livelihood"))
    first = send_list(read_list(folder / "2026-04.csv", mapping), client)
    second = send_list(read_list(folder / "2026-04.csv", mapping), client)
    assert first.counts.get("accepted") == 4 and sum(second.counts.values()) == 4
    assert len(arrived(office, "livelihood")) == before + 4


def test_what_the_platform_refuses_of_a_list_is_told_with_its_row(
    office, tmp_path, department_client
):
    (tmp_path / "mapping.toml").write_text(
        'id = { column = "番号" }\nkind = { column = "種" }\n'
        'noticed_on = { value = "2026-04-20" }\nbasis = { value = "consent" }\n'
        "[person]\nname = { column = '氏名' }\n",
        encoding="utf-8",
    )
    (tmp_path / "list.csv").write_text(
        f"番号,種,氏名\n1,a,見本\n2,Ａ,例示\n3,b,{'長' * 20_001}\n", encoding="utf-8"
    )
    client = department_client("commerce")
    found = read_list(tmp_path / "list.csv", read_mapping(tmp_path / "mapping.toml"))
    result = send_list(found, client)
    assert [(each.row, each.column) for each in result.refused] == [(3, "種"), (4, "氏名")]
    assert sum(result.counts.values()) == 1

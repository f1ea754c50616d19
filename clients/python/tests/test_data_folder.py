"""The commands as `tsunagu signal` has them: given a way to a data folder, and nothing imported."""

import json
import subprocess
import sys
from contextlib import contextmanager
from importlib.metadata import entry_points

import pytest
from click.testing import CliRunner

from tsunagu_signals.cli.data_folder import signal_command


class Answers(Exception):
    """An error as the platform's command line raises it: of no type that is known here."""

    def __init__(self, kind, message="", **details):
        super().__init__(message)
        self.kind, self.message, self.details = kind, message, details


class Platform:
    """Answers each method with a value, or raises it."""

    def __init__(self, **answers):
        self.answers, self.asked, self.opened = answers, [], []

    @contextmanager
    def open(self, folder):
        self.opened.append(folder)

        def call(service, method, **arguments):
            self.asked.append((service, method, arguments))
            answer = self.answers[method]
            if isinstance(answer, Exception):
                raise answer
            return answer

        yield call


@pytest.fixture
def cli(tmp_path, monkeypatch):
    monkeypatch.delenv("TSUNAGU_DEPARTMENT", raising=False)
    place = ("--data", str(tmp_path), "--department", "waterworks")

    def cli(platform, *arguments, code=0, place=place, **options):
        done = CliRunner().invoke(signal_command(platform.open), [*arguments, *place], **options)
        assert done.exit_code == code, (done.output, done.exception)
        return done

    return cli


def taken(id):
    return {"id": id, "state": "accepted", "signal_id": "s-1", "status_url": "/signals/s-1"}


def test_signals_go_to_intake_in_the_departments_name(cli, notice, tmp_path):
    platform = Platform(receive_signals={"results": [taken("1")]})
    done = cli(platform, "send", "-", "--json", input=json.dumps(notice(id="1")))
    (answer,) = json.loads(done.stdout)
    assert (answer["state"], answer["signal_id"]) == ("accepted", "s-1")
    ((service, method, arguments),) = platform.asked
    assert (service, method, arguments["department"]) == ("intake", "receive_signals", "waterworks")
    assert platform.opened == [str(tmp_path)]
    assert (tmp_path / "spool" / "waterworks").is_dir()


def test_what_is_invalid_as_a_whole_is_refused_with_its_faults(cli, notice):
    fault = {"field": "department", "problem": "知らない部署", "remedy": "綴りを確かめる"}
    platform = Platform(receive_signals=Answers("invalid", faults=[fault]))
    done = cli(platform, "send", "-", "--json", input=json.dumps(notice(id="1")), code=1)
    (answer,) = json.loads(done.stdout)
    assert (answer["state"], answer["faults"]) == ("refused", [fault])


def test_a_platform_that_cannot_answer_leaves_them_waiting(cli, notice):
    platform = Platform(receive_signals=Answers("unavailable", "intake が応答しません"))
    done = cli(platform, "send", "-", input=json.dumps(notice(id="1")), code=1)
    assert "… 1" in done.stdout and "intake が応答しません" in done.stderr


def test_what_is_no_answer_goes_up_as_it_is(cli, notice):
    fault = ZeroDivisionError()
    done = cli(
        Platform(receive_signals=fault), "send", "-", input=json.dumps(notice(id="1")), code=1
    )
    assert done.exception is fault


def test_the_state_of_one_that_is_not_known(cli):
    done = cli(Platform(get_signal=Answers("not_found")), "status", "1", code=1)
    assert not isinstance(done.exception, Answers)


def test_what_else_the_platform_answers_is_its_command_line_to_tell(cli):
    answer = Answers("forbidden", "いけません")
    assert cli(Platform(get_signal=answer), "status", "1", code=1).exception is answer


def test_without_a_department_nothing_is_opened(cli, tmp_path):
    platform = Platform()
    done = cli(platform, "flush", place=("--data", str(tmp_path)), code=2)
    assert "TSUNAGU_DEPARTMENT" in done.stderr
    assert platform.opened == []


def test_it_is_found_by_its_entry_point():
    (found,) = entry_points(group="tsunagu.commands", name="signal")
    assert found.load() is signal_command


def test_the_platform_is_not_loaded_for_it():
    program = (
        "import sys, tsunagu_signals.cli.data_folder;"
        "print([name for name in sys.modules if name.partition('.')[0] == 'tsunagu'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr

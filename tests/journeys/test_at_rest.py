"""A folder at rest is asked by one service alone, and the answer is that of the whole platform."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from tests.town import ROOT, clean_environment
from tsunagu.cli.access import open_for, open_platform
from tsunagu.hosting import at_rest
from tsunagu.hosting.checkout import list_available_services
from tsunagu.hosting.embedded import embedded
from tsunagu.hosting.lone_service import LoneService

YEAR = {"fiscal_year": 2026}


def signal(id, **other):
    return {
        "id": id,
        "kind": "water_arrears",
        "noticed_on": datetime.now(UTC).date().isoformat(),
        "basis": "encouragement_only",
    } | other


def record(platform, *signals):
    answer = platform.call(
        "intake", "receive_signals", department="waterworks", signals=list(signals)
    )
    assert [one["state"] for one in answer["results"]] == ["accepted"] * len(signals)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of a platform that was opened, used, opened again and closed in order."""
    for variable in (*at_rest.VARIABLES, "TSUNAGU_AMQP_URL"):
        monkeypatch.delenv(variable, raising=False)
    folder = tmp_path / "data"
    with open_platform(folder) as platform:
        record(platform, signal("1"))
        platform.wait_until_level()
    with open_platform(folder) as platform:
        platform.wait_until_level()
    return folder


def rests(folder, **later):
    return at_rest.is_at_rest(
        folder, list_available_services(), datetime.now(UTC) + timedelta(**later)
    )


def everything(platform):
    names = [one["name"] for one in platform.call("reporting", "list_reports")]
    return {
        name: platform.call("reporting", "report", name=name, format="json", **YEAR)
        for name in names
    }


def received(platform):
    platform.wait_until_level()
    report = platform.call("reporting", "report", name="signals", format="json", **YEAR)
    return report["received"]


def test_every_report_is_the_same(folder):
    assert rests(folder)
    with open_for("reporting", folder) as alone:
        assert isinstance(alone, LoneService)
        found = everything(alone)
    with open_platform(folder) as platform:
        platform.wait_until_level()
        assert everything(platform) == found
    assert found["signals"]["received"] == 1


def test_faults_are_told_as_by_the_whole_platform(folder):
    def asked(name, **query):
        with open_for("reporting", folder) as platform, pytest.raises(Exception) as refusal:
            platform.call("reporting", "report", name=name, **query)
        return type(platform), refusal.value.to_wire()

    wrong = (("no_such_report", {}), ("signals", {"as_of": "yesterday"}), ("signals", {"x": 1}))
    alone = [asked(name, **query) for name, query in wrong]
    (folder / at_rest.FILE).unlink()
    whole = []
    for name, query in wrong:
        whole.append(asked(name, **query))
        (folder / at_rest.FILE).unlink(missing_ok=True)
    assert {kind for kind, _ in alone} == {LoneService} and LoneService not in {
        kind for kind, _ in whole
    }
    assert [wire for _, wire in alone] == [wire for _, wire in whole]


def test_nobody_else_is_there_to_be_asked(folder):
    with open_for("reporting", folder) as alone, pytest.raises(Exception, match="intake"):
        alone.call("intake", "about")


def test_what_reporting_has_not_seen_yet_is_in_the_report(folder):
    """A process was killed after intake had recorded something, before anybody heard of it."""
    with embedded(folder, ["intake"]) as killed:
        record(killed, signal("2"), signal("3"))
    assert not rests(folder)
    with open_for("reporting", folder) as platform:
        assert received(platform) == 3


def test_a_reporting_that_lost_its_tables_gets_them_again(folder):
    for file in folder.glob("reporting.sqlite*"):
        file.unlink()
    assert not rests(folder)
    with open_for("reporting", folder) as platform:
        assert received(platform) == 1


def test_not_while_it_is_open_and_not_after_a_failure(folder):
    def failing():
        with open_platform(folder):
            assert not (folder / at_rest.FILE).exists()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert not rests(folder)


def test_not_while_a_timer_has_not_looked_at_what_was_recorded(folder):
    with open_platform(folder) as platform:
        record(platform, signal("2"))
        platform.wait_until_level()
    assert not rests(folder)
    with open_platform(folder) as platform:
        platform.wait_until_level()
    assert rests(folder)


def test_until_the_next_alarm_or_day_in_the_city(folder):
    assert rests(folder)
    assert not rests(folder, days=1)
    assert not rests(folder, days=-1)  # a clock that was put back


def test_an_urgent_signal_ends_it_sooner(folder):
    """Its clock counts hours: the lead hears of it long before midnight, and so does the report."""
    with open_platform(folder) as platform:
        record(platform, signal("2", urgent=True))
        platform.wait_until_level()
    with open_platform(folder) as platform:
        platform.wait_until_level()
        (intake,) = (each for each in platform.runtimes if each.definition.name == "intake")
        alarm = intake.find_next_alarm()
    until = json.loads((folder / at_rest.FILE).read_text())["until"]
    assert datetime.fromisoformat(until) <= alarm < datetime.now(UTC) + timedelta(hours=24)


def test_not_by_another_form_of_the_code(folder, monkeypatch, tmp_path):
    monkeypatch.setenv("TSUNAGU_SERVICES", "intake,reporting")
    assert not rests(folder)
    monkeypatch.delenv("TSUNAGU_SERVICES")
    assert rests(folder)
    other = tmp_path / "release"
    (other / "services").mkdir(parents=True)
    for name in list_available_services():
        (other / "services" / name).symlink_to(ROOT / "services" / name)
    monkeypatch.setenv("TSUNAGU_HOME", str(other))
    assert not rests(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"from": 1, "until": null}'])
def test_not_by_a_note_that_cannot_be_read(folder, text):
    (folder / at_rest.FILE).write_text(text)
    assert not rests(folder)


def test_the_command_line_loads_reporting_alone(folder):
    program = (
        "import atexit, sys; sys.argv = ['tsunagu', *sys.argv[1:]];"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr));"
        "from tsunagu.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "report", "signals", "--json", "--data", folder],
        env=clean_environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout)["received"] == 1
    loaded = set(done.stderr.splitlines()[-1].split())
    assert "services.reporting.service" in loaded
    needless = {
        "services.intake",
        "alembic",
        "dns",
        "tsunagu.process.eventlet_patch",
        "nameko.runners",
    }
    assert not loaded & needless

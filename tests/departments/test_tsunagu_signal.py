"""`tsunagu signal` in a checkout: the departments' client, and an embedded platform's folder."""

import json
import subprocess
import sys

from tests.town import ROOT, TSUNAGU, Embedded, clean_environment

NOTICE = ["--kind=water_arrears", "--noticed-on=2026-04-20", "--basis=encouragement_only"]


def cli(*arguments, code=0, **environment):
    done = subprocess.run(
        [*TSUNAGU, "signal", *map(str, arguments)],
        env=clean_environment() | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done


def test_a_signal_goes_to_the_running_platform_of_a_folder(office):
    place = ["--data", office.folder, "--department", "public_hearing", "--json"]
    (sent,) = json.loads(cli("send", "--id=1", *NOTICE, *place).stdout)
    assert sent["state"] == "accepted"
    (again,) = json.loads(cli("send", "--id=1", *NOTICE, *place).stdout)
    assert (again["state"], again["signal_id"]) == ("already", sent["signal_id"])
    status = json.loads(cli("status", "1", *place).stdout)
    assert (status["state"], status["signal_id"]) == ("open", sent["signal_id"])
    assert (office.folder / "spool" / "public_hearing").is_dir()


def test_what_intake_refuses_is_told_with_field_and_remedy(office):
    place = ["--data", office.folder, "--department", "nobody_at_all"]
    told = cli("send", "--id=1", *NOTICE, *place, code=1)
    assert "department" in told.stderr and "→" in told.stderr


def test_a_resting_folder_is_opened_for_the_time_of_the_command(tmp_path):
    town = Embedded(tmp_path / "data")
    place = ["--department", "waterworks"]
    folder = ROOT / "clients" / "examples" / "waterworks"
    told = town.json(
        "signal", "import", folder / "2026-04.csv", "--mapping", folder / "mapping.toml", *place
    )
    assert told["counts"] == {"accepted": 4}


def test_without_a_department_it_says_what_is_missing(office):
    assert "TSUNAGU_DEPARTMENT" in cli("flush", "--data", office.folder, code=2).stderr


def test_without_the_client_it_says_how_to_install_it():
    program = (
        "import sys; sys.modules['tsunagu_signals'] = None; sys.argv = ['tsunagu', 'signal', 'x'];"
        "from tsunagu.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 2
    assert "pip install ./clients/python" in done.stderr

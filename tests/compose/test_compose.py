"""`docker compose up --wait`, for real: what an operator does, and what must not be possible.

Takes minutes and builds images, so it runs only as `make compose-test`. It brings up a project of
its own, under a name and a port of its own, and takes it down again with its volumes.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tsunagu.testing.private_servers import free_port

ROOT = Path(__file__).resolve().parents[2]
SERVICES = (
    "console",
    "employment",
    "foodbank",
    "housing",
    "intake",
    "referral",
    "reporting",
)
with (ROOT / "data" / "departments.csv").open(encoding="utf-8", newline="") as listed_departments:
    SENDERS = {f"department-{row['code']}" for row in csv.DictReader(listed_departments)}
PUBLISHED = ROOT / "demo" / "published_years.jsonl"
STATISTICS = json.loads((ROOT / "data" / "consultation_statistics.json").read_text())
FIGURES = {year: STATISTICS["years"][year] for year in ("2015", "2016", "2017")}


class Project:
    """A compose project of this test run."""

    def __init__(self) -> None:
        self.port = free_port()
        self.name = f"tsunagu-test-{os.getpid()}"
        self._environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("TSUNAGU_")},
            "PORT": str(self.port),
            "TSUNAGU_VERSION": "test",
        }

    def command(self, *words: str) -> list[str]:
        # Without the folder's .env: that is the operator's.
        options = ["--project-name", self.name, "--env-file", os.devnull]
        return ["docker", "compose", *options, *words]

    def run(self, *words: str, stdin: bytes = b"", may_fail: bool = False) -> Any:
        """`docker compose WORDS` in the project's folder; its output must be wanted on failure."""
        done = subprocess.run(
            self.command(*words), cwd=ROOT, env=self._environment, input=stdin, capture_output=True
        )
        if done.returncode and not may_fail:
            said = (done.stdout + done.stderr).decode(errors="replace")[-4000:]
            pytest.fail(f"docker compose {' '.join(words)}: {done.returncode}\n{said}")
        return done

    def start(self, *words: str, stdin: Path) -> subprocess.Popen[bytes]:
        with stdin.open("rb") as source:
            return subprocess.Popen(
                self.command(*words),
                cwd=ROOT,
                env=self._environment,
                stdin=source,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def up(self) -> None:
        self.run("up", "--wait", "--wait-timeout", "180")

    def down(self, *words: str) -> None:
        self.run("down", *words)

    def tsunagu(self, *words: str, stdin: bytes = b"", may_fail: bool = False) -> Any:
        """`tsunagu WORDS` as an operator calls it, in the console's container."""
        whole = ("exec", "-T", "console", "tsunagu", *words)
        return self.run(*whole, stdin=stdin, may_fail=may_fail)

    def answer(self, *words: str, **options: Any) -> Any:
        return json.loads(self.tsunagu(*words, "--json", **options).stdout)

    def inside(self, service: str, script: str, **options: Any) -> str:
        """What a shell in the service's container prints."""
        done = self.run("exec", "-T", service, "sh", "-c", script, **options)
        return str(done.stdout.decode())

    def containers(self) -> dict[str, dict[str, Any]]:
        """Service → what the engine knows of its container."""
        ids = self.run("ps", "--all", "--quiet").stdout.decode().split()
        whole = json.loads(subprocess.check_output(["docker", "inspect", *ids]))
        return {one["Config"]["Labels"]["com.docker.compose.service"]: one for one in whole}

    def get(self, path: str, token: str | None = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)


def no_engine() -> str | None:
    """Why nothing can be brought up here; None where it can."""
    if not os.environ.get("TSUNAGU_COMPOSE_TEST"):
        return "数分かかるため make compose-test で / takes minutes: make compose-test"
    if shutil.which("docker") is None:
        return "docker がありません / there is no docker"
    for words in (["info"], ["compose", "version"]):
        asked = subprocess.run(["docker", *words], capture_output=True, text=True)
        if asked.returncode:
            said = asked.stderr.strip().splitlines()[-1:]
            return f"docker {' '.join(words)} が答えません / does not answer: {said}"
    return None


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    missing = no_engine()
    if missing is not None:
        pytest.skip(missing)
    project = Project()
    try:
        project.run("build")
        project.up()
        yield project
    finally:
        project.down("--volumes", "--timeout", "5")


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.5)


def ready(project: Project) -> bool:
    try:
        return project.get("/readyz")[0] == 200
    except OSError:
        return False


def test_every_service_is_healthy_and_the_first_step_is_over(project: Project) -> None:
    states = {name: one["State"] for name, one in project.containers().items()}

    assert states.pop("secrets")["ExitCode"] == 0
    assert set(states) == {"postgres", "rabbitmq", *SERVICES}
    assert {state["Health"]["Status"] for state in states.values()} == {"healthy"}
    assert project.get("/readyz")[1]["ready"] is True


def test_only_the_consoles_port_is_published_and_only_to_this_machine(project: Project) -> None:
    published = {
        (name, binding["HostIp"])
        for name, one in project.containers().items()
        for bindings in one["NetworkSettings"]["Ports"].values()
        for binding in bindings or []
    }

    assert published == {("console", "127.0.0.1")}


def test_the_platforms_network_leads_nowhere_else(project: Project) -> None:
    networks = {
        name: set(one["NetworkSettings"]["Networks"]) for name, one in project.containers().items()
    }
    platform = json.loads(
        subprocess.check_output(["docker", "network", "inspect", f"{project.name}_platform"])
    )

    assert platform[0]["Internal"] is True
    for name in ("postgres", "rabbitmq", "intake", "referral", "reporting"):
        assert networks[name] == {f"{project.name}_platform"}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_nobody_special_and_can_change_nothing_but_its_scratch_space(
    project: Project, service: str
) -> None:
    assert project.inside(service, "id -u").strip() == "10001"
    host = project.containers()[service]["HostConfig"]
    assert (host["ReadonlyRootfs"], host["CapDrop"]) == (True, ["ALL"])

    writable = "for f in /srv/tsunagu /run/tsunagu /usr/local/bin; do touch $f/x && echo $f; done"
    assert project.inside(service, f"{writable}; true") == ""


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_holds_one_service_alone(project: Project, service: str) -> None:
    assert project.inside(service, "ls /srv/tsunagu/services").split() == [service]


def test_no_secret_shows_in_what_the_engine_or_compose_tells(project: Project) -> None:
    told = json.dumps(project.containers()) + project.run("config").stdout.decode()

    for service in SERVICES:
        files = [project.inside(service, f"cat /run/tsunagu/{name}") for name in secret_files()]
        for text in files:
            secret = text.strip().rpartition("@")[0].rpartition(":")[2] or text.strip()
            assert len(secret) >= 32
            assert secret not in told


def secret_files() -> tuple[str, ...]:
    return ("master.key", "amqp_url", "database_url")


def test_a_service_enters_its_own_database_and_no_other(project: Project) -> None:
    def opens(database: str) -> bool:
        url = project.inside("intake", "cat /run/tsunagu/database_url").strip()
        other = url.rpartition("/")[0] + f"/{database}"
        found = project.run(
            *("exec", "-T", "-e", f"TSUNAGU_DATABASE_URL={other}", "intake"),
            *("tsunagu", "doctor", "--json"),
            may_fail=True,
        )
        states = {f["check"]: f["state"] for f in json.loads(found.stdout)["findings"]}
        return bool(states["database"] == "ok")

    assert opens("intake")
    assert not any(opens(other) for other in ("referral", "reporting", "console", "postgres"))


def test_the_broker_knows_the_services_each_department_and_no_guest(project: Project) -> None:
    listed = project.inside("rabbitmq", "rabbitmqctl -q list_users --formatter json")

    assert {user["user"] for user in json.loads(listed)} == {*SERVICES, *SENDERS}


def test_a_department_may_write_signals_under_its_own_code_and_nothing_else(
    project: Project,
) -> None:
    def allowed(what: str) -> dict[str, dict[str, str]]:
        listed = project.inside("rabbitmq", f"rabbitmqctl -q {what} -p tsunagu --formatter json")
        return {row["user"]: row for row in json.loads(listed) if row["user"] in SENDERS}

    plain = allowed("list_permissions")
    by_topic = allowed("list_topic_permissions")
    assert set(plain) == set(by_topic) == SENDERS
    for user, code in ((user, user.removeprefix("department-")) for user in SENDERS):
        rights = {name: plain[user][name] for name in ("configure", "write", "read")}
        assert rights == {"configure": "^$", "write": "^signals$", "read": "^$"}
        assert by_topic[user]["write"] == f"^{code}$"


def test_doctor_finds_nothing_wrong_in_any_container(project: Project) -> None:
    for service in SERVICES:
        project.run("exec", "-T", service, "tsunagu", "doctor")


def test_past_records_become_the_published_figures_though_a_service_is_killed_half_way(
    project: Project,
) -> None:
    importing = project.start(
        "exec", "-T", "console", "tsunagu", "import", "/dev/stdin", stdin=PUBLISHED
    )
    until(lambda: log_of(project, "intake") > 500)
    kill(project, "intake")
    assert importing.poll() is None, "the import was over before the kill"
    importing.wait(timeout=180)
    until(lambda: ready(project))

    again = project.answer("import", "/dev/stdin", stdin=PUBLISHED.read_bytes())

    assert again["refused"] == []
    assert again["accepted"] + again["already"] == again["lines"]
    level_and_right(project)


def log_of(project: Project, service: str) -> int:
    lags = project.answer("lag", may_fail=True)
    return int(next(lag for lag in lags if lag["service"] == service).get("log", 0))


def kill(project: Project, service: str) -> None:
    """kill -9, from inside: the engine takes `docker kill` for a wish that it stay down."""
    before = project.containers()[service]["RestartCount"]
    project.inside(service, "kill -9 -1", may_fail=True)
    until(lambda: project.containers()[service]["RestartCount"] > before)


def level_and_right(project: Project) -> None:
    checked = project.answer("verify")
    assert checked == {"ok": True, "services": list(SERVICES), "violations": []}
    for lag in project.answer("lag"):
        assert (lag["unpublished"], lag["parked"], lag["behind"]) == (0, 0, [])
    for year, figures in FIGURES.items():
        table = project.answer("report", "consultation_table", "--fiscal-year", year)
        assert table["total_persons"] == figures["total_persons"]
        assert table["self_reliance"]["new"] == figures["self_reliance"]["new"]


@pytest.mark.parametrize("service", SERVICES)
def test_a_killed_service_comes_back_by_itself_and_everything_stays_level(
    project: Project, service: str
) -> None:
    kill(project, service)

    until(lambda: ready(project))
    level_and_right(project)


def test_a_restarted_broker_and_database_lose_nothing(project: Project) -> None:
    project.run("restart", "rabbitmq", "postgres")

    until(lambda: ready(project))
    level_and_right(project)
    # What eventlet prints when an exception nobody caught ends one of its threads.
    said = project.run("logs", "--no-color", *SERVICES).stdout.decode().splitlines()
    assert [line for line in said if "Removing descriptor" in line] == []


def test_a_silent_service_is_named(project: Project) -> None:
    project.run("stop", "referral")
    try:
        until(lambda: project.get("/readyz")[0] == 503)
        assert project.get("/readyz")[1]["services"]["referral"] == {
            "answers": "service_unavailable"
        }
        checked = project.tsunagu("verify", "--json", may_fail=True)
        assert checked.returncode == 1
        silent = [v["service"] for v in json.loads(checked.stdout)["violations"]]
        assert "referral" in silent
    finally:
        project.up()


def test_a_token_reads_a_report_over_rest_until_it_is_revoked(project: Project) -> None:
    token = project.answer("token", "issue", "reader", "--label", "test")
    address = "/api/v1/reports/consultation_table?fiscal_year=2016"

    status, table = project.get(address, token["token"])
    assert (status, table["total_persons"]) == (200, FIGURES["2016"]["total_persons"])
    assert project.get(address)[0] == 401

    project.tsunagu("token", "revoke", token["id"])
    assert project.get(address, token["token"])[0] == 401


def test_down_and_up_again_goes_on_with_the_same_data_keys_and_tokens(project: Project) -> None:
    def secrets() -> list[str]:
        return [project.inside(one, "cat /run/tsunagu/*") for one in SERVICES]

    before, token = secrets(), project.answer("token", "issue", "reader")

    project.down()
    project.up()

    assert secrets() == before
    assert project.get("/api/v1/desks", token["token"])[0] == 200
    level_and_right(project)

"""PostgreSQL and RabbitMQ as private processes of a test run, and faults to put on them.

Each has a folder, a port and a life of its own, apart from any server of the
machine; it ends with the process that started it. As root it runs under a
plain account, as both refuse to be root. For tests only.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import functools
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tsunagu.domain.errors import require

START_SECONDS = 40.0


class NotInstalled(Exception):
    """The server's program is not on this machine."""


# Below the range from which Linux takes ports by itself, so that only who asks here uses them.
PORTS = range(20_000, 32_000)


class _Ports:
    """Ports given to this process alone: a byte of a common file, locked while it lives, for each.

    A port that was merely seen free could be somebody else's before it is used.
    """

    def __init__(self) -> None:
        self._given: set[int] = set()
        path = Path(tempfile.gettempdir(), f"tsunagu-ports-{os.geteuid()}")
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take_free(self) -> int:
        while True:
            port = secrets.choice(PORTS)
            if port not in self._given and self._is_ours(port) and self._is_free(port):
                self._given.add(port)
                return port

    def _is_ours(self, port: int) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
        except OSError:
            return False
        return True

    @staticmethod
    def _is_free(port: int) -> bool:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
        return True


@functools.cache
def _find_own_ports(_process: int) -> _Ports:
    return _Ports()


def free_port() -> int:
    """A TCP port on which nobody listens, nor will whoever else asks here."""
    return _find_own_ports(os.getpid()).take_free()


def die_with_parent() -> None:
    """In the child: be ended with the process that started it, however that one ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class PrivateServer:
    """A server process in a temporary folder."""

    account = "nobody"
    stop_signal = signal.SIGTERM
    kill_signal = signal.SIGKILL

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._user = self._find_plain_user()
        self.folder = Path(tempfile.mkdtemp(prefix=f"tsunagu-{type(self).__name__.lower()}-"))
        self.folder.chmod(0o755)
        self._give_to_user(self.folder)

    def _find_plain_user(self) -> str | None:
        if os.geteuid() != 0:
            return None
        try:
            return pwd.getpwnam(self.account).pw_name
        except KeyError:
            return "nobody"

    def _give_to_user(self, path: Path) -> None:
        if self._user is not None:
            shutil.chown(path, self._user)

    def _build_account_options(self) -> dict[str, Any]:
        if self._user is None:
            return {}
        entry = pwd.getpwnam(self._user)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def _spawn(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        with (self.folder / "output").open("ab") as output:
            return subprocess.Popen(
                list(command),
                cwd=self.folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal is for the tests alone
                preexec_fn=die_with_parent,
                **self._build_account_options(),
            )

    def _await(self, answers: Callable[[], bool]) -> None:
        deadline = time.monotonic() + START_SECONDS
        process = require(self.process, "a server is awaited once it was started")
        while not answers():
            if process.poll() is not None or time.monotonic() > deadline:
                tail = (self.folder / "output").read_text(errors="replace")[-800:]
                raise RuntimeError(f"{type(self).__name__} did not start: {tail}")
            time.sleep(0.05)

    def _is_listening(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    # -- its life -----------------------------------------------------------------------------

    def start(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        """End it in good order."""
        self._end(self.stop_signal)

    def kill(self) -> None:
        """End it at once, as a fault would."""
        self._end(self.kill_signal)

    def _end(self, how: int) -> None:
        if self.process is None:
            return
        self.resume()
        self.process.send_signal(how)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=5)
        self.process = None

    def restart(self) -> None:
        """End it in good order if it runs, and start it on the same folder and port."""
        self.stop()
        self.start()

    def pause(self) -> None:
        """Stop all of it in its tracks: connections stay open and nothing answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, how: int) -> None:
        for pid in self._list_processes():
            with contextlib.suppress(ProcessLookupError):  # it has ended meanwhile
                os.kill(pid, how)

    def _list_processes(self) -> list[int]:
        if self.process is None or self.process.poll() is not None:
            return []
        children = []
        for entry in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError, ValueError):
                parent = entry.read_text().rpartition(")")[2].split()[1]
                if int(parent) == self.process.pid:
                    children.append(int(entry.parent.name))
        return [self.process.pid, *children]

    def discard(self) -> None:
        """End it and delete its folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def _find_postgres_programs() -> Path:
    folders = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    folders += [Path("/usr/local/pgsql/bin"), Path("/opt/homebrew/opt/postgresql/bin")]
    for folder in folders:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise NotInstalled("postgres と initdb が見つかりません / no postgres and initdb found")


class PrivateDatabase(PrivateServer):
    """A PostgreSQL cluster of its own, with stock durability.

    One that is not durable answers a commit before the disk has it. What was committed survives
    the end of the server all the same, but not a loss of power: enough for a test's databases.
    """

    account = "postgres"
    stop_signal = signal.SIGINT  # fast: disconnects clients, then a checkpoint
    kill_signal = signal.SIGQUIT  # immediate: no checkpoint, recovery at the next start

    def __init__(self, is_durable: bool = True) -> None:
        self._programs = _find_postgres_programs()
        super().__init__()
        self._settings = ["listen_addresses=127.0.0.1", "max_connections=200"]
        if not is_durable:
            self._settings += ["fsync=off", "full_page_writes=off"]
        self.origin = f"private process ({self._programs})"

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        data = self.folder / "data"
        if not data.exists():
            subprocess.run(
                [
                    *(str(self._programs / "initdb"), "-D", str(data), "-U", "postgres"),
                    *("-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"),
                ],
                cwd=self.folder,
                check=True,
                capture_output=True,
                **self._build_account_options(),
            )
        self.process = self._spawn(
            [
                *(str(self._programs / "postgres"), "-D", str(data), "-p", str(self.port)),
                *("-k", "", *(part for setting in self._settings for part in ("-c", setting))),
            ]
        )
        self._await(self._is_answering)

    def _is_answering(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


def _find_rabbitmq_program() -> Path:
    # Debian's wrapper in sbin insists on its own account and folders; the real one does not.
    candidates = [
        *sorted(Path("/usr/lib/rabbitmq/lib").glob("*/sbin/rabbitmq-server"), reverse=True),
        *sorted(Path("/opt").glob("rabbitmq*/sbin/rabbitmq-server"), reverse=True),
    ]
    candidates += [Path(found) for found in [shutil.which("rabbitmq-server")] if found]
    for program in candidates:
        if program.exists() and shutil.which("epmd"):
            return program
    raise NotInstalled(
        "rabbitmq-server と epmd が見つかりません / no rabbitmq-server and epmd found"
    )


class PrivateBroker(PrivateServer):
    """A RabbitMQ node of its own, with its own name, cookie and port mapper."""

    account = "rabbitmq"

    def __init__(self) -> None:
        self._program = _find_rabbitmq_program()
        super().__init__()
        self._mapper: subprocess.Popen[bytes] | None = None
        self._mapper_port, self._distribution_port = free_port(), free_port()
        self._node = f"tsunagu{self.port}@localhost"
        self._cookie = f"COOKIE{os.urandom(8).hex().upper()}"
        self.origin = f"private process ({self._program})"
        self._write(".erlang.cookie", self._cookie, 0o400)
        self._write("plugins", "[].\n")
        self._write(
            "rabbitmq.conf",
            f"listeners.tcp.1 = 127.0.0.1:{self.port}\n"
            "log.console = false\nlog.file.level = warning\n"
            "max_message_size = 1048576\ndisk_free_limit.absolute = 50MB\n",
        )

    def _write(self, name: str, text: str, mode: int = 0o644) -> None:
        path = self.folder / name
        path.write_text(text)
        path.chmod(mode)
        self._give_to_user(path)

    @property
    def url(self) -> str:
        return self.build_url("/")

    def build_url(self, vhost: str) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}/{'' if vhost == '/' else vhost}"

    @property
    def _environment(self) -> dict[str, str]:
        folder = str(self.folder)
        return {
            "HOME": folder,
            "ERL_EPMD_PORT": str(self._mapper_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": self._node,
            "RABBITMQ_DIST_PORT": str(self._distribution_port),
            "RABBITMQ_MNESIA_BASE": f"{folder}/mnesia",
            "RABBITMQ_LOG_BASE": f"{folder}/log",
            "RABBITMQ_PID_FILE": f"{folder}/pid",
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq.conf",
            "RABBITMQ_ADVANCED_CONFIG_FILE": f"{folder}/none.config",
            "RABBITMQ_CONF_ENV_FILE": f"{folder}/none.env",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/plugins",
            # Schedulers with nothing to do sleep at once: the processors are for the tests.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} "
            "+sbwt none +sbwtdcpu none +sbwtdio none",
            "RUNNING_UNDER_SYSTEMD": "true",  # no shell stays between us and the node
            "NOTIFY_SOCKET": "",
        }

    def start(self) -> None:
        if self._mapper is None:
            mapper = [shutil.which("epmd") or "epmd", "-port", str(self._mapper_port)]
            self._mapper = self._spawn(mapper, self._environment)
        self.process = self._spawn([str(self._program)], self._environment)
        self._await(self._is_listening)

    def add_vhost(self, name: str) -> str:
        """Make a virtual host that `guest` may use; its URL."""
        self.evaluate(
            f'rabbit_vhost:add(<<"{name}">>, <<"test">>), '
            f'rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"{name}">>, '
            '<<".*">>, <<".*">>, <<".*">>, <<"test">>).'
        )
        return self.build_url(name)

    def delete_vhost(self, name: str) -> None:
        self.evaluate(f'rabbit_vhost:delete(<<"{name}">>, <<"test">>).')

    def evaluate(self, erlang: str) -> str:
        """Run an expression on the node (30 ms by erl_call, near 1 s by rabbitmqctl)."""
        caller = shutil.which("erl_call")
        if caller:
            command = [caller, "-sname", self._node, "-c", self._cookie, "-e"]
        else:
            command = [str(self._program.with_name("rabbitmqctl")), "eval", erlang]
        done = subprocess.run(
            command,
            input=f"{erlang}\n".encode() if caller else b"",
            env={**os.environ, **self._environment},
            capture_output=True,
            timeout=30,
            **self._build_account_options(),
        )
        answer: str = (done.stdout + done.stderr).decode(errors="replace")
        if done.returncode or "error" in answer:
            raise RuntimeError(f"RabbitMQ: {answer[:400]}")
        return answer

    def discard(self) -> None:
        self.kill()
        if self._mapper is not None:
            self._mapper.kill()
            self._mapper.wait(timeout=5)
            self._mapper = None
        shutil.rmtree(self.folder, ignore_errors=True)

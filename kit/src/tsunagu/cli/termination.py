"""Waiting for Ctrl-C or SIGTERM without polling, inside eventlet's hub."""

from __future__ import annotations

import os
import signal
from typing import Any

from tsunagu.process.concurrency import wait_for_io


class Termination:
    """Catches SIGINT and SIGTERM from its making on; `wait` returns when one has come.

    A signal handler alone would not wake the hub, which sleeps in epoll; the
    byte that Python writes to the wake-up pipe does.
    """

    def __init__(self) -> None:
        self.asked = False
        self.failure: str | None = None
        self._read, self._write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note)

    def _note(self, _number: int, _frame: Any) -> None:
        if self.asked:  # asked twice: somebody is impatient
            os._exit(130)
        self.asked = True

    def stop(self, failure: str | None) -> None:
        """Stop from inside, because of a failure or in order."""
        self.failure = self.failure or failure
        self.asked = True
        os.write(self._write, b"\0")

    def wait(self) -> None:
        while not self.asked:
            wait_for_io(self._read, read=True)
            try:
                os.read(self._read, 64)
            except BlockingIOError:
                continue

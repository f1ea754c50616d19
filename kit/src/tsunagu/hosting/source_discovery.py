"""Which installed services publish what a service follows wherever it comes from.

A programme that answers sheets is followed because it says that it publishes such answers, not
because somebody wrote its name down: the installed services are asked at the start and again
and again. Who is followed once is remembered by its checkpoint, and followed from the first
moment of the next start, whether it is up or not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.messaging.rpc import Call
from tsunagu.process.concurrency import map_concurrently, sleep

ASK_SECONDS = 5.0
FIRST_PAUSE = 0.1  # until the next round, while somebody has not answered yet
LONGEST_PAUSE = 10.0
REST_SECONDS = 60.0  # once all have answered: a newer release may publish more


class SourceDiscovery:
    """Asks `others` for their facts; `follow(name)` for each that publishes one of `kinds`.

    `unheard`: those that never yet said which facts they publish.
    """

    def __init__(
        self,
        others: Collection[str],
        kinds: Collection[str],
        call: Call,
        follow: Callable[[str], None],
    ) -> None:
        self.unheard = set(others)
        self._others, self._kinds = sorted(others), kinds
        self._call, self._follow = call, follow

    def run(self) -> None:
        """Ask for ever; until everybody has answered often, then now and then."""
        pause = FIRST_PAUSE
        while True:
            self.ask()
            sleep(pause if self.unheard else REST_SECONDS)
            pause = min(pause * 1.5, LONGEST_PAUSE)

    def ask(self) -> None:
        """Ask everybody once."""
        for name, about in zip(
            self._others, map_concurrently(self._ask_one, self._others), strict=True
        ):
            if about is None:
                continue
            self.unheard.discard(name)
            if any(f"{name}.{kind}" in about["facts"] for kind in self._kinds):
                self._follow(name)

    def _ask_one(self, name: str) -> JsonObject | None:
        try:
            about: JsonObject = self._call(name, "about", timeout=ASK_SECONDS)
        except TsunaguError:
            return None
        return about

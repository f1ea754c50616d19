"""Who should be followed and is not: seen only where all services are asked together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tsunagu.cli.access import Access
from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.json_object import JsonObject
from tsunagu.domain.text import Text

REMEDY = Text(
    "TSUNAGU_SERVICES に名を足し、{service} を起動し直す",
    "name it in TSUNAGU_SERVICES and start {service} again",
)


class Unfollowed(NamedTuple):
    """`service` follows whoever publishes such facts, and does not follow `source`."""

    service: str
    source: str
    fact: str

    @property
    def sentence(self) -> str:
        """What is wrong, in one line."""
        return (
            f"{self.source} の {self.fact} が {self.service} に届きません / "
            f"{self.service} does not hear {self.fact}"
        )


def ask_about(platform: Access) -> dict[str, JsonObject]:
    """service → what it says of itself; without those that do not answer."""
    abouts = {}
    for service in platform.services:
        try:
            abouts[service] = platform.call(service, "about", timeout=10.0)
        except TsunaguError:
            continue  # that it is silent is said elsewhere
    return abouts


def find_unfollowed(abouts: Mapping[str, JsonObject]) -> Iterator[Unfollowed]:
    """Every source that publishes what a service follows of all, and that it does not follow."""
    for service, about in abouts.items():
        for kind in about.get("follows_every", ()):
            for source, other in abouts.items():
                fact = f"{source}.{kind}"
                if fact in other["facts"] and source not in about["follows"]:
                    yield Unfollowed(service, source, fact)

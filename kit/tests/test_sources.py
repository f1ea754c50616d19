"""`verify`, `doctor` and `lag` name whom nobody hears."""

from __future__ import annotations

from typing import Any

from tsunagu.cli.doctor import check_services
from tsunagu.cli.sources import Unfollowed, ask_about, find_unfollowed
from tsunagu.domain.errors import Unavailable

SHEETS = ["meals.sheet_answered", "meals.booked"]


class Town:
    """What each service says of itself; None: it is away."""

    services = ("meals", "referral")

    def __init__(self, follows: list[str], heard: bool = True, unheard: tuple[str, ...] = ()):
        places = {name: {"position": 0, "head": 0, "heard": heard} for name in follows}
        self.says: dict[str, Any] = {
            "meals": {"facts": SHEETS, "follows": []},
            "referral": {
                "facts": ["referral.requested"],
                "follows": follows,
                "follows_every": ["sheet_answered"],
            },
        }
        self.lags: dict[str, Any] = {
            "meals": {"sources": {}, "unheard": []},
            "referral": {"sources": places, "unheard": list(unheard)},
        }

    def call(self, service: str, method: str, timeout: float = 0.0) -> Any:
        if self.says[service] is None:
            raise Unavailable("service_unavailable", f"{service} away")
        if method == "about":
            return self.says[service]
        return self.lags[service] | {"service": service, "fact_head": 0}


def find_states(town: Town) -> list[tuple[str, str]]:
    return [(one.check, one.state) for one in check_services(town)]


def test_a_source_that_answers_sheets_and_is_not_followed_is_named():
    town = Town(follows=[])
    found = list(find_unfollowed(ask_about(town)))
    assert found == [Unfollowed("referral", "meals", "meals.sheet_answered")]
    assert ("sources", "failed") in find_states(town)


def test_one_that_is_followed_and_heard_is_well():
    town = Town(follows=["meals"])
    assert list(find_unfollowed(ask_about(town))) == []
    assert find_states(town) == [("services", "ok")]


def test_a_followed_source_that_was_never_heard_is_named():
    assert ("sources", "warning") in find_states(Town(follows=["meals"], heard=False))
    assert ("sources", "warning") in find_states(Town(follows=["meals"], unheard=("homes",)))


def test_who_is_away_is_named_and_hides_nobody_else():
    town = Town(follows=[])
    town.says["referral"] = None
    assert find_states(town) == [("services", "warning")]

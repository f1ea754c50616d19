"""What a caller is told when no answer comes, with both brokers: never that nothing was done
where something was, and nothing is done after it was told so."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from kombu import Connection, Exchange, Queue
from nameko.containers import ServiceContainer
from nameko.standalone.rpc import ClusterRpcProxy

from tsunagu.domain.errors import OutcomeUnknown, Unavailable
from tsunagu.messaging import rpc_entrypoint
from tsunagu.messaging.rpc import Caller
from tsunagu.messaging.rpc_entrypoint import answer_calls
from tsunagu.process.concurrency import map_concurrently, sleep, spawn
from tsunagu.testing import eventually

PATIENT = 60.0  # whoever waits as long as this did not know at once
BRIEF = 1.0


class Kitchen:
    """Cooks one dish at a time; `is_open` lets it go on."""

    name = "kitchen"
    begun: ClassVar[list[str]] = []
    is_open = True

    @answer_calls
    def cook(self, dish: str, seconds: float = 0.0) -> str:
        Kitchen.begun.append(dish)
        eventually(lambda: Kitchen.is_open, PATIENT)
        sleep(seconds)
        return f"{dish} ready"


class House:
    """A kitchen that can be opened, shut and killed, and who calls it."""

    def __init__(self, amqp_url: str) -> None:
        self.config = {"AMQP_URI": amqp_url, "serializer": "json", "max_workers": 1}
        self.caller = Caller(amqp_url)
        self.container: Any = None
        self.start()

    def start(self) -> None:
        self.container = ServiceContainer(Kitchen, self.config)
        self.container.start()

    def order(self, dish: str, timeout: float = PATIENT, **more: Any) -> str:
        """The answer, or the code of the refusal."""
        try:
            answer: str = self.caller.call("kitchen", "cook", timeout=timeout, dish=dish, **more)
        except (Unavailable, OutcomeUnknown) as told:
            return told.code
        return answer


@pytest.fixture
def house(any_broker: str) -> Iterator[House]:
    Kitchen.begun, Kitchen.is_open = [], True
    made = House(any_broker)
    yield made
    Kitchen.is_open = True
    made.container.kill()
    made.caller.close()


def test_a_service_that_never_was_there_is_known_at_once(house):
    with pytest.raises(Unavailable) as told:
        house.caller.call("cellar", "fetch", timeout=PATIENT)
    assert told.value.code == "service_unavailable"


def test_a_service_that_was_stopped_is_known_at_once_and_found_again(house):
    assert house.order("soup") == "soup ready"
    house.container.stop()
    assert [house.order(f"rice {n}") for n in range(3)] == ["service_unavailable"] * 3
    house.start()
    assert house.order("tea") == "tea ready"
    assert Kitchen.begun == ["soup", "tea"]


def test_calls_that_wait_for_a_service_that_stops_are_told_so_and_never_done(house):
    Kitchen.is_open = False
    begun = spawn(house.order, "soup")
    eventually(lambda: Kitchen.begun == ["soup"])
    waiting = [spawn(house.order, f"rice {n}") for n in range(3)]
    sleep(0.2)
    stopping = spawn(house.container.stop)
    assert [one.wait() for one in waiting] == ["service_unavailable"] * 3
    Kitchen.is_open = True
    assert begun.wait() == "soup ready"
    stopping.kill()  # eventlet's pool does not notice that it is empty where calls wait for it
    house.start()
    assert house.order("tea") == "tea ready"
    assert Kitchen.begun == ["soup", "tea"]


def test_a_call_that_was_not_taken_up_in_its_time_is_not_done_after_all(house):
    Kitchen.is_open = False
    begun = spawn(house.order, "soup")
    eventually(lambda: Kitchen.begun == ["soup"])
    waiting = [spawn(house.order, f"rice {n}", timeout=BRIEF) for n in range(6)]
    assert [one.wait() for one in waiting] == ["service_busy"] * 6
    Kitchen.is_open = True
    assert begun.wait() == "soup ready"
    assert house.order("tea") == "tea ready"
    assert Kitchen.begun == ["soup", "tea"]


def test_a_busy_service_has_the_whole_time(house):
    Kitchen.is_open = False
    orders = [spawn(house.order, dish) for dish in ("soup", "rice")]
    sleep(3 * BRIEF)
    Kitchen.is_open = True
    assert sorted(one.wait() for one in orders) == ["rice ready", "soup ready"]


def test_what_was_begun_and_not_answered_is_not_called_undone(house):
    Kitchen.is_open = False
    assert house.order("soup", timeout=BRIEF) == "outcome_unknown"
    Kitchen.is_open = True
    assert house.order("tea") == "tea ready"
    assert Kitchen.begun == ["soup", "tea"]


def test_whoever_gives_up_just_as_the_call_begins_is_told_what_is_so(house):
    """Six at a time want as long as there is; which of them comes to its turn is chance."""
    chance = random.Random(7)

    def order(dish: str) -> tuple[str, str]:
        seconds = chance.uniform(0.05, 0.3)
        return dish, house.order(dish, timeout=chance.uniform(0.5, 1.0), seconds=seconds)

    told: dict[str, str] = {}
    for turn in range(6):
        told |= dict(map_concurrently(order, [f"{turn}.{n}" for n in range(6)]))
    house.order("tea")  # whoever waited before is dealt with by then
    for dish, answer in told.items():
        begun = Kitchen.begun.count(dish)
        assert begun == 0 if answer == "service_busy" else begun == 1, (dish, answer)
    assert set(told.values()) >= {"service_busy"}


def test_where_clocks_disagree_nothing_changes(house, monkeypatch):
    monkeypatch.setattr(rpc_entrypoint, "FRESH_SECONDS", -1.0)  # no call looks new
    assert house.order("soup") == "soup ready"
    Kitchen.is_open = False
    begun = spawn(house.order, "rice", timeout=2 * BRIEF)
    eventually(lambda: "rice" in Kitchen.begun)
    assert house.order("tea", timeout=BRIEF) == "service_busy"
    assert begun.wait() == "outcome_unknown"
    Kitchen.is_open = True
    assert house.order("cake") == "cake ready"
    assert Kitchen.begun == ["soup", "rice", "cake"]


def test_a_client_of_stock_nameko_is_answered_as_ever(house):
    with ClusterRpcProxy(house.config, timeout=30) as cluster:
        assert cluster.kitchen.cook(dish="soup") == "soup ready"
        assert cluster.kitchen.cook("tea") == "tea ready"


def test_the_queue_of_an_earlier_release_is_replaced_by_one_that_ends(amqp_url):
    Kitchen.begun, Kitchen.is_open = [], True
    exchange = Exchange("nameko-rpc", type="topic", durable=True)
    with Connection(amqp_url) as connection:
        old = Queue("rpc-kitchen", exchange, "kitchen.*", durable=True)
        old(connection.channel()).declare()
    house = House(amqp_url)
    assert eventually(lambda: house.order("tea") == "tea ready")
    house.container.stop()
    assert house.order("soup") == "service_unavailable"
    house.caller.close()

"""A process ended anywhere, as by a power switch: nothing lost, nothing twice, order kept.

`TSUNAGU_CHAOS_RUNS=100 make chaos` for the long form; each run draws anew when to strike.
"""

import pytest

from tests.chaos.harness import RUNS, Chaos

COMMAND = ["before_begin", "after_append", "before_commit", "after_commit"]
RELAY = ["after_read", "after_publish", "after_confirm"]
SUBSCRIPTION = ["before_begin", "after_apply", "before_commit", "after_commit", "after_ack"]


@pytest.fixture
def chaos(postgres_server, amqp_url, tmp_path):
    with postgres_server.database() as one, postgres_server.database() as two:
        made = Chaos(one, two, amqp_url, tmp_path)
        yield made
        made.close()


@pytest.mark.parametrize("point", COMMAND)
def test_killed_in_a_command(chaos, point):
    for _ in range(RUNS):
        chaos.new_boxes(10)
        chaos.until_killed("write", f"command.{point}", 10, boxes=chaos.boxes)
        chaos.check_log()
    assert chaos.struck == RUNS


@pytest.mark.parametrize("point", COMMAND)
def test_killed_before_the_answer_and_sent_again_under_the_same_key(chaos, point):
    keys = []
    for run in range(RUNS):
        keys += [f"key-{run}-{n}" for n in range(10)]
        chaos.until_killed("ask", f"command.{point}", 10, keys=keys)
        chaos.check_answers(keys)
    assert chaos.struck == RUNS


@pytest.mark.parametrize("point", RELAY)
def test_killed_in_the_relay(chaos, point):
    chaos.process("follow")  # its queue is there, bound
    for _ in range(RUNS):
        chaos.process("write", boxes=chaos.new_boxes(20))
        chaos.until_killed("publish", f"relay.{point}", 5)
        assert chaos.process("follow") == 0
        chaos.check_effects()
    assert chaos.struck == RUNS


@pytest.mark.parametrize("point", SUBSCRIPTION)
def test_killed_in_the_subscription(chaos, point):
    chaos.process("follow")
    for _ in range(RUNS):
        chaos.process("write", boxes=chaos.new_boxes(20))
        chaos.process("publish")
        chaos.until_killed("follow", f"subscription.{point}", 1 if point == "after_ack" else 2)
        chaos.check_effects()
    assert chaos.struck == RUNS

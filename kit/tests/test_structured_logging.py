"""How log lines look, and what they belong to."""

from __future__ import annotations

import io
import json
import logging

import pytest

from tsunagu.process.concurrency import map_concurrently, spawn
from tsunagu.process.structured_logging import (
    bind_log_fields,
    capture_log,
    get_logger,
    make_formatter,
)

CANARY = "秘密花子"
_log = get_logger("tsunagu.test")


@pytest.fixture
def written():
    """`written(as_json)` → a stream that gets every line, as a process would write it."""
    root, handlers, before = logging.getLogger(), [], logging.getLogger().level

    def to(as_json):
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        handler.setFormatter(make_formatter(as_json=as_json))
        root.addHandler(handler)
        handlers.append(handler)
        root.setLevel(logging.INFO)
        return stream

    yield to
    root.setLevel(before)
    for handler in handlers:
        root.removeHandler(handler)


def test_for_programs_each_line_is_one_object(written):
    stream = written(as_json=True)
    with bind_log_fields(service="intake", correlation="c1", actor="caseworker:desk/3f"):
        _log.warning("fact parked", type="intake.case_opened", position=3)
    (line,) = map(json.loads, stream.getvalue().splitlines())
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "fact parked",
        "level": "warning",
        "logger": "tsunagu.test",
        "service": "intake",
        "correlation": "c1",
        "actor": "caseworker:desk/3f",
        "type": "intake.case_opened",
        "position": 3,
    }


def test_for_people_it_is_the_event_and_key_value(written):
    stream = written(as_json=False)
    with bind_log_fields(service="intake", correlation="c1"):
        _log.warning("fact parked", position=3)
    line = stream.getvalue()
    assert "[warning" in line and "fact parked" in line
    assert "correlation=c1" in line and "position=3" in line and "service=intake" in line


@pytest.mark.parametrize("as_json", [True, False])
def test_lines_of_libraries_come_the_same_way(written, as_json):
    stream = written(as_json)
    with bind_log_fields(correlation="c1"):
        logging.getLogger("kombu.connection").error("lost %s", "rabbit")
    line = stream.getvalue()
    assert "lost rabbit" in line and "kombu.connection" in line
    assert "c1" in line


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_shows_no_variable(written, as_json):
    stream = written(as_json)

    def fail(name):
        raise ValueError("of no person")

    try:
        fail(CANARY)
    except ValueError:
        _log.warning("job failed", exc_info=True)
    assert "ValueError" in stream.getvalue() and "fail" in stream.getvalue()
    assert CANARY not in stream.getvalue() and ascii(CANARY)[1:-1] not in stream.getvalue()


def test_who_is_no_code_is_not_named():
    with capture_log() as lines, bind_log_fields(actor=CANARY, service="intake"):
        _log.info("command answered")
    assert "actor" not in lines[0] and lines[0]["service"] == "intake"


def test_what_a_line_belongs_to_ends_with_the_block_and_the_outer_one_holds_again():
    with capture_log() as lines:
        with bind_log_fields(correlation="outer"):
            with bind_log_fields(correlation="inner", service=None):
                _log.info("a")
            _log.info("b")
        _log.info("c")
    assert [line.get("correlation") for line in lines] == ["inner", "outer", None]


def test_it_holds_in_greenlets_begun_inside_and_in_no_others():
    def say(number=0):
        _log.info("said")
        return number

    with capture_log() as lines:
        with bind_log_fields(correlation="c1"):
            begun = spawn(say)
            assert list(map_concurrently(say, [1, 2])) == [1, 2]
        begun.wait()
        spawn(say).wait()
    assert [line.get("correlation") for line in lines] == ["c1", "c1", "c1", None]

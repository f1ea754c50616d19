"""A chunk of past records is one append; whatever is wrong with one line refuses it alone."""

from __future__ import annotations

import json

import pytest

from kit.tests.contract.source import Box
from tsunagu.contracts.payload import fields, payload
from tsunagu.hosting.record_import import Importer, ImportLine, import_lines
from tsunagu.log import event_log
from tsunagu.log.refusals import NOT_FOUND


@payload
class BoxLine(ImportLine):
    label: str = fields.String(required=True)


def open_box(work, line, context):
    box = work.load_or_new(Box, line.person)
    box.open(line.on, line.label, "note")
    if line.label == "too heavy":
        raise NOT_FOUND(category="lift", id="1")
    if line.label == "cannot be kept":
        box.count(object())  # no log can keep it: found out when the chunk is recorded
    if line.label == "asks":
        assert work.connection is not None


@pytest.fixture
def take(store):
    importer = Importer(BoxLine, open_box, lambda line, _: [(Box, line.person)])

    def take(*labels):
        lines = [
            {
                "line": number,
                "text": json.dumps(
                    {"do": "box", "on": "2019-05-07", "person": f"p{number}", "label": label}
                ),
            }
            for number, label in enumerate(labels, start=1)
        ]
        return import_lines(store, {"box": importer}, lines)

    return take


def list_boxes(store):
    with store.reading() as connection:
        return [row.stream for row in event_log.read_all(connection)]


def list_refused(answer):
    return [fault["line"] for fault in answer["refused"]]


def test_a_chunk_is_one_append(store, take):
    assert take("a", "b", "c")["accepted"] == 3
    with store.reading() as connection:
        assert [row.ordinal for row in event_log.read_all(connection)] == [1, 2, 3]


@pytest.mark.parametrize("bad", ["too heavy", "cannot be kept", ""])
@pytest.mark.parametrize("other", ["b", "asks"])
def test_a_line_that_fails_is_refused_alone(store, take, bad, other):
    answer = take("a", bad, other) if bad else take("a", other, other)
    assert list_refused(answer) == ([2] if bad else [])
    assert list_boxes(store) == (["box-p1", "box-p3"] if bad else ["box-p1", "box-p2", "box-p3"])
    assert list(event_log.verify_chain(store.database)) == []


@pytest.mark.parametrize("labels", [("asks", "b"), ("a", "asks")])
def test_a_line_that_fails_is_refused_alone_within_a_kept_answers_transaction(store, take, labels):
    """Other than a transaction of its own, that one still stands after the first attempt."""
    with store.database.together():
        answer = take(labels[0], "cannot be kept", labels[1])
    assert list_refused(answer) == [2]
    assert list_boxes(store) == ["box-p1", "box-p3"]
    assert list(event_log.verify_chain(store.database)) == []
    with store.work() as work:
        assert [work.load(Box, id).note for id in ("p1", "p3")] == ["note", "note"]


def test_what_is_refused_for_what_stands_on_record_may_be_taken_later(take):
    answer = take("a", "too heavy", "cannot be kept")
    assert answer["by_rule"] == [2]
    assert list_refused(answer) == [2, 3]


def test_the_same_lines_again_change_nothing(store, take):
    take("a", "b")
    answer = take("a", "b", "c")
    assert (answer["already"], answer["accepted"]) == (2, 1)
    assert len(list_boxes(store)) == 3


def test_one_line_twice_in_a_chunk_is_taken_once(store):
    importer = Importer(BoxLine, open_box)
    text = json.dumps({"do": "box", "on": "2019-05-07", "person": "p", "label": "a"})
    lines = [{"line": number, "text": text} for number in (1, 2)]
    answer = import_lines(store, {"box": importer}, lines)
    assert (answer["accepted"], answer["already"]) == (1, 1)
    assert list_boxes(store) == ["box-p"]

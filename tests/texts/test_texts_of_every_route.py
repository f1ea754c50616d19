"""Texts that somebody may send, in each place of every route, on both kinds of databases."""

from itertools import cycle

import pytest

from tests.texts.requests_of import list_operations, list_requests

# Each is answered, whatever it says.
ODD = (
    "a\nb",
    "a\x1b[31mb",
    "\x80",
    "\uffff",
    "\ufeffa",
    "\u202ea\u2066",
    "𠮷葛\U000e0100",
    "\\'\"; DROP TABLE event; --",
    "%_*?",
    "../../etc/passwd",
    " \u3000\t",
    "9" * 30,
    "2026-02-30",
    "あ" * 2_000,
)
A_DOCUMENT = ("POST", "/ops/import", "body lines.0")  # each line is refused by its number


@pytest.fixture(scope="module")
def document(running_town):
    status, found = running_town.ask("ops", "GET", "/openapi.json")
    assert status == 200
    return found


def ask_everywhere(town, document, write):
    """(status, answer, where): what `write` makes, in each place of every route."""
    for verb, path, operation in list_operations(document):
        for request in list_requests(verb, path, operation, write):
            if (verb, path, request.where) != A_DOCUMENT:
                answer = town.ask(request.role, request.verb, request.path, request.body)
                yield *answer, f"{verb} {path} {request.where}"


def test_a_nul_is_refused_wherever_it_stands_and_named(running_town, document):
    answers = list(ask_everywhere(running_town, document, lambda _: "a\0b"))
    assert len(answers) > 700
    assert [(where, status) for status, _, where in answers if status not in (400, 404)] == []
    for status, answer, where in answers:
        if status == 400:
            faults = [one for one in answer["faults"] if one["field"] == where.split()[-1]]
            assert faults and faults[0]["remedy"], (where, answer)


def test_no_text_however_odd_is_a_fault_of_ours(running_town, document):
    texts = cycle(ODD)
    answers = ask_everywhere(running_town, document, lambda _: next(texts))
    assert [(where, answer) for status, answer, where in answers if status >= 500] == []

"""Whatever a desk clicks twice under one key is done once, whichever command of REST it is."""

import itertools
import re
import uuid

import pytest
import sqlalchemy as sa

from tests.journeys.consulting import SUPPORT
from tests.journeys.every_command import SHELTER, STORIES, Clicks
from tsunagu.contracts.routes import IDEMPOTENCY_KEY, REPLAYED
from tsunagu.hosting.checkout import list_available_services
from tsunagu.log.tables import event_table, parked_table
from tsunagu.process.concurrency import map_concurrently

DONE = (200, 201, 202)
KEPT_HEADERS = ("Content-Type", "Content-Disposition", "Location")
FIRST, AGAIN, OTHER, LATER = "first", "again", "other", "later"


def telling(answer):
    """What of an answer must be the same again."""
    headers = {name: answer.headers[name] for name in KEPT_HEADERS}
    return answer.status, headers, answer.content


def fill(path, parameters):
    return re.sub(r"<(\w+)>", lambda found: str(parameters[found[1]]), path)


class DoubleClicks:
    """Every click comes twice; then another one under its key. In the log each is told apart."""

    def __init__(self, city):
        self.city, self.sent, self.covered = city, [], set()
        self.run, self.numbers = uuid.uuid4().hex[:8], itertools.count(1)

    def ask(self, when, request, number):
        role, verb, path, body, key = request
        correlation = f"{when}.{self.run}.{number}"
        headers = {IDEMPOTENCY_KEY: key, "X_Correlation_ID": correlation}
        return self.city.ask(role, verb, path, body, **headers)

    def send(self, role, verb, path, body, parameters):
        number, key = next(self.numbers), str(uuid.uuid4())
        request = (role, verb, fill(path, parameters), body, key)
        first = self.ask(FIRST, request, number)
        assert first.status in DONE, (request, first)
        assert first.headers[REPLAYED] is None
        self.check_repetition(request, number, AGAIN, first)
        self.check_other(path, request, number, parameters)
        self.sent.append((request, number, first))
        self.covered.add((verb, path))
        return first.body

    def check_repetition(self, request, number, when, first):
        again = self.ask(when, request, number)
        assert telling(again) == telling(first), request
        assert again.headers[REPLAYED] == "true", request

    def check_forgotten(self, request, number):
        """What was said of somebody who has been forgotten since is not said again."""
        answer = self.ask(LATER, request, number)
        assert (answer.status, answer.body["code"]) == (422, "answer_forgotten"), (request, answer)

    def check_other(self, path, request, number, parameters):
        """Another body, or another thing, under the same key."""
        role, verb, real, body, key = request
        if body is None:
            real = fill(path, parameters | {"id": "another"})
        elif "on" in body:
            body = body | {"on": "2025-06-09"}
        elif path.endswith("/jobs"):
            body = {"kind": "rebuild"}
        else:
            body = body | {"nonsense": True}
        answer = self.ask(OTHER, (role, verb, real, body, key), number)
        assert (answer.status, answer.body["code"]) == (422, "key_reused"), (request, answer)

    def count_events(self, when):
        """How many events this kind of click has left in all logs."""
        chosen = event_table.c.correlation.like(f"{when}.{self.run}.%")
        return sum(
            rows.scalar(sa.select(sa.func.count()).where(chosen))
            for rows in connect_all(self.city.town)
        )


def connect_all(town):
    for name in list_available_services():
        with connect(town, name) as connection:
            yield connection


def connect(town, name):
    url = sa.make_url(town.database(name))
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return sa.create_engine(url, poolclass=sa.NullPool).connect()


def park_two(town):
    """Two messages of reporting's that never were facts, as `parked` has them."""
    ids = [f"parked-{uuid.uuid4().hex}" for _ in range(2)]
    with connect(town, "reporting") as connection:
        row = {"reason": "malformed", "attempts": 1, "parked_at": "2026-04-01", "body": b""}
        connection.execute(parked_table.insert(), [row | {"id": id} for id in ids])
        connection.commit()
    return ids


def what_is_parked_is_seen_to(clicks):
    path = "/ops/services/<service>/parked/<id>"
    first, second = park_two(clicks.city.town)
    clicks.do("ops", f"{path}/retry", service="reporting", id=first)
    for id in (first, second):
        clicks.do("ops", path, verb="DELETE", service="reporting", id=id)


def find_forgotten(sent):
    """The clicks that opened a visitor's fields, before the visitor was forgotten."""
    [(forgetting, last, _)] = [one for one in sent if one[0][2].endswith("/forgetting")]
    visitor = forgetting[2].split("/")[3]
    for (_, _, path, body, _), number, first in sent:
        about = visitor in (path.split("/")[-2], (body or {}).get("visitor_id"))
        if number < last and (about or visitor in first.content.decode()):
            yield number


def list_commands(city):
    """Everything in OpenAPI that changes something."""
    document = city.ask("ops", "GET", "/openapi.json").body
    for path, operations in document["paths"].items():
        for verb, operation in operations.items():
            if verb != "get":
                yield verb.upper(), re.sub(r"{(\w+)}", r"<\1>", path), operation


def test_every_command_of_openapi_clicked_twice_is_done_once(city):
    double = DoubleClicks(city)
    for story in (*STORIES, what_is_parked_is_seen_to):
        story(Clicks(city, double.send))
    commands = {(verb, path) for verb, path, _ in list_commands(city)}
    assert commands - double.covered == set(), "each was done, with success"
    assert len(double.covered) >= 178

    city.wait_until_level()
    forgotten = set(find_forgotten(double.sent))
    for request, number, first in double.sent:  # in whatever state things are by now
        if number in forgotten:
            double.check_forgotten(request, number)
        else:
            double.check_repetition(request, number, LATER, first)
    city.wait_until_level()
    assert double.count_events(FIRST) > len(double.covered)
    for when in (AGAIN, OTHER, LATER):
        assert double.count_events(when) == 0, when
    assert city.verify() == []


def test_openapi_offers_a_key_on_every_command(city):
    for verb, path, operation in list_commands(city):
        assert {"$ref": "#/components/parameters/IdempotencyKey"} in operation["parameters"], path
        assert "422" in operation["responses"], (verb, path)
        [done] = [told for status, told in operation["responses"].items() if int(status) < 300]
        assert REPLAYED in done["headers"], path


def test_clicks_that_cross_are_done_once(city):
    support, shelter = f"caseworker:{SUPPORT}", f"caseworker:{SHELTER}"
    place = city.as_desk(SHELTER).post("/housing/shelters", {"title": "やどり", "capacity": 9})
    person = city.as_desk(SUPPORT).post("/persons")["person_id"]
    bed = {"shelter_id": place["shelter_id"], "person_id": person}
    for role, path, body in (
        (support, "/consultations", {"channel": "phone"}),
        (support, "/public-assistance/interviews", {}),
        (support, "/referrals", {"to": "elderly", "person_id": person, "basis": "conference"}),
        (shelter, "/housing/stays", bed),
        ("ops", "/tokens", {"role": "reader"}),
    ):
        headers = {IDEMPOTENCY_KEY: str(uuid.uuid4())}

        def click(_, role=role, path=path, body=body, headers=headers):
            return city.ask(role, "POST", path, body, **headers)

        answers = list(map_concurrently(click, range(5)))
        assert {answer.status for answer in answers} == {201}, answers
        assert len({answer.content for answer in answers}) == 1, answers
        assert sum(answer.headers[REPLAYED] is None for answer in answers) == 1
    [taken] = [
        row
        for row in city.as_desk(SHELTER).get("/housing/shelters")
        if row["shelter_id"] == place["shelter_id"]
    ]
    assert taken["taken"] == 1


IN_JAPANESE = "鍵".encode().decode("latin-1")


@pytest.mark.parametrize("key", ["", "two words", "x" * 201, IN_JAPANESE, "\x7f"])
def test_a_key_of_another_form_is_refused_by_name(embedded, key):
    path, body = "/consultations", {"channel": "phone"}
    answer = embedded.ask(f"caseworker:{SUPPORT}", "POST", path, body, **{IDEMPOTENCY_KEY: key})
    assert (answer.status, answer.body["code"]) == (400, "invalid_input")
    [fault] = answer.body["faults"]
    assert fault["field"] == IDEMPOTENCY_KEY and fault["remedy"]


@pytest.mark.parametrize("key", ["!", "~" * 200, '"8e03978e-40d5-43dd-bc93-6894a57f9324"'])
def test_any_visible_ascii_is_a_key_and_each_account_has_its_own(embedded, key):
    path, body = "/consultations", {"channel": "phone"}
    desks = (SUPPORT, "livelihood", SUPPORT)
    first, other, again = (
        embedded.ask(f"caseworker:{desk}", "POST", path, body, **{IDEMPOTENCY_KEY: key})
        for desk in desks
    )
    assert (first.status, other.status) == (201, 201)
    assert first.body["case_id"] != other.body["case_id"]
    assert telling(again) == telling(first)

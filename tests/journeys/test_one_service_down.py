"""Any one service may stand still during the whole story: only its own part comes later.

The story of `tsunagu demo`, told on a running city with one service stopped after the
consultation. A step that needs the stopped service waits; all others succeed. When it is back the
rest is played, and in the end nothing tells that it ever was away.
"""

import json
import signal
import uuid
from contextlib import contextmanager
from datetime import date

import pytest

from tests.journeys.consulting import Person
from tests.town import ROOT
from tsunagu.cli.access import Remote
from tsunagu.cli.story import is_as_expected, summarise_story
from tsunagu.domain.errors import Unavailable
from tsunagu.messaging.rpc import Caller
from tsunagu.process.concurrency import map_concurrently, sleep, spawn
from tsunagu.testing import eventually

SILENCE = 1.0  # seconds until whoever asks the stopped service gives up
KNOWN = 2  # steps of the story, the consultation and the consent, that make somebody known

# Service → the services whose steps of the story have to wait with it.
STOPPED = {
    "intake": {"intake"},
    "referral": {"referral", "employment", "housing"},
    "employment": {"employment"},
    "housing": {"housing"},
    "foodbank": set(),
    "reporting": set(),
}
# What one telling of the story adds to the city's figures.
ADDS = {
    "employment.registered": 1,
    "employment.introduced": 1,
    "employment.interviewed": 1,
    "employment.hired": 1,
    "employment.increased_income": 1,
    "employment.retention.hires": 2,
    "employment.retention.after_3_months": 1,
    "employment.retention.left": 1,
    "housing.flats.searches": 1,
    "housing.flats.moved_in": 1,
    "housing.flats.refused_by_landlords": 1,
    "housing.watch_over.visits": 12,
    "referrals.sent": 3,
    "referrals.completed": 3,
    "referrals.open": 0,
}


class Telling:
    """The story with a person and a case of its own, as far as it has been played."""

    def __init__(self, platform, about):
        self.platform = platform
        self.story = json.loads((ROOT / "demo" / "story.json").read_text())
        self.story["case"] = str(uuid.uuid4())
        first = self.story["steps"][0]["arguments"]
        first |= {"case_id": self.story["case"], "person": {"name": f"仮名 {about}"}}
        self.names, self.waiting, self.sheets = {}, [], []

    def play(self, step):
        arguments = {
            key: self.names[value[1:]] if _is_name(value) else value
            for key, value in step["arguments"].items()
        }
        service, method = step["service"], step["method"]
        if service != "referral" and "referral_id" in arguments:
            self._has_arrived(service, arguments["referral_id"])
        answer = self.platform.call(service, method, **arguments)
        self.names |= {name: answer[key] for name, key in step.get("keep", {}).items()}
        if method == "refer":
            self.sheets.append(answer)

    def play_without(self, stopped, steps):
        """Play what does not need it; the rest waits, in its order."""
        for step in steps:
            if step["service"] == stopped or self._has_to_wait(step):
                self.waiting.append(step)
            else:
                self.play(step)

    def _has_to_wait(self, step):
        """What it is about is not there yet, or an earlier step about it waits."""
        about = _about(step)
        earlier = [_about(one) for one in self.waiting if one["service"] == step["service"]]
        return about - self.names.keys() or any(about & one for one in earlier)

    def _has_arrived(self, service, sheet):
        def there():
            rows = self.platform.call(service, "list_sheets", state="all", limit=500)["sheets"]
            return sheet in [row["referral_id"] for row in rows]

        eventually(there, 20)


def _is_name(value):
    return isinstance(value, str) and value.startswith("$")


def _about(step):
    return {value[1:] for value in step["arguments"].values() if _is_name(value)}


@pytest.fixture
def platform(deployed):
    caller = Caller(deployed.town.amqp_url)
    yield Remote(caller.call, sorted(deployed.town.databases))
    caller.close()


@pytest.mark.parametrize("stopped", STOPPED)
def test_only_the_stopped_services_part_of_the_story_comes_later(deployed, platform, stopped):
    telling = Telling(platform, stopped)
    before = figures_of(deployed)
    steps = telling.story["steps"]
    for step in steps[:KNOWN]:
        telling.play(step)
    deployed.wait_until_level()
    with standing_still(deployed.town, stopped):
        with pytest.raises(Unavailable):
            platform.call(stopped, "about", timeout=SILENCE)
        telling.play_without(stopped, steps[KNOWN:])
        assert {step["service"] for step in telling.waiting} == STOPPED[stopped]
    for step in telling.waiting:
        telling.play(step)
    deployed.wait_until_level()

    timeline = platform.call("intake", "case_timeline", id=telling.story["case"])["entries"]
    end = summarise_story(platform, telling.story, telling.names, timeline)
    if stopped == "intake":
        end["told_once"] = reads_at_intake(deployed, telling)
    assert is_as_expected(end), end
    after = figures_of(deployed)
    assert {name: after[name] - before[name] for name in ADDS} == ADDS
    assert deployed.verify() == []


def reads_at_intake(city, telling):
    """The sheets went out without what intake alone knew; now their receivers read it there."""
    assert [sheet["prefilled"] for sheet in telling.sheets] == [None, None, None]
    person, name = telling.names["person"], telling.story["steps"][0]["arguments"]["person"]["name"]
    asked = f"/persons/{person}?purpose=support"
    desks = telling.story["sheets"].values()
    return all(city.as_desk(desk).get(asked)["details"]["name"] == name for desk in desks)


def test_what_was_answered_with_503_is_not_done_after_all(deployed):
    """The desk was told that it did not work, and sends its sheet again: there is one sheet."""
    today = date.today().isoformat()
    person = Person(deployed, today)
    sheet = {"to": "household_budget", "basis": "conference", "on": today} | person.ids
    with standing_still(deployed.town, "referral"):
        person.support.post("/referrals", sheet, status=503)
    sent = person.support.post("/referrals", sheet)
    mine = person.support.get("/referrals?direction=sent&state=open&limit=500")["referrals"]
    ids = [row["referral_id"] for row in mine if row["person_id"] == person.person_id]
    assert ids == [sent["referral_id"]]


def test_what_a_process_that_stood_still_had_in_hand_is_not_done_after_all(deployed, platform):
    """Calls lie in the stopped process itself; only what it had begun may be done later."""
    process = deployed.town.processes["intake"]
    before = platform.call("intake", "head")
    begun = [spawn(come_in, deployed) for _ in range(4)]
    sleep(0.05)
    process.send_signal(signal.SIGSTOP)
    try:
        meanwhile = list(map_concurrently(come_in, [deployed] * 6))
        told = [one.wait() for one in begun]
    finally:
        process.send_signal(signal.SIGCONT)
    assert meanwhile == [503] * 6
    told += come_in_until_served(deployed, process)  # what lay there before is dealt with
    done, certain = count_consultations(platform, before), told.count(201)
    assert certain <= done <= certain + told.count(504), (told, done)
    assert set(told) <= {201, 503, 504}


def come_in(city):
    """The status that somebody's consultation is answered with."""
    person = {"name": f"仮名 {uuid.uuid4().hex[:8]}"}
    asked = {"on": date.today().isoformat(), "channel": "walk_in", "person": person}
    return city.ask("caseworker:consultation_support", "POST", "/consultations", asked).status


def come_in_until_served(city, process):
    """What was answered on the way; a process that stood still for too long ends by itself."""
    told = []

    def served():
        if process.poll() is not None and city.town.processes["intake"] is process:
            city.town.start("intake")
        told.append(come_in(city))
        return told[-1] == 201

    eventually(served, 120)
    return told


def count_consultations(platform, after):
    """How many were recorded since that position of intake's log."""
    facts, more = [], True
    while more:
        page = platform.call("intake", "feed", after=after)
        facts += [json.loads(fact) for fact in page["facts"]]
        after, more = facts[-1]["position"] if facts else after, page["more"]
    return [fact["type"] for fact in facts].count("intake.consultation_accepted")


@contextmanager
def standing_still(town, service):
    town.stop(service)
    try:
        yield
    finally:
        town.start(service)


def figures_of(city):
    """Every figure of `ADDS` as it stands."""
    reports = {name.partition(".")[0] for name in ADDS}
    counted = {name: city.report(name) for name in sorted(reports)}
    return {name: _at(counted, name.split(".")) for name in ADDS}


def _at(figures, path):
    for part in path:
        figures = figures[part]
    return figures

"""Days that cannot be are refused, or answered in bounds: at every field of every route."""

import json
import random
from collections import Counter

import pytest

from tests.journeys.extremes import MOST_BYTES, Asker, find_places
from tests.journeys.walk import Walk

STEPS = 40


@pytest.fixture(scope="module")
def walked():
    return {}


@pytest.fixture
def asker(city, walked):
    """A platform with something of everything in it, and its document."""
    if city.root not in walked:
        walk = Walk(city, random.Random("extremes"))
        for _ in range(STEPS):
            walk.step()
        document = city.ask("ops", "GET", "/openapi.json").body
        walked[city.root] = Asker(city, document)
        walked[city.root].learn_ids()
    return walked[city.root]


def test_no_impossible_day_is_too_much_for_any_route(asker):
    places = list(find_places(asker.document))
    assert len(places) > 150
    failed, answered = [], Counter()
    for place in places:
        for day, status, size in asker.ask_all(place):
            answered[status] += 1
            if status >= 500 or size > MOST_BYTES:
                failed.append(f"{place} {day}: {status}, {size} bytes")
    assert failed == [], "\n".join([json.dumps(answered), *failed])

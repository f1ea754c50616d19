"""Past records mean the same in any order of their lines: at the desks, in reports, in `verify`."""

import json
import random
from collections import Counter
from datetime import date

import pytest

from services.reporting.tests.histories import (
    correct,
    draw_life,
    expect_case,
    expect_openings,
    expect_sheets,
)
from services.reporting.tests.platforms import find_violations, platform_on
from tsunagu.cli.import_records import import_file
from tsunagu.domain.calendar import add_working_days
from tsunagu.domain.errors import TsunaguError
from tsunagu.hosting.record_import import ImportContext

LIVES, ORDERS = 14, 3


@pytest.fixture(params=["sqlite", "postgresql"])
def platform(request, tmp_path):
    """Intake, referral and reporting, each with a database of that kind."""
    with platform_on(request.param, request, tmp_path) as running:
        yield running


def rename(lines, prefix):
    """The same lives of other people: one for each order in which they are told."""
    told = json.dumps(lines)
    for name in {line["person"] for line in lines}:
        told = told.replace(f'"{name}', f'"{prefix}-{name}')
    return json.loads(told)


@pytest.fixture(params=[1, 2])
def orders(request):
    """The same lives in several orders: by day, backwards, and shuffled."""
    draw = random.Random(request.param)
    lives = [draw_life(draw, f"life-{number}") for number in range(LIVES)]
    told = []
    for number in range(ORDERS):
        copies = [rename(life, f"order-{number}") for life in lives if life]
        lines = [line for life in copies for line in life]
        if number == 1:
            lines.reverse()
        elif number > 1:
            draw.shuffle(lines)
        told.append((copies, lines))
    return told


def write_file(path, lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_every_order_of_the_lines_ends_in_the_same_state(platform, tmp_path, orders):
    for number, (_, lines) in enumerate(orders):
        result = import_file(platform, write_file(tmp_path / f"{number}.jsonl", lines))
        assert result["refused"] == [] and result["accepted"] == len(lines)
    for lives, _ in orders:
        check_desks(platform, lives)
    check_reports(platform, [life for lives, _ in orders for life in lives])
    assert find_violations(platform) == []


def test_a_later_file_may_bring_earlier_lines(platform, tmp_path, orders):
    """What a file's lines speak of may come with another file; then it is brought in again."""
    for number, (_, lines) in enumerate(orders):
        half = len(lines) // 2
        files = [
            write_file(tmp_path / f"{number}-{part}.jsonl", some)
            for part, some in enumerate((lines[half:], lines[:half]))
        ]
        for file in files * 2:
            last = import_file(platform, file)
        assert last["refused"] == []
    for lives, _ in orders:
        check_desks(platform, lives)
    check_reports(platform, [life for lives, _ in orders for life in lives])
    assert find_violations(platform) == []


def check_desks(platform, lives):
    """Each case and each sheet stands where a plain model has it."""
    for life in lives:
        person = life[0]["person"]
        assert show_case(platform, person) == expected_case(life), life
        for key, expected in expect_sheets(life).items():
            sheet = platform.call("referral", "get_referral", id=ImportContext.referral_id(key))
            assert (sheet["state"], sheet["since"]) == expected, life


def expected_case(life):
    expected = expect_case(life)
    if expected is None:
        return None
    state, begun_on, *rest = expected
    turn = (None, None, None)
    if begun_on is not None:
        due_on = add_working_days(date.fromisoformat(begun_on), 10)
        turn = ("consultation_support", "assessment", due_on.isoformat())
    return (state, *turn, *rest)


def show_case(platform, person):
    try:
        case = platform.call("intake", "get_case", id=ImportContext.case_id(person))
    except TsunaguError:
        return None
    names = ("state", "owner_desk", "next_step", "due_on")
    return tuple(case[name] for name in (*names, "last_consulted_on", "ended_on", "main_issue"))


def check_reports(platform, lives):
    """The monthly figures are those of the model, of all people together."""
    expected = Counter(day[:7] for life in lives for day in set(expect_openings(life)))
    report = platform.call(
        "reporting", "report", name="monthly", date_from="2014-04-01", date_to="2026-03-31"
    )
    counted = {m["month"]: m["new_consultations"] for m in report["months"]}
    assert {month: n for month, n in counted.items() if n} == expected
    lines = [line for life in lives for line in correct(life)]
    referrals = platform.call("reporting", "report", name="referrals")
    assert referrals["sent"] == sum(line["do"] == "referral" for line in lines)
    states = Counter(state for life in lives for state, _ in expect_sheets(life).values())
    for state in ("completed", "failed"):
        assert referrals[state] == states[state]
    assert referrals["open"] == sum(states.values()) - states["completed"] - states["failed"]

"""Lives of invented people as lines of past records, and where they end by a plain model.

Each line has a day of its own within a life, so that any order of the lines means the same.
"""

from __future__ import annotations

from datetime import date, timedelta

ISSUES = ("debt", "illness", "care", "no_food")
FIRST = date(2015, 4, 1)
SUPPORT = ("assessment", "plan", "found_work", "income_increased")


def draw_life(random, person):
    """One person's lines, in the order of their days."""
    lines, day = [], FIRST + timedelta(days=random.randrange(400))

    def write(do, **more):
        nonlocal day
        day += timedelta(days=random.randrange(1, 60))
        lines.append({"do": do, "on": day.isoformat(), "person": person} | more)
        return lines[-1]

    if random.random() < 0.3:
        write("assessment", issues=[random.choice(ISSUES)])
    for number in range(random.choice((0, 1, 1, 2, 3))):
        write("consultation", channel="phone")
        for do in random.sample(SUPPORT, random.randrange(3)):
            write(do, **_draw_fields(random, do))
        if random.random() < 0.6:
            _draw_sheet(random, write, f"{person}/{number}")
        if random.random() < 0.4:
            write("consultation", channel="walk_in")
        if random.random() < 0.6:
            write("ending", reason="goal_met")
        if random.random() < 0.3:
            write("income_increased")
    if lines and random.random() < 0.4:
        _draw_correction(random, lines)
    return lines


def _draw_fields(random, do):
    if do == "assessment":
        issues = random.sample(ISSUES, 2)
        return {"issues": issues, "main": issues[0]}
    if do == "plan":
        return {"programmes": ["household_budget"], "employment_support": random.random() < 0.5}
    return {}


def _draw_sheet(random, write, key):
    write("referral", **{"from": "consultation_support", "to": "household_budget", "id": key})
    hold = ("on_hold", {"reason": "waiting"})
    states = [("accepted", {}), ("in_progress", {}), hold, ("in_progress", {})]
    for state, more in states[: random.randrange(5)]:
        write("referral_state", id=key, state=state, **more)
    if random.random() < 0.6:
        state, more = random.choice(
            (("completed", {"outcome": "supported"}), ("failed", {"reason": "no_contact"}))
        )
        write("referral_state", id=key, state=state, **more)


def _draw_correction(random, lines):
    """A consultation or an ending was of another day, which no other line is of."""
    wrong = random.choice(lines)
    if wrong["do"] not in ("consultation", "ending"):
        return
    days = {line["on"] for line in lines}
    moved = date.fromisoformat(wrong["on"]) + timedelta(days=random.choice((-200, 90, 400)))
    while moved.isoformat() in days:
        moved += timedelta(days=1)
    lines.append(
        {
            "do": "correction",
            "on": "2022-01-01",
            "person": wrong["person"],
            "of": {"do": wrong["do"], "on": wrong["on"]},
            "set": {"on": moved.isoformat()},
        }
    )


# -- where a life ends ----------------------------------------------------------------------------


def correct(lines):
    """The lines as they are right, in the order of their days."""
    right = [dict(line) for line in lines if line["do"] != "correction"]
    for line in lines:
        if line["do"] == "correction":
            of = line["of"]
            next(r for r in right if (r["do"], r["on"]) == (of["do"], of["on"])).update(line["set"])
    return sorted(right, key=lambda line: line["on"])


def expect_case(lines):
    """`(state, begun_on, last_consulted_on, ended_on, main_issue)`; None where there is no case.

    `begun_on`: the day of the consultation, or of the support, from which its next step is due.
    """
    right = correct(lines)
    consulted = [line["on"] for line in right if line["do"] == "consultation"]
    ended = [line["on"] for line in right if line["do"] == "ending"]
    support = [line["on"] for line in right if line["do"] in SUPPORT]
    if not (consulted or ended or support):
        return None
    assessed = [line.get("main") for line in right if line["do"] == "assessment"]
    told = (max(consulted, default=None), assessed[-1] if assessed else None)
    if ended and max(ended) > max(consulted, default=""):
        return "ended", None, told[0], max(ended), told[1]
    course = [day for day in consulted if not ended or day > max(ended)]
    return "open", min(course or support), told[0], None, told[1]


def expect_openings(lines):
    """The days on which a consultation opened the case, or reopened it."""
    days, is_open = [], False
    for line in correct(lines):
        if line["do"] == "consultation" and not is_open:
            days.append(line["on"])
            is_open = True
        elif line["do"] == "ending":
            is_open = False
    return days


def expect_sheets(lines):
    """sheet → `(state, since)`."""
    sheets = {}
    for line in correct(lines):
        if line["do"] == "referral":
            sheets[line["id"]] = ("requested", line["on"])
        elif line["do"] == "referral_state":
            sheets[line["id"]] = (line["state"], line["on"])
    return sheets

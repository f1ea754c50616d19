"""A history nobody has seen: past records drawn at random, in the import format."""

import json
import random
from datetime import date, timedelta

DESKS = ("livelihood", "tax_collection", "waterworks", "insurance_pension", "one_aid")
PROGRAMMES = ("free_job_placement", "household_budget", "work_preparation", "legal_advice")
ISSUES = ("debt", "illness", "economic_hardship", "mental_health", "family_relations", "no_food")
CHANNELS = ("walk_in", "phone", "family", "outreach", "self_check", "social_media")
FIRST = date(2017, 4, 1)


class Writer:
    """Draws one person's lines after the other; dates only go forward within a person."""

    def __init__(self, seed, persons):
        self.random = random.Random(seed)
        self.persons = [self.life(f"person-{seed}-{n}") for n in range(persons)]

    def lines(self):
        """All lines; persons mixed at random, each person's own order kept."""
        queues = [list(lines) for lines in self.persons if lines]
        mixed = []
        while queues:
            queue = self.random.choice(queues)
            mixed.append(queue.pop(0))
            queues = [queue for queue in queues if queue]
        return mixed

    def life(self, person):
        draw = self.random
        self.day = FIRST + timedelta(days=draw.randrange(700))
        self.lines_of_person = []
        self.person = person
        if draw.random() < 0.5:
            self.write("public_assistance_interview")
            if draw.random() < 0.5:
                self.write("public_assistance_application")
        for _ in range(draw.choice((0, 1, 1, 1, 2))):
            self.support()
        return self.lines_of_person

    def support(self):
        draw = self.random
        self.consultation()
        if draw.random() < 0.7:
            issues = draw.sample(ISSUES, draw.randint(1, 4))
            self.write("assessment", issues=issues, main=issues[0])
        if draw.random() < 0.5:
            self.write(
                "plan",
                programmes=draw.sample(PROGRAMMES, draw.randint(0, 2)),
                employment_support=draw.random() < 0.5,
                agreed_on=self.day.isoformat(),
            )
        if draw.random() < 0.4:
            self.referral()
        if draw.random() < 0.3:
            self.consultation()
        if draw.random() < 0.3:
            self.write("found_work", kind="full_time", employer="会社")
        if draw.random() < 0.2:
            self.write("income_increased")
        if draw.random() < 0.6:
            self.write("ending", reason=draw.choice(("goal_met", "moved_away", "連絡がとれない")))
        if draw.random() < 0.2:
            self.correction()

    def consultation(self):
        draw = self.random
        if draw.random() < 0.5:
            self.write("consultation", channel="department", from_desk=draw.choice(DESKS))
        else:
            self.write("consultation", channel=draw.choice(CHANNELS))

    def referral(self):
        draw = self.random
        key = f"{self.person}/{len(self.lines_of_person)}"
        to = draw.choice(("livelihood", "livelihood", *PROGRAMMES))
        self.write("referral", **{"from": "consultation_support", "to": to, "id": key})
        if draw.random() < 0.8:
            if draw.random() < 0.3:
                self.write("referral_state", id=key, state="rejected", reason="no_capacity")
            else:
                self.write("referral_state", id=key, state="accepted")
                if draw.random() < 0.6:
                    self.write("referral_state", id=key, state="in_progress")
                    self.write("referral_state", id=key, state="completed", outcome="supported")
        if to == "livelihood" and draw.random() < 0.7:
            self.write("public_assistance_application")

    def correction(self):
        """The last consultation came from somewhere else, or on another day."""
        draw = self.random
        wrong = [line for line in self.lines_of_person if line["do"] == "consultation"][-1]
        same_day = [
            line
            for line in self.lines_of_person
            if line["do"] == "consultation" and line["on"] == wrong["on"]
        ]
        if len(same_day) > 1:
            return
        values = {"from_desk": draw.choice(DESKS), "channel": "department"}
        recorded = {"recorded_on": self.day.isoformat()} if draw.random() < 0.5 else {}
        self.write(
            "correction", of={"do": "consultation", "on": wrong["on"]}, set=values, **recorded
        )

    def write(self, do, **keys):
        line = {"do": do, "on": self.day.isoformat(), "person": self.person} | keys
        if do != "correction" and self.random.random() < 0.1:
            late = self.day + timedelta(days=self.random.randrange(1, 200))
            line["recorded_on"] = late.isoformat()
        self.lines_of_person.append(line)
        self.day += timedelta(days=self.random.randrange(1, 40))


def write_file(path, lines):
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    return path

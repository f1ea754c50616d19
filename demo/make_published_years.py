"""Write `published_years.jsonl`: invented people whose records add up to the published figures.

    python demo/make_published_years.py demo/published_years.jsonl

The yearly sums come from `data/consultation_statistics.json`, the issues of FY2018 from
`data/initial_assessments_fy2018.json`; everything else (who, when, from where) is drawn from a
fixed seed. People come twice, come back in a later year, and consult while their case is still
open, so that counting lines instead of people gives wrong figures.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"
SEED = 142166
ISSUES_YEAR = 2018
# The 103 issues beyond the ten named ones: their kinds are in the source, their counts are not.
FURTHER_ISSUES = (
    "rent_or_loan_payment",
    "tax_or_utility_payment",
    "work_trouble",
    "child_rearing",
    "care",
    "withdrawal_or_truancy",
    "violence_or_abuse",
    "no_food",
    "other",
)
# (desk, first day it hands anybody over, kind of the signal): repeaters come often.
SENDERS = (
    ("tax_collection", date(2015, 5, 20), "tax_arrears", 9),
    ("insurance_pension", date(2015, 6, 8), "insurance_arrears", 8),
    ("waterworks", date(2016, 2, 3), "water_arrears", 5),
    ("housing", date(2016, 6, 15), "public_housing_arrears", 4),
    ("children_policy", date(2015, 9, 7), "single_parent", 4),
    ("school_education", date(2016, 11, 1), "school_expenses", 2),
    ("disability", date(2015, 7, 13), "disability_consultation", 3),
    ("elderly", date(2015, 8, 24), "elderly_watch", 3),
    ("health_promotion", date(2016, 5, 9), "nurse_visit", 2),
    ("zama_shakyo", date(2015, 6, 22), "loan_consultation", 6),
    ("one_aid", date(2016, 4, 18), "food_parcel", 5),
    ("hello_work", date(2015, 11, 16), "job_search", 4),
    ("estate_agent", date(2017, 5, 30), "rent_arrears", 1),
)
PARTNERS = {"zama_shakyo", "one_aid", "hello_work", "estate_agent"}
CHANNELS = ("walk_in",) * 5 + ("phone",) * 3 + ("family", "outreach", "self_check", "social_media")
# (programme, its first day): `data/programmes.csv`.
PROGRAMMES = (
    ("housing_security_benefit", date(2015, 4, 1)),
    ("free_job_placement", date(2015, 11, 1)),
    ("household_budget", date(2016, 7, 1)),
    ("work_preparation", date(2017, 10, 1)),
)

Line = dict[str, Any]


class Years:
    """Writes year after year; remembers who has an open case and who may come back."""

    def __init__(self) -> None:
        self.draw = random.Random(SEED)
        self.lines: list[tuple[date, int, Line]] = []
        self.ended: list[str] = []  # keys of people whose case ended in an earlier year
        self.still_open: list[str] = []

    # -- one year of the table ------------------------------------------------------------------

    def before_the_act(self, year: int, interviews: int, applications: int) -> None:
        """FY2014: public assistance alone."""
        for number in range(interviews):
            person = f"{year}-{number + 1:04d}"
            self.interview(person, year, applies=number < applications)

    def year(self, year: int, column: Line) -> None:
        public, support = column["public_assistance"], column["self_reliance"]
        back = support["linked_to_public_assistance"]
        applied_only = public["applications"] - back
        linked = public["linked_to_self_reliance"]
        interviewed_only = public["not_applied"] - linked
        elsewhere_only = support["received_elsewhere"] - back
        roles = (
            ["back"] * back
            + ["applied"] * applied_only
            + ["linked"] * linked
            + ["interviewed"] * interviewed_only
            + ["elsewhere"] * elsewhere_only
        )
        self.draw.shuffle(roles)
        returning = self.ended
        self.draw.shuffle(returning)
        follow_up, self.ended, self.still_open = self.still_open, [], []
        not_back = support["new"] - back
        working = set(self.draw.sample(range(not_back), support["found_work"]))
        supported = 0
        for number, role in enumerate(roles):
            comes_back = role != "interviewed" and returning and self.draw.random() < 0.1
            person = returning.pop() if comes_back else f"{year}-{number + 1:04d}"
            if role in ("applied", "interviewed"):
                self.interview(person, year, applies=role == "applied")
                continue
            self.support(person, year, role, finds_work=role != "back" and supported in working)
            supported += role != "back"
        self.ended += returning
        for person in follow_up[:12]:  # an open case: a consultation, but nobody new
            day = self.day(year, 60, 300)
            self.write(day, person, "consultation", channel="phone")

    def interview(self, person: str, year: int, applies: bool) -> None:
        day = self.day(year, 0, 330)
        self.write(day, person, "public_assistance_interview")
        if self.draw.random() < 0.08:  # interviewed twice: one person all the same
            day = self.later(day + timedelta(days=1), 14)
            self.write(day, person, "public_assistance_interview")
        if applies:
            self.write(self.later(day, 10), person, "public_assistance_application")

    def support(self, person: str, year: int, role: str, finds_work: bool) -> None:
        day = self.day(year, 0, 250)
        if role == "linked":
            self.write(day, person, "public_assistance_interview")
            day = self.later(day, 7)
            self.write(day, person, "consultation", channel="department", from_desk="livelihood")
        else:
            self.write(day, person, "consultation", **self.way_in(day))
        if role == "back":
            self.to_public_assistance(person, day)
            return
        if finds_work or self.draw.random() < 0.15:
            day = self.later(day, 20)
            programmes = [code for code, since in PROGRAMMES if since <= day]
            self.write(
                day,
                person,
                "plan",
                programmes=sorted(self.draw.sample(programmes, min(len(programmes), 2))),
                employment_support=finds_work or self.draw.random() < 0.5,
                agreed_on=day.isoformat(),
            )
        if finds_work:
            day = self.later(day, 50)
            kind = self.draw.choice(("full_time", "part_time", "part_time", "temporary"))
            self.write(day, person, "found_work", kind=kind)
        self.maybe_end(person, day, finds_work)

    def to_public_assistance(self, person: str, day: date) -> None:
        key = f"{person}/livelihood/{day.year}-{day.month}"
        sent = self.later(day, 14)
        parties = {"from": "consultation_support", "to": "livelihood", "id": key}
        self.write(sent, person, "referral", **parties)
        seen = self.later(sent, 5)
        self.write(seen, person, "referral_state", id=key, state="accepted")
        self.write(seen, person, "public_assistance_interview")
        applied = self.later(seen, 10)
        self.write(applied, person, "public_assistance_application")
        self.write(applied, person, "referral_state", id=key, state="completed", outcome="applied")
        self.write(self.later(applied, 14), person, "ending", reason="public_assistance")
        self.ended.append(person)

    def maybe_end(self, person: str, day: date, found_work: bool) -> None:
        if self.draw.random() < 0.25:
            reason = "goal_met" if found_work else self.draw.choice(("moved_away", "goal_met"))
            self.write(self.later(day, 25), person, "ending", reason=reason)
            self.ended.append(person)
        else:
            self.still_open.append(person)

    # -- the issues of the first assessments ----------------------------------------------------

    def assessments(self, year: int, published: Line) -> None:
        count: int = published["assessments"]
        people: list[set[str]] = [set() for _ in range(count)]
        troubles = [self.draw.uniform(0.3, 2.0) for _ in people]
        wanted = {row["code"]: row["count"] for row in published["top_ten"]}
        further, left = len(FURTHER_ISSUES), published["other_issues"]
        for index, code in enumerate(FURTHER_ISSUES):
            wanted[code] = left // further + (index < left % further)
        for code, times in wanted.items():
            keys = [(self.draw.random() ** (1 / troubles[n]), n) for n in range(count)]
            for _, n in sorted(keys, reverse=True)[:times]:
                people[n].add(code)
        for issues in people:
            if not issues:  # whoever comes has at least one: take it from who has the most
                most = max(people, key=len)
                issues.add(most.pop())
        for number, issues in enumerate(people):
            person = f"{year}-{number + 1:04d}"
            day = self.day(year, 0, 330)
            self.write(day, person, "consultation", **self.way_in(day))
            listed = sorted(issues)
            main = self.draw.choice(listed)
            day = self.later(day, 14)
            self.write(day, person, "assessment", issues=listed, main=main)

    # -- drawing --------------------------------------------------------------------------------

    def way_in(self, day: date) -> Line:
        senders = [sender for sender in SENDERS if sender[1] <= day]
        if senders and self.draw.random() < 0.45:
            weights = [sender[3] for sender in senders]
            desk, _, signal, _ = self.draw.choices(senders, weights)[0]
            channel = "partner" if desk in PARTNERS else "department"
            return {"channel": channel, "from_desk": desk, "signal": signal}
        return {"channel": self.draw.choice(CHANNELS)}

    def day(self, year: int, first: int, last: int) -> date:
        """A weekday of the fiscal year."""
        return weekday(date(year, 4, 1) + timedelta(days=self.draw.randint(first, last)))

    def later(self, day: date, at_most: int) -> date:
        return weekday(day + timedelta(days=self.draw.randint(0, at_most)))

    def write(self, day: date, person: str, do: str, **keys: Any) -> None:
        line = {"do": do, "on": day.isoformat(), "person": person} | keys
        self.lines.append((day, len(self.lines), line))

    def text(self) -> str:
        """All lines by date, as an old system would write them."""
        ordered = sorted(self.lines, key=lambda entry: entry[:2])
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for _, _, line in ordered)


def weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def main(path: Path) -> None:
    table = json.loads((DATA / "consultation_statistics.json").read_text())["years"]
    issues = json.loads((DATA / "initial_assessments_fy2018.json").read_text())
    years = Years()
    for year, column in sorted(table.items()):
        public = column["public_assistance"]
        if column["self_reliance"]["new"] is None:
            years.before_the_act(int(year), public["interviews"], public["applications"])
        else:
            years.year(int(year), column)
    years.assessments(ISSUES_YEAR, issues)
    path.write_text(years.text())
    print(f"{path}: {len(years.lines)} lines")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

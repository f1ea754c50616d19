"""Desks at random: people come, sheets leave, are answered, taken back and sent on, work begins
and ends, meetings decide. Whatever the platform refuses is refused in order; nothing may fail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.journeys.consulting import SUPPORT, Person
from tsunagu.domain.calendar import city_today

ANSWERS = ("accepted", "rejected", "rejected", "in_progress", "on_hold")
REFUSED = (404, 409, 422)  # not arrived yet, changed meanwhile, against a rule


@dataclass(frozen=True)
class Work:
    """How a programme's desk begins its work from a sheet, and how it may end."""

    service: str
    begin: str
    id: str
    end: str
    endings: tuple[dict[str, str], ...]


PROGRAMMES = {
    "free_job_placement": Work(
        "employment",
        "/employment/seekers",
        "seeker_id",
        "end",
        ({"outcome": "found_work"}, {"outcome": "lost_contact"}),
    ),
    "work_preparation": Work(
        "employment",
        "/employment/preparations",
        "preparation_id",
        "end",
        ({"outcome": "job_search"}, {"outcome": "not_wanted"}),
    ),
    "housing_security_benefit": Work(
        "housing", "/housing/benefits", "benefit_id", "withdrawal", ({},)
    ),
    "temporary_shelter": Work(
        "housing",
        "/housing/stays",
        "stay_id",
        "check-out",
        ({"reason": "moved_on", "next_place": "flat"}, {"reason": "left_early"}),
    ),
    "community_residence": Work(
        "housing",
        "/housing/flat-searches",
        "search_id",
        "end",
        ({"reason": "other_housing"}, {"reason": "lost_contact"}),
    ),
    "food_bank": Work(
        "foodbank",
        "/foodbank/visits",
        "visit_id",
        "ending",
        ({"reason": "found_food_elsewhere"}, {"reason": "moved_away"}),
    ),
}


class Walk:
    """`sheets`: id → (person, desk); `under_way`: what has begun and may end."""

    def __init__(self, city, random):
        self.city, self.random = city, random
        self.support = city.as_desk(SUPPORT)
        self.today = city_today(datetime.now(UTC))
        self.people, self.sheets, self.under_way, self.decisions = [], {}, [], []
        self.closed_by_us, self.done, self.refused = set(), 0, 0
        self.shelter = city.as_desk("temporary_shelter").post(
            "/housing/shelters", {"title": "二人まで", "capacity": 2}
        )["shelter_id"]

    def step(self):
        """Something that can happen now happens."""
        moves = [self.somebody_comes]
        if self.people:
            moves += [self.a_sheet_leaves] * 3 + [self.a_meeting_decides, self.the_case_moves_on]
        if self.sheets:
            moves += [self.the_desk_answers] * 3 + [self.the_sender_takes_it_back]
            moves += [self.it_is_sent_on] * 2 + [self.work_begins] * 4 + [self.the_sender_closes]
        moves += [self.work_ends] * 2 if self.under_way else []
        moves += [self.a_decision_is_done] if self.decisions else []
        self.random.choice(moves)()

    def do(self, desk, path, body):
        """What the desk is answered; None where it was refused."""
        answer = self.city.ask(self.city.as_desk(desk).role, "POST", path, body)
        if answer.status in REFUSED:
            self.refused += 1
            return None
        assert answer.status in (200, 201, 202), (desk, path, body, answer)
        self.done += 1
        return answer.body

    # -- consultation support ---------------------------------------------------------------------

    def somebody_comes(self):
        self.people.append(Person(self.city, self.today.isoformat()))
        self.done += 1

    def a_sheet_leaves(self, person=None, **other):
        person, desk = person or self.random.choice(self.people), self._desk()
        sheet = {"to": desk, "basis": "conference", "issues": ["other"]} | person.ids | other
        if sent := self.do(SUPPORT, "/referrals", sheet):
            self.sheets[sent["referral_id"]] = (person, desk)
            self.closed_by_us.discard(sent["need_id"])

    def it_is_sent_on(self):
        """A sheet that ended without help goes to another desk; one still open is refused."""
        sheet, (person, _) = self._sheet()
        self.a_sheet_leaves(person, replaces=sheet)

    def the_sender_takes_it_back(self):
        step = self.random.choice(("cancel", "cancel", "enter-in-error"))
        reason = {"reason": "not_wanted"} if step == "cancel" else {}
        self.do(SUPPORT, f"/referrals/{self._sheet()[0]}/{step}", reason)

    def the_sender_closes(self):
        """A need that is back may be closed with a reason; elsewhere's is not ours to close."""
        need = self.support.get(f"/referrals/{self._sheet()[0]}")["need_id"]
        if self.do(SUPPORT, f"/needs/{need}/closing", {"reason": "own_way_found"}):
            self.closed_by_us.add(need)

    def the_case_moves_on(self):
        case = self.random.choice(self.people).case_id
        if self.random.random() < 0.2:
            self.do(SUPPORT, f"/cases/{case}/ending", {"reason": "goal_met"})
        else:
            step = {"owner_desk": SUPPORT, "next_step": "call", "due_on": self._later()}
            self.do(SUPPORT, f"/cases/{case}/next-step", step)

    def a_meeting_decides(self):
        asked = {"kind": "coordination_meeting", "held_on": self.today.isoformat()}
        meeting = self.do(SUPPORT, "/meetings", asked | {"purpose": "review"})["meeting_id"]
        member = {"desk": SUPPORT, "name": "職員", "secrecy": "support_act_9"}
        self.do(SUPPORT, f"/meetings/{meeting}/members", member)
        decision = {"owner_desk": SUPPORT, "next_step": "ask_again", "due_on": self._later()}
        case = self.random.choice(self.people).case_id
        discussed = {"case_id": case, "basis": "anonymous", "outcome": "continue"}
        at = f"/meetings/{meeting}"
        if held := self.do(SUPPORT, f"{at}/cases", discussed | {"decisions": [decision]}):
            self.decisions += [f"{at}/decisions/{id}/done" for id in held["open_decisions"]]
        self.do(SUPPORT, f"{at}/closing", {})

    def a_decision_is_done(self):
        self.do(SUPPORT, self.random.choice(self.decisions), {"result": "done"})

    # -- the programmes ---------------------------------------------------------------------------

    def the_desk_answers(self):
        sheet, (_, desk) = self._sheet()
        answer = {"state": self.random.choice(ANSWERS)}
        if answer["state"] in ("rejected", "on_hold"):
            answer["code"] = "no_capacity"
        self.do(desk, f"/{PROGRAMMES[desk].service}/sheets/{sheet}/answer", answer)

    def work_begins(self):
        sheet, (_, desk) = self._sheet()
        work = PROGRAMMES[desk]
        body = {"referral_id": sheet}
        if desk == "temporary_shelter":
            body["shelter_id"] = self.shelter
        if desk == "housing_security_benefit":
            body["household_id"] = self.sheets[sheet][0].person_id
        if begun := self.do(desk, work.begin, body):
            self.under_way.append((desk, f"{work.begin}/{begun[work.id]}/{work.end}"))

    def work_ends(self):
        desk, end = self.random.choice(self.under_way)
        self.do(desk, end, self.random.choice(PROGRAMMES[desk].endings))

    # -- chances ----------------------------------------------------------------------------------

    def _desk(self):
        return self.random.choice(sorted(PROGRAMMES))

    def _sheet(self):
        return self.random.choice(list(self.sheets.items()))

    def _later(self):
        return (self.today + timedelta(days=self.random.randrange(1, 20))).isoformat()

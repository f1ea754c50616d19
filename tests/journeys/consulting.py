"""How every journey begins: somebody comes to consultation support, and a sheet leaves from there.

Each journey plays in a year of its own, so that a report of that year counts this journey alone.
"""

from __future__ import annotations

import uuid

from tsunagu.testing import eventually

SUPPORT = "consultation_support"


def whole(year):
    """The period of a report: that calendar year."""
    return {"from": f"{year}-01-01", "to": f"{year}-12-31"}


class Person:
    """Somebody in consultation, as consultation support has them: one person, one case."""

    def __init__(self, city, on, person_id=None, **consultation):
        self.city, self.support = city, city.as_desk(SUPPORT)
        self.name = f"仮名 {uuid.uuid4().hex[:8]}"
        asked = {"on": on, "channel": "walk_in", "story": "家賃が払えない。眠れない。"}
        asked |= {"person_id": person_id} if person_id else {"person": {"name": self.name}}
        came = self.support.post("/consultations", asked | consultation)
        self.person_id, self.case_id = came["person_id"], came["case_id"]

    @property
    def ids(self):
        return {"person_id": self.person_id, "case_id": self.case_id}

    def refer(self, to, on, *issues, **other):
        """A sheet to that desk, with the consent that it needs; its id."""
        consent = {"on": on, "purpose": "support", "recipients": [to], "evidence": "署名"}
        given = self.support.post(f"/persons/{self.person_id}/consents", consent)
        sheet = {"to": to, "on": on, "issues": issues, "consent_id": given["consent_id"]}
        sent = self.support.post("/referrals", self.ids | sheet | other)
        assert (sent["owner_desk"], sent["next_step"]) == (to, "answer_the_sheet"), sent
        return sent["referral_id"]

    def sheet(self, referral_id):
        return self.support.get(f"/referrals/{referral_id}")

    def hears(self, referral_id, state, **other):
        """Until the sender sees the sheet in that state, and what else it then sees."""

        def seen(row):
            return all(row[name] == value for name, value in ({"state": state} | other).items())

        return self.support.eventually(f"/referrals/{referral_id}", seen)

    def has_it_back(self, referral_id, state, reason):
        """The sheet ended without help: its need is on the sender's desk again, with a date."""
        back = {"owner_desk": SUPPORT, "next_step": "find_another_way", "reason": reason}
        seen = self.hears(referral_id, state, **back)
        assert seen["due_on"] and seen["due_on"] > seen["since"], seen
        return seen

    def course_shows(self, *steps):
        """Until the case's one page shows these steps, in this order (others may stand between)."""

        def shown():
            entries = self.support.get(f"/cases/{self.case_id}/timeline")["entries"]
            course = iter(entry["what"] for entry in entries)
            missing = [step for step in steps if step not in course]
            assert not missing, (missing, [entry["what"] for entry in entries])
            return entries

        return eventually(shown, 20)

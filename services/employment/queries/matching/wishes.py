"""The wishes: none excludes; each speaks for an opening, or against it, with its weight.

The weights are this platform's own; the list at the end is all rules, in the
order in which their sentences are read.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from services.employment import reference
from services.employment.domain.vocabulary import HOUR
from services.employment.queries.matching import conditions, skills, times
from services.employment.queries.matching.conditions import names
from services.employment.queries.matching.ranking import (
    HALF,
    MET,
    MISSED,
    NOT_ASKED,
    UNKNOWN,
    Degree,
    Offer,
    Rule,
    Seeker,
    say,
)


@lru_cache(maxsize=4096)
def groups(*occupations: str) -> frozenset[str]:
    """The kinds of work these occupations belong to."""
    known = reference.listed("occupation")
    return frozenset(known[one].group for one in occupations if one in known)


class OccupationWished(Rule):
    code = "occupation_wished"
    weight = 30
    needs = ("希望の職種", "the occupation wished for")

    def degree(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not seeker.occupations:
            return NOT_ASKED
        if offer.occupation in seeker.occupations:
            return MET
        return HALF if groups(offer.occupation) & groups(*seeker.occupations) else MISSED

    def says(self, seeker: Seeker, offer: Offer, degree: float) -> str:
        ja = reference.ja("occupation", offer.occupation)
        en = reference.en("occupation", offer.occupation)
        if degree == MET:
            return say(f"希望の職種（{ja}）です", f"the occupation wished for: {en}")
        wished_ja, wished_en = names("occupation", seeker.occupations)
        if degree == HALF:
            return say(f"希望（{wished_ja}）に近い職種（{ja}）です", f"{en}: near {wished_en}")
        return say(f"職種（{ja}）は希望（{wished_ja}）と違います", f"{en}, not {wished_en}")


class RungSuits(Rule):
    """The workplace has room for people on this rung of the ladder; below it, the less so."""

    code = "rung_suits"
    weight = 25
    needs = ("いまの段階に合う職場", "a workplace for the person's rung")

    def degree(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if seeker.rung is None:
            return NOT_ASKED
        if offer.rung_from is None:
            return UNKNOWN
        return max(MISSED, MET - HALF * max(0, offer.rung_from - seeker.rung))

    def says(self, seeker: Seeker, offer: Offer, degree: float) -> str:
        now = seeker.rung or 1
        here = reference.rung_ja(now)
        if degree == UNKNOWN or offer.rung_from is None:
            return say(f"いまの段階（{here}）で働けるか確かめる", f"ask whether rung {now} will do")
        if offer.rung_from <= now:
            return say(f"いまの段階（{here}）で働けます", f"has room for rung {now}")
        asked = reference.rung_ja(offer.rung_from)
        return say(f"「{asked}」からの職場です", f"takes people from rung {offer.rung_from} on")


class WageReached(Rule):
    code = "wage_reached"
    weight = 15
    needs = ("希望の賃金", "the wage wished for")

    def degree(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if seeker.wage_min is None or offer.wage_per not in (None, HOUR):
            return NOT_ASKED
        if offer.wage_min is None:
            return UNKNOWN
        if offer.wage_min >= seeker.wage_min:
            return MET
        return HALF if (offer.wage_max or 0) >= seeker.wage_min else MISSED

    def says(self, seeker: Seeker, offer: Offer, degree: float) -> str:
        wished = f"{seeker.wage_min or 0:,}"
        if degree == UNKNOWN:
            return say("賃金を求人者に確かめる", "ask for the wage")
        wage = f"{offer.wage_min or 0:,}"
        if degree == MET:
            return say(f"時給 {wage} 円からです", f"{wage} yen an hour or more")
        if degree == HALF:
            most = f"{offer.wage_max or 0:,}"
            return say(f"時給 {wage}–{most} 円です", f"{wage} to {most} yen an hour")
        return say(f"時給 {wage} 円で、希望は {wished} 円です", f"{wage} yen an hour, not {wished}")


class OwnLanguageSpoken(Rule):
    """Somebody at the workplace speaks the person's own language."""

    code = "own_language_spoken"
    weight = 10
    needs = ("言葉の通じる職場", "a workplace that speaks the person's language")

    def degree(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not offer.spoken or not seeker.languages or "ja_work" in seeker.languages:
            return NOT_ASKED
        return MET if self._shared(seeker, offer) else NOT_ASKED

    def says(self, seeker: Seeker, offer: Offer, degree: float) -> str:
        ja, en = names("language", self._shared(seeker, offer))
        return say(f"職場に {ja} の話せる人がいます", f"somebody there speaks {en}")

    @staticmethod
    def _shared(seeker: Seeker, offer: Offer) -> set[str]:
        return {language for code in seeker.languages if (language := code[:2]) in offer.spoken}


class EmployerKnown(Rule):
    """People sent by this service work, or worked, there."""

    code = "employer_known"
    weight = 10
    needs = ("実績のある事業所", "an employer who hired before")

    def degree(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        return MET if offer.employer_hires else NOT_ASKED

    def says(self, seeker: Seeker, offer: Offer, degree: float) -> str:
        n = offer.employer_hires
        return say(f"この事業所にこれまで {n} 人が就職しています", f"has hired {n} from us before")


class StillLooking(Rule):
    """Somebody who has work now may look for better; whoever has none comes first."""

    code = "still_looking"
    weight = 10
    needs = ("仕事を探している人", "somebody without work")

    def degree(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        return MISSED if seeker.working else NOT_ASKED

    def says(self, seeker: Seeker, offer: Offer, degree: float) -> str:
        return say("いま仕事に就いています", "has work at present")


RULES: tuple[Rule, ...] = (
    OccupationWished(),
    RungSuits(),
    conditions.LimitsRespected(),
    conditions.SupportGiven(),
    conditions.DormitoryThere(),
    conditions.TrialFirst(),
    times.HoursPossible(),
    times.DaysPossible(),
    times.TimesPossible(),
    times.StartsInTime(),
    times.CommutePossible(),
    WageReached(),
    skills.LanguageEnough(),
    OwnLanguageSpoken(),
    skills.LicencesHeld(),
    EmployerKnown(),
    StillLooking(),
    conditions.NotYetIntroduced(),
    conditions.Stands(),
)
RULE_NAMED = {rule.code: rule for rule in RULES}

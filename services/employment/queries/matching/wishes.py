"""Rules that weigh: no wish excludes; each speaks for or against an opening, with its weight.

The weights are this platform's own.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from services.employment import reference
from services.employment.domain.vocabulary import HOUR
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
)
from tsunagu.domain.text import Text


@lru_cache(maxsize=4096)
def find_groups(*occupations: str) -> frozenset[str]:
    """The kinds of work these occupations belong to."""
    listed = reference.load_list("occupation")
    return frozenset(listed[one].group for one in occupations if one in listed)


class OccupationWished(Rule):
    code = "occupation_wished"
    weight = 30
    needs = Text("希望の職種", "the occupation wished for")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not seeker.occupations:
            return NOT_ASKED
        if offer.occupation in seeker.occupations:
            return MET
        return HALF if find_groups(offer.occupation) & find_groups(*seeker.occupations) else MISSED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        what = reference.name_code("occupation", offer.occupation)
        if degree == MET:
            return Text(f"希望の職種（{what.ja}）です", f"the occupation wished for: {what.en}")
        wished = reference.name_codes("occupation", seeker.occupations)
        if degree == HALF:
            return Text(
                f"希望（{wished.ja}）に近い職種（{what.ja}）です", f"{what.en}: near {wished.en}"
            )
        return Text(
            f"職種（{what.ja}）は希望（{wished.ja}）と違います", f"{what.en}, not {wished.en}"
        )


class RungSuits(Rule):
    """The workplace has room for people on this rung of the ladder; below it, the less so."""

    code = "rung_suits"
    weight = 25
    needs = Text("いまの段階に合う職場", "a workplace for the person's rung")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if seeker.rung is None:
            return NOT_ASKED
        if offer.rung_from is None:
            return UNKNOWN
        return max(MISSED, MET - HALF * max(0, offer.rung_from - seeker.rung))

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        now = seeker.rung or 1
        here = reference.name_rung(now)
        if degree == UNKNOWN or offer.rung_from is None:
            return Text(
                f"いまの段階（{here}）で働けるか確かめる", f"ask whether rung {now} will do"
            )
        if offer.rung_from <= now:
            return Text(f"いまの段階（{here}）で働けます", f"has room for rung {now}")
        asked = reference.name_rung(offer.rung_from)
        return Text(f"「{asked}」からの職場です", f"takes people from rung {offer.rung_from} on")


class WageReached(Rule):
    code = "wage_reached"
    weight = 15
    needs = Text("希望の賃金", "the wage wished for")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if seeker.wage_min is None or offer.wage_per not in (None, HOUR):
            return NOT_ASKED
        if offer.wage_min is None:
            return UNKNOWN
        if offer.wage_min >= seeker.wage_min:
            return MET
        return HALF if (offer.wage_max or 0) >= seeker.wage_min else MISSED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        wished = f"{seeker.wage_min or 0:,}"
        if degree == UNKNOWN:
            return Text("賃金を求人者に確かめる", "ask for the wage")
        wage = f"{offer.wage_min or 0:,}"
        if degree == MET:
            return Text(f"時給 {wage} 円からです", f"{wage} yen an hour or more")
        if degree == HALF:
            most = f"{offer.wage_max or 0:,}"
            return Text(f"時給 {wage}–{most} 円です", f"{wage} to {most} yen an hour")
        return Text(
            f"時給 {wage} 円で、希望は {wished} 円です", f"{wage} yen an hour, not {wished}"
        )


class OwnLanguageSpoken(Rule):
    """Somebody at the workplace speaks the person's own language."""

    code = "own_language_spoken"
    weight = 10
    needs = Text("言葉の通じる職場", "a workplace that speaks the person's language")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not offer.spoken or not seeker.languages or "ja_work" in seeker.languages:
            return NOT_ASKED
        return MET if self._find_shared(seeker, offer) else NOT_ASKED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        what = reference.name_codes("language", self._find_shared(seeker, offer))
        return Text(f"職場に {what.ja} の話せる人がいます", f"somebody there speaks {what.en}")

    @staticmethod
    def _find_shared(seeker: Seeker, offer: Offer) -> set[str]:
        return {language for code in seeker.languages if (language := code[:2]) in offer.spoken}


class EmployerKnown(Rule):
    """People sent by this service work, or worked, there."""

    code = "employer_known"
    weight = 10
    needs = Text("実績のある事業所", "an employer who hired before")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        return MET if offer.employer_hires else NOT_ASKED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        n = offer.employer_hires
        return Text(f"この事業所にこれまで {n} 人が就職しています", f"has hired {n} from us before")


class StillLooking(Rule):
    """Somebody who has work now may look for better; whoever has none comes first."""

    code = "still_looking"
    weight = 10
    needs = Text("仕事を探している人", "somebody without work")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        return MISSED if seeker.working else NOT_ASKED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        return Text("いま仕事に就いています", "has work at present")

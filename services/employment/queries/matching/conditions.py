"""The conditions: each, not met at all, puts an opening out of the question for a person.

Where the employer would talk about a condition it does not exclude, and says
so. Where one side did not say, it is to be asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from services.employment import reference
from services.employment.queries.matching.ranking import (
    MET,
    MISSED,
    NEGOTIABLE,
    NOT_ASKED,
    UNKNOWN,
    Degree,
    Offer,
    Rule,
    Seeker,
    say,
)


def names(kind: str, codes: Iterable[str]) -> tuple[str, str]:
    """The codes' names in both languages, in the order of the list."""
    wanted = set(codes)
    known = [code for code in reference.listed(kind).values() if code.code in wanted]
    return "・".join(code.ja for code in known), ", ".join(code.en for code in known)


@lru_cache(maxsize=4096)
def asked_of_work(limits: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """What limits forbid of the work, and what they ask of the workplace."""
    known = reference.listed("limit")
    found = {code: known[code].group for code in limits if code in known}
    demands = reference.listed("demand")
    return (
        frozenset(group for group in found.values() if group in demands),
        frozenset(group for group in found.values() if group not in demands),
    )


class Stands(Rule):
    """The opening stands on that day, and has a place."""

    code = "stands"
    excludes = True
    needs = ("有効な求人", "an opening that stands")

    def degree(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if offer.places_left <= 0 or on > offer.valid_until:
            return MISSED
        return MET if offer.valid_from <= on else NEGOTIABLE

    def says(self, seeker: Seeker, offer: Offer, degree: float) -> str:
        until = offer.valid_until
        if degree == MET:
            return say(
                f"{until} まで有効で、あと {offer.places_left} 人です",
                f"stands until {until}, {offer.places_left} left",
            )
        if degree == NEGOTIABLE:
            return say(f"{offer.valid_from} からの求人です", f"stands from {offer.valid_from} on")
        if offer.places_left <= 0:
            return say("もう空きがありません", "no place is left")
        return say(f"{until} で有効期間が終わりました", f"its validity ended on {until}")


class NotYetIntroduced(Rule):
    code = "not_yet_introduced"
    excludes = True
    needs = ("まだ紹介していない求人", "an opening not yet introduced")

    def degree(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        return MISSED if offer.id in seeker.introduced else NOT_ASKED

    def says(self, seeker: Seeker, offer: Offer, degree: float) -> str:
        return say("この支援の間にもう紹介しています", "introduced before, during this support")


class LimitsRespected(Rule):
    """Nothing the person cannot do is part of the work."""

    code = "limits_respected"
    weight = 15
    excludes = True
    needs = ("避けたい作業のない求人", "work without what the person cannot do")

    def degree(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not seeker.limits:
            return NOT_ASKED
        forbidden, _ = asked_of_work(seeker.limits)
        if not forbidden:
            return NOT_ASKED
        if not offer.demands:
            return UNKNOWN
        if not forbidden & offer.demands:
            return MET
        return NEGOTIABLE if "demands" in offer.negotiable else MISSED

    def says(self, seeker: Seeker, offer: Offer, degree: float) -> str:
        forbidden, _ = asked_of_work(seeker.limits)
        if degree == UNKNOWN:
            ja, en = names("demand", forbidden)
            return say(f"作業に「{ja}」があるか、求人者に確かめる", f"ask whether it involves {en}")
        if degree == MET:
            ja, en = names("demand", forbidden)
            return say(f"避けたいこと（{ja}）はありません", f"involves none of: {en}")
        ja, en = names("demand", forbidden & offer.demands)
        if degree == NEGOTIABLE:
            return say(f"{ja}がありますが、求人者と相談できます", f"involves {en}, but negotiable")
        return say(f"避けたいこと（{ja}）があります", f"involves what the person cannot do: {en}")


class SupportGiven(Rule):
    """What the person needs at the workplace is possible there."""

    code = "support_given"
    weight = 15
    excludes = True
    needs = ("必要な配慮のある職場", "a workplace that makes what is needed possible")

    def degree(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not seeker.limits:
            return NOT_ASKED
        _, needed = asked_of_work(seeker.limits)
        if not needed:
            return NOT_ASKED
        if needed <= offer.accommodations:
            return MET
        if not offer.accommodations:
            return UNKNOWN
        return NEGOTIABLE if "accommodations" in offer.negotiable else MISSED

    def says(self, seeker: Seeker, offer: Offer, degree: float) -> str:
        _, needed = asked_of_work(seeker.limits)
        if degree == MET:
            ja, en = names("accommodation", needed)
            return say(f"必要な配慮（{ja}）があります", f"makes possible what is needed: {en}")
        ja, en = names("accommodation", needed - offer.accommodations)
        if degree == UNKNOWN:
            return say(f"「{ja}」ができるか、求人者に確かめる", f"ask whether possible: {en}")
        if degree == NEGOTIABLE:
            return say(f"「{ja}」は求人者と相談が要ります", f"to be negotiated: {en}")
        return say(f"必要な配慮（{ja}）がありません", f"lacks what the person needs: {en}")


class DormitoryThere(Rule):
    code = "dormitory_there"
    weight = 10
    excludes = True
    needs = ("寮のある求人", "work with a dormitory")

    def degree(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not seeker.needs_dormitory:
            return NOT_ASKED
        return MET if offer.dormitory else MISSED

    def says(self, seeker: Seeker, offer: Offer, degree: float) -> str:
        if degree == MET:
            return say("寮があります", "has a dormitory")
        return say("寮がありません", "has no dormitory, which the person needs")


class TrialFirst(Rule):
    code = "trial_first"
    weight = 10
    excludes = True
    needs = ("体験から始められる求人", "work that may begin with a trial")

    def degree(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not seeker.needs_trial:
            return NOT_ASKED
        if offer.trial:
            return MET
        return NEGOTIABLE if "trial" in offer.negotiable else MISSED

    def says(self, seeker: Seeker, offer: Offer, degree: float) -> str:
        if degree == MET:
            return say("体験から始められます", "may begin with a trial")
        if degree == NEGOTIABLE:
            return say("体験は求人者と相談が要ります", "a trial would have to be negotiated")
        return say("体験から始められません", "no trial first, which the person needs")

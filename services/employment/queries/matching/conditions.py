"""Rules that exclude: a condition not met at all puts an opening out of the question.

Where the employer would talk about a condition it does not exclude, and says
so. Where one side did not say, it is to be asked.
"""

from __future__ import annotations

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
)
from tsunagu.domain.text import Text


@lru_cache(maxsize=4096)
def split_limits(limits: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """What limits forbid of the work, and what they ask of the workplace."""
    listed = reference.load_list("limit")
    groups = {listed[code].group for code in limits if code in listed}
    demands = reference.load_list("demand")
    return (
        frozenset(group for group in groups if group in demands),
        frozenset(group for group in groups if group not in demands),
    )


class Stands(Rule):
    """The opening stands on that day, and has a place."""

    code = "stands"
    excludes = True
    needs = Text("有効な求人", "an opening that stands")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if offer.places_left <= 0 or on > offer.valid_until:
            return MISSED
        return MET if offer.valid_from <= on else NEGOTIABLE

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        until = offer.valid_until
        if degree == MET:
            return Text(
                f"{until} まで有効で、あと {offer.places_left} 人です",
                f"stands until {until}, {offer.places_left} left",
            )
        if degree == NEGOTIABLE:
            return Text(f"{offer.valid_from} からの求人です", f"stands from {offer.valid_from} on")
        if offer.places_left <= 0:
            return Text("もう空きがありません", "no place is left")
        return Text(f"{until} で有効期間が終わりました", f"its validity ended on {until}")


class NotYetIntroduced(Rule):
    code = "not_yet_introduced"
    excludes = True
    needs = Text("まだ紹介していない求人", "an opening not yet introduced")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        return MISSED if offer.id in seeker.introduced else NOT_ASKED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        return Text("この支援の間にもう紹介しています", "introduced before, during this support")


class LimitsRespected(Rule):
    """Nothing the person cannot do is part of the work."""

    code = "limits_respected"
    weight = 15
    excludes = True
    needs = Text("避けたい作業のない求人", "work without what the person cannot do")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not seeker.limits:
            return NOT_ASKED
        forbidden, _ = split_limits(seeker.limits)
        if not forbidden:
            return NOT_ASKED
        if not offer.demands:
            return UNKNOWN
        if not forbidden & offer.demands:
            return MET
        return NEGOTIABLE if "demands" in offer.negotiable else MISSED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        forbidden, _ = split_limits(seeker.limits)
        if degree == UNKNOWN:
            what = reference.name_codes("demand", forbidden)
            return Text(
                f"作業に「{what.ja}」があるか、求人者に確かめる",
                f"ask whether it involves {what.en}",
            )
        if degree == MET:
            what = reference.name_codes("demand", forbidden)
            return Text(f"避けたいこと（{what.ja}）はありません", f"involves none of: {what.en}")
        what = reference.name_codes("demand", forbidden & offer.demands)
        if degree == NEGOTIABLE:
            return Text(
                f"{what.ja}がありますが、求人者と相談できます",
                f"involves {what.en}, but negotiable",
            )
        return Text(
            f"避けたいこと（{what.ja}）があります", f"involves what the person cannot do: {what.en}"
        )


class SupportGiven(Rule):
    """What the person needs at the workplace is possible there."""

    code = "support_given"
    weight = 15
    excludes = True
    needs = Text("必要な配慮のある職場", "a workplace that makes what is needed possible")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not seeker.limits:
            return NOT_ASKED
        _, needed = split_limits(seeker.limits)
        if not needed:
            return NOT_ASKED
        if needed <= offer.accommodations:
            return MET
        if not offer.accommodations:
            return UNKNOWN
        return NEGOTIABLE if "accommodations" in offer.negotiable else MISSED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        _, needed = split_limits(seeker.limits)
        if degree == MET:
            what = reference.name_codes("accommodation", needed)
            return Text(
                f"必要な配慮（{what.ja}）があります", f"makes possible what is needed: {what.en}"
            )
        what = reference.name_codes("accommodation", needed - offer.accommodations)
        if degree == UNKNOWN:
            return Text(
                f"「{what.ja}」ができるか、求人者に確かめる", f"ask whether possible: {what.en}"
            )
        if degree == NEGOTIABLE:
            return Text(f"「{what.ja}」は求人者と相談が要ります", f"to be negotiated: {what.en}")
        return Text(
            f"必要な配慮（{what.ja}）がありません", f"lacks what the person needs: {what.en}"
        )


class DormitoryThere(Rule):
    code = "dormitory_there"
    weight = 10
    excludes = True
    needs = Text("寮のある求人", "work with a dormitory")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not seeker.needs_dormitory:
            return NOT_ASKED
        return MET if offer.dormitory else MISSED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        if degree == MET:
            return Text("寮があります", "has a dormitory")
        return Text("寮がありません", "has no dormitory, which the person needs")


class TrialFirst(Rule):
    code = "trial_first"
    weight = 10
    excludes = True
    needs = Text("体験から始められる求人", "work that may begin with a trial")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not seeker.needs_trial:
            return NOT_ASKED
        if offer.trial:
            return MET
        return NEGOTIABLE if "trial" in offer.negotiable else MISSED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        if degree == MET:
            return Text("体験から始められます", "may begin with a trial")
        if degree == NEGOTIABLE:
            return Text("体験は求人者と相談が要ります", "a trial would have to be negotiated")
        return Text("体験から始められません", "no trial first, which the person needs")

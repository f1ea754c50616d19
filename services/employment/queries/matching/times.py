"""Rules of time and way: hours, days, time of day, the first day, the way to work."""

from __future__ import annotations

from datetime import date

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

# No text says how fast people get to work; by bus or bicycle, some 12 km/h. Configurable here.
MINUTES_PER_KM = 5
A_WEEK = 168


class HoursPossible(Rule):
    code = "hours_possible"
    weight = 10
    excludes = True
    needs = Text("希望の時間で働ける求人", "work of the hours the person can do")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if seeker.hours_min is None and seeker.hours_max is None:
            return NOT_ASKED
        if offer.hours_min is None and offer.hours_max is None:
            return UNKNOWN
        low = max(seeker.hours_min or 0, offer.hours_min or 0)
        if low <= min(_find_most(seeker), _find_most(offer)):
            return MET
        return NEGOTIABLE if "hours" in offer.negotiable else MISSED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        if degree == UNKNOWN:
            return Text("週の時間を求人者に確かめる", "ask for the hours a week")
        theirs, wished = _describe_hours(offer), _describe_hours(seeker)
        if degree == MET:
            return Text(
                f"週 {theirs.ja}で、希望（{wished.ja}）に合います",
                f"{theirs.en} a week, within the {wished.en} wished for",
            )
        talk = degree == NEGOTIABLE
        return Text(
            f"週 {theirs.ja}で、希望は {wished.ja}です" + ("。相談できます" if talk else ""),
            f"{theirs.en} a week, {wished.en} wished for" + (", but negotiable" if talk else ""),
        )


def _find_most(side: Seeker | Offer) -> int:
    return A_WEEK if side.hours_max is None else side.hours_max


def _describe_hours(side: Seeker | Offer) -> Text:
    low, high = side.hours_min, side.hours_max
    if high is None:
        return Text(f"{low} 時間以上", f"{low} hours or more")
    if low is None:
        return Text(f"{high} 時間まで", f"{high} hours at most")
    if low == high:
        return Text(f"{low} 時間", f"{low} hours")
    return Text(f"{low}–{high} 時間", f"{low} to {high} hours")


class DaysPossible(Rule):
    """As many of the opening's days as one works there are days the person can work."""

    code = "days_possible"
    weight = 10
    excludes = True
    needs = Text("希望の曜日で働ける求人", "work on the days the person can do")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not seeker.days:
            return NOT_ASKED
        if not offer.days:
            return UNKNOWN
        if len(seeker.days & offer.days) >= (offer.days_per_week or len(offer.days)):
            return MET
        return NEGOTIABLE if "days" in offer.negotiable else MISSED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        if degree == UNKNOWN:
            return Text("働く曜日を求人者に確かめる", "ask for the days")
        many = offer.days_per_week or len(offer.days)
        what = reference.name_codes("day", offer.days)
        work = Text(f"{what.ja}のうち週 {many} 日", f"{many} days a week of {what.en}")
        if degree == MET:
            return Text(f"{work.ja}で、働ける曜日に合います", f"{work.en}: possible")
        can = reference.name_codes("day", seeker.days & offer.days)
        can_ja, can_en = can.ja or "なし", can.en or "none"
        talk = degree == NEGOTIABLE
        return Text(
            f"{work.ja}ですが、働けるのは {can_ja}" + ("。相談できます" if talk else "だけです"),
            f"{work.en}, of which possible: {can_en}" + (", but negotiable" if talk else ""),
        )


class TimesPossible(Rule):
    code = "times_possible"
    weight = 10
    excludes = True
    needs = Text("希望の時間帯で働ける求人", "work at the time of day the person can do")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not seeker.times:
            return NOT_ASKED
        if not offer.times:
            return UNKNOWN
        both = seeker.times & offer.times
        if both == offer.times or (offer.any_time and both):
            return MET
        return NEGOTIABLE if "times" in offer.negotiable else MISSED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        if degree == UNKNOWN:
            return Text("働く時間帯を求人者に確かめる", "ask for the time of day")
        if degree == MET:
            what = reference.name_codes("time", seeker.times & offer.times)
            return Text(f"{what.ja}の時間帯で働けます", f"possible at the time of day: {what.en}")
        what = reference.name_codes("time", offer.times - seeker.times)
        if degree == NEGOTIABLE:
            return Text(f"{what.ja}もありますが、相談できます", f"also {what.en}, but negotiable")
        return Text(f"{what.ja}に働けません", f"the person cannot work: {what.en}")


class StartsInTime(Rule):
    code = "starts_in_time"
    excludes = True
    needs = Text("始める日が間に合う求人", "work that begins late enough")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if seeker.earliest_start is None or offer.starts_by is None:
            return NOT_ASKED
        if seeker.earliest_start <= offer.starts_by:
            return MET
        return NEGOTIABLE if "start" in offer.negotiable else MISSED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        by, can = offer.starts_by, seeker.earliest_start
        if degree == MET:
            return Text(f"{by} までに始められます", f"can begin by {by}")
        talk = degree == NEGOTIABLE
        return Text(
            f"{by} までの開始ですが、始められるのは {can} からです"
            + ("。相談できます" if talk else ""),
            f"begins by {by}, the person can from {can}" + (", but negotiable" if talk else ""),
        )


def estimate_commute(seeker: Seeker, offer: Offer) -> int | None:
    """One way; None where nothing says how far it is."""
    if seeker.area is not None and offer.area is not None:
        minutes = reference.find_minutes(seeker.area, offer.area)
        if minutes is not None:
            return minutes
    if offer.distance_km is not None:
        return round(offer.distance_km * MINUTES_PER_KM)
    return None


class CommutePossible(Rule):
    """The way to work is short enough; whoever lives in its dormitory has none."""

    code = "commute_possible"
    weight = 10
    excludes = True
    needs = Text("通える範囲の求人", "work within reach")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        most = seeker.max_commute_minutes
        if most is None:
            return NOT_ASKED
        if offer.dormitory and seeker.needs_dormitory:
            return MET
        minutes = estimate_commute(seeker, offer)
        if minutes is None:
            return UNKNOWN
        if minutes > most:
            return MISSED
        # Within reach all the same; nearer is better.
        return 1.0 - 0.5 * minutes / most if most else MET

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        if degree == UNKNOWN:
            return Text("通勤の時間を確かめる", "find out how long the way to work is")
        if offer.dormitory and seeker.needs_dormitory:
            return Text("寮から通えます", "the dormitory is at the workplace")
        minutes, most = estimate_commute(seeker, offer), seeker.max_commute_minutes
        if degree == MISSED:
            return Text(
                f"通勤がおよそ {minutes} 分で、希望の {most} 分を超えます",
                f"the way takes about {minutes} minutes, over the {most} wished for",
            )
        return Text(
            f"通勤はおよそ {minutes} 分で、希望の {most} 分以内です",
            f"the way takes about {minutes} minutes, within {most}",
        )

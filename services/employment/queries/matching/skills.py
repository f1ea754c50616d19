"""What the work asks a person to bring along: languages and licences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from services.employment import reference
from services.employment.queries.matching.conditions import names
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

NONE = "none"  # said expressly: nothing of this list


class LanguageEnough(Rule):
    code = "language_enough"
    weight = 10
    excludes = True
    needs = ("いまの日本語で働ける求人", "work with the language the person has")

    def degree(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not offer.languages:
            partial = seeker.languages and "ja_work" not in seeker.languages
            return UNKNOWN if partial else NOT_ASKED
        if not seeker.languages:
            return UNKNOWN
        if not _lacking(seeker, offer):
            return MET
        return NEGOTIABLE if "languages" in offer.negotiable else MISSED

    def says(self, seeker: Seeker, offer: Offer, degree: float) -> str:
        if degree == UNKNOWN:
            ja, en = _language_names(offer.languages)
            if not ja:
                return say("日本語がどれくらい要るか確かめる", "ask how much Japanese is needed")
            return say(f"{ja}が要ります。本人に確かめる", f"needs {en}: ask the person")
        if degree == MET:
            ja, en = _language_names(offer.languages)
            return say(f"求める言葉（{ja}）を満たします", f"speaks what is needed: {en}")
        ja, en = _language_names(_lacking(seeker, offer))
        if degree == NEGOTIABLE:
            return say(f"{ja}を求めますが、相談できます", f"asks for {en}, but negotiable")
        return say(f"{ja}が要ります", f"needs {en}")


def _lacking(seeker: Seeker, offer: Offer) -> list[str]:
    held: dict[str, int] = {}
    for code in seeker.languages:
        language, level = reference.spoken(code)
        held[language] = max(level, held.get(language, 0))
    return [
        code
        for code in offer.languages
        for language, level in (reference.spoken(code),)
        if held.get(language, 0) < level
    ]


def _language_names(codes: Iterable[str]) -> tuple[str, str]:
    parts = [code.partition("_") for code in sorted(codes)]
    return (
        "・".join(
            f"{reference.ja('language', one)}（{reference.ja('level', level)}）"
            for one, _, level in parts
        ),
        ", ".join(
            f"{reference.en('language', one)} ({reference.en('level', level)})"
            for one, _, level in parts
        ),
    )


class LicencesHeld(Rule):
    code = "licences_held"
    weight = 10
    excludes = True
    needs = ("いまの資格で働ける求人", "work with the licences the person has")

    def degree(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not offer.licences or NONE in offer.licences:
            return NOT_ASKED
        if offer.licences <= seeker.licences:
            return MET
        if not seeker.licences:
            return UNKNOWN
        return NEGOTIABLE if "licences" in offer.negotiable else MISSED

    def says(self, seeker: Seeker, offer: Offer, degree: float) -> str:
        ja, en = names("licence", offer.licences - seeker.licences or offer.licences)
        if degree == MET:
            return say(f"必要な資格（{ja}）を持っています", f"holds what is needed: {en}")
        if degree == UNKNOWN:
            return say(f"「{ja}」を持っているか本人に確かめる", f"ask the person about: {en}")
        if degree == NEGOTIABLE:
            return say(f"{ja}を求めますが、相談できます", f"asks for {en}, but negotiable")
        return say(f"必要な資格（{ja}）がありません", f"needs {en}")

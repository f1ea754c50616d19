"""Rules of what the work asks a person to bring along: languages and licences."""

from __future__ import annotations

from collections.abc import Iterable
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

NONE = "none"  # said expressly: nothing of this list


class LanguageEnough(Rule):
    code = "language_enough"
    weight = 10
    excludes = True
    needs = Text("いまの日本語で働ける求人", "work with the language the person has")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not offer.languages:
            partial = seeker.languages and "ja_work" not in seeker.languages
            return UNKNOWN if partial else NOT_ASKED
        if not seeker.languages:
            return UNKNOWN
        if not _find_lacking(seeker, offer):
            return MET
        return NEGOTIABLE if "languages" in offer.negotiable else MISSED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        if degree == UNKNOWN:
            what = _name_languages(offer.languages)
            if not what.ja:
                return Text("日本語がどれくらい要るか確かめる", "ask how much Japanese is needed")
            return Text(f"{what.ja}が要ります。本人に確かめる", f"needs {what.en}: ask the person")
        if degree == MET:
            what = _name_languages(offer.languages)
            return Text(f"求める言葉（{what.ja}）を満たします", f"speaks what is needed: {what.en}")
        what = _name_languages(_find_lacking(seeker, offer))
        if degree == NEGOTIABLE:
            return Text(
                f"{what.ja}を求めますが、相談できます", f"asks for {what.en}, but negotiable"
            )
        return Text(f"{what.ja}が要ります", f"needs {what.en}")


def _find_lacking(seeker: Seeker, offer: Offer) -> list[str]:
    held: dict[str, int] = {}
    for code in seeker.languages:
        language, level = reference.parse_language(code)
        held[language] = max(level, held.get(language, 0))
    return [
        code
        for code in offer.languages
        for language, level in (reference.parse_language(code),)
        if held.get(language, 0) < level
    ]


def _name_languages(codes: Iterable[str]) -> Text:
    names = []
    for code in sorted(codes):
        language, _, level = code.partition("_")
        spoken = reference.name_code("language", language), reference.name_code("level", level)
        names.append(spoken)
    return Text(
        "・".join(f"{language.ja}（{level.ja}）" for language, level in names),
        ", ".join(f"{language.en} ({level.en})" for language, level in names),
    )


class LicencesHeld(Rule):
    code = "licences_held"
    weight = 10
    excludes = True
    needs = Text("いまの資格で働ける求人", "work with the licences the person has")

    def rate(self, seeker: Seeker, offer: Offer, on: date) -> Degree:
        if not offer.licences or NONE in offer.licences:
            return NOT_ASKED
        if offer.licences <= seeker.licences:
            return MET
        if not seeker.licences:
            return UNKNOWN
        return NEGOTIABLE if "licences" in offer.negotiable else MISSED

    def describe(self, seeker: Seeker, offer: Offer, degree: float) -> Text:
        what = reference.name_codes("licence", offer.licences - seeker.licences or offer.licences)
        if degree == MET:
            return Text(
                f"必要な資格（{what.ja}）を持っています", f"holds what is needed: {what.en}"
            )
        if degree == UNKNOWN:
            return Text(
                f"「{what.ja}」を持っているか本人に確かめる", f"ask the person about: {what.en}"
            )
        if degree == NEGOTIABLE:
            return Text(
                f"{what.ja}を求めますが、相談できます", f"asks for {what.en}, but negotiable"
            )
        return Text(f"必要な資格（{what.ja}）がありません", f"needs {what.en}")

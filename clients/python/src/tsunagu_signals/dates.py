"""Dates as Japanese offices write them: eras in every notation, and western ones.

Eras and their first and last days come from `japanera`. A date beyond the end of its era, or
before its beginning, is refused and the right notation named: it may be a mix-up of eras.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from japanera import ERA_DATA_GENERAL, Era, EraDate

from tsunagu_signals.texts import clean

ERA, WESTERN, COMPACT, ERA_CODE, BARE_ERA = "era", "western", "compact", "era_code", "bare_era"
FORMS = (ERA, WESTERN, COMPACT, ERA_CODE, BARE_ERA)
USUAL_FORMS = (ERA, WESTERN, COMPACT)

_FIRST_MODERN = date(1868, 1, 1)  # Meiji: nobody older is alive
_SIGNS = {"㍾": "明治", "㍽": "大正", "㍼": "昭和", "㍻": "平成", "㋿": "令和"}
_BETWEEN = r"[./\-−‐・]"
_TAIL = r"\s*日?(?:\s*\([月火水木金土日]\))?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_SEPARATED = rf"\s*(?:年|{_BETWEEN})\s*(\d{{1,2}})\s*(?:月|{_BETWEEN})\s*(\d{{1,2}}){_TAIL}"
_WITH_ERA = re.compile(rf"(?P<era>[^\W\d_]{{1,2}})\.?\s*(元|\d{{1,2}}){_SEPARATED}")
_WESTERN = re.compile(rf"(?:西暦)?\s*(\d{{4}}){_SEPARATED}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CODED = re.compile(r"([1-9])(\d{2})(\d{2})(\d{2})")
_BARE = re.compile(rf"(元|\d{{1,2}}){_SEPARATED}")


class NoDate(ValueError):
    """The text is no date in the forms allowed; `remedy` says how to write it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


@cache
def modern_eras() -> dict[str, Era]:
    """Name, first kanji and Latin initial → era, from Meiji on."""
    eras: dict[str, Era] = {}
    for era in ERA_DATA_GENERAL:
        if era.since >= _FIRST_MODERN:
            for name in (era.kanji, era.kanji[0], era.english_head):
                eras[name] = era
    return eras


def read_date(text: str, forms: tuple[str, ...] = USUAL_FORMS, bare_era: str | None = None) -> date:
    """The day a text names in one of the forms; NoDate if it names none.

    `era`: 令和7年4月1日, R7.4.1; `western`: 2025-04-01, 2025/4/1, 2025年4月1日;
    `compact`: 20250401; `era_code`: 5070401; `bare_era`: 7.4.1, counted in `bare_era`.
    """
    for sign, name in _SIGNS.items():
        text = text.replace(sign, name)
    text = clean(text)
    if ERA in forms and (found := _WITH_ERA.fullmatch(text)):
        return _of_era(found["era"], *found.groups()[1:])
    if WESTERN in forms and (found := _WESTERN.fullmatch(text)):
        return _day(*map(int, found.groups()))
    if COMPACT in forms and (found := _COMPACT.fullmatch(text)):
        return _day(*map(int, found.groups()))
    if ERA_CODE in forms and (found := _CODED.fullmatch(text)):
        return _of_code(*found.groups())
    if BARE_ERA in forms and bare_era and (found := _BARE.fullmatch(text)):
        return _of_era(bare_era, *found.groups())
    raise NoDate(
        "読めない日付です / not a date this mapping reads",
        "2026-04-01、令和8年4月1日、R8.4.1 のように / write it like one of these",
    )


def _of_code(number: str, year: str, month: str, day: str) -> date:
    """Meiji is 1 and each era after it one more, as medical and pension forms count."""
    eras = sorted({era.since: era for era in modern_eras().values()}.items())
    if int(number) > len(eras):
        raise NoDate("知らない元号の番号です / no era has this number", f"1–{len(eras)}")
    return _of_era(eras[int(number) - 1][1].kanji, year, month, day)


def _of_era(name: str, year: str, month: str, day: str) -> date:
    era = modern_eras().get(name.upper())
    if era is None:
        raise NoDate("知らない元号です / no such era", "令和 R、平成 H、昭和 S、大正 T、明治 M")
    of_era = 1 if year == "元" else int(year)
    if of_era == 0:
        raise NoDate("元号の 0 年はありません / no era has a year 0", "元年か 1 年 / the year 1")
    found = _day(era.relative_year_to_absolute_year(of_era), int(month), int(day))
    if found < era.since or (era.until is not None and found >= era.until):
        raise NoDate(
            f"{era.kanji}ではない日です / the day is not in that era ({era.english})",
            f"{in_era(found)} では？ 元号を確かめる / is it this day? check the era",
        )
    return found


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NoDate(
            "暦にない日です / no day of the calendar", "月と日を確かめる / check month and day"
        ) from None


def in_era(day: date) -> str:
    """The day as offices write it: 令和8年4月1日."""
    era = EraDate.from_date(day).era
    year = era.calc_relative_year(day)
    return f"{era.kanji}{'元' if year == 1 else year}年{day.month}月{day.day}日"

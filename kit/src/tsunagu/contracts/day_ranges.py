"""Which days can be: one table for every field, question and report that takes a day.

A record reaches back to 1990 and never into the future; what is promised or asked about
reaches as far ahead as somebody could mean. A day outside is a slip of the finger (0206, 9026):
what is computed from it falls out of the calendar, or goes on for thousands of years.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marshmallow import ValidationError, fields

from tsunagu.domain.calendar import add_months, fiscal_year, fiscal_year_bounds
from tsunagu.domain.text import Problem, Text
from tsunagu.process import clock

EARLIEST = date(1990, 1, 1)  # the oldest record that an import takes
FIRST_FISCAL_YEAR = EARLIEST.year  # the first whole one
LATEST = date(2999, 12, 31)  # what city systems write for "no end"; later is a slip
MOST_MONTHS = 600  # of one period: what a person still reads, and a service counts in a moment
OLDEST_BIRTH = date(1868, 1, 1)  # 明治元年: before it, forms have no era

CHECK_THE_DAY = Text("日付を確かめる", "check the date")
BEFORE_FIRST = Text("期間の初日より前です", "before the first day of the period")


@dataclass(frozen=True)
class DayRange:
    """A validator of dates and moments: the days from `first` to `last`, both inside it.

    `find_last` counts from today, because a service runs for longer than a day. `says`: the
    range in words, for documents; `problem`: what is told of a day outside.
    """

    first: date
    find_last: Callable[[], date]
    says: str
    problem: Text
    remedy: Text = CHECK_THE_DAY

    def __call__(self, value: date) -> None:
        day = value.date() if isinstance(value, datetime) else value
        if not self.first <= day <= self.find_last():
            raise ValidationError(Problem(self.problem, self.remedy))


def _find_last_reported_day() -> date:
    """The end of the next fiscal year: what an office plans its figures for."""
    return fiscal_year_bounds(last_fiscal_year())[1]


def last_fiscal_year() -> int:
    """The last fiscal year that can be asked about: the next one."""
    return fiscal_year(clock.today()) + 1


check_past_day = DayRange(
    EARLIEST,
    clock.today,
    f"{EARLIEST} to today",
    Text("1990 年より前か未来の日付です", "before 1990 or in the future"),
)
check_coming_day = DayRange(
    EARLIEST,
    lambda: LATEST,
    f"{EARLIEST} to {LATEST}",
    Text("1990 年より前か 2999 年より後の日付です", "before 1990 or after 2999"),
)
check_birth_date = DayRange(
    OLDEST_BIRTH,
    clock.today,
    f"{OLDEST_BIRTH} to today",
    Text("明治より前か未来の日付です", "before 1868 or in the future"),
)
check_reported_day = DayRange(
    EARLIEST,
    _find_last_reported_day,
    f"{EARLIEST} to the end of the next fiscal year",
    Text("1990 年より前か、来年度より先の日付です", "before 1990 or after the next fiscal year"),
    Text("記録のある期間を。省けば全期間", "days of the records; left out: all there is"),
)
# What was known on a day before any record is nothing: a right answer, and an empty one.
check_day_of_knowledge = DayRange(
    date.min,
    clock.today,
    "no later than today",
    Text("まだ来ていない日です", "a day to come"),
    Text("今日までの日付を", "today or earlier"),
)


def check_fiscal_year(value: int) -> None:
    """Refuse a fiscal year from before the records, or beyond the next one."""
    if not FIRST_FISCAL_YEAR <= value <= last_fiscal_year():
        span = f"{FIRST_FISCAL_YEAR}–{last_fiscal_year()}"
        no_year = Text("記録のある年度ではありません", "no fiscal year of the records")
        raise ValidationError(Problem(no_year, Text.same(span)))


def check_month(value: str) -> None:
    """Refuse a month, as "2026-11", that no record and no promise can be of."""
    try:
        check_coming_day(date.fromisoformat(f"{value}-01"))
    except ValueError:
        return  # not a month at all: its form is checked beside this


def check_period(
    first: date | None, last: date | None, first_name: str = "from", last_name: str = "to"
) -> None:
    """Refuse a period that ends before it begins, or is longer than anybody reads."""
    if first is None or last is None:
        return
    if last < first:
        remedy = Text.same(f"{last_name} ≥ {first_name}")
        raise ValidationError(Problem(BEFORE_FIRST, remedy), last_name)
    if add_months(first, MOST_MONTHS) <= last:
        problem = Text(f"{MOST_MONTHS} か月より長い期間です", f"longer than {MOST_MONTHS} months")
        raise ValidationError(Problem(problem, Text("短く区切る", "ask for less")), last_name)


def describe_range(name: str, field: fields.Field[Any]) -> None:
    """Add to a field's description which days it can hold; it may not leave that open."""
    if not isinstance(field, fields.Date | fields.DateTime):
        return
    span = next((one for one in field.validators if isinstance(one, DayRange)), None)
    if span is None:
        raise TypeError(f"{name} does not say which days it can hold: see day_ranges")
    given = field.metadata.get("description")
    says = f"{given}; {span.says}" if given else span.says
    field.metadata = {**field.metadata, "description": says}

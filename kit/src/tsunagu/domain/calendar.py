"""The city's calendar: working days, fiscal years, era names, and "today".

Pure functions for domains, clocks and reports; nothing here reads a clock.
Public holidays come from `jpholiday`, eras from `japanera`. What no law fixes is a table below.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

import jpholiday
from dateutil.relativedelta import relativedelta
from japanera import ERA_DATA_GENERAL, Era

# Japan has had no summer time since 1952, so Asia/Tokyo is this offset for every record
# the platform can hold; a fixed offset also works where no time-zone database is installed.
CITY_TIME = timezone(timedelta(hours=9), "Asia/Tokyo")

# City offices close from December 29 to January 3: Local Autonomy Act art. 4-2(2)(iii).
_YEAR_END = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}

# A fiscal year keeps one name throughout: that of the era in which it begins, so that FY1988
# stayed 昭和63年度. FY2019 as a whole is 令和元年度 (ministries' agreement of 2019-04-01).
_FIRST_FISCAL_YEARS = {date(2019, 5, 1): 2019}
_OLDEST = date(1926, 12, 25)  # no record of the platform is older than 昭和

_MODERN = [era for era in reversed(ERA_DATA_GENERAL) if era.since >= date(1868, 1, 1)]
_ERAS = [era for era in _MODERN if era.since >= _OLDEST]
# Latin initial → the year before each era's year 1: 昭和 50 is 1925 + 50.
ERA_EPOCHS: dict[str, int] = {era.english_head: era.since.year - 1 for era in _MODERN}


@lru_cache(maxsize=4096)  # asking jpholiday anew costs a third of a millisecond a day
def _is_public_holiday(day: date) -> bool:
    return bool(jpholiday.is_holiday(day))


def is_working_day(day: date) -> bool:
    """Whether city offices are open: no weekend, public holiday, or Dec 29 to Jan 3."""
    return (
        day.weekday() < 5 and (day.month, day.day) not in _YEAR_END and not _is_public_holiday(day)
    )


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after `day`; with n = 0, `day` itself or the next working day."""
    if n < 0:
        raise ValueError("a number of working days cannot be negative")
    if n == 0:
        return day if is_working_day(day) else add_working_days(day, 1)
    while n:
        day += timedelta(days=1)
        n -= is_working_day(day)
    return day


def add_months(day: date, n: int) -> date:
    """The same day n months on, or that month's last day where there is none (Civil Code 143).

    January 31 and one month is the last day of February; n may be negative.
    """
    later: date = day + relativedelta(months=n)
    return later


def fiscal_year(day: date) -> int:
    """The year in which the day's fiscal year (April to March) began."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_bounds(year: int) -> tuple[date, date]:
    """First and last day of a fiscal year, both inside it."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def _era_of_fiscal_year(year: int) -> tuple[Era, int]:
    for era in _ERAS:
        first = _FIRST_FISCAL_YEARS.get(era.since) or fiscal_year(era.since) + 1
        if year >= first:
            return era, year - ERA_EPOCHS[era.english_head]
    raise ValueError(f"no era name is kept for fiscal year {year}")


def _year_ja(n: int) -> str:
    return "元" if n == 1 else str(n)


def era_name(year: int) -> str:
    """A fiscal year in short era form: 2015 is "H27", 2019 is "R1"."""
    era, n = _era_of_fiscal_year(year)
    return f"{era.english_head}{n}"


def era_name_ja(year: int) -> str:
    """A fiscal year in Japanese: 2015 is "平成27年度", 2019 is "令和元年度"."""
    era, n = _era_of_fiscal_year(year)
    return f"{era.kanji}{_year_ja(n)}年度"


def era_date_ja(day: date) -> str:
    """A day as Japanese forms print it: 2019-05-01 is "令和元年5月1日"."""
    for era in _ERAS:
        if day >= era.since:
            n = day.year - ERA_EPOCHS[era.english_head]
            return f"{era.kanji}{_year_ja(n)}年{day.month}月{day.day}日"
    raise ValueError(f"no era name is kept for {day}")


def city_date(moment: datetime) -> date:
    """The city's date at an aware moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(CITY_TIME).date()


def city_today(now_utc: datetime) -> date:
    """Today in the city, for a clock reading that the caller took."""
    return city_date(now_utc)


def next_city_day(moment: datetime) -> datetime:
    """When the day after the moment's begins in the city."""
    return datetime.combine(city_date(moment) + timedelta(days=1), time(), CITY_TIME)

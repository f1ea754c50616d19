"""Reads the projected rows that held on a day, within a period; every report counts in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import orjson
import sqlalchemy as sa

from services.reporting.projections.consultations import (
    need_place,
    referral_step,
    signal_step,
    support_record,
)
from services.reporting.projections.identity import person_alias, resolve_merges
from services.reporting.projections.programmes import programme_step
from tsunagu.contracts.day_ranges import FIRST_FISCAL_YEAR
from tsunagu.domain.calendar import fiscal_year, fiscal_year_bounds
from tsunagu.domain.json_object import JsonObject
from tsunagu.process.concurrency import take_turns

INTERVIEW = "intake.public_assistance_interviewed"
APPLICATION = "intake.public_assistance_applied"
CONSULTATION = "intake.consultation_accepted"
ASSESSMENT = "intake.assessed"
PLAN = "intake.plan_made"
RESOURCE_MISSED = "intake.resource_missed"
# What consultation support hears of, and what job placement itself brings about.
FOUND_WORK = ("intake.work_found", "employment.hired")
INCOME = ("intake.income_increased", "employment.income_increased")
ENDING = "intake.case_ended"
REQUESTED = "referral.requested"
ENTERED_IN_ERROR = "referral.entered_in_error"


DATED = (support_record, referral_step, signal_step, programme_step)


@dataclass(frozen=True)
class Period:
    """First and last day, both inside it."""

    first: date
    last: date

    @classmethod
    def of_fiscal_year(cls, year: int) -> Period:
        return cls(*fiscal_year_bounds(year))

    @classmethod
    def of_day(cls, day: date) -> Period:
        """That day; of one before any record could be, the first of the first fiscal year."""
        day = max(day, fiscal_year_bounds(FIRST_FISCAL_YEAR)[0])
        return cls(day, day)

    def months(self) -> list[str]:
        """Every month touched, as "2018-04"."""
        months, year, month = [], self.first.year, self.first.month
        while (year, month) <= (self.last.year, self.last.month):
            months.append(f"{year:04d}-{month:02d}")
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return months


class RowsAsOf:
    """Reads the rows as they were known at the end of a day (`as_of`), or now."""

    def __init__(self, connection: sa.Connection, today: date, as_of: date | None = None) -> None:
        self.connection = connection
        self.as_of = as_of
        self.day = as_of or today  # the day on which something is overdue or not

    def _filter_known(self, table: sa.Table) -> sa.ColumnElement[bool]:
        if self.as_of is None:
            return table.c.known_until.is_(None)
        still = table.c.known_until.is_(None) | (table.c.known_until > self.as_of)
        known = (table.c.known_from <= self.as_of) & still
        # Whenever it is said to have been recorded: what was still to come was not known.
        return known & (table.c.on <= self.as_of) if "on" in table.c else known

    def _select(self, table: sa.Table, *conditions: Any) -> list[Any]:
        """The rows; whoever is known to be one human stands in them under one id."""
        query = sa.select(table).where(self._filter_known(table), *conditions)
        found = self.connection.execute(query.order_by(table.c.on, table.c.seq))
        rows = list(take_turns(found))
        if not self.humans or "person_id" not in table.c:
            return rows
        return [self._replace_merged(row) for row in rows]

    @cached_property
    def humans(self) -> dict[str, str]:
        """person → who they are, of everybody whose records were merged into another's."""
        table = person_alias
        query = sa.select(table.c.person_id, table.c.into_id).where(self._filter_known(table))
        return resolve_merges(
            {row.person_id: row.into_id for row in self.connection.execute(query)}
        )

    def _replace_merged(self, row: Any) -> Any:
        human = self.humans.get(row.person_id)
        return (
            row if human is None else SimpleNamespace(**dict(row._mapping) | {"person_id": human})
        )

    def list_records(self, *types: str, period: Period | None = None) -> list[Any]:
        """What happened of these types, by day."""
        table = support_record
        within = [table.c.on.between(period.first, period.last)] if period else []
        return self._select(table, table.c.type.in_(types), *within)

    def find_persons(self, *types: str, period: Period) -> set[str]:
        """The distinct persons to whom any of it happened in the period."""
        return {row.person_id for row in self.list_records(*types, period=period)}

    def list_openings(self, period: Period) -> list[Any]:
        """The consultations that opened a case in the period, or reopened it after an ending.

        Told from the dates, not from the order in which the records came in.
        """
        table = support_record
        there = sa.select(table.c.case_id).where(
            table.c.type == CONSULTATION, table.c.on.between(period.first, period.last)
        )
        rows = self._select(
            table,
            table.c.type.in_((CONSULTATION, ENDING)),
            table.c.on <= period.last,
            table.c.case_id.in_(there),
        )
        opened, found = set(), []
        for row in rows:
            if row.type == ENDING:
                opened.discard(row.case_id)
            elif row.case_id not in opened:
                opened.add(row.case_id)
                if row.on >= period.first:
                    found.append(row)
        return found

    def list_sheets(self, period: Period | None = None) -> list[Any]:
        """The sheets sent in the period; those entered in error never count."""
        table = referral_step
        within = [table.c.on.between(period.first, period.last)] if period else []
        wrong = {row.referral_id for row in self._select(table, table.c.type == ENTERED_IN_ERROR)}
        rows = self._select(table, table.c.type == REQUESTED, *within)
        return [row for row in rows if row.referral_id not in wrong]

    def list_sheet_steps(self, referral_ids: Iterable[str]) -> dict[str, list[Any]]:
        """referral → what became of it, by day."""
        wanted, table = set(referral_ids), referral_step
        steps: dict[str, list[Any]] = {id: [] for id in wanted}
        for row in self._select(table, table.c.type != REQUESTED):
            if row.referral_id in wanted:
                steps[row.referral_id].append(row)
        return steps

    def find_places(self) -> JsonObject:
        """need → where it last stood; without an owner it has ended."""
        return {row.need_id: row for row in self._select(need_place)}

    def list_signal_steps(self) -> dict[str, list[Any]]:
        """signal → its steps, by day."""
        steps: dict[str, list[Any]] = {}
        for row in self._select(signal_step):
            steps.setdefault(row.signal_id, []).append(row)
        return steps

    def list_programme_steps(self, *types: str, period: Period | None = None) -> list[Any]:
        """What programmes did, by day: rows with `type`, `on`, `person_id`, `subject`, `details`.

        `details` is the JSON text of the fact's other fields; `read_details` reads it.
        """
        table = programme_step
        within = [table.c.on.between(period.first, period.last)] if period else []
        return self._select(table, table.c.type.in_(types), *within)

    def find_extent(self) -> Period | None:
        """From the first to the last thing on record; None where there is nothing."""
        days = [
            self.connection.execute(
                sa.select(sa.func.min(table.c.on), sa.func.max(table.c.on)).where(
                    self._filter_known(table)
                )
            ).one()
            for table in DATED
        ]
        first = min((low for low, _ in days if low), default=None)
        last = max((high for _, high in days if high), default=None)
        return Period(first, last) if first and last else None

    def list_fiscal_years(self) -> list[int]:
        """Every fiscal year with something on record."""
        years = set()
        for table in DATED:
            days = sa.select(table.c.on).where(self._filter_known(table)).distinct()
            years |= {fiscal_year(day) for day in self.connection.execute(days).scalars()}
        return sorted(years)


def read_details(row: Any) -> JsonObject:
    """The other fields of a programme's fact."""
    details: JsonObject = orjson.loads(row.details)
    return details


def compute_ratio(part: int, whole: int) -> float | None:
    """Rounded to 3 decimals; None where there is nothing to divide by."""
    return round(part / whole, 3) if whole else None


def count_by_code(codes: Iterable[str]) -> dict[str, int]:
    """How often each code stands in `codes`, the most frequent first."""
    return dict(sorted(Counter(codes).items(), key=lambda item: (-item[1], item[0])))

"""Which days can be: the bounds of each range, and that no field of a payload goes without one."""

from datetime import UTC, date, datetime

import pytest
from marshmallow import ValidationError

from tsunagu.contracts.day_ranges import (
    check_birth_date,
    check_coming_day,
    check_day_of_knowledge,
    check_fiscal_year,
    check_month,
    check_past_day,
    check_period,
    check_reported_day,
)
from tsunagu.contracts.openapi import build_json_schema
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.process import clock


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """It is 2026-11-20: fiscal year 2026."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("check", "first", "last"),
    [
        (check_past_day, date(1990, 1, 1), date(2026, 11, 20)),
        (check_coming_day, date(1990, 1, 1), date(2999, 12, 31)),
        (check_birth_date, date(1868, 1, 1), date(2026, 11, 20)),
        (check_reported_day, date(1990, 1, 1), date(2028, 3, 31)),
        (check_day_of_knowledge, date(1, 1, 1), date(2026, 11, 20)),
    ],
)
def test_the_first_and_the_last_day_can_be_and_their_neighbours_cannot(check, first, last):
    check(first)
    check(last)
    check(datetime.combine(last, datetime.max.time(), UTC))
    neighbours = [date.fromordinal(last.toordinal() + 1), date.max]
    if first > date.min:
        neighbours += [date.fromordinal(first.toordinal() - 1), date.min]
    for day in neighbours:
        with pytest.raises(ValidationError) as refused:
            check(day)
        [problem] = refused.value.messages
        assert problem.text.ja and problem.remedy.ja


@pytest.mark.parametrize("year", [1990, 2026, 2027])
def test_a_fiscal_year_of_the_records_can_be(year):
    check_fiscal_year(year)


@pytest.mark.parametrize("year", [-1, 0, 1989, 2028, 9999, 10**11])
def test_another_fiscal_year_is_refused_with_those_that_can_be(year):
    with pytest.raises(ValidationError, match="1990–2027"):
        check_fiscal_year(year)


@pytest.mark.parametrize("month", ["1990-01", "2026-11", "2999-12"])
def test_a_month_can_be(month):
    check_month(month)


@pytest.mark.parametrize("month", ["1989-12", "0001-01", "3000-01", "9999-12"])
def test_a_month_that_no_record_can_be_of_is_refused(month):
    with pytest.raises(ValidationError):
        check_month(month)


def test_a_period_ends_after_it_begins_and_within_what_anybody_reads():
    check_period(None, date(2020, 1, 1))
    check_period(date(2020, 1, 1), date(2020, 1, 1))
    check_period(date(1990, 1, 1), date(2039, 12, 31))
    for first, last, problem in (
        (date(2020, 1, 2), date(2020, 1, 1), "before the first day"),
        (date(1990, 1, 1), date(2040, 1, 1), "longer than 600 months"),
    ):
        with pytest.raises(ValidationError, match=problem) as refused:
            check_period(first, last, "first", "last")
        assert refused.value.field_name == "last"


def test_documents_say_which_days_a_field_can_hold():
    @payload
    class Promise(Payload):
        due_on: date = fields.Date(
            required=True, validate=check_coming_day, metadata={"description": "by when"}
        )

    described = build_json_schema(Promise.schema())["properties"]["due_on"]["description"]
    assert described == "by when; 1990-01-01 to 2999-12-31"


@pytest.mark.parametrize("kind", [fields.Date, fields.AwareDateTime])
def test_a_payload_whose_day_may_be_any_is_not_declared(kind):
    with pytest.raises(TypeError, match=r"Anything\.on does not say which days it can hold"):
        payload(type("Anything", (Payload,), {"on": kind(), "__annotations__": {"on": "date"}}))

"""The monthly sheet of a department: what it may know of its signals, first success, repeats."""

import base64
import io
import itertools
import zipfile
from datetime import timedelta

import pytest

from services.intake.queries.department_month import summarise_month

numbers = itertools.count(1)


def signal(intake, department, **more):
    body = {"kind": "tax_arrears", "noticed_on": "2026-04-20", "basis": "encouragement_only"}
    id = f"month-{next(numbers)}"
    return intake("receive_signal", department=department, id=id, **body | more)["signal_id"]


def came(intake, signal_id):
    case = intake("accept_consultation", channel="department", signal_id=signal_id)
    return case["case_id"]


@pytest.fixture
def month(today):
    return f"{today:%Y-%m}"


def sheet(intake, department, month):
    return intake("department_month", department=department, month=month)


CONSENTED = {
    "basis": "consent",
    "person": {"name": "座間 一郎"},
}


def consented(intake, department):
    return signal(intake, department, **CONSENTED)


def test_a_closed_loop_counts_where_the_department_may_know_and_only_there(intake, month):
    known, unknown = consented(intake, "care_insurance"), signal(intake, "care_insurance")
    waiting = signal(intake, "care_insurance")
    for one in (known, unknown):
        came(intake, one)
    told = sheet(intake, "care_insurance", month)
    assert (told["received"], told["open"], told["ended"]) == (3, 1, 2)
    assert (told["closed_loops"], told["repeats"]) == (1, 0)
    assert told["kinds"] == {"tax_arrears": 3}
    states = {row["signal_id"]: row["state"] for row in told["signals"]}
    assert states == {known: "connected", unknown: "closed", waiting: "open"}


def test_the_first_success_makes_a_partner_and_more_on_that_day_are_no_repeat(intake, month, today):
    for _ in range(2):
        came(intake, consented(intake, "insurance_pension"))
    told = sheet(intake, "insurance_pension", month)
    assert told["first_success_on"] == today.isoformat()
    assert (told["closed_loops"], told["repeats"]) == (2, 0)


def test_days_on_which_more_came_are_repeats_and_the_first_stays_the_first(intake, month, today):
    days = [today.replace(day=1) - timedelta(days=n) for n in (40, 3)]
    for day in [*days, today]:
        intake(
            "accept_consultation",
            channel="department",
            signal_id=consented(intake, "housing"),
            on=day.isoformat(),
        )
    told = sheet(intake, "housing", month)
    assert told["first_success_on"] == days[0].isoformat()
    assert (told["repeats"], told["closed_loops"]) == (2, 1)


def test_whose_case_was_open_before_is_carried_by_it_but_nobodys_success(intake, month):
    person = {
        "name": "続木 花",
        "kana": "ツヅキ ハナ",
        "birth_date": "1970-01-02",
        "address": "座間市入谷1-1-1",
        "phone": "090-1212-3434",
    }
    intake("accept_consultation", channel="walk_in", person=person)
    id = signal(intake, "school_education", basis="consent", person=person)
    assert intake("get_signal", signal_id=id)["state"] == "connected"
    told = sheet(intake, "school_education", month)
    assert (told["closed_loops"], told["first_success_on"]) == (0, None)


def test_another_department_and_another_month_are_not_in_it(intake, month):
    signal(intake, "elderly")
    assert sheet(intake, "disability", month)["received"] == 0
    told = sheet(intake, "elderly", "2020-01")
    assert (told["received"], told["signals"]) == (0, [])
    assert told["open"] == 1, "of all months"


def test_what_came_before_stays_in_sight_while_it_is_open(intake, month, today):
    waiting, ended = signal(intake, "youth"), signal(intake, "youth")
    intake("close_signal", signal_id=ended, reason="moved_away")
    first, next_month = summarise_month_days(today)
    with intake.platform.runtime("intake").store.reading() as connection:
        told = summarise_month(connection, "youth", next_month, first)
    assert told["received"] == 0
    assert [row["signal_id"] for row in told["signals"]] == [waiting]


def summarise_month_days(today):
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first, f"{first:%Y-%m}"


def test_a_month_to_come_is_refused(intake, today):
    _, month = summarise_month_days(today)
    assert intake.find_faults("department_month", department="elderly", month=month) == ["month"]


def test_the_sheet_comes_as_excel_without_a_name(intake, month):
    consented(intake, "waterworks")
    file = intake("department_month", department="waterworks", month=month, format="xlsx")
    assert file["name"] == f"waterworks-{month}.xlsx"
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(file["base64"]))) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "座間 一郎" not in texts
    for word in ("経営総務課", "対応中", "最初の連絡", "自立相談支援"):
        assert word in texts, word
    assert "first_contact" not in texts


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "november", "2026-11-01"])
def test_what_is_no_month_is_named_with_its_remedy(intake, month):
    assert intake.find_faults("department_month", department="elderly", month=month) == ["month"]

"""The monthly sheet of a department: what it may know of its signals, first success, repeats."""

import base64
import io
import itertools
import zipfile

import pytest

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


def test_another_department_and_another_month_are_not_in_it(intake, month):
    signal(intake, "elderly")
    assert sheet(intake, "disability", month)["received"] == 0
    told = sheet(intake, "elderly", "2020-01")
    assert (told["received"], len(told["signals"])) == (0, 1), "still open: it stays in sight"


def test_the_sheet_comes_as_excel_without_a_name(intake, month):
    consented(intake, "waterworks")
    file = intake("department_month", department="waterworks", month=month, format="xlsx")
    assert file["name"] == f"waterworks-{month}.xlsx"
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(file["base64"]))) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "経営総務課" in texts and "座間 一郎" not in texts


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "november", "2026-11-01"])
def test_what_is_no_month_is_named_with_its_remedy(intake, month):
    assert intake.faulty("department_month", department="elderly", month=month) == ["month"]

"""The other reports: what each counts, for which period, and how it may be asked for."""

import base64
import io
import zipfile
from datetime import timedelta

import pytest

from services.reporting.domain.limits import MOST_PRINTED_ROWS
from services.reporting.queries.catalogue import find_report
from services.reporting.queries.rendering import render_report
from tsunagu.contracts import day_ranges
from tsunagu.domain.calendar import fiscal_year_bounds
from tsunagu.domain.errors import TsunaguError
from tsunagu.process import clock
from tsunagu.process.concurrency import sleep, spawn
from tsunagu.testing import eventually

NAMES = (
    "consultation_table",
    "issues",
    "monthly",
    "sources",
    "referrals",
    "network",
    "unmet_needs",
    "signals",
    "employment",
    "housing",
    "foodbank",
)


def test_every_report_is_listed_in_japanese_and_english(town):
    reports = town.call("reporting", "list_reports")
    assert [r["name"] for r in reports] == list(NAMES)
    assert all(r["ja"] and r["en"] for r in reports)


# -- issues ---------------------------------------------------------------------------------------


def test_issues_are_counted_at_each_persons_first_assessment_of_the_period(town, people, year):
    a, b, c = people[:3]
    town.take(
        a("assessment", f"{year}-05-01", issues=["debt", "illness", "care"], main="debt"),
        a("assessment", f"{year}-06-01", issues=["no_food"]),
        b("assessment", f"{year}-05-01", issues=["illness", "debt"]),
        c("assessment", f"{year}-04-01", issues=["debt"]),
        people[3]("assessment", f"{year}-03-31", issues=["other"]),
    )
    report = town.report("issues", fiscal_year=year)
    assert (report["assessments"], report["issues"]) == (3, 6)
    assert report["issues_per_person"] == 2.0
    assert list(report["by_issue"].items()) == [("debt", 3), ("illness", 2), ("care", 1)]
    assert report["pairs"] == [
        {"a": "debt", "b": "illness", "n": 2},
        {"a": "care", "b": "debt", "n": 1},
        {"a": "care", "b": "illness", "n": 1},
    ]


def test_issues_a_person_have_two_decimals_and_nobody_has_none(town, people, year):
    assert town.report("issues", fiscal_year=year)["issues_per_person"] is None
    found = [["debt"], ["debt"], ["debt", "care"]]
    town.take(
        *(p("assessment", f"{year}-05-01", issues=i) for p, i in zip(people, found, strict=False))
    )
    assert town.report("issues", fiscal_year=year)["issues_per_person"] == 1.33


def test_a_corrected_assessment_counts_as_corrected(town, person, year):
    day = f"{year}-05-01"
    town.take(person("assessment", day, issues=["debt"]))
    town.take(person.correction("assessment", day, issues=["care", "illness"]))
    assert town.report("issues", fiscal_year=year)["by_issue"] == {"care": 1, "illness": 1}


# -- monthly --------------------------------------------------------------------------------------


def test_every_month_is_there_and_each_person_counts_once_in_it(town, people, year):
    a, b = people[:2]
    town.take(
        a.consultation(f"{year}-04-01"),
        a.consultation(f"{year}-04-02"),
        b.consultation(f"{year}-04-30"),
        a("plan", f"{year}-05-01", programmes=["free_job_placement"], employment_support=True),
        a("plan", f"{year}-05-02", programmes=["household_budget"], employment_support=True),
        b("plan", f"{year}-06-01", programmes=["household_budget"]),
        a("found_work", f"{year + 1}-03-31"),
        a("found_work", f"{year + 1}-03-31", kind="part_time"),
        a("income_increased", f"{year + 1}-03-31"),
    )
    report = town.report("monthly", fiscal_year=year)
    months = {line["month"]: line for line in report["months"]}
    assert min(months) == f"{year}-04" and max(months) == f"{year + 1}-03"
    assert len(months) == 12
    assert months[f"{year}-04"]["new_consultations"] == 2
    assert (months[f"{year}-05"]["plans"], months[f"{year}-05"]["employment_targets"]) == (2, 1)
    assert (months[f"{year}-06"]["plans"], months[f"{year}-06"]["employment_targets"]) == (1, 0)
    last = months[f"{year + 1}-03"]
    assert (last["found_work"], last["increased_income"]) == (1, 1)
    assert sum(months[f"{year}-08"][key] for key in ("plans", "new_consultations")) == 0
    assert report["work_and_income_rate"] == 2.0


def test_per_100000_people_by_the_population_that_is_known(town, person, year):
    town.take(person.consultation(f"{year}-04-01"))
    [first, *_] = town.report("monthly", fiscal_year=year)["months"]
    assert first["per_100k"]["new_consultations"] == round(1 / 130_753 * 100_000, 3)


def test_without_anybody_targeted_there_is_no_rate(town, year):
    assert town.report("monthly", fiscal_year=year)["work_and_income_rate"] is None


# -- who brings people ----------------------------------------------------------------------------


def test_a_desk_that_brings_people_on_two_days_is_a_repeater(town, people, year):
    by = lambda p, day, desk: p.consultation(day, channel="department", from_desk=desk)  # noqa: E731
    town.take(
        by(people[0], f"{year}-06-01", "waterworks"),
        by(people[1], f"{year}-05-01", "waterworks"),
        by(people[2], f"{year}-05-01", "housing"),
        by(people[3], f"{year}-05-01", "housing"),
        by(people[4], f"{year}-05-01", "estate_agent"),
        people[5].consultation(f"{year}-05-01"),
    )
    desks = town.report("sources", fiscal_year=year)["desks"]
    assert [(d["desk"], d["first_on"], d["handovers"], d["repeater"]) for d in desks] == [
        ("housing", f"{year}-05-01", 2, False),
        ("waterworks", f"{year}-05-01", 2, True),
        ("estate_agent", f"{year}-05-01", 1, False),
    ]


def test_the_network_joins_people_brought_and_sheets_sent(town, people, year):
    day = f"{year}-05-01"
    town.take(
        people[0].consultation(day, channel="department", from_desk="waterworks"),
        people[0].sent(day, "household_budget"),
        people[1].sent(day, "household_budget"),
        people[2].sent(day, "housing", sender="livelihood"),
        people[3].sent(day, "housing", sender="livelihood"),
        people[3].became(day, "entered_in_error"),
    )
    edges = town.report("network", fiscal_year=year)["edges"]
    assert edges == [
        {"from": "consultation_support", "to": "household_budget", "n": 2},
        {"from": "livelihood", "to": "housing", "n": 1},
        {"from": "waterworks", "to": "consultation_support", "n": 1},
    ]


# -- what became of the sheets --------------------------------------------------------------------


def test_what_became_of_the_sheets_sent(town, people, year):
    def day(n):
        return f"{year}-05-{n:02}"

    done, turned_down, failed, waiting, wrong = people[:5]
    town.take(
        done.sent(day(1), "household_budget"),
        done.became(day(4), "accepted"),
        done.became(day(20), "completed", outcome="support_given"),
        turned_down.sent(day(1), "household_budget"),
        turned_down.became(day(2), "rejected", reason="no_capacity"),
        failed.sent(day(1), "household_budget"),
        failed.became(day(2), "in_progress"),
        failed.became(day(9), "failed", reason="lost_contact"),
        waiting.sent(day(1), "household_budget"),
        wrong.sent(day(1), "household_budget"),
        wrong.became(day(2), "entered_in_error"),
    )
    report = town.report("referrals", fiscal_year=year)
    counts = {key: report[key] for key in ("sent", "accepted", "rejected", "completed", "failed")}
    assert counts == {"sent": 4, "accepted": 2, "rejected": 1, "completed": 1, "failed": 1}
    assert (report["open"], report["overdue"]) == (1, 1)
    assert report["closed_loop_ratio"] == 0.25
    assert report["median_days_to_accept"] == 2  # between three days and one
    assert report["mean_hops"] == 1
    assert report["reasons"] == {"lost_contact": 1, "no_capacity": 1}
    assert report["reasons_by_state"]["rejected"] == {"no_capacity": 1}


@pytest.mark.parametrize(
    ("as_of", "overdue"), [("2018-05-09", 0), ("2018-05-10", 0), ("2018-05-11", 1)], ids=str
)
def test_a_sheet_is_overdue_the_day_after_its_due_date(town, person, as_of, overdue):
    town.take(person.sent("2018-05-07", "household_budget"))  # due on 2018-05-10
    asked = {"date_from": "2018-05-07", "date_to": "2018-05-07", "as_of": as_of}
    report = town.report("referrals", **asked)
    assert report["overdue"] == overdue * report["open"]
    assert report["open"] == report["sent"] >= 1


def test_hops_are_counted_for_each_need_not_for_each_sheet(town, year):
    body = {"by": "kizuki", "person_id": "p1", "basis": "conference", "on": f"{year}-05-09"}
    first = town.call("referral", "refer", **body, to="household_budget")
    answer = {"referral_id": first["referral_id"], "by": "household_budget", "on": f"{year}-05-10"}
    town.call("referral", "reject", **answer, reason="no_capacity")
    again = body | {"on": f"{year}-05-11", "replaces": first["referral_id"]}
    town.call("referral", "refer", **again, to="legal_advice")
    town.call("referral", "refer", **body, to="housing")
    report = town.report("referrals", fiscal_year=year)
    assert (report["sent"], report["rejected"], report["open"]) == (3, 1, 2)
    assert report["mean_hops"] == 1.5


# -- what nobody took up --------------------------------------------------------------------------

DEBT = {"issues": ["debt"]}
TAKEN_UP = {
    "nothing_followed": (lambda p, y: [], 1),
    "a_plan_that_answers_it": (
        lambda p, y: [p("plan", f"{y}-06-01", programmes=["legal_advice"])],
        0,
    ),
    "a_plan_that_answers_something_else": (
        lambda p, y: [p("plan", f"{y}-06-01", programmes=["children_learning"])],
        1,
    ),
    "a_plan_made_before_it_was_found": (
        lambda p, y: [p("plan", f"{y}-04-30", programmes=["legal_advice"])],
        1,
    ),
    "a_sheet_that_carries_it": (lambda p, y: [p.sent(f"{y}-06-01", "housing", **DEBT)], 0),
    "a_sheet_that_was_rejected": (
        lambda p, y: [
            p.sent(f"{y}-06-01", "housing", **DEBT),
            p.became(f"{y}-06-02", "rejected", reason="no_capacity"),
        ],
        1,
    ),
    "a_sheet_to_a_desk_that_answers_it": (lambda p, y: [p.sent(f"{y}-06-01", "legal_advice")], 0),
    "a_sheet_sent_in_error": (
        lambda p, y: [
            p.sent(f"{y}-06-01", "legal_advice", **DEBT),
            p.became(f"{y}-06-02", "entered_in_error"),
        ],
        1,
    ),
}


@pytest.mark.parametrize("what", TAKEN_UP)
def test_an_issue_is_unmet_until_a_programme_takes_it_up(town, person, year, what):
    followed, n = TAKEN_UP[what]
    town.take(person("assessment", f"{year}-05-01", **DEBT), *followed(person, year))
    months = town.report("unmet_needs", fiscal_year=year)["months"]
    assert months == [{"month": f"{year}-05", "issue": "debt", "n": 1}] * n


# -- signals --------------------------------------------------------------------------------------


def test_signals_are_counted_from_the_notice_to_the_first_contact(town):
    before = town.report("signals")
    notice = {
        "department": "personnel",
        "kind": "wage_seizure",
        "noticed_on": "2026-04-01",
        "basis": "encouragement_only",
    }
    ids = [
        town.call("intake", "receive_signal", **notice, id=f"s{n}")["signal_id"] for n in range(4)
    ]
    town.call("intake", "encourage", signal_id=ids[0], answer="coming")
    town.call("intake", "accept_consultation", channel="walk_in", signal_id=ids[0])
    town.call("intake", "close_signal", signal_id=ids[1], reason="moved_away")
    report = town.report("signals")
    [line] = [d for d in report["departments"] if d["desk"] == "personnel"]
    assert (line["signals"], line["connected"]) == (4, 1)
    assert report["open"] - before["open"] == 2 and report["overdue"] == before["overdue"]
    assert report["median_days_to_first_contact"] == 0


# -- asking ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "code", "fields"),
    [
        ({"name": "weather"}, "no_such_report", []),
        ({"fiscal_year": 1989}, "invalid_input", ["fiscal_year"]),
        ({"fiscal_year": 2101}, "invalid_input", ["fiscal_year"]),
        ({"fiscal_year": 2016, "date_from": "2016-04-01"}, "invalid_input", ["fiscal_year"]),
        ({"date_from": "2016-04-02", "date_to": "2016-04-01"}, "invalid_input", ["to"]),
        (
            {"date_from": "x", "date_to": "y", "as_of": "z"},
            "invalid_input",
            ["as_of", "from", "to"],
        ),
        ({"date_from": "0001-01-01", "date_to": "9999-12-31"}, "invalid_input", ["from", "to"]),
        ({"date_from": "1989-12-31"}, "invalid_input", ["from"]),
        ({"as_of": "9999-12-31"}, "invalid_input", ["as_of"]),
        ({"format": "pdf"}, "invalid_input", ["format"]),
        (
            {"name": "consultation_table", "date_from": "2016-04-01"},
            "invalid_input",
            ["from"],
        ),
    ],
    ids=[
        "no_such_report",
        "year_too_early",
        "year_too_late",
        "year_and_days",
        "ends_before_it_begins",
        "no_dates",
        "all_of_the_calendar",
        "before_any_record",
        "known_on_a_day_to_come",
        "no_such_format",
        "a_yearly_report_by_days",
    ],
)
def test_a_report_that_cannot_be_asked_for(town, asked, code, fields):
    with pytest.raises(TsunaguError) as refusal:
        town.report(**{"name": "issues"} | asked)
    assert refusal.value.code == code
    assert sorted(f["field"] for f in getattr(refusal.value, "faults", [])) == fields


def test_a_fiscal_year_is_its_days(town, people, year):
    first, last = fiscal_year_bounds(year)
    town.take(
        *(
            p("assessment", f"{d}", issues=["debt"])
            for p, d in zip(people, (first, last), strict=False)
        )
    )
    by_year = town.report("issues", fiscal_year=year)
    by_days = town.report("issues", date_from=first.isoformat(), date_to=last.isoformat())
    assert by_year == by_days and by_year["assessments"] == 2
    assert year in town.call("reporting", "fiscal_years")


@pytest.mark.parametrize("name", NAMES)
def test_each_report_is_read_as_table_csv_and_workbook(town, name):
    table = town.report(name, fiscal_year=2018, format="table")["text"]
    csv = town.report(name, fiscal_year=2018, format="csv")["text"]
    book = base64.b64decode(town.report(name, fiscal_year=2018, format="xlsx")["base64"])
    assert " / " in table and csv.endswith("\r\n")
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(book)).namelist()


def test_as_of_tomorrow_is_refused_and_as_of_today_is_not(town):
    today = clock.today()
    assert town.report("issues", as_of=today.isoformat())["as_of"] == today.isoformat()
    with pytest.raises(TsunaguError) as refusal:
        town.report("issues", as_of=(today + timedelta(days=1)).isoformat())
    [fault] = refusal.value.faults
    assert fault["field"] == "as_of" and fault["remedy"] == "今日までの日付を / today or earlier"


@pytest.mark.parametrize("as_of", ["0001-01-01", "1900-01-01", "1990-01-01"])
@pytest.mark.parametrize("name", NAMES)
def test_before_any_record_every_report_is_empty(town, name, as_of):
    data = town.report(name, as_of=as_of)
    assert data["as_of"] == as_of
    assert sum(_list_counts(data)) == 0
    assert as_of in town.report(name, as_of=as_of, format="table")["text"]


def _list_counts(data):
    """Every count in it, however deep: not the year or a number of months itself."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _list_counts(value)
        elif isinstance(value, list):
            for one in value:
                yield from _list_counts(one) if isinstance(one, dict) else ()
        elif type(value) is int and key != "fiscal_year":
            yield value


def test_a_period_of_all_records_has_its_months_and_no_more(town):
    last = day_ranges.last_fiscal_year()
    months = town.report("monthly", date_from="1990-01-01", date_to=f"{last + 1}-03-31")["months"]
    assert len(months) == 12 * (last + 1 - 1990) + 3 <= day_ranges.MOST_MONTHS


def test_a_table_longer_than_anybody_reads_is_refused_and_its_csv_is_not():
    months = [{"month": "2016-04", "issue": "debt", "n": 1}] * (MOST_PRINTED_ROWS + 1)
    data = {"months": months, "from": "2016-04-01", "to": "2016-04-30", "as_of": None}
    report = find_report("unmet_needs")
    with pytest.raises(TsunaguError) as refusal:
        render_report(report, data, "table")
    assert refusal.value.code == "table_too_long" and refusal.value.details["field"] == "format"
    assert render_report(report, data, "csv")["text"].count("\r\n") == len(months) + 1


def test_a_report_is_laid_out_while_others_are_answered(town):
    """Laying out runs in a thread of its own: greenlets go on."""
    months = [{"month": "2016-04", "issue": "debt", "n": 1}] * MOST_PRINTED_ROWS
    data = {"months": months, "from": "2016-04-01", "to": "2016-04-30", "as_of": None}
    turns, done = [], []

    def count_turns():
        while not done:
            turns.append(1)
            sleep(0)

    counting = spawn(count_turns)
    render_report(find_report("unmet_needs"), data, "table")
    done.append(True)
    counting.wait()
    assert len(turns) > 1


def finished(town, kind):
    """The result of a long job inside reporting."""
    id = town.call("reporting", "start_job", kind=kind)
    job = eventually(
        lambda: (j := town.call("reporting", "job", id=id))["state"] != "running" and j
    )
    assert job["state"] == "finished", job
    return job["result"]


def test_after_all_this_the_rows_are_those_of_a_rebuild_and_the_figures_stay(town):
    before = {name: town.report(name) for name in NAMES}
    assert finished(town, "verify") == []
    finished(town, "rebuild")
    assert {name: town.report(name) for name in NAMES} == before
    assert finished(town, "verify") == []

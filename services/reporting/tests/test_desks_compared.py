"""`verify` names every case and need that is open at its desk or in reports, but not in both."""

import json

import pytest
import sqlalchemy as sa

from services.reporting.tests.conftest import Person
from services.reporting.tests.platforms import find_violations, platform_on
from tsunagu.hosting.record_import import ImportContext


@pytest.fixture(params=["sqlite", "postgresql"])
def platform(request, tmp_path):
    with platform_on(request.param, request, tmp_path) as running:
        yield running


def take(platform, service, *lines):
    texts = [{"line": n, "text": json.dumps(line)} for n, line in enumerate(lines, start=1)]
    assert platform.call(service, "import_lines", lines=texts)["refused"] == []


def change(platform, service, table, key, id, **values):
    """Somebody changes a desk's list by hand."""
    with platform.runtime(service).database.writing() as connection:
        read = sa.Table(table, sa.MetaData(), autoload_with=connection)
        connection.execute(read.update().where(read.c[key] == id).values(**values))


def find_differences(platform):
    """What `verify` names of them: the subject and which of the two has it open."""
    return {
        violation["subject"]: violation["message"].partition(" / ")[2]
        for violation in find_violations(platform, "reporting")
        if violation["code"] == "desk_and_report_differ"
    }


def test_what_is_open_in_only_one_of_the_two_is_named(platform):
    is_open, has_ended, has_need = Person(), Person(), Person()
    take(
        platform,
        "intake",
        is_open.consultation("2018-05-01"),
        has_ended.consultation("2018-05-01"),
        has_ended("ending", "2018-06-01", reason="goal_met"),
    )
    take(platform, "referral", has_need.sent("2018-05-02", "household_budget"))
    assert find_differences(platform) == {}

    [lost, kept] = (ImportContext.case_id(person.key) for person in (is_open, has_ended))
    sheet = ImportContext.referral_id(f"{has_need.key}/a")
    need = platform.call("referral", "get_referral", id=sheet)["need_id"]
    change(platform, "intake", "case_list", "case_id", lost, state="ended")
    change(platform, "intake", "case_list", "case_id", kept, state="open")
    change(platform, "referral", "need_list", "need_id", need, state="closed")
    assert find_differences(platform) == {
        f"case {lost}": "on no desk's list, open in reports",
        f"case {kept}": "open at its desk, ended in reports",
        f"need {need}": "on no desk's list, open in reports",
    }


def test_what_desks_do_is_the_same_in_reports_whatever_day_they_give(platform):
    """Written down late, for a case that ended meanwhile; and ended as of an earlier day."""
    came = platform.call("intake", "accept_consultation", channel="phone", on="2026-04-01")
    person = {"person_id": came["person_id"], "channel": "phone"}
    platform.call("intake", "end_case", case_id=came["case_id"], reason="goal_met", on="2026-05-01")
    late = platform.call("intake", "accept_consultation", **person, on="2026-04-10")
    assert (late["case_id"], late["state"]) == (came["case_id"], "open")
    assert find_differences(platform) == {}
    platform.call("intake", "end_case", case_id=came["case_id"], reason="goal_met", on="2026-05-02")
    assert find_differences(platform) == {}

"""Which services the console asks: those that the whole platform understands by the variable."""

import pytest

from services.console.service import DEFAULT_SERVICES, find_known_services


def test_blanks_empty_entries_and_doubles_change_nothing(monkeypatch):
    monkeypatch.setenv("TSUNAGU_SERVICES", " referral , ,console, intake,referral")
    assert find_known_services({"TSUNAGU": {}}) == ["console", "intake", "referral"]


@pytest.mark.parametrize("text", ["", " ,"])
def test_where_nothing_is_named_the_configuration_says_it(monkeypatch, text):
    monkeypatch.setenv("TSUNAGU_SERVICES", text)
    assert find_known_services({"TSUNAGU": {"services": ["intake", "console"]}}) == [
        "console",
        "intake",
    ]
    assert find_known_services({"TSUNAGU": {}}) == sorted(DEFAULT_SERVICES)

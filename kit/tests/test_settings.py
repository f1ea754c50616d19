"""What the environment says, read in one place: which services there are."""

from __future__ import annotations

from typing import Any

import pytest

from tsunagu.cli.access import find_answering_services
from tsunagu.hosting.nameko_service import read_installed_services
from tsunagu.hosting.settings import read_named_services

NOTHING_CONFIGURED: dict[str, Any] = {"TSUNAGU": {}}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("referral,intake", ["intake", "referral"]),
        ("intake, referral", ["intake", "referral"]),  # a blank after the comma
        (" intake\t,\n referral ", ["intake", "referral"]),
        (",intake,, ,referral,", ["intake", "referral"]),
        ("intake,referral, intake", ["intake", "referral"]),
        ("", []),
        (" , ,", []),
    ],
)
def test_the_services_named_by_the_environment(text: str, names: list[str]) -> None:
    assert read_named_services({"TSUNAGU_SERVICES": text}) == names


def test_without_the_variable_no_service_is_named() -> None:
    assert read_named_services({}) == []


def test_command_line_and_hosting_understand_it_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TSUNAGU_SERVICES", " referral , ,intake,referral")
    names = ["intake", "referral"]
    assert read_installed_services(NOTHING_CONFIGURED) == names
    assert find_answering_services(lambda *asked, **options: {}) == names


def test_where_nothing_is_named_the_configuration_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TSUNAGU_SERVICES", " ,")
    configured = {"TSUNAGU": {"services": ["referral", "console"]}}
    assert read_installed_services(configured) == ["console", "referral"]
    assert read_installed_services(NOTHING_CONFIGURED) is None

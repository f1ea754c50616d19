"""The departments' client knows nothing of the kit: its form of codes is compared here."""

from tsunagu.domain.codes import FORM
from tsunagu_signals import checking


def test_the_client_lets_pass_just_the_codes_that_the_platform_takes():
    assert checking._CODE.pattern == FORM

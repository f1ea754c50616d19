"""Whether the grounds on which a signal comes hold: identity, consent, support conference."""

from __future__ import annotations

from datetime import date

from services.intake.domain.case import CONSULTATION_SUPPORT
from services.intake.domain.meeting import SUPPORT_CONFERENCE, Meeting
from services.intake.domain.refusals.signals import (
    CONFERENCE_NOT_HELD,
    CONSENT_EXPIRED,
    CONSENT_NAMES_OTHERS,
    IDENTITY_WITHOUT_BASIS,
    NO_SUCH_CONFERENCE,
    NOT_IN_THE_CONFERENCE,
)
from services.intake.domain.sharing import SEND_IDENTITY, SENDER, SUPPORT, is_allowed


def check_identity(basis: str) -> None:
    """Refuse an identity that comes on a basis which allows none."""
    if not is_allowed(SENDER, SEND_IDENTITY, SUPPORT, basis):
        raise IDENTITY_WITHOUT_BASIS()


def check_consent(until: date | None, scope: tuple[str, ...] | None, on: date) -> None:
    """Refuse a consent that has ended, or leaves us out; `scope`: the desks that it names."""
    if until is not None and until < on:
        raise CONSENT_EXPIRED()
    if scope is not None and CONSULTATION_SUPPORT not in scope:
        raise CONSENT_NAMES_OTHERS(desk=CONSULTATION_SUPPORT)


def check_conference(meeting: Meeting, department: str, on: date) -> None:
    """Refuse a support conference that is none, or in which the department was not."""
    if meeting.kind != SUPPORT_CONFERENCE:
        raise NO_SUCH_CONFERENCE()
    if meeting.held_on > on:
        raise CONFERENCE_NOT_HELD()
    if department not in {member.desk for member in meeting.members.values()}:
        raise NOT_IN_THE_CONFERENCE()

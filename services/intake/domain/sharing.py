"""What each basis allows: one table of who may do what, for which purpose, and how much is told.

Whatever is not in the table is not allowed. The bases are those of the law: the
person's consent, a support conference (生活困窮者自立支援法 art. 9), danger to life
(個人情報保護法 art. 69(2)(iv)); encouragement alone (art. 8) is no basis to share
anything, so neither may a department learn whether the person whom it encouraged came.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from services.intake.domain.refusals.signals import NOT_ON_THIS_BASIS

CONSENT, CONFERENCE, ENCOURAGEMENT_ONLY, DANGER_TO_LIFE = (
    "consent",
    "conference",
    "encouragement_only",
    "danger_to_life",
)
BASES = (CONSENT, CONFERENCE, ENCOURAGEMENT_ONLY, DANGER_TO_LIFE)
# Withdrawn or past its last day, or the department is not among those who may be told.
CONSENT_ENDED = "consent_ended"
BASES_NOW = (*BASES, CONSENT_ENDED)

SENDER, OTHER_DEPARTMENT, CASEWORKER, READER, OPS = (
    "sender",
    "other_department",
    "caseworker",
    "reader",
    "ops",
)
ROLES = (SENDER, OTHER_DEPARTMENT, CASEWORKER, READER, OPS)

SEND_IDENTITY, READ_STATUS, READ_IDENTITY, LINK, PRINT_SLIP, END_CONSENT, SEE_GAPS = (
    "send_identity",
    "read_status",
    "read_identity",
    "link",
    "print_slip",
    "end_consent",
    "see_gaps",
)
ACTIONS = (SEND_IDENTITY, READ_STATUS, READ_IDENTITY, LINK, PRINT_SLIP, END_CONSENT, SEE_GAPS)

SUPPORT, CONTACT, FEEDBACK, OPERATION, STATISTICS = (
    "support",
    "contact",
    "feedback",
    "operation",
    "statistics",
)
PURPOSES = (SUPPORT, CONTACT, FEEDBACK, OPERATION, STATISTICS)
IDENTITY_PURPOSES = (SUPPORT, CONTACT)

# How much an answer says.
ALL, COURSE, PROGRESS, RECEIPT = "all", "course", "progress", "receipt"


@dataclass(frozen=True)
class Disclosure:
    """What a department's answer may hold at one level.

    `connected`: whether it may say that the person came; `steps`: which steps of the history;
    `details`: what of each step beside its day.
    """

    connected: bool
    owner_now: bool
    steps: frozenset[str]
    details: frozenset[str]


_PLACE = frozenset({"owner_desk", "next_step", "due_on", "due_at"})
# That the person took the sharing back binds the department too, so it hears of it.
_ENDS = frozenset({"signal_received", "signal_sharing_stopped", "signal_closed"})
_STEPS = _ENDS | {
    "signal_next_step_set",
    "signal_connected",
    "signal_detached",
    "signal_escalated",
}
TELLS = {
    # The person agreed that the department hears how it went.
    COURSE: Disclosure(
        connected=True,
        owner_now=True,
        steps=_STEPS | {"encouragement_given"},
        details=_PLACE | {"answer", "reason", "level", "by"},
    ),
    # Whose turn it is and whether it goes on; not what the person said or why it ended.
    PROGRESS: Disclosure(connected=True, owner_now=True, steps=_STEPS, details=_PLACE | {"level"}),
    # That it was received, whither the person may be sent, and that it has ended.
    RECEIPT: Disclosure(connected=False, owner_now=False, steps=_ENDS, details=_PLACE),
}

Key = tuple[str, str, str, str]  # role, action, purpose, basis


def _rows(
    role: str, action: str, purposes: tuple[str, ...], bases: tuple[str, ...], level: str
) -> dict[Key, str]:
    return {(role, action, purpose, basis): level for purpose, basis in product(purposes, bases)}


_GROUNDS = (CONSENT, CONFERENCE, DANGER_TO_LIFE)
TABLE: dict[Key, str] = {
    # The department that sent it.
    **_rows(SENDER, SEND_IDENTITY, (SUPPORT,), _GROUNDS, ALL),
    (SENDER, READ_STATUS, FEEDBACK, CONSENT): COURSE,
    (SENDER, READ_STATUS, FEEDBACK, CONFERENCE): PROGRESS,
    (SENDER, READ_STATUS, FEEDBACK, DANGER_TO_LIFE): PROGRESS,
    (SENDER, READ_STATUS, FEEDBACK, ENCOURAGEMENT_ONLY): RECEIPT,
    (SENDER, READ_STATUS, FEEDBACK, CONSENT_ENDED): RECEIPT,
    # Nothing personal is on a slip, and whoever carries it has it from the department's hand.
    **_rows(SENDER, PRINT_SLIP, (SUPPORT,), BASES_NOW, ALL),
    # Taking an agreement back may never be made difficult.
    **_rows(SENDER, END_CONSENT, (SUPPORT,), (CONSENT, CONSENT_ENDED), ALL),
    **_rows(SENDER, SEE_GAPS, (OPERATION,), BASES_NOW, ALL),
    # Consultation support, which the signal was sent to.
    **_rows(CASEWORKER, READ_STATUS, (SUPPORT, CONTACT), BASES_NOW, ALL),
    **_rows(CASEWORKER, READ_IDENTITY, IDENTITY_PURPOSES, _GROUNDS, ALL),
    # Who comes and shows the slip has come of their own accord, whatever the basis was.
    **_rows(CASEWORKER, LINK, (SUPPORT,), BASES_NOW, ALL),
    **_rows(CASEWORKER, PRINT_SLIP, (SUPPORT,), BASES_NOW, ALL),
    **_rows(CASEWORKER, END_CONSENT, (SUPPORT,), (CONSENT, CONSENT_ENDED), ALL),
    **_rows(CASEWORKER, SEE_GAPS, (OPERATION,), BASES_NOW, ALL),
    **_rows(OPS, SEE_GAPS, (OPERATION,), BASES_NOW, ALL),
}


def disclosure_level(role: str, action: str, purpose: str, basis: str) -> str | None:
    """How much is told; None: it is not allowed."""
    return TABLE.get((role, action, purpose, basis))


def is_allowed(role: str, action: str, purpose: str, basis: str) -> bool:
    """Whether that role may do that, for that purpose, on that basis."""
    return disclosure_level(role, action, purpose, basis) is not None


def check_allowed(role: str, action: str, purpose: str, basis: str) -> str:
    """How much is disclosed; Forbidden where the table does not allow it."""
    level = disclosure_level(role, action, purpose, basis)
    if level is None:
        raise NOT_ON_THIS_BASIS(action=action, basis=basis)
    return level

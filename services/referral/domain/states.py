"""The states of a referral, and what may follow each.

The table fits the closed-loop Task of HL7 FHIR Gravity.
"""

from __future__ import annotations

DRAFT, REQUESTED, ACCEPTED, REJECTED = "draft", "requested", "accepted", "rejected"
IN_PROGRESS, ON_HOLD, COMPLETED, FAILED = "in_progress", "on_hold", "completed", "failed"
CANCELLED, ENTERED_IN_ERROR = "cancelled", "entered_in_error"

MAY_FOLLOW: dict[str, tuple[str, ...]] = {
    DRAFT: (REQUESTED, CANCELLED, ENTERED_IN_ERROR),
    REQUESTED: (ACCEPTED, REJECTED, CANCELLED, ENTERED_IN_ERROR),
    ACCEPTED: (IN_PROGRESS, CANCELLED, ENTERED_IN_ERROR),
    IN_PROGRESS: (ON_HOLD, COMPLETED, FAILED, CANCELLED, ENTERED_IN_ERROR),
    ON_HOLD: (IN_PROGRESS, COMPLETED, FAILED, CANCELLED, ENTERED_IN_ERROR),
    REJECTED: (ENTERED_IN_ERROR,),
    COMPLETED: (ENTERED_IN_ERROR,),
    FAILED: (ENTERED_IN_ERROR,),
    CANCELLED: (ENTERED_IN_ERROR,),
    ENTERED_IN_ERROR: (),
}
STATES = tuple(MAY_FOLLOW)
OPEN_STATES = (DRAFT, REQUESTED, ACCEPTED, IN_PROGRESS, ON_HOLD)
ENDED_WITHOUT_HELP = (REJECTED, FAILED, CANCELLED)

# What a past record may say of a sheet that was sent; it may skip the states between.
PAST_STATES = (ACCEPTED, REJECTED, IN_PROGRESS, ON_HOLD, COMPLETED, FAILED, CANCELLED)

# How far it is, beside the state.
RECEIVED, FIRST_CONTACT_MADE, ACCOMPANIED = "received", "first_contact_made", "accompanied"
BUSINESS_STATUSES = (RECEIVED, FIRST_CONTACT_MADE, ACCOMPANIED)

"""What desks send about introductions."""

from __future__ import annotations

from datetime import date

from services.employment.domain.introduction import DECIDED
from services.employment.schemas.fields import Choice, Day, Id, MaybeDay, Yes
from services.employment.schemas.shared import Body, WithReason
from tsunagu.contracts.payload import payload


@payload
class Introduce(Body):
    seeker_id: str = Id("the job seeker", required=True)
    opening_id: str = Id("the opening", required=True)
    due_on: date | None = MaybeDay(
        "by when the interview is arranged; three working days if left out"
    )
    despite: bool = Yes("introduce although a condition excludes it (after speaking with both)")


@payload
class Interview(Body):
    interview_on: date = Day("day of the interview", required=True)
    accompanied: bool = Yes("a member of staff goes along")


@payload
class Decide(WithReason):
    result: str = Choice("who said no", DECIDED, required=True)

"""What desks send about training placements."""

from __future__ import annotations

from datetime import date

from services.employment.domain.vocabulary import (
    ATTENDANCE,
    TRAINING_KINDS,
    TRAINING_RESULTS,
    WORKPLACES,
)
from services.employment.schemas.fields import YEN, Choice, Day, Id, MaybeNumber, Yes
from services.employment.schemas.shared import Begin, Noted
from tsunagu.contracts.payload import payload


@payload
class StartTraining(Begin):
    until: date = Day("last day of the placement", required=True)
    kind: str = Choice("certified or trial", TRAINING_KINDS, required=True)
    employed: bool = Yes("as an employee with a wage")
    workplace_kind: str = Choice("employer or partner", WORKPLACES, required=True)
    workplace: str = Id("id of the employer, or code of the partner's desk", required=True)
    wage: int | None = MaybeNumber("yen an hour, where employed", 1, YEN)
    allowance: int | None = MaybeNumber("yen a day, where not employed", 1, YEN)


@payload
class TrainingDay(Noted):
    attendance: str = Choice("whether the person came", ATTENDANCE, required=True)


@payload
class EndTraining(Noted):
    result: str = Choice("what came of it", TRAINING_RESULTS, required=True)

"""The paths of employment's REST that several routes begin with."""

from __future__ import annotations

ROOT = "/employment"
SEEKER, EMPLOYER, OPENING = (
    f"{ROOT}/seekers/<seeker_id>",
    f"{ROOT}/employers/<employer_id>",
    f"{ROOT}/openings/<opening_id>",
)
INTRODUCTION = f"{ROOT}/introductions/<introduction_id>"
JOB = f"{ROOT}/jobs/<record_id>"
PREPARATION = f"{ROOT}/preparations/<preparation_id>"
TRAINING = f"{ROOT}/trainings/<training_id>"
READINESS = f"{ROOT}/people/<person_id>/readiness"

"""All rules of matching, in the order in which their sentences are read."""

from __future__ import annotations

from services.employment.queries.matching import conditions, skills, times, wishes
from services.employment.queries.matching.ranking import Rule

RULES: tuple[Rule, ...] = (
    wishes.OccupationWished(),
    wishes.RungSuits(),
    conditions.LimitsRespected(),
    conditions.SupportGiven(),
    conditions.DormitoryThere(),
    conditions.TrialFirst(),
    times.HoursPossible(),
    times.DaysPossible(),
    times.TimesPossible(),
    times.StartsInTime(),
    times.CommutePossible(),
    wishes.WageReached(),
    skills.LanguageEnough(),
    wishes.OwnLanguageSpoken(),
    skills.LicencesHeld(),
    wishes.EmployerKnown(),
    wishes.StillLooking(),
    conditions.NotYetIntroduced(),
    conditions.Stands(),
)
RULE_NAMED = {rule.code: rule for rule in RULES}

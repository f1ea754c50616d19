"""What follows from comparing with every candidate: joined, proposed, or somebody new.

Nobody is joined on a score. Twins share birthday, address and telephone; strangers may
share name and birthday; a mother-in-law may be called like her daughter-in-law.
So a join needs all of: the same name, the same birth date, and the same address
or telephone, nothing against it, and one person only who fits. Everything else
that is likely goes to a human, with reasons; what a human decided about a record holds
for the very same details when they come again, as a list sends them every month.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.intake.domain.matching.blocking import Key
from services.intake.domain.matching.commonness import without_common
from services.intake.domain.matching.compare import Findings, compare
from services.intake.domain.matching.normalise import Profile
from services.intake.domain.matching.score import count_agreeing, score

RULE = "name_birth_and_place"
# One family register takes no two who are written alike, so a sound that differs is a slip.
SURE_NAMES = {"name_same", "kana_same", "kanji_same", "names_turned", "kanji_same_kana_near"}
SURE_ADDRESSES = {"address_same", "address_same_house"}
LEAST_SCORE = 10  # of 100: below it a proposal would waste a caseworker's minute
LEAST_AGREEING = 2  # of name, birth date, address, phone
MOST_PROPOSALS = 5
MOST_NAMESAKES = 2  # a name and nothing else: with more of them, it says nobody in particular
BESIDE_THE_NAME = {
    "birth_same",
    "birth_one_digit_off",
    "birth_month_day_swapped",
    "birth_era_mixed",
    "address_same",
    "address_same_house",
    "address_other_room",
    "address_near",
    "phone_same",
    "phone_one_digit_off",
    "phone_same_without_area_code",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record to compare with. `human`: who it is known to be; several records may be one.

    `settled`: a person has decided that this record is that human. `common`: what the one
    who is looked for shares with more people than it can tell apart.
    """

    record: str
    human: str
    profile: Profile
    settled: bool = False
    common: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate compared: reason codes, and a score from 0 to 100."""

    record: str
    human: str
    findings: Findings
    score: int
    decided_before: bool = False

    @property
    def sure(self) -> bool:
        """Whether this is evidence enough to join without asking anybody."""
        found = self.findings
        return self.decided_before or (
            found.name in SURE_NAMES
            and found.birth == "birth_same"
            and _tells_where(found)
            and found.sex != "sex_differs"
        )

    @property
    def only_a_name(self) -> bool:
        return BESIDE_THE_NAME.isdisjoint(self.findings.codes)

    @property
    def worth_asking(self) -> bool:
        """Whether a caseworker could tell: two things agree, or the name does and nothing else
        is known that differs."""
        if self.score < LEAST_SCORE:
            return False
        if self.only_a_name:
            return self.findings.address != "address_differs"
        return count_agreeing(self.findings) >= LEAST_AGREEING


@dataclass(frozen=True, slots=True)
class Decision:
    """`joined` and `proposed` are never both there; best first."""

    joined: Match | None = None
    proposed: tuple[Match, ...] = ()


def decide(person: Profile, candidates: Iterable[Candidate]) -> Decision:
    """What to do about somebody just noticed, given everybody it is worth comparing with."""
    best: dict[str, Match] = {}
    for candidate in candidates:
        findings = compare(without_common(person, candidate.common), candidate.profile)
        again = candidate.settled and person == candidate.profile and _tells_who(findings)
        match = Match(candidate.record, candidate.human, findings, score(findings), again)
        known = best.get(match.human)
        if known is None or (match.sure, match.score) > (known.sure, known.score):
            best[match.human] = match
    sure = [match for match in best.values() if match.sure]
    if len(sure) == 1:
        return Decision(joined=sure[0])
    likely = [match for match in best.values() if match.worth_asking]
    namesakes = [match for match in likely if match.only_a_name]
    if len(namesakes) > MOST_NAMESAKES:
        likely = [match for match in likely if not match.only_a_name]
    likely.sort(key=lambda match: (-match.score, match.human))
    return Decision(proposed=tuple(likely[:MOST_PROPOSALS]))


def _tells_who(findings: Findings) -> bool:
    """A name alone, or none, is not the very same details."""
    return findings.name in SURE_NAMES and _tells_where(findings)


def _tells_where(findings: Findings) -> bool:
    return findings.address in SURE_ADDRESSES or findings.phone == "phone_same"

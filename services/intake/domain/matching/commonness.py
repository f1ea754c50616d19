"""What many different people on record share says little about who somebody is.

An office's telephone, an institution's address, a date that a system writes for "unknown":
whoever looks somebody up by it sees how many have it, since all of them are found under
one key. Beyond these counts it proves nothing, whether or not it is on a list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from services.intake.domain.matching.addresses import Address
from services.intake.domain.matching.blocking import BIRTH, LOCAL_DIGITS, PHONE, PLACE, Key
from services.intake.domain.matching.normalise import Profile

# Different people. Of a million persons some thirty are born on each day.
MOST_SHARING = {PHONE: 8, PLACE: 12, BIRTH: 60}


def find_common(holders: Iterable[tuple[Key, Collection[str]]]) -> frozenset[Key]:
    """The keys that too many share. `holders`: the different people found under each."""
    return frozenset(
        key for key, people in holders if len(people) > MOST_SHARING.get(key[0], len(people))
    )


def without_common(person: Profile, common: frozenset[Key]) -> Profile:
    """The profile as if what is common had not been written."""
    kinds = {kind for kind, _ in common}
    if not kinds:
        return person
    return replace(
        person,
        birth="" if BIRTH in kinds else person.birth,
        address=Address() if PLACE in kinds else person.address,
        phones=tuple(n for n in person.phones if (PHONE, n[-LOCAL_DIGITS:]) not in common),
    )

"""Whom to compare with: a few keys of a person, any of which two records may share.

A key is text only on its way to `person_index.py`, which keeps nothing but a
keyed hash of it. Every key alone is narrow enough that the people who share it
can all be compared; an error in one field leaves the keys of the others.
"""

from __future__ import annotations

from services.intake.domain.matching.normalise import Profile, sounds

READING, NAME, BIRTH, PHONE, HOUSE = "reading", "name", "birth", "phone", "house"
PLACE = "place"  # a house or room whoever lives there: to count them, not to compare with each
LOCAL_DIGITS = 7  # a number without its area code still meets the one with it
TOWN_END = 2  # 愛川町中津 and 中津 end alike

Key = tuple[str, str]


def keys_of(person: Profile) -> set[Key]:
    """The keys under which somebody is found."""
    keys = {(PHONE, number[-LOCAL_DIGITS:]) for number in person.phones}
    if person.heard:
        keys.add((READING, person.heard))
    if person.kanji.whole:
        keys.add((NAME, person.kanji.whole))
    if person.birth:
        keys.add((BIRTH, person.birth))
    if person.address.place:
        where = f"{person.address.town[-TOWN_END:]} {' '.join(map(str, person.address.place))}"
        keys.add((PLACE, f"{where} {person.address.room}"))
        for name in (person.heard, person.kanji.whole):
            if name:  # its end too: a family name changes with a marriage or a divorce
                keys |= {(HOUSE, f"{where} {name[0]}"), (HOUSE, f"{where} -{name[-1]}")}
    return keys


def lookups_of(person: Profile) -> set[Key]:
    """The keys by which to look for somebody; family and given name may be the wrong way round."""
    keys = keys_of(person)
    for kind, name in ((READING, person.kana), (NAME, person.kanji)):
        if len(name.parts) == 2:
            turned = name.parts[1] + name.parts[0]
            keys.add((kind, sounds(turned) if kind == READING else turned))
    return keys

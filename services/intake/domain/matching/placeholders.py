"""What says "unknown" proves nothing: placeholders are struck from a profile, as if not written.

The words are data (`reference/placeholders.csv`), what can be judged without a list is
judged here: no letter in it, one letter over and over, a date before anybody alive was
born, a number that nobody can have or that many have by its kind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from services.intake.domain.matching.addresses import Address, lie_in_one_town
from services.intake.domain.matching.legibility import find_letters, has_lost
from services.intake.domain.matching.normalise import Name, Profile, profile_of, sounds

FIRST_YEAR, LAST_YEAR = "1905", "2100"  # the oldest alive was born in 1909
REPEATED = 3  # ああああ, aaa; ナナ and モモ are names
SAME_DIGITS = 7  # at the end of a number: 090-0000-0000, 046-222-2222
# Free, shared-cost and unified numbers (総務省 電気通信番号計画): an office's, nobody's own.
_OFFICE_NUMBER = re.compile(r"(?:120|800|570)\d{6,7}")
_COUNTED_UP = ("1234567890", "123456789", "12345678", "9876543210")
# A letter for somebody who is not named (A, XX, B氏, C子, 甲), or one sound alone.
_SOMEBODY = re.compile(r"(?:([A-Z])\1*|[甲乙丙丁])(?:氏|サン|サマ|様|子|男|女)?|[ァ-ヺ]")
_MASKED_PHONE = re.compile(r"[*?●○■□〓]|[Xx]{2}")
_MASKED_NUMBER = re.compile(r"(?<=[\d目番地号-])\s*[*?●○■□〓]")


class Entry(NamedTuple):
    """One row of the list. `field`: name, birth_date, address or phone; `part`: what `text` is."""

    field: str
    part: str
    text: str


@dataclass(frozen=True)
class Placeholders:
    """The list in the forms in which profiles are compared."""

    names: frozenset[str]
    name_parts: frozenset[str]  # in the place of a given name
    name_beginnings: tuple[str, ...]
    name_endings: tuple[str, ...]
    births: frozenset[str]
    towns: frozenset[str]
    houses: tuple[Address, ...]
    address_words: re.Pattern[str]
    address_endings: tuple[str, ...]
    phones: frozenset[str]

    def strike(self, profile: Profile, details: Mapping[str, str | None]) -> Profile:
        """The profile without what says nothing; `details`: what it was made of."""
        kana, kanji = self._name(profile.kana), self._name(profile.kanji)
        phone = _plain(details.get("phone") or "")
        return Profile(
            kana=kana,
            kanji=kanji,
            heard=profile.heard if kana is profile.kana else sounds(kana.whole),
            birth="" if self._is_no_birth(profile.birth) else profile.birth,
            sex=profile.sex,
            address=self._address(profile.address, details.get("address") or ""),
            phones=() if _MASKED_PHONE.search(phone) else self._phones(profile.phones),
        )

    # -- names --------------------------------------------------------------------------------

    def _name(self, name: Name) -> Name:
        if not name.whole:
            return name
        if self._is_no_name(name.whole):
            return Name()
        if name.parts:
            kept = tuple(
                part for place, part in enumerate(name.parts) if not self._is_no_part(part, place)
            )
            return name if len(kept) == len(name.parts) else _joined(kept)
        if not name.whole.endswith(self.name_endings):
            return name
        ending = next(ending for ending in self.name_endings if name.whole.endswith(ending))
        return Name(name.whole.removesuffix(ending) or name.whole)

    def _is_no_name(self, text: str) -> bool:
        letters = find_letters(text)
        if letters in self.names or letters.startswith(self.name_beginnings):
            return True
        sounds_apart = letters.replace("ー", "")
        if not sounds_apart or _SOMEBODY.fullmatch(sounds_apart):
            return True
        return len(letters) >= REPEATED and len(set(letters)) == 1

    def _is_no_part(self, text: str, place: int) -> bool:
        letters = find_letters(text)
        return not letters or (place > 0 and letters in self.name_parts)

    # -- the rest -----------------------------------------------------------------------------

    def _is_no_birth(self, birth: str) -> bool:
        return bool(birth) and (not FIRST_YEAR <= birth[:4] < LAST_YEAR or birth in self.births)

    def _address(self, address: Address, text: str) -> Address:
        if not address.town and not address.place:
            return address
        plain = _plain(text)
        nothing = (
            has_lost(address.town)
            or (not address.place and self._is_no_town(address.town))
            or any(_is_at(address, house) for house in self.houses)
            or _MASKED_NUMBER.search(plain)
            or self.address_words.search(plain)
            or plain.endswith(self.address_endings)
        )
        return Address() if nothing else address

    def _is_no_town(self, town: str) -> bool:
        letters = find_letters(town)
        return not letters or letters in self.towns

    def _phones(self, phones: tuple[str, ...]) -> tuple[str, ...]:
        kept = tuple(number for number in phones if not self._is_nobodys(number))
        return phones if len(kept) == len(phones) else kept

    def _is_nobodys(self, number: str) -> bool:
        return (
            len(set(number[-SAME_DIGITS:])) == 1
            or number in _COUNTED_UP
            or _OFFICE_NUMBER.fullmatch(number) is not None
            or any(listed.endswith(number) for listed in self.phones)
        )


def _plain(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _joined(parts: tuple[str, ...]) -> Name:
    return Name("".join(parts), parts if len(parts) > 1 else ())


def _is_at(address: Address, house: Address) -> bool:
    """In that house, whichever room or however much of the city stands before the town."""
    return bool(address.town) and address.place == house.place and lie_in_one_town(address, house)


def compile_placeholders(entries: Iterable[Entry]) -> Placeholders:
    """The list as it is written, in the forms in which profiles are compared."""
    listed: dict[tuple[str, str], list[str]] = {}
    for field, part, text in entries:
        listed.setdefault((field, part), []).append(text)

    def texts(field: str, part: str) -> list[str]:
        return listed.get((field, part), [])

    def names(part: str) -> list[Name]:
        read = [profile_of({"name": text, "kana": text}) for text in texts("name", part)]
        return [name for profile in read for name in (profile.kanji, profile.kana)]

    def letters(part: str) -> list[str]:
        return [find_letters(name.whole) for name in names(part)]

    def addresses(part: str) -> list[Address]:
        return [profile_of({"address": text}).address for text in texts("address", part)]

    numbers = (profile_of({"phone": text}).phones for text in texts("phone", "whole"))
    return Placeholders(
        names=frozenset(letters("whole")),
        name_parts=frozenset(letters("whole") + letters("given")),
        name_beginnings=tuple(sorted(set(letters("beginning")))),
        name_endings=tuple(sorted(set(letters("ending")), key=len, reverse=True)),
        births=frozenset(texts("birth_date", "whole")),
        towns=frozenset(find_letters(address.town) for address in addresses("whole")),
        houses=tuple(addresses("house")),
        address_words=re.compile("|".join(map(re.escape, texts("address", "word"))) or r"(?!)"),
        address_endings=tuple(texts("address", "ending")),
        phones=frozenset(number for some in numbers for number in some),
    )

"""How two names agree. The reading and the writing together are one piece of evidence.

Two names are the same only where the whole names are, as written or with family and given
name turned. What agrees in part is near: twins share the family name and often more.
"""

from __future__ import annotations

from rapidfuzz.distance import OSA

from services.intake.domain.matching.legibility import agree_where_legible, has_lost
from services.intake.domain.matching.normalise import Name, Profile

EQUAL, TURNED = "equal", "turned"
LEGIBLE = "legible"  # it agrees as far as it can be read, or may be the family name alone
SHORT = "short"  # one is the other with a part left out, or a short form of it
NEAR = "near"  # one character off
GIVEN_NEAR = "given_near"  # the family name is equal, the given name one character or part off
GIVEN, FAMILY, DIFFERENT, UNKNOWN = "given", "family", "other", ""

SHORTEST_WITH_SLIP = 3  # characters; in less, one other character is another name
SHORTEST_GIVEN = 2
# In fewer that nobody separated, there may be no given name: 佐々木, チュウジョウ. NGUYEN is six.
WHOLE_KANJI, WHOLE_SOUNDS, WHOLE_LATIN = 4, 7, 9
# A shared beginning or end, where nobody separated the names.
COMMON_KANJI, COMMON_SOUNDS = 1, 3

# (reading, writing) → finding; what is not listed differs.
_NAMES = {
    (EQUAL, EQUAL): "name_same",
    (EQUAL, UNKNOWN): "kana_same",
    (UNKNOWN, EQUAL): "kanji_same",
    (EQUAL, SHORT): "kana_same_kanji_near",
    (EQUAL, NEAR): "kana_same_kanji_near",
    (EQUAL, GIVEN_NEAR): "kana_same_kanji_near",
    (EQUAL, FAMILY): "kana_same_kanji_near",
    (EQUAL, GIVEN): "kana_same_kanji_near",
    (EQUAL, DIFFERENT): "kana_same_kanji_differs",
    (NEAR, EQUAL): "kanji_same_kana_near",
    (SHORT, EQUAL): "kanji_same_kana_near",
    (GIVEN_NEAR, EQUAL): "kanji_same_kana_near",
    (FAMILY, EQUAL): "kanji_same_kana_differs",
    (GIVEN, EQUAL): "kanji_same_kana_differs",
    (DIFFERENT, EQUAL): "kanji_same_kana_differs",
    (SHORT, SHORT): "name_short",
    (SHORT, UNKNOWN): "name_short",
    (UNKNOWN, SHORT): "name_short",
    (SHORT, NEAR): "name_short",
    (NEAR, SHORT): "name_short",
    (NEAR, UNKNOWN): "name_near",
    (NEAR, NEAR): "name_near",
    (NEAR, GIVEN): "name_near",
    (UNKNOWN, NEAR): "kanji_near",
    (UNKNOWN, GIVEN_NEAR): "kanji_near",
    (NEAR, GIVEN_NEAR): "family_same_given_near",
    (NEAR, FAMILY): "family_same_given_near",
    (NEAR, DIFFERENT): "family_same_given_near",
    (SHORT, GIVEN_NEAR): "family_same_given_near",
    (SHORT, FAMILY): "family_same_given_near",
    (GIVEN_NEAR, UNKNOWN): "family_same_given_near",
    (GIVEN_NEAR, GIVEN_NEAR): "family_same_given_near",
    (GIVEN_NEAR, NEAR): "family_same_given_near",
    (GIVEN_NEAR, SHORT): "family_same_given_near",
    (GIVEN_NEAR, FAMILY): "family_same_given_differs",
    (FAMILY, NEAR): "family_same_given_near",
    (FAMILY, GIVEN_NEAR): "family_same_given_near",
    (FAMILY, SHORT): "family_same_given_near",
    (GIVEN, GIVEN): "given_same_family_differs",
    (GIVEN, UNKNOWN): "given_same_in_one_script",
    (UNKNOWN, GIVEN): "given_same_in_one_script",
    (GIVEN, NEAR): "given_same_in_one_script",
    (GIVEN, DIFFERENT): "given_same_in_one_script",
    (DIFFERENT, GIVEN): "given_same_in_one_script",
    (FAMILY, FAMILY): "family_same_given_differs",
    (FAMILY, UNKNOWN): "family_same_given_differs",
    (UNKNOWN, FAMILY): "family_same_given_differs",
    (FAMILY, DIFFERENT): "family_same_given_differs",
    (DIFFERENT, FAMILY): "family_same_given_differs",
    (LEGIBLE, LEGIBLE): "name_legible",
    (LEGIBLE, UNKNOWN): "name_legible",
    (UNKNOWN, LEGIBLE): "name_legible",
    (UNKNOWN, UNKNOWN): "name_unknown",
}


def compare_names(one: Profile, other: Profile) -> str:
    """The finding on the name."""
    reading = _relate(one.kana, other.kana, WHOLE_SOUNDS, COMMON_SOUNDS)
    if reading in (DIFFERENT, FAMILY, GIVEN, GIVEN_NEAR) and _alike(one.heard, other.heard):
        reading = NEAR
    writing = _relate(one.kanji, other.kanji, WHOLE_KANJI, COMMON_KANJI)
    # Beside what can be compared, what agrees as far as it goes says nothing of its own.
    if reading == LEGIBLE and writing not in (UNKNOWN, LEGIBLE):
        reading = UNKNOWN
    if writing == LEGIBLE and reading not in (UNKNOWN, LEGIBLE):
        writing = UNKNOWN
    if TURNED in (reading, writing):
        if {reading, writing} <= {TURNED, EQUAL, UNKNOWN}:
            return "names_turned"
        reading, writing = (EQUAL if it == TURNED else it for it in (reading, writing))
    return _NAMES.get((reading, writing), "name_differs")


def _relate(one: Name, other: Name, shortest_whole: int, common: int) -> str:
    """How two names in one script agree."""
    if not one.whole or not other.whole:
        return UNKNOWN
    if one.whole == other.whole:
        return EQUAL if _is_whole(one, other, shortest_whole) else LEGIBLE
    if agree_where_legible(one.whole, other.whole):
        return LEGIBLE
    if _turned(one, other):
        return TURNED
    if _left_out(one.parts, other.parts):
        return SHORT
    separated = _separate(one, other)
    if separated is None:
        return _relate_joined(one.whole, other.whole, common, shortest_whole)
    return _relate_separated(*separated, one.whole, other.whole)


def _is_whole(one: Name, other: Name, shortest: int) -> bool:
    """Whether two that are equal are family and given name, with no character lost."""
    if has_lost(one.whole):
        return False
    if one.parts or other.parts:
        return True
    return len(one.whole) >= (WHOLE_LATIN if one.whole.isascii() else shortest)


def _turned(one: Name, other: Name) -> bool:
    """Given name first, in one of the two: by the space that either of them has."""
    if len(one.whole) != len(other.whole):
        return False
    return any(
        "".join(parts[cut:] + parts[:cut]) == whole
        for parts, whole in ((one.parts, other.whole), (other.parts, one.whole))
        if len(parts) > 1
        for cut in {1, len(parts) - 1}
    )


def _left_out(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one has all of the other's parts, at least two, and more: a middle name left out."""
    if len(one) == len(other):
        return False
    few, many = sorted((one, other), key=len)
    return len(few) > 1 and set(few) <= set(many)


Separated = tuple[tuple[str, str], tuple[str, str]]


def _separate(one: Name, other: Name) -> Separated | None:
    """(family name, the rest) of both, as far as the space in either of them tells."""
    if one.parts and other.parts:
        return _split(one), _split(other)
    if not one.parts and not other.parts:
        return None
    parted, joined = (one, other) if one.parts else (other, one)
    family, given = _split(parted)
    if joined.whole.startswith(family):
        return (family, given), (family, joined.whole[len(family) :])
    if joined.whole.endswith(given):
        return (family, given), (joined.whole[: -len(given)], given)
    return None


def _split(name: Name) -> tuple[str, str]:
    return name.parts[0], "".join(name.parts[1:])


def _relate_separated(
    one: tuple[str, str], other: tuple[str, str], whole: str, other_whole: str
) -> str:
    (family, given), (other_family, other_given) = one, other
    if given == other_given:
        return GIVEN if family and other_family else LEGIBLE
    if family == other_family:
        return _relate_given(given, other_given)
    return NEAR if _slip(whole, other_whole, SHORTEST_WITH_SLIP) else DIFFERENT


def _relate_given(one: str, other: str) -> str:
    """How the given names of one family name agree, which are not equal."""
    if not one or not other:
        return LEGIBLE
    if _is_short_form(one, other) or _is_short_form(other, one):
        return SHORT
    return GIVEN_NEAR if _slip(one, other, SHORTEST_GIVEN) else FAMILY


def _relate_joined(one: str, other: str, common: int, shortest_whole: int) -> str:
    """Where nobody separated the names, an end that is equal may be either of them."""
    if one.startswith(other) or other.startswith(one):
        return LEGIBLE if min(len(one), len(other)) < shortest_whole else SHORT
    if _slip(one, other, SHORTEST_WITH_SLIP) or _rotated(one, other):
        return NEAR
    if one[:common] == other[:common]:
        return FAMILY
    ending = max(common, SHORTEST_GIVEN)
    return GIVEN if one[-ending:] == other[-ending:] else DIFFERENT


def _rotated(one: str, other: str) -> bool:
    return len(one) == len(other) and other in one + one


def _is_short_form(short: str, long: str) -> bool:
    """美代 of 美代子, ミチ of ミチコ, ALEX of ALEXANDER."""
    least = 2 if short.isascii() or "ァ" <= short[0] <= "ヿ" else 1
    return least <= len(short) < len(long) and long.startswith(short)


def _slip(one: str, other: str, shortest: int) -> bool:
    long_enough = min(len(one), len(other)) >= shortest
    return long_enough and OSA.distance(one, other, score_cutoff=1) == 1


def _alike(one: str, other: str) -> bool:
    """Heard as the other: voicing or length apart, or one sound typed wrongly."""
    if not one or not other:
        return False
    return one == other or _slip(one, other, SHORTEST_WITH_SLIP + 1)

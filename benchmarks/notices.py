"""What desks write about the residents of `residents.py`, with the errors that writing brings.

`registered` is what intake wrote when somebody came; `noticed` is a department's
signal about them. Each error is drawn for each field by itself, at the rate named
in `RATES`, from the seed. No rates are published for Japanese municipal records:
these are assumptions, set so that about one signal in two has an error or a change.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import jaconv
from residents import City, Home, Resident, other_spellings

Details = dict[str, str | None]

RATES = {
    # names
    "old or variant character for the usual one": 0.25,  # where the name has one
    "other characters of the same reading": 0.03,
    "reading typed with one wrong, missing or doubled sound": 0.02,
    "voiced for unvoiced (ヤマサキ・ヤマザキ)": 0.02,  # where the reading has such a sound
    "long vowel left out or written otherwise": 0.10,  # where there is one
    "family name from before or after a marriage": 0.03,  # of women who married
    "married and moved": 0.01,  # of them too
    "short form of the given name": 0.01,  # where there is one
    "given name first": 0.01,
    # birth date
    "one digit of the birth date wrong": 0.02,
    "month and day swapped": 0.005,  # where both can be a month
    "era mistaken": 0.007,
    "day, or month and day, not known and written as the first": 0.02,
    # address
    "has moved since": 0.10,
    "building and room left out": 0.35,  # of those who live in one
    "one number of the address wrong": 0.015,
    "last number of the address left out": 0.03,
    "room written wrongly": 0.01,
    # the rest
    "sex entered wrongly": 0.003,
    # phone
    "another telephone (a new one, work, a relative)": 0.10,
    "the household's line instead of their own": 0.25,  # where it has one
    "one digit of the telephone wrong": 0.015,
}
# desk → share of the signals, and how often it knows each field.
DESKS = {
    "tax, insurance, pension": (0.55, {"name": 1.0, "kana": 0.97, "birth_date": 0.96,
        "address": 0.97, "phone": 0.50, "sex": 0.9}),
    "waterworks, housing": (0.25, {"name": 0.97, "kana": 0.75, "birth_date": 0.25,
        "address": 0.99, "phone": 0.75, "sex": 0.1}),
    "school, hospital, partner": (0.20, {"name": 0.85, "kana": 0.80, "birth_date": 0.55,
        "address": 0.65, "phone": 0.65, "sex": 0.7}),
}  # fmt: skip
INTAKE = {
    "name": 0.97,
    "kana": 0.96,
    "birth_date": 0.94,
    "address": 0.94,
    "phone": 0.80,
    "sex": 0.9,
}
MARRIED_AND_MOVED = "family name and address changed"
SHORT_FORM = "short form of the given name"
DAY_UNKNOWN = "day of birth written as the first"
LINE_IN_COMMON = "a stranger who shares a landline only"
RELATIVE = "an unregistered relative of the same house"
VARIANTS = {
    "辺": "邊邉", "斎": "齋齊斉", "高": "髙", "崎": "﨑嵜", "浜": "濱濵", "沢": "澤",
    "広": "廣", "桜": "櫻", "島": "嶋", "国": "國", "吉": "𠮷", "徳": "德",
    "恵": "惠", "関": "關", "滝": "瀧", "真": "眞", "富": "冨", "館": "舘",
    "塚": "塚", "瀬": "瀨", "条": "條", "静": "靜", "実": "實", "栄": "榮",
    "寿": "壽", "渕": "淵", "弥": "彌", "竜": "龍", "橋": "𣘺", "柳": "栁",
    "松": "枩", "峰": "峯", "土": "圡", "隆": "隆", "穂": "穗",
}  # fmt: skip
VOICED = dict(
    zip(
        "カキクケコサシスセソタチツテトハヒフヘホ",
        "ガギグゲゴザジズゼゾダヂヅデドバビブベボ",
        strict=True,
    )
)
ERA_STARTS = (1911, 1925, 1988, 2018)
SOUNDS = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
)


def has_short_form(who: Resident) -> bool:
    return len(who.given[0]) > 1 and len(who.given[1]) > 2 and not who.foreign


def _shortened(given: tuple[str, str]) -> tuple[str, str]:
    """美代子・ミヨコ → 美代・ミヨ."""
    return given[0][:-1], given[1][:-1]


class Writer:
    """One seed's handwriting: chance and choice in one place."""

    def __init__(self, seed: int, city: City) -> None:
        self.rng = random.Random(seed)
        self.city = city

    def errs(self, what: str) -> bool:
        return self.rng.random() < RATES[what]

    def registered(self, who: Resident) -> Details:
        """As intake wrote it down, mostly from a document."""
        return self._some(self._all_of(who, careful=True), INTAKE)

    def noticed(self, who: Resident) -> Details:
        """As a department has it in its own system."""
        shares = [share for share, _ in DESKS.values()]
        knows = self.rng.choices([fields for _, fields in DESKS.values()], shares)[0]
        details = self._some(self._all_of(self._changed(who), careful=False), knows)
        if not details["name"] and not details["kana"]:
            details["kana"] = self._reading(who, careful=False)
        return details

    def changed(self, who: Resident, change: str) -> Details:
        """As a desk has it that knows much, but for one change."""
        if change == MARRIED_AND_MOVED:
            home = self.rng.choice(self.city.homes)
            who = replace(who, family=who.maiden or who.family, home=home)
            if self.rng.random() < 0.5:
                who = replace(who, mobile=self._other_mobile())
        elif change == SHORT_FORM:
            who = replace(who, given=_shortened(who.given))
        details = self._all_of(who, careful=True)
        if change == DAY_UNKNOWN:
            details["birth_date"] = self._without_day(who.birth)
        return self._some(details, INTAKE)

    def with_line_of(self, who: Resident, other: Resident) -> Details:
        """Of somebody reached by another household's landline: a friend's, an employer's."""
        line = replace(who, mobile=None, home=replace(who.home, line=other.home.line))
        return self._some(self._all_of(line, careful=True), INTAKE)

    def _some(self, details: Details, known: dict[str, float]) -> Details:
        return {
            field: value if self.rng.random() < known[field] else None
            for field, value in details.items()
        }

    def _changed(self, who: Resident) -> Resident:
        """What is no mistake: they moved, married, have another telephone."""
        if self.errs("has moved since"):
            who = replace(who, home=self.rng.choice(self.city.homes))
        if who.maiden and self.errs("family name from before or after a marriage"):
            who = replace(who, family=who.maiden)
        if who.maiden and self.errs("married and moved"):
            who = replace(who, family=who.maiden, home=self.rng.choice(self.city.homes))
        if has_short_form(who) and self.errs("short form of the given name"):
            who = replace(who, given=_shortened(who.given))
        if self.errs("another telephone (a new one, work, a relative)"):
            who = replace(who, mobile=self._other_mobile())
        elif who.home.line and self.errs("the household's line instead of their own"):
            who = replace(who, mobile=None)
        return who

    def _all_of(self, who: Resident, careful: bool) -> Details:
        return {
            "name": self._writing(who, careful),
            "kana": self._reading(who, careful),
            "birth_date": self._birth(who.birth, careful),
            "address": self._address(who.home, careful),
            "phone": self._phone(who.mobile or who.home.line, careful),
            "sex": self._sex(who.sex, careful),
        }

    def _other_mobile(self) -> str:
        return f"090-{self.rng.randint(1000, 9999)}-0{self.rng.randint(0, 999):03d}"

    # -- names --------------------------------------------------------------------------------

    def _writing(self, who: Resident, careful: bool) -> str:
        family, given = who.family[0], who.given[0]
        if not careful and not who.foreign and self.errs("other characters of the same reading"):
            given = self.rng.choice([given, *other_spellings(who.given[1], who.sex)])
        if not careful and self.errs("given name first"):
            family, given = given, family
        text = family + self.rng.choice(("　", " ", "") if not who.foreign else (" ",)) + given
        return "".join(
            self.rng.choice(VARIANTS[c])
            if c in VARIANTS and self.errs("old or variant character for the usual one")
            else c
            for c in text
        )

    def _reading(self, who: Resident, careful: bool) -> str:
        family, given = who.family[1], who.given[1]
        if not careful:
            family, given = self._misheard(family), self._misheard(given)
            if self.errs("given name first"):
                family, given = given, family
        text = family + self.rng.choice(("　", " ", " ", "")) + given
        return self.rng.choice(KANA_STYLES)(text)

    def _misheard(self, kana: str) -> str:
        if self.errs("long vowel left out or written otherwise"):
            for long in ("ウ", "オ", "イ"):
                at = kana.find(long, 1)
                if at > 0 and kana[at - 1] not in "ァアンッ ":
                    kana = kana[:at] + self.rng.choice(("", "ー")) + kana[at + 1 :]
                    break
        voicable = [n for n, c in enumerate(kana) if c in VOICED and n > 0]
        if voicable and self.errs("voiced for unvoiced (ヤマサキ・ヤマザキ)"):
            at = self.rng.choice(voicable)
            kana = kana[:at] + VOICED[kana[at]] + kana[at + 1 :]
        if len(kana) > 1 and self.errs("reading typed with one wrong, missing or doubled sound"):
            at = self.rng.randrange(len(kana))
            put = self.rng.choice(("", kana[at] * 2, self.rng.choice(SOUNDS)))
            kana = kana[:at] + put + kana[at + 1 :]
        return kana

    # -- the rest -----------------------------------------------------------------------------

    def _sex(self, sex: str, careful: bool) -> str:
        if not careful and self.errs("sex entered wrongly"):
            sex = "f" if sex == "m" else "m"
        return self.rng.choice(("男", "male") if sex == "m" else ("女", "female"))

    def _birth(self, born: date, careful: bool) -> str:
        if careful:
            return born.isoformat()
        text = born.isoformat()
        if self.errs("one digit of the birth date wrong"):
            text = self._possible(born, self._one_digit)
        elif born.day <= 12 and self.errs("month and day swapped"):
            text = f"{born.year}-{born.day:02d}-{born.month:02d}"
        elif self.errs("era mistaken"):
            text = self._possible(born, self._other_era)
        elif self.errs("day, or month and day, not known and written as the first"):
            text = self._without_day(born)
        return text

    def _without_day(self, born: date) -> str:
        known = self.rng.choice((len("1980"), len("1980-05")))
        return (born.isoformat()[:known] + "-01-01")[: len("1980-05-01")]

    def _possible(self, born: date, mistaken: Callable[[str], str]) -> str:
        """The first mistake that is a date at all, as no system takes another."""
        for _ in range(50):
            try:
                return date.fromisoformat(mistaken(born.isoformat())).isoformat()
            except ValueError:
                continue
        return born.isoformat()

    def _one_digit(self, text: str) -> str:
        at = self.rng.choice([2, 3, 5, 6, 8, 9])
        return text[:at] + str(self.rng.randint(0, 9)) + text[at + 1 :]

    def _other_era(self, text: str) -> str:
        year = int(text[:4])
        true = max(start for start in ERA_STARTS if start < year)
        other = self.rng.choice([start for start in ERA_STARTS if start != true])
        mistaken = year - true + other
        return f"{mistaken}{text[4:]}" if mistaken <= 2026 else "impossible"

    def _address(self, home: Home, careful: bool) -> str:
        numbers = list(home.numbers)
        if not careful and self.errs("one number of the address wrong"):
            at = self.rng.randrange(len(numbers))
            numbers[at] = max(1, numbers[at] + self.rng.choice((-1, 1, 10)))
        if not careful and self.errs("last number of the address left out"):
            numbers.pop()
        start = self.rng.choice(("神奈川県座間市", "座間市", "座間市", ""))
        town = home.town.replace("ケ", self.rng.choice("ケヶが"))
        text = start + town + self._numbers(numbers)
        if home.building and (careful or not self.errs("building and room left out")):
            slip = not careful and self.errs("room written wrongly")
            room = str(int(home.room) + self.rng.choice((-1, 1, 100))) if slip else home.room
            text += self.rng.choice(ROOM_STYLES).format(home.building, room)
        return text.translate(FULL_WIDTH) if self.rng.random() < 0.3 else text

    def _numbers(self, numbers: list[int]) -> str:
        hyphens = self.rng.choice("-‐－ー").join(map(str, numbers))
        if self.rng.random() < 0.5:
            return hyphens
        if numbers[0] > 50:
            return f"{numbers[0]}番地" + "".join(f"の{n}" for n in numbers[1:])
        chome = self.rng.choice((str(numbers[0]), "〇一二三四五六七八九"[numbers[0] % 10]))
        rest = "".join(f"{n}{word}" for n, word in zip(numbers[1:], ("番", "号"), strict=False))
        return f"{chome}丁目{rest}"

    def _phone(self, number: str | None, careful: bool) -> str | None:
        if number is None:
            return None
        if not careful and self.errs("one digit of the telephone wrong"):
            at = self.rng.randrange(4, len(number))
            if number[at] != "-":
                number = number[:at] + str(self.rng.randint(0, 9)) + number[at + 1 :]
        return self.rng.choice(PHONE_STYLES)(number)


FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")
KANA_STYLES: tuple[Callable[[str], str], ...] = (
    str,
    lambda kana: jaconv.z2h(kana),
    lambda kana: jaconv.kata2hira(kana),
    lambda kana: jaconv.z2h(jaconv.enlarge_smallkana(kana)),  # old systems had no small kana
)
PHONE_STYLES: tuple[Callable[[str], str], ...] = (
    str,
    lambda number: number.replace("-", ""),
    lambda number: number.translate(FULL_WIDTH),
    lambda number: number.replace("-", "(", 1).replace("-", ")"),
    lambda number: number.removeprefix("046-") if number.startswith("046") else number,
)
ROOM_STYLES = (" {0}{1}号室", " {0} {1}", "{0}{1}", "-{1}", " {1}号", "　{0}{1}")

"""A made-up city to match persons in: households as they are, and the look-alikes they bring.

Everybody is invented from a seed. Surnames follow their real frequencies and given
names their generation; households hold twins, brothers and sisters, parents whose
child has a character of their name, and share an address and often a telephone.
What no statistics give for a Japanese city is an assumption, named as one in `SHARES`;
look-alikes are rather too many than too few.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from japanese_personal_name_dataset import load_dataset

TODAY = date(2026, 11, 20)
Name = tuple[str, str]  # as written, as read
TOWNS = {  # of Zama, with their number of chōme; 0: lot numbers
    "緑ケ丘": 6, "相模が丘": 6, "入谷東": 4, "入谷西": 5, "栗原中央": 6, "東原": 5, "さがみ野": 3,
    "相武台": 4, "ひばりが丘": 5, "小松原": 2, "南栗原": 6, "西栗原": 2, "広野台": 2, "立野台": 3,
    "座間": 2, "明王": 0, "四ツ谷": 0, "新田宿": 0, "栗原": 0,
}  # fmt: skip
BUILDINGS = (
    "コーポ",
    "メゾン",
    "ハイツ",
    "グリーンハイツ",
    "レジデンス",
    "サンハイム",
    "コーポラス",
)
HOUSEHOLD_SIZES = ((1, 38), (2, 28), (3, 17), (4, 12), (5, 5))  # %, census 2020, rounded
SHARES = {
    "surname beyond the 2,000 most frequent": 0.20,  # what their list leaves out of the population
    "given name among the 30 most frequent of its generation": 0.40,
    "foreign resident": 0.03,
    "child is one of twins": 0.02,
    "twins named alike (same first character)": 0.5,
    "child has a character of a parent's name": 0.15,
    "two of one household read alike (嫁と姑)": 0.001,
    "stranger with the same name and birthday, for each 1,000": 0.5,
    "lives in an apartment": 0.5,
    "adult has a mobile telephone": 0.85,
    "household has a fixed line": 0.45,
}


@dataclass(frozen=True)
class Home:
    town: str
    numbers: tuple[int, ...]
    building: str = ""
    room: str = ""
    line: str | None = None


@dataclass(frozen=True)
class Resident:
    """One human being. Names are (kanji, kana); `mobile` is None for who has none."""

    id: int
    family: tuple[str, str]
    given: tuple[str, str]
    sex: str
    birth: date
    home: Home
    mobile: str | None
    maiden: tuple[str, str] | None = None
    foreign: bool = False


@dataclass
class City:
    """Residents by household; `lookalikes`: twins, namesakes of one birthday or one house."""

    residents: list[Resident] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    lookalikes: list[tuple[int, int]] = field(default_factory=list)


def city(size: int, seed: int) -> City:
    """About `size` residents."""
    maker = Maker(random.Random(seed))
    while len(maker.city.residents) < size:
        maker.household()
    maker.strangers_alike()
    return maker.city


@cache
def _surnames() -> tuple[list[tuple[str, str]], list[int]]:
    _, _, last = load_dataset(include_last_names=True)
    names = [(kanji, _katakana(about["reading"])) for kanji, about in last.items()]
    return names, [about["count"] for about in last.values()]


@cache
def _rare_given(sex: str) -> tuple[list[str], list[int], dict[str, list[str]]]:
    spellings = load_dataset(kind="opti")["mf".index(sex)]
    by_kana = {_katakana(kana): about["kanji"] for kana, about in spellings.items()}
    return list(by_kana), [len(kanji) for kanji in by_kana.values()], by_kana


def other_spellings(kana: str, sex: str) -> list[str]:
    """Kanji that are read the same, for a desk that knew only the sound."""
    return _rare_given(sex)[2].get(kana, [])


@cache
def _frequent_given() -> dict[tuple[str, int], list[tuple[str, str]]]:
    with (Path(__file__).parent / "given_names.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["sex"], int(row["until"])): [
                (pair.split()[0], pair.split()[1]) for pair in row["names"].split(";")
            ]
            for row in csv.DictReader(file)
        }


@cache
def _name_parts() -> dict[str, list[list[tuple[str, str]]]]:
    """kind → lists of (writing, reading); parts of rare surnames, and names by origin."""
    parts: dict[str, list[list[tuple[str, str]]]] = {}
    with (Path(__file__).parent / "name_parts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            parts.setdefault(row["kind"], []).append([_pair(n) for n in row["names"].split(";")])
    return parts


def _pair(name: str) -> tuple[str, str]:
    """Writing and reading of names that may have several words each."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]), " ".join(words[half:])


def foreign_name(rng: random.Random, kind: str) -> Name:
    """A `foreign_family` or `foreign_given` name of any origin that is written in letters."""
    origins = [names for names in _name_parts()[kind] if names[0][0].isascii()]
    return rng.choice(rng.choice(origins))


def _katakana(kana: str) -> str:
    return "".join(chr(ord(c) + 96) if "ぁ" <= c <= "ゖ" else c for c in kana)


class Maker:
    """Makes households, homes and names from one source of chance."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.city = City()
        self.apartments: list[tuple[Home, int]] = []

    def chance(self, share: str) -> bool:
        return self.rng.random() < SHARES[share]

    # -- names --------------------------------------------------------------------------------

    def surname(self) -> tuple[str, str]:
        if self.chance("surname beyond the 2,000 most frequent"):
            parts = _name_parts()
            (a, x), (b, y) = (self.rng.choice(parts[kind][0]) for kind in ("beginning", "ending"))
            return a + b, x + y
        names, weights = _surnames()
        return self.rng.choices(names, weights)[0]

    def given(self, sex: str, born: date, like: str | None = None) -> tuple[str, str]:
        """A given name of its time; `like`: one that shares a character with this."""
        if like and (found := self._sharing(like, sex)):
            return found
        if self.chance("given name among the 30 most frequent of its generation"):
            until = next(year for year in (1955, 1985, 2026) if born.year <= year)
            names = _frequent_given()[sex, until]
            return self.rng.choices(names, [1 / (n + 3) for n in range(len(names))])[0]
        kanas, weights, spellings = _rare_given(sex)
        kana = self.rng.choices(kanas, weights)[0]
        return self.rng.choice(spellings[kana]), kana

    def _sharing(self, like: str, sex: str) -> tuple[str, str] | None:
        kanas, weights, spellings = _rare_given(sex)
        for _ in range(30):
            kana = self.rng.choices(kanas, weights)[0]
            fit = [kanji for kanji in spellings[kana] if kanji[0] == like[0] and kanji != like]
            if fit:
                return self.rng.choice(fit), kana
        return None

    def given_ending(self, sex: str, like: Name) -> Name:
        """A given name that ends like another, where one is found: 健太郎, 慎太郎; 翔, 大翔."""
        kanas, _, spellings = _rare_given(sex)
        for _ in range(60):
            kana = self.rng.choice(kanas)
            fit = [kanji for kanji in spellings[kana] if kanji[-2:].endswith(like[0][-2:])]
            if fit and kana != like[1]:
                return self.rng.choice(fit), kana
        return self.given(sex, TODAY)

    # -- homes --------------------------------------------------------------------------------

    def home(self) -> Home:
        line = self.fixed_line() if self.chance("household has a fixed line") else None
        if not self.chance("lives in an apartment"):
            return Home(*self._place(), line=line)
        if not self.apartments:
            town, numbers = self._place()
            name = self.rng.choice(BUILDINGS) + self.rng.choice([town, self.surname()[0], "座間"])
            building = Home(town, numbers, name)
            floors, doors = self.rng.randint(2, 6), self.rng.randint(3, 8)
            rooms = [f * 100 + d for f in range(1, floors + 1) for d in range(1, doors + 1)]
            self.apartments = [(building, room) for room in rooms]
            self.rng.shuffle(self.apartments)
        building, room = self.apartments.pop()
        return replace(building, room=str(room), line=line)

    def _place(self) -> tuple[str, tuple[int, ...]]:
        town = self.rng.choice(list(TOWNS))
        if TOWNS[town] == 0:
            return town, (self.rng.randint(60, 5500), self.rng.randint(1, 30))
        numbers = self.rng.randint(1, TOWNS[town]), self.rng.randint(1, 45), self.rng.randint(1, 40)
        return town, numbers

    def fixed_line(self) -> str:
        return f"046-25{self.rng.randint(1, 9)}-{self.rng.randint(0, 9999):04d}"

    def mobile(self) -> str:
        start = self.rng.choice(("090", "080", "070"))
        return f"{start}-{self.rng.randint(1000, 9999)}-{self.rng.randint(0, 9999):04d}"

    # -- people -------------------------------------------------------------------------------

    def household(self) -> None:
        home = self.home()
        self.city.homes.append(home)
        sizes, weights = zip(*HOUSEHOLD_SIZES, strict=True)
        size = self.rng.choices(sizes, weights)[0]
        if self.chance("foreign resident"):
            for _ in range(size):
                self.foreigner(home)
            return
        family = self.surname()
        head = self.adult(home, family, self.born(20, 95))
        if size == 1:
            return
        members = [head]
        if self.rng.random() < 0.8:  # the rest: one parent with children, or an old parent
            members.append(self.spouse(head))
        self.children(home, family, members, size - len(members))
        if self.chance("two of one household read alike (嫁と姑)"):
            one, other = members[0], self.city.residents[-1]
            if one is not other and one.sex == other.sex:
                self.city.residents[-1] = replace(other, given=(other.given[0], one.given[1]))
                self.city.lookalikes.append((one.id, other.id))

    def adult(
        self, home: Home, family: tuple[str, str], born: date, sex: str | None = None
    ) -> Resident:
        sex = sex or self.rng.choice("mf")
        mobile = self.mobile() if self.chance("adult has a mobile telephone") else None
        return self._add(family, self.given(sex, born), sex, born, home, mobile)

    def spouse(self, head: Resident) -> Resident:
        born = head.birth + timedelta(days=self.rng.randint(-3000, 3000))
        made = self.adult(head.home, head.family, born, "f" if head.sex == "m" else "m")
        wife = made if made.sex == "f" else head
        married = replace(wife, maiden=self.surname())
        self.city.residents[wife.id] = married
        return self.city.residents[made.id]

    def children(
        self, home: Home, family: tuple[str, str], parents: list[Resident], count: int
    ) -> None:
        youngest = min(TODAY, max(p.birth for p in parents) + timedelta(days=40 * 365))
        twin_of: Resident | None = None
        births: list[date] = []
        taken = [parent.given for parent in parents]
        for _ in range(count):
            sex = twin_of.sex if twin_of else self.rng.choice("mf")
            oldest = parents[0].birth + timedelta(days=20 * 365)
            span = max(1, (youngest - min(oldest, youngest - timedelta(days=1))).days)
            born = youngest - timedelta(self.rng.randrange(span))
            if twin_of:
                born = twin_of.birth
            elif any(abs((born - sibling).days) < 300 for sibling in births):
                continue
            births.append(born)
            like = None
            if twin_of and self.chance("twins named alike (same first character)"):
                like = twin_of.given[0]
            elif self.chance("child has a character of a parent's name"):
                like = self.rng.choice(parents).given[0]
            given = self.given(sex, born, like)
            while given[1] in {name for _, name in taken}:  # nobody names two children alike
                given = self.given(sex, born)
            taken.append(given)
            mobile = self.mobile() if (TODAY - born).days > 13 * 365 else None
            child = self._add(family, given, sex, born, home, mobile)
            if twin_of:
                self.city.lookalikes.append((twin_of.id, child.id))
            twin_of = child if not twin_of and self.chance("child is one of twins") else None

    def foreigner(self, home: Home) -> None:
        parts = _name_parts()
        origin = self.rng.randrange(len(parts["foreign_family"]))
        family, given = (
            self.rng.choice(parts[kind][origin]) for kind in ("foreign_family", "foreign_given")
        )
        sex, born = self.rng.choice("mf"), self.born(18, 60)
        self._add(family, given, sex, born, home, self.mobile(), foreign=True)

    def born(self, youngest: int, oldest: int) -> date:
        return TODAY - timedelta(days=self.rng.randint(youngest * 365, oldest * 365))

    def _add(
        self,
        family: tuple[str, str],
        given: tuple[str, str],
        sex: str,
        born: date,
        home: Home,
        mobile: str | None,
        foreign: bool = False,
    ) -> Resident:
        made = Resident(
            len(self.city.residents), family, given, sex, born, home, mobile, None, foreign
        )
        self.city.residents.append(made)
        return made

    def strangers_alike(self) -> None:
        """People of the same name, sex and birthday who have nothing to do with each other."""
        residents = self.city.residents
        share = SHARES["stranger with the same name and birthday, for each 1,000"]
        for _ in range(int(len(residents) / 1000 * share)):
            one, other = self.rng.sample(residents, 2)
            residents[other.id] = replace(
                other, family=one.family, given=one.given, sex=one.sex, birth=one.birth
            )
            self.city.lookalikes.append((one.id, other.id))


def relative_of(rng: random.Random, who: Resident) -> Resident:
    """Somebody of the same house and family name, of whom the city has not heard."""
    maker, sex = Maker(rng), rng.choice("mf")
    given = maker.given(sex, who.birth)
    while given[1] == who.given[1] or given[0] == who.given[0]:
        given = maker.given(sex, who.birth)
    born = maker.born(1, 90)
    return replace(who, given=given, sex=sex, birth=born, mobile=None, maiden=None)

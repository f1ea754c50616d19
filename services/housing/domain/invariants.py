"""What must hold over several things of housing, whoever records at the same moment."""

from __future__ import annotations

from services.housing.domain.benefit_continuation import Benefit
from services.housing.domain.household import Household
from services.housing.domain.shelter import Shelter
from tsunagu.domain.invariant import Invariant
from tsunagu.domain.text import Text

INVARIANTS = (
    Invariant(
        "one_bed_per_person",
        over="person",
        text=Text("一人が泊まっているのは、一か所だけ", "a person stays in one place at a time"),
    ),
    Invariant(
        "no_more_guests_than_places",
        over="shelter",
        text=Text(
            "使われている部屋は、ある部屋の数まで",
            "no more places are taken than the shelter has",
        ),
        kept_by=Shelter,
    ),
    Invariant(
        "one_course_of_a_kind_per_household",
        over="household",
        text=Text(
            "給付金も転居費用も、一つの世帯に同時に一つ",
            "a household has one benefit, and one help with moving, at a time",
        ),
        kept_by=Household,
    ),
    Invariant(
        "a_month_is_paid_once",
        over="benefit",
        text=Text("同じ月の家賃は一度だけ払う", "the rent of a month is paid once"),
        kept_by=Benefit,
    ),
    Invariant(
        "a_sheet_has_one_outcome",
        over="sheet",
        text=Text(
            "シートの終わり方は一つ",
            "a sheet is closed once, with one outcome",
        ),
    ),
)

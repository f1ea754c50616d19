"""What must hold over several things of employment, whoever records at the same moment."""

from __future__ import annotations

from services.employment.domain.introduction import Introduction
from services.employment.domain.opening import Opening
from services.employment.domain.seeker import JobSeeker
from tsunagu.domain.invariant import Invariant
from tsunagu.domain.text import Text

INVARIANTS = (
    Invariant(
        "one_support_per_person",
        over="person",
        text=Text(
            "一人に開いている支援は一つ",
            "a person has one support open at a time",
        ),
        kept_by=JobSeeker,
    ),
    Invariant(
        "one_work_per_sheet",
        over="sheet",
        text=Text("一枚のシートから始まるのは一つ", "a sheet begins one work"),
    ),
    Invariant(
        "one_introduction_to_an_opening",
        over="support and opening",
        text=Text(
            "一つの支援の中で、同じ求人への紹介は一度、採用も一度",
            "in one support a person is put to an opening once, and hired for it once",
        ),
        kept_by=Introduction,
    ),
    Invariant(
        "no_more_hires_than_places",
        over="opening",
        text=Text("採用は、求人の人数まで", "no more are hired than the opening has places"),
        kept_by=Opening,
    ),
    Invariant(
        "nothing_waits_for_a_closed_opening",
        over="opening",
        text=Text(
            "取り下げられたか埋まった求人への紹介は、待たない",
            "no introduction waits for an opening that is withdrawn or filled",
        ),
    ),
    Invariant(
        "nothing_waits_after_the_support",
        over="support",
        text=Text(
            "終わった支援の紹介は、待たない",
            "no introduction waits of a support that has ended",
        ),
    ),
)

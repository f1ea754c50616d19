"""What a command on one work item brings about in others: introductions, and the support."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from services.employment.domain.introduction import OPENING_GONE, Introduction
from services.employment.domain.opening import Opening
from services.employment.domain.seeker import JobSeeker
from services.employment.queries.lookups import find_introductions_to
from tsunagu.log.unit_of_work import UnitOfWork


def drop_introductions(work: UnitOfWork, ids: Iterable[str], on: date, result: str) -> None:
    """There is nothing left to decide about them."""
    for id in ids:
        work.load(Introduction, id).fall_away(on=on, result=result)


def drop_undecided(work: UnitOfWork, opening: Opening, on: date) -> None:
    """Once the opening is closed, whoever was introduced to it hears that it is gone."""
    if not opening.is_open:
        drop_introductions(
            work, find_introductions_to(work.connection, opening.id), on, OPENING_GONE
        )


def await_report(seeker: JobSeeker, on: date) -> None:
    """After a hire the support goes on until its outcome is reported to the person's sender."""
    if seeker.is_open:
        seeker.need_again(on=max(on, seeker.since), because="hired", next_step="report_outcome")


def search_on(seeker: JobSeeker, on: date, because: str) -> None:
    """After a no the search goes on, while the support is open."""
    if seeker.is_open:
        on = max(on, seeker.since)
        seeker.need_again(on=on, because=because, next_step="look_for_another")


def talk_about_leaving(seeker: JobSeeker, on: date, because: str) -> None:
    """A job that did not last opens the support again."""
    on = max(on, seeker.since)
    seeker.need_again(on=on, because=because, next_step="talk_about_leaving")

"""The lists of the desks' screens: what each may be asked for, and the one way to answer it.

A list is a page of one kind of thing by due date. Its query is the schema that its route
declares; a field of the query that is none of `Page`'s is a column with just that value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.employment.queries import lists
from services.employment.schemas.people import IntroductionQuery, JobQuery, SeekerQuery
from services.employment.schemas.shared import Page
from services.employment.schemas.training import CourseQuery
from services.employment.schemas.work import EmployerQuery, OpeningQuery
from tsunagu.domain.work_item import OPEN
from tsunagu.hosting.nameko_service import ServiceBase
from tsunagu.process import clock


@dataclass(frozen=True)
class DeskList:
    """One kind's list. `state`: what it shows where none is asked for."""

    query: Page
    state: str = OPEN


LISTS = {
    "seeker": DeskList(SeekerQuery()),
    "introduction": DeskList(IntroductionQuery()),
    "job": DeskList(JobQuery()),
    "preparation": DeskList(CourseQuery()),
    "training": DeskList(CourseQuery()),
    "employer": DeskList(EmployerQuery(), state="all"),
    "opening": DeskList(OpeningQuery()),
}


def page_of(service: ServiceBase, kind: str, query: dict[str, Any]) -> dict[str, Any]:
    """One page of a kind's list: `{"<kind>s": [...], "next": ...}`."""
    declared = LISTS[kind]
    asked: dict[str, Any] = {"state": declared.state} | declared.query.load(query)
    before = clock.today() if asked.pop("overdue", False) else None
    with service.store.reading() as connection:
        return lists.page(connection, kind, before=before, **asked)

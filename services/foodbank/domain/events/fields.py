"""Fields that several events share: whom and which visit they are about, and the step promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

DESK = "food_bank"  # the food bank's own desk, which owns every promise made here


@dataclass(frozen=True, kw_only=True)
class OfVisitor:
    """Ids, codes and dates only."""

    visitor_id: str
    person_id: str | None
    case_id: str | None
    on: date


@dataclass(frozen=True, kw_only=True)
class OfVisit:
    """Ids, codes and dates only; without a visitor the visit is anonymous."""

    visit_id: str
    visitor_id: str | None
    person_id: str | None
    case_id: str | None
    on: date


@dataclass(frozen=True, kw_only=True)
class WithStep:
    """A promise: whose it is, what comes next, and by when."""

    owner_desk: str
    next_step: str
    due_on: date


class VisitorIds(TypedDict):
    """The fields of `OfVisitor` as keyword arguments."""

    visitor_id: str
    person_id: str | None
    case_id: str | None
    on: date


class VisitIds(TypedDict):
    """The fields of `OfVisit` as keyword arguments."""

    visit_id: str
    visitor_id: str | None
    person_id: str | None
    case_id: str | None
    on: date


class StepFields(TypedDict):
    """The fields of `WithStep` as keyword arguments."""

    owner_desk: str
    next_step: str
    due_on: date

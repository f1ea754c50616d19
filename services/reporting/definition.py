"""Reporting's definition: it follows every service, archives each fact, and projects them."""

from __future__ import annotations

from services.reporting.domain import refusals
from services.reporting.projections.consultations import metadata
from services.reporting.projections.programmes import PROJECTIONS
from services.reporting.queries.open_by_facts import list_open_cases, list_open_needs
from services.reporting.routes import ROUTES
from tsunagu.domain.refusal import collect_refusals
from tsunagu.hosting.definition import Definition
from tsunagu.projections.projection import Projections

projections = Projections(PROJECTIONS)

# Every fact of a source is archived; those that a projection handles are in `projections`.
SOURCES = ("intake", "referral", "employment", "foodbank", "housing")

DEFINITION = Definition(
    name="reporting",
    package="services.reporting",
    metadata=metadata,
    follows={source: {} for source in SOURCES},
    applier=projections,
    jobs={"rebuild": projections.rebuild},
    verifiers=[projections.verify],
    counts_open={("intake", "case"): list_open_cases, ("referral", "need"): list_open_needs},
    routes=ROUTES,
    refusals=[*collect_refusals(refusals)],
)

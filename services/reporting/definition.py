"""What makes reporting a service: it follows everybody, archives every fact, and projects."""

from __future__ import annotations

from services.reporting.projections import metadata
from services.reporting.projections_programmes import PROJECTIONS
from services.reporting.rest import ROUTES
from tsunagu.definition import Definition
from tsunagu.projection import Projections

projections = Projections(PROJECTIONS)

# Every fact of a source is archived; those that a projection handles are in `projections.py`.
SOURCES = ("intake", "referral", "employment", "foodbank", "housing")

DEFINITION = Definition(
    name="reporting",
    package="services.reporting",
    metadata=metadata,
    follows={source: {} for source in SOURCES},
    applier=projections,
    jobs={"rebuild": projections.rebuild},
    verifiers=[projections.verify],
    routes=ROUTES,
)

"""An application of either kind: documents outstanding, and a decision kept with its grounds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.housing.domain.benefit_events import APPLIED, DocumentReceived, DocumentsAsked
from services.housing.domain.course import Course
from services.housing.domain.course_details import Grounds
from services.housing.domain.findings import Explanation
from services.housing.domain.household_figures import Inputs
from services.housing.domain.refusals import benefit as refusals
from tsunagu.domain.aggregate import applies
from tsunagu.domain.calendar import add_working_days
from tsunagu.domain.codes import require_code
from tsunagu.domain.work_item import Step

DAYS_TO_GATHER = 10  # working days
DAYS_TO_DECIDE = 10


class Application(Course):
    """An application for the benefit or for moving costs."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.applied_on = date.min
        self.outstanding: tuple[str, ...] = ()
        self.amount = 0
        self.rule_version = ""
        self.unverified: tuple[str, ...] = ()
        self.reasons: tuple[str, ...] = ()
        self.inputs: Inputs | None = None
        self.explanation: Explanation | None = None

    def ask_documents(self, *, on: date, documents: Iterable[str]) -> None:
        """Something more is needed; what is outstanding already is not asked twice."""
        self._must_be_open(on, APPLIED)
        more = tuple(dict.fromkeys(d for d in documents if d not in self.outstanding))
        for document in more:
            require_code("documents", document)
        if more:
            self.record(DocumentsAsked(kind=self.kind, subject_id=self.id, on=on, documents=more))
            self._update_next_step(on)

    def receive_document(self, *, on: date, document: str, waived: bool = False) -> None:
        """It has come, or is found not to be needed."""
        self._must_be_open(on, APPLIED)
        if document not in self.outstanding:
            waiting = ", ".join(self.outstanding) or refusals.NONE_IS_OUTSTANDING
            raise refusals.DOCUMENT_NOT_OUTSTANDING(document=document, outstanding=waiting)
        self.record(
            DocumentReceived(
                kind=self.kind, subject_id=self.id, on=on, document=document, waived=waived
            )
        )
        self._update_next_step(on)

    def details(self) -> Grounds:
        """The household's figures and the worded explanation; None before any decision."""
        return {"inputs": self.inputs, "explanation": self.explanation}

    def _must_be_decidable(self, on: date) -> None:
        self._must_be_open(on, APPLIED)
        if self.outstanding:
            missing = ", ".join(self.outstanding)
            outstanding = list(self.outstanding)
            raise refusals.DOCUMENTS_OUTSTANDING(missing=missing, outstanding=outstanding)

    def _before_decision(self, on: date) -> Step:
        if self.outstanding:
            return "gather_documents", add_working_days(on, DAYS_TO_GATHER)
        return "decide", add_working_days(on, DAYS_TO_DECIDE)

    def _begin(self, on: date, documents: tuple[str, ...]) -> None:
        self.state, self.since, self.applied_on = APPLIED, on, on
        self.outstanding = documents

    def _keep_grounds(self, e: Any) -> None:
        """On what the last decision rests; one that went well has no reasons."""
        self.rule_version, self.unverified = e.rule_version, e.unverified
        self.reasons = getattr(e, "reasons", ())
        self.inputs, self.explanation = e.inputs, e.explanation

    # -- what happened ----------------------------------------------------------------------------

    @applies(DocumentsAsked)
    def _documents_asked(self, e: DocumentsAsked) -> None:
        self.outstanding += e.documents

    @applies(DocumentReceived)
    def _document_received(self, e: DocumentReceived) -> None:
        self.outstanding = tuple(d for d in self.outstanding if d != e.document)

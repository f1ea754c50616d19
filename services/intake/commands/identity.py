"""Commands on who is one person: decide a proposal, merge two records, split them again."""

from __future__ import annotations

from typing import Any

from services.intake.commands import person_matching, signal_grouping
from services.intake.queries import identity
from services.intake.schemas import identity as identity_schemas
from services.intake.schemas import shared as schemas
from tsunagu.hosting.nameko_service import ServiceBase, command


class Identities(ServiceBase):
    @command
    def list_matches(self, **query: Any) -> dict[str, Any]:
        """Who may be one person, the first due first; reasons and score, nothing personal."""
        asked = identity_schemas.MatchQuery().load(query)
        with self.store.reading() as connection:
            return identity.proposals(connection, **asked)

    @command
    def get_human(self, person_id: str) -> dict[str, Any]:
        """All records, cases and signals of the human whom this record stands for."""
        with self.work() as work:
            person_matching.known(work, person_id)
        with self.store.reading() as connection:
            return identity.one_human(connection, person_id)

    @command
    def confirm_match(self, proposal_id: str, **body: Any) -> dict[str, Any]:
        """They are one person: from now on their needs are one need."""
        day = schemas.OnDay().load(body)["on"]
        with self.work() as work:
            human = person_matching.confirm(work, proposal_id, day)
            signal_grouping.gather(work, human, day)
        return self._human(human) | {"proposal_id": proposal_id, "state": "confirmed"}

    @command
    def decline_match(self, proposal_id: str, **body: Any) -> dict[str, Any]:
        """They are two people; the same details are not proposed again."""
        day = schemas.OnDay().load(body)["on"]
        with self.work() as work:
            person_matching.decline(work, proposal_id, day)
        return {"proposal_id": proposal_id, "state": "declined"}

    @command
    def merge_persons(self, person_id: str, **body: Any) -> dict[str, Any]:
        """Two records are one person, as somebody knows without a proposal."""
        asked = identity_schemas.Merge().load(body)
        with self.work() as work:
            human = person_matching.merge(work, person_id, asked["into_id"], asked["on"])
            signal_grouping.gather(work, human, asked["on"])
        return self._human(human)

    @command
    def split_person(self, person_id: str, **body: Any) -> dict[str, Any]:
        """It was somebody else: both have their own records, and their own needs, again."""
        asked = identity_schemas.Split().load(body)
        with self.work() as work:
            before = person_matching.split(work, person_id, **asked)
            signal_grouping.part(work, person_id, before, asked["on"])
        return self._human(person_id)

    def _human(self, person_id: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            return identity.one_human(connection, person_id)

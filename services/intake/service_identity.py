"""Commands on who is one person: decide a proposal, merge two records, split them again."""

from __future__ import annotations

from typing import Any

from services.intake import asking_identity, attaching, identity, schemas, schemas_identity
from tsunagu.hosting import ServiceBase, command


class Identities(ServiceBase):
    @command
    def list_matches(self, **query: Any) -> dict[str, Any]:
        """Who may be one person, the first due first; reasons and score, nothing personal."""
        asked = schemas_identity.MatchQuery().load(query)
        with self.store.reading() as connection:
            return asking_identity.proposals(connection, **asked)

    @command
    def get_human(self, person_id: str) -> dict[str, Any]:
        """All records, cases and signals of the human whom this record stands for."""
        with self.work() as work:
            identity.known(work, person_id)
        with self.store.reading() as connection:
            return asking_identity.one_human(connection, person_id)

    @command
    def confirm_match(self, proposal_id: str, **body: Any) -> dict[str, Any]:
        """They are one person: from now on their needs are one need."""
        day = schemas.OnDay().load(body)["on"]
        with self.work() as work:
            human = identity.confirm(work, proposal_id, day)
            attaching.gather(work, human, day)
        return self._human(human) | {"proposal_id": proposal_id, "state": "confirmed"}

    @command
    def decline_match(self, proposal_id: str, **body: Any) -> dict[str, Any]:
        """They are two people; the same details are not proposed again."""
        day = schemas.OnDay().load(body)["on"]
        with self.work() as work:
            identity.decline(work, proposal_id, day)
        return {"proposal_id": proposal_id, "state": "declined"}

    @command
    def merge_persons(self, person_id: str, **body: Any) -> dict[str, Any]:
        """Two records are one person, as somebody knows without a proposal."""
        asked = schemas_identity.Merge().load(body)
        with self.work() as work:
            human = identity.merge(work, person_id, asked["into_id"], asked["on"])
            attaching.gather(work, human, asked["on"])
        return self._human(human)

    @command
    def split_person(self, person_id: str, **body: Any) -> dict[str, Any]:
        """It was somebody else: both have their own records, and their own needs, again."""
        asked = schemas_identity.Split().load(body)
        with self.work() as work:
            before = identity.split(work, person_id, **asked)
            attaching.part(work, person_id, before, asked["on"])
        return self._human(person_id)

    def _human(self, person_id: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            return asking_identity.one_human(connection, person_id)

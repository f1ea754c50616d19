"""Commands on who is one person: decide a proposal, merge two records, split them again."""

from __future__ import annotations

from services.intake.commands import person_matching, signal_grouping
from services.intake.queries import identity
from services.intake.schemas.identity import MatchQuery, Merge, Split
from services.intake.schemas.shared import OnDay
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command


class Identities(ServiceBase):
    @command(MatchQuery)
    def list_matches(self, query: MatchQuery) -> JsonObject:
        """Who may be one person, the first due first; reasons and score, nothing personal."""
        with self.store.reading() as connection:
            return identity.list_proposals(connection, **query.values())

    @command
    def get_human(self, person_id: str) -> JsonObject:
        """All records, cases and signals of the human whom this record stands for."""
        with self.work() as work:
            person_matching.check_known(work, person_id)
        return self._show_human(person_id)

    @command(OnDay)
    def confirm_match(self, decision: OnDay, proposal_id: str) -> JsonObject:
        """They are one person: from now on their needs are one need."""
        with self.work() as work:
            human = person_matching.confirm(work, proposal_id, decision.on)
            signal_grouping.gather(work, human, decision.on)
        return self._show_human(human) | {"proposal_id": proposal_id, "state": "confirmed"}

    @command(OnDay)
    def decline_match(self, decision: OnDay, proposal_id: str) -> JsonObject:
        """They are two people; the same details are not proposed again."""
        with self.work() as work:
            person_matching.decline(work, proposal_id, decision.on)
        return {"proposal_id": proposal_id, "state": "declined"}

    @command(Merge)
    def merge_persons(self, merge: Merge, person_id: str) -> JsonObject:
        """Two records are one person, as somebody knows without a proposal."""
        with self.work() as work:
            human = person_matching.merge(work, person_id, merge.into_id, merge.on)
            signal_grouping.gather(work, human, merge.on)
        return self._show_human(human)

    @command(Split)
    def split_person(self, split: Split, person_id: str) -> JsonObject:
        """It was somebody else: both have their own records, and their own needs, again."""
        with self.work() as work:
            before = person_matching.split(work, person_id, **split.values())
            signal_grouping.separate(work, person_id, before, split.on)
        return self._show_human(person_id)

    def _show_human(self, person_id: str) -> JsonObject:
        with self.store.reading() as connection:
            return identity.get_human(connection, person_id)

"""Commands on a flat search: landlords asked, their refusals, the guarantor, the move."""

from __future__ import annotations

from services.housing.commands.course_lifecycle import (
    Beginning,
    accept_beginning,
    open_course,
    state_of,
)
from services.housing.commands.landlords import require_landlord
from services.housing.commands.watch_over import Watching, begin_by_practice
from services.housing.domain.flat_search import FlatSearch
from services.housing.domain.watch_over import WatchOver
from services.housing.queries.residence import find_search, find_searches
from services.housing.schemas import residence as payloads
from services.housing.schemas import shared
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import command
from tsunagu.process.ids import new_id


class Flats(Watching):
    @command(payloads.BeginSearch)
    def begin_flat_search(self, begun: payloads.BeginSearch) -> JsonObject:
        with self.work() as work:
            search = work.load_or_new(FlatSearch, new_id())
            beginning = accept_beginning(work, begun, FlatSearch.desk)
            search.begin(
                **beginning, wishes=begun.wishes, rent_up_to=begun.rent_up_to, words=begun.words
            )
            return state_of(search)

    @command(payloads.View)
    def view_flat(
        self, viewing: payloads.View, search_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Went to see one together."""
        with (
            self.work() as work,
            open_course(work, FlatSearch, search_id, viewing, expected_version) as search,
        ):
            require_landlord(work, viewing.landlord_id)
            search.view(**viewing.values("by"))
        return state_of(search)

    @command(payloads.Ask)
    def apply_for_flat(
        self, application: payloads.Ask, search_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """Apply to a landlord; the answer is awaited under the application's id."""
        application_id = new_id()
        with (
            self.work() as work,
            open_course(work, FlatSearch, search_id, application, expected_version) as search,
        ):
            require_landlord(work, application.landlord_id)
            search.ask(**application.values("by"), application_id=application_id)
        return state_of(search) | {"application_id": application_id}

    @command(payloads.Refusal)
    def note_refusal(
        self,
        refusal: payloads.Refusal,
        search_id: str,
        application_id: str,
        expected_version: int | None = None,
    ) -> JsonObject:
        """The landlord said no, and why: the search goes on."""
        with self._open(FlatSearch, search_id, refusal, expected_version) as search:
            search.be_refused(**refusal.values("by"), application_id=application_id)
        return state_of(search)

    @command(shared.Body)
    def note_agreement(
        self,
        agreement: shared.Body,
        search_id: str,
        application_id: str,
        expected_version: int | None = None,
    ) -> JsonObject:
        """The landlord said yes."""
        with self._open(FlatSearch, search_id, agreement, expected_version) as search:
            search.be_accepted(on=agreement.on, application_id=application_id)
        return state_of(search)

    @command(payloads.Guarantor)
    def note_guarantor(
        self, guarantor: payloads.Guarantor, search_id: str, expected_version: int | None = None
    ) -> JsonObject:
        with self._open(FlatSearch, search_id, guarantor, expected_version) as search:
            search.find_guarantor(**guarantor.values("by"))
        return state_of(search)

    @command(payloads.MoveIn)
    def move_in(
        self, move: payloads.MoveIn, search_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """The move ends the search and its sheet; the watch-over begins, unless not wanted."""
        watch: WatchOver | None = None
        with (
            self.work() as work,
            open_course(work, FlatSearch, search_id, move, expected_version) as search,
        ):
            search.move_in(**move.values("by", "watch_over"))
            if move.watch_over is not None:
                beginning = Beginning(
                    on=move.on,
                    person_id=search.person_id,
                    case_id=search.case_id,
                    referral_id=None,
                )
                every_days = move.watch_over.every_days
                watch = begin_by_practice(work, self._find_practice(), every_days, beginning)
        return state_of(search) | {"watch_id": watch.id if watch else None}

    @command(payloads.GiveUp)
    def give_up_search(
        self, end: payloads.GiveUp, search_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """It ends without a flat of ours; the need is back with whoever sent the sheet."""
        with self._open(FlatSearch, search_id, end, expected_version) as search:
            search.give_up(**end.values("by"))
        return state_of(search)

    @command
    def get_flat_search(self, search_id: str) -> JsonObject:
        """One search with its applications and their answers."""
        with self.store.reading() as connection:
            return find_search(connection, search_id)

    @command(payloads.SearchQuery)
    def list_flat_searches(self, query: payloads.SearchQuery) -> JsonObject:
        with self.store.reading() as connection:
            return find_searches(connection, query)

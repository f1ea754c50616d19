"""Looking for a flat: landlords asked, their refusals, the guarantor, the move."""

from __future__ import annotations

from typing import Any

from services.housing.commands import case_lifecycle
from services.housing.commands.support import known_landlord
from services.housing.commands.watch_over import Watching, begin_watch_over
from services.housing.domain.flat_search import FlatSearch
from services.housing.domain.watch_over import WatchOver
from services.housing.queries import places
from services.housing.schemas import places as shapes
from services.housing.schemas import shared as schemas
from tsunagu.hosting.nameko_service import command
from tsunagu.process.ids import new_id


class Flats(Watching):
    @command
    def begin_flat_search(self, **body: Any) -> dict[str, Any]:
        asked = shapes.BeginSearch().load(body)
        with self.work() as work:
            search = work.load_or_new(FlatSearch, new_id())
            wanted = {name: asked[name] for name in ("wishes", "rent_up_to", "words")}
            search.begin(**case_lifecycle.whose(work, asked, FlatSearch.desk), **wanted)
            return case_lifecycle.state_of(search)

    @command
    def view_flat(self, search_id: str, **body: Any) -> dict[str, Any]:
        """Went to see one together."""
        with self._opened(FlatSearch, search_id, shapes.View(), body) as (search, asked, work):
            known_landlord(work, asked["landlord_id"])
            search.view(**asked)
        return case_lifecycle.state_of(search)

    @command
    def apply_for_flat(self, search_id: str, **body: Any) -> dict[str, Any]:
        """Apply to a landlord; the answer is awaited under the application's id."""
        application_id = new_id()
        with self._opened(FlatSearch, search_id, shapes.Ask(), body) as (search, asked, work):
            known_landlord(work, asked["landlord_id"])
            search.ask(**asked, application_id=application_id)
        return case_lifecycle.state_of(search) | {"application_id": application_id}

    @command
    def note_refusal(self, search_id: str, application_id: str, **body: Any) -> dict[str, Any]:
        """The landlord said no, and why: the search goes on."""
        with self._opened(FlatSearch, search_id, shapes.Refusal(), body) as (search, asked, _):
            search.be_refused(**asked, application_id=application_id)
        return case_lifecycle.state_of(search)

    @command
    def note_agreement(self, search_id: str, application_id: str, **body: Any) -> dict[str, Any]:
        """The landlord said yes."""
        with self._opened(FlatSearch, search_id, schemas.Body(), body) as (search, asked, _):
            search.be_accepted(**asked, application_id=application_id)
        return case_lifecycle.state_of(search)

    @command
    def note_guarantor(self, search_id: str, **body: Any) -> dict[str, Any]:
        with self._opened(FlatSearch, search_id, shapes.Guarantor(), body) as (search, asked, _):
            search.find_guarantor(**asked)
        return case_lifecycle.state_of(search)

    @command
    def move_in(self, search_id: str, **body: Any) -> dict[str, Any]:
        """The move ends the search and its sheet; the watch-over begins, unless not wanted."""
        watch: WatchOver | None = None
        with self._opened(FlatSearch, search_id, shapes.MoveIn(), body) as (search, asked, work):
            plan = asked.pop("watch_over")
            search.move_in(**asked)
            if plan is not None:
                watch = begin_watch_over(
                    work,
                    self._practice(),
                    plan["every_days"],
                    on=asked["on"],
                    person_id=search.person_id,
                    case_id=search.case_id,
                    referral_id=None,
                )
        return case_lifecycle.state_of(search) | {"watch_id": watch.id if watch else None}

    @command
    def give_up_search(self, search_id: str, **body: Any) -> dict[str, Any]:
        """It ends without a flat of ours; the need is back with whoever sent the sheet."""
        with self._opened(FlatSearch, search_id, shapes.GiveUp(), body) as (search, asked, _):
            search.give_up(**asked)
        return case_lifecycle.state_of(search)

    @command
    def get_flat_search(self, search_id: str) -> dict[str, Any]:
        """One search with its applications and their answers."""
        with self.store.reading() as connection:
            return places.one_search(connection, search_id)

    @command
    def list_flat_searches(
        self,
        state: str = "searching",
        person_id: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> dict[str, Any]:
        with self.store.reading() as connection:
            return places.searches(connection, state, person_id, after, limit)

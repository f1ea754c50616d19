"""Payloads of the residence desk: landlords, flat searches, watching over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from services.housing.domain.flat_search_events import GIVE_UP_REASONS, GUARANTORS, REFUSAL_REASONS
from services.housing.domain.landlord import KINDS, WON_BY
from services.housing.domain.watch_over_events import END_REASONS
from services.housing.schemas import shared as s
from tsunagu.contracts.field_checks import check_code
from tsunagu.contracts.payload import Payload, fields, payload
from tsunagu.contracts.text_fields import ADDRESS, NAME, PHONE, TITLE

# -- landlords ------------------------------------------------------------------------------------


@payload
class Details(Payload):
    """Name and account: encrypted under the landlord's own id."""

    name: str | None = s.words("name", NAME)
    contact: str | None = s.words("whom to speak to", NAME)
    phone: str | None = s.words("telephone", PHONE)
    account: str | None = s.words("bank account for the rent", TITLE)


@payload
class WinLandlord(s.Body):
    kind: str = s.one_of(KINDS, "what kind", required=True)
    won_by: str = s.one_of(WON_BY, "how it was won", required=True)
    accepts: tuple[str, ...] = s.codes("what others refuse for and this one does not mind")
    details: Details = fields.Nested(
        Details.schema, load_default=Details, metadata={"description": "name and account"}
    )


@payload
class ChangeLandlord(s.Body):
    accepts: tuple[str, ...] | None = fields.List(
        fields.Code(validate=check_code),
        load_default=None,
        allow_none=True,
        metadata={"description": "what this one does not mind; replaces what was"},
    )
    details: Mapping[str, str | None] | None = fields.Nested(
        Details.schema(partial=True),
        load_default=None,
        metadata={"description": "what has changed"},
    )


@payload
class LandlordQuery(s.Page):
    accepts: str | None = s.code("only who accepts this")
    kind: str | None = s.one_of(KINDS, "of this kind")


# -- flats ----------------------------------------------------------------------------------------


@payload
class BeginSearch(s.Begin):
    wishes: tuple[str, ...] = s.codes("what the person wishes")
    rent_up_to: int | None = s.yen("rent the person can pay", load_default=None, allow_none=True)
    words: str | None = s.words("the wishes in words")


@payload
class View(s.Body):
    landlord_id: str = s.id_of("landlord", required=True)
    liked: bool = s.flag("the person liked it", True)
    address: str | None = s.words("where it is", ADDRESS)


@payload
class Ask(s.Body):
    landlord_id: str = s.id_of("landlord", required=True)
    rent: int = s.yen("rent a month", required=True)


@payload
class Refusal(s.Note):
    reason: str = s.one_of(REFUSAL_REASONS, "why the landlord refused", required=True)


@payload
class Guarantor(s.Body):
    guarantor: str = s.one_of(GUARANTORS, "who guarantees", required=True)
    name: str | None = s.words("name of the guarantor", NAME)


@payload
class WatchPlan(Payload):
    """How often somebody who has moved in is visited."""

    every_days: int = s.number(1, 366, "a visit every so many days", load_default=14)


@payload
class MoveIn(s.Body):
    application_id: str = s.id_of("application that the landlord agreed to", required=True)
    address: str | None = s.words("the new address", ADDRESS)
    watch_over: WatchPlan | None = fields.Nested(
        WatchPlan.schema,
        load_default=WatchPlan,
        allow_none=True,
        metadata={"description": "visits for a year; null where the person does not want them"},
    )


@payload
class GiveUp(s.Note):
    reason: str = s.one_of(GIVE_UP_REASONS, "why", required=True)


@payload
class SearchQuery(s.Page):
    state: str | None = s.one_of(("searching", "ended", "all"), "state")
    person_id: str | None = s.id_of("person")


# -- watching over --------------------------------------------------------------------------------


@payload
class BeginWatch(s.Begin):
    every_days: int = s.number(1, 366, "a visit every so many days", load_default=14)


@payload
class RecordVisit(s.Note):
    met: bool = fields.Boolean(
        required=True, metadata={"description": "whether the person was seen; false: not at home"}
    )
    scheduled_on: date | None = s.day(
        "for which planned visit; the one due if left out", load_default=None
    )


@payload
class EndWatch(s.Note):
    reason: str = s.one_of(END_REASONS, "why", required=True)
    to_desk: str | None = s.code("the desk that goes on", load_default=None, allow_none=True)


@payload
class WatchQuery(s.Page):
    state: str | None = s.one_of(("watching", "ended", "all"), "state")
    alarm: bool | None = fields.Boolean(metadata={"description": "only with an unanswered alarm"})
    person_id: str | None = s.id_of("person")

"""What the shelter's and the residence desk send."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from services.housing.domain.flat_search_events import GIVE_UP_REASONS, GUARANTORS, REFUSAL_REASONS
from services.housing.domain.landlord import KINDS, WON_BY
from services.housing.domain.shelter import END_REASONS as STAY_END_REASONS
from services.housing.domain.shelter import PLACES_AFTER
from services.housing.domain.watch_over_events import END_REASONS as WATCH_END_REASONS
from services.housing.schemas import shared as s
from tsunagu.contracts.field_checks import check_code

# -- shelter --------------------------------------------------------------------------------------


class OpenShelter(s.Body):
    title = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "what the desk calls it; never published"},
    )
    capacity = s.number(0, 10_000, "places there are", required=True)


class SetCapacity(s.Body):
    capacity = s.number(0, 10_000, "places there are", required=True)


class CheckIn(s.Begin):
    shelter_id = s.id_of("shelter", required=True)
    until = s.day("the last day; three months on if left out", load_default=None)
    places = s.number(1, 50, "places taken", load_default=1)


class ExtendStay(s.Body):
    until = s.day("the new last day", required=True)


class CheckOut(s.Note):
    reason = s.one_of(STAY_END_REASONS, "why", required=True)
    next_place = s.one_of(PLACES_AFTER, "where the person went", load_default="unknown")


class StayQuery(s.Page):
    state = s.one_of(("staying", "ended", "all"), "state")
    shelter_id = s.id_of("shelter")
    person_id = s.id_of("person")


# -- landlords ------------------------------------------------------------------------------------


class Details(Schema):
    """Name and account: encrypted under the landlord's own id."""

    class Meta:
        unknown = RAISE

    name = s.words("name")
    contact = s.words("whom to speak to")
    phone = s.words("telephone")
    account = s.words("bank account for the rent")


class WinLandlord(s.Body):
    kind = s.one_of(KINDS, "what kind", required=True)
    won_by = s.one_of(WON_BY, "how it was won", required=True)
    accepts = s.codes("what others refuse for and this one does not mind")
    details = fields.Nested(
        Details, load_default=dict, metadata={"description": "name and account"}
    )


class ChangeLandlord(s.Body):
    accepts = fields.List(
        fields.String(validate=check_code),
        load_default=None,
        allow_none=True,
        metadata={"description": "what this one does not mind; replaces what was"},
    )
    details = fields.Nested(
        Details(partial=True), load_default=None, metadata={"description": "what has changed"}
    )


class LandlordQuery(s.Page):
    accepts = s.code("only who accepts this")
    kind = s.one_of(KINDS, "of this kind")


# -- flats ----------------------------------------------------------------------------------------


class BeginSearch(s.Begin):
    wishes = s.codes("what the person wishes")
    rent_up_to = s.yen("rent the person can pay", load_default=None, allow_none=True)
    words = s.words("the wishes in words")


class View(s.Body):
    landlord_id = s.id_of("landlord", required=True)
    liked = s.flag("the person liked it", True)
    address = s.words("where it is")


class Ask(s.Body):
    landlord_id = s.id_of("landlord", required=True)
    rent = s.yen("rent a month", required=True)


class Refusal(s.Note):
    reason = s.one_of(REFUSAL_REASONS, "why the landlord refused", required=True)


class Guarantor(s.Body):
    guarantor = s.one_of(GUARANTORS, "who guarantees", required=True)
    name = s.words("name of the guarantor")


class WatchPlan(Schema):
    class Meta:
        unknown = RAISE

    every_days = s.number(1, 366, "a visit every so many days", load_default=14)


class MoveIn(s.Body):
    application_id = s.id_of("application that the landlord agreed to", required=True)
    address = s.words("the new address")
    watch_over = fields.Nested(
        WatchPlan,
        load_default=lambda: {"every_days": 14},
        allow_none=True,
        metadata={"description": "visits for a year; null where the person does not want them"},
    )


class GiveUp(s.Note):
    reason = s.one_of(GIVE_UP_REASONS, "why", required=True)


class SearchQuery(s.Page):
    state = s.one_of(("searching", "ended", "all"), "state")
    person_id = s.id_of("person")


# -- watching over --------------------------------------------------------------------------------


class BeginWatch(s.Begin):
    every_days = s.number(1, 366, "a visit every so many days", load_default=14)


class RecordVisit(s.Note):
    met = fields.Boolean(
        required=True, metadata={"description": "whether the person was seen; false: not at home"}
    )
    scheduled_on = s.day("for which planned visit; the one due if left out", load_default=None)


class EndWatch(s.Note):
    reason = s.one_of(WATCH_END_REASONS, "why", required=True)
    to_desk = s.code("the desk that goes on", load_default=None, allow_none=True)


class WatchQuery(s.Page):
    state = s.one_of(("watching", "ended", "all"), "state")
    alarm = fields.Boolean(metadata={"description": "only with an unanswered alarm"})
    person_id = s.id_of("person")

"""Facts about flats, landlords and watching over; never an address, a name or a rent."""

from __future__ import annotations

from services.housing.domain import flat_search_events, landlord, watch_over_events
from services.housing.published.fields import (
    LANDLORD,
    OF_CASE,
    OfCase,
    code,
    codes,
    day,
    number,
    yes_or_no,
)
from tsunagu.contracts.facts import FactSchema, FactType


class LandlordAcceptsSchema(FactSchema):
    landlord_id = code("id of the landlord")
    accepts = codes("what others refuse for and this one does not mind, as codes")


class LandlordWonSchema(LandlordAcceptsSchema):
    kind = code("owner, estate_agent, management_company or public_housing")
    won_by = code("how it was won, as a code")


class OfSearch(OfCase):
    search_id = code("id of the flat search")


class SearchBegunSchema(OfSearch):
    wishes = codes("what the person wishes, as codes")


class AskedSchema(OfSearch):
    application_id = code("id of the application to one landlord")
    landlord_id = code("id of the landlord")


class RefusedSchema(AskedSchema):
    reason = code("why the landlord refused, as a code")


class GuarantorSchema(OfSearch):
    guarantor = code("kind of guarantor, or not_needed")


class SearchEndedSchema(OfSearch):
    reason = code("moved_in, or why it was given up")
    refusals = number("by how many landlords the person was refused")


class OfWatch(OfCase):
    watch_id = code("id of the watch-over")


class WatchBegunSchema(OfWatch):
    every_days = number("a visit every so many days")
    until = day("its last day")
    visits = codes("days of the planned visits")
    grace_days = number("working days before a visit counts as missed")
    escalate_days = number("working days after that before the lead hears of it")


class VisitSchema(OfWatch):
    scheduled_on = day("for which planned visit")


class VisitMadeSchema(VisitSchema):
    met = yes_or_no("whether the person was seen")
    late = yes_or_no("whether it came after the visit's grace")


class AlarmSchema(VisitSchema):
    desk = code("the desk that is told")


class WatchEndedSchema(OfWatch):
    reason = code("why it ended, as a code")
    to_desk = code("the desk that goes on, where it was handed over", allow_none=True)
    visits_made = number("planned visits made in time")
    visits_missed = number("planned visits that raised an alarm")


_SEARCH = OF_CASE | {"search_id": "33333333-3333-5333-8333-666666666666"}
_ASKED = _SEARCH | {
    "application_id": "33333333-3333-5333-8333-777777777777",
    "landlord_id": LANDLORD,
}
_WATCH = OF_CASE | {"watch_id": "33333333-3333-5333-8333-888888888888"}
_VISIT = _WATCH | {"scheduled_on": "2026-11-18"}
_ACCEPTS = {"landlord_id": LANDLORD, "on": "2026-11-20", "accepts": ["age", "no_guarantor"]}

RESIDENCE_FACTS = (
    FactType(
        landlord.LandlordWon,
        LandlordWonSchema,
        _ACCEPTS | {"kind": "estate_agent", "won_by": "asked_with_little_hope"},
    ),
    FactType(landlord.LandlordAcceptsChanged, LandlordAcceptsSchema, _ACCEPTS),
    FactType(
        flat_search_events.FlatSearchBegun,
        SearchBegunSchema,
        _SEARCH | {"wishes": ["ground_floor"]},
    ),
    FactType(flat_search_events.FlatAppliedFor, AskedSchema, _ASKED),
    FactType(
        flat_search_events.LandlordRefused, RefusedSchema, _ASKED | {"reason": "no_guarantor"}
    ),
    FactType(flat_search_events.LandlordAgreed, AskedSchema, _ASKED),
    FactType(
        flat_search_events.GuarantorFound,
        GuarantorSchema,
        _SEARCH | {"guarantor": "guarantee_company"},
    ),
    FactType(flat_search_events.MovedIn, AskedSchema, _ASKED),
    FactType(
        flat_search_events.FlatSearchEnded,
        SearchEndedSchema,
        _SEARCH | {"reason": "moved_in", "refusals": 2},
    ),
    FactType(
        watch_over_events.WatchOverBegun,
        WatchBegunSchema,
        _WATCH
        | {
            "every_days": 14,
            "until": "2027-11-20",
            "visits": ["2026-12-04", "2026-12-18"],
            "grace_days": 2,
            "escalate_days": 3,
        },
    ),
    FactType(watch_over_events.VisitMade, VisitMadeSchema, _VISIT | {"met": True, "late": False}),
    FactType(watch_over_events.VisitMissed, AlarmSchema, _VISIT | {"desk": "community_residence"}),
    FactType(
        watch_over_events.VisitAlarmEscalated,
        AlarmSchema,
        _VISIT | {"desk": "consultation_support"},
    ),
    FactType(
        watch_over_events.WatchOverEnded,
        WatchEndedSchema,
        _WATCH | {"reason": "year_over", "to_desk": None, "visits_made": 25, "visits_missed": 1},
    ),
)

"""The REST shapes and the services' own schemas name the same fields."""

import inspect

import pytest

from services.console.routes import NAMED, ROUTES
from services.intake import schemas as intake
from services.referral import schemas as referral
from tsunagu.embedded import service_class

BODIES = {
    "intake.receive_signal": intake.SignalBody,
    "intake.encourage": intake.Encouragement,
    "intake.set_signal_next_step": intake.NextStep,
    "intake.close_signal": intake.Closing,
    "intake.accept_consultation": intake.Consultation,
    "intake.screen": intake.Screening,
    "intake.assess": intake.Assessment,
    "intake.make_plan": intake.Plan,
    "intake.write_journal": intake.Journal,
    "intake.set_next_step": intake.NextStep,
    "intake.find_work": intake.Outcome,
    "intake.increase_income": intake.Outcome,
    "intake.end_case": intake.Ending,
    "intake.give_consent": intake.Consent,
    "referral.set_clock": referral.ClockBody,
    "referral.refer": referral.Refer,
    "referral.write_sheet": referral.Sheet,
    "referral.request": referral.Request,
    "referral.accept": referral.Move,
    "referral.reject": referral.MoveWithReason,
    "referral.start": referral.Move,
    "referral.hold": referral.MoveWithReason,
    "referral.resume": referral.Move,
    "referral.complete": referral.Completion,
    "referral.fail": referral.MoveWithReason,
    "referral.cancel": referral.MoveWithReason,
    "referral.enter_in_error": referral.Move,
    "referral.note_status": referral.Status,
    "referral.place_need": referral.Place,
    "referral.close_need": referral.Close,
}
GIVEN = {"_meta", "self", "expected_version"}


def arguments_of(route):
    """The names that the service's method takes, those of its schema among them."""
    service = "intake" if route.service == NAMED else route.service
    method = getattr(service_class(service), route.method)
    names = set()
    for parameter in inspect.signature(inspect.unwrap(method)).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            names |= set(BODIES[route.call]().fields)
        else:
            names.add(parameter.name)
    return names - GIVEN


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: f"{r.verb} {r.path}")
def test_a_route_asks_for_what_its_service_takes(route):
    sent = set(route.parameters) - {"service"} | set(route.acting.values())
    for shape in (route.body, route.query):
        sent |= set(shape().fields) if shape else set()
    taken = arguments_of(route)
    # `department` is filled in for a department and left out by everybody else.
    assert sent - {"department", "expected_version"} == taken - {"department"}


def test_every_schema_above_is_that_of_a_route():
    assert set(BODIES) <= {route.call for route in ROUTES}

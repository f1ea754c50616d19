"""Past records of a case in any order: what opens and ends it is told by their days."""

import itertools
from datetime import date

import pytest

from services.intake.domain.case import Case
from services.intake.domain.case_course import Turn
from services.intake.domain.events.case import (
    CaseEnded,
    CaseRecordDated,
    CaseStateFollowed,
    ConsultationAccepted,
    NextStepSet,
)
from tsunagu.testing import scenario

DUE = date(2026, 12, 1)


def day(year):
    return date(year, 4, 1)


def first_turn(on):
    return Turn("consultation_support", "assessment", on.replace(day=15))


def consulted(year, opening="opened"):
    turn = first_turn(day(year))
    return ConsultationAccepted(
        record_id=f"consultation {year}",
        person_id="p1",
        case_id="c1",
        on=day(year),
        channel="phone",
        opening=opening,
        **vars(turn),
    )


def ended(year):
    return CaseEnded(
        record_id=f"ending {year}", person_id="p1", case_id="c1", on=day(year), reason="goal_met"
    )


def stepped(year):
    return NextStepSet(
        case_id="c1",
        person_id="p1",
        on=day(year),
        owner_desk="livelihood",
        next_step="call",
        due_on=DUE,
    )


def record(event):
    """An import records it, and puts the case where its dates have it."""

    def run(case):
        case.record(event)
        case.follow_dates(on=event.on, first_turn=first_turn)

    return run


def told_in(order):
    """The case after these past records, each of them taken in that order."""
    case = Case("c1")
    for event in order:
        record(event)(case)
    return case


def place(case):
    return {
        "open": case.open,
        "due_on": case.due_on,
        "last_consulted_on": case.last_consulted_on,
        "ended_on": case.ended_on,
    }


def test_an_ending_of_before_the_last_consultation_leaves_the_case_open():
    scenario(Case, "c1").given(consulted(2016), consulted(2019, "continued")).when(
        record(ended(2017))
    ).then(
        ended(2017),
        CaseStateFollowed(
            case_id="c1",
            person_id="p1",
            on=day(2017),
            **vars(first_turn(day(2019))),
            last_consulted_on=day(2019),
            ended_on=None,
            main_issue=None,
        ),
    )


def test_records_in_the_order_of_their_days_need_no_more_than_themselves():
    scenario(Case, "c1").given(consulted(2016), ended(2017)).when(
        record(consulted(2019, "reopened"))
    ).then(consulted(2019, "reopened"))


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (
            (consulted(2016), ended(2017), consulted(2019)),
            {"open": True, "due_on": date(2019, 4, 15), "last_consulted_on": day(2019)},
        ),
        (
            (consulted(2016), consulted(2018), ended(2019), ended(2017)),
            {"open": False, "ended_on": day(2019), "last_consulted_on": day(2018)},
        ),
        (
            (consulted(2015), consulted(2016), ended(2014)),
            {"open": True, "due_on": date(2015, 4, 15), "last_consulted_on": day(2016)},
        ),
    ],
    ids=["reopened", "ended", "began_after_an_ending"],
)
def test_every_order_of_the_same_records_ends_in_the_same_place(events, expected):
    wanted = {"open": False, "due_on": None, "last_consulted_on": None, "ended_on": None} | expected
    for order in itertools.permutations(events):
        if isinstance(order[0], ConsultationAccepted):  # a case begins with one
            assert place(told_in(order)) == wanted, order


def test_an_ending_of_years_ago_takes_nothing_from_a_desk_that_works_with_the_case():
    case = Case.replay("c1", [consulted(2016), stepped(2026)])
    record(ended(2017))(case)
    assert case.open and (case.owner_desk, case.due_on) == ("livelihood", DUE)


def test_who_is_written_down_after_a_later_ending_is_somebodys_from_that_day_on():
    case = Case.replay("c1", [consulted(2016), ended(2026)])
    opening = case.accept_consultation(
        record_id="late",
        person_id="p1",
        on=day(2025),
        channel="phone",
        owner_desk="consultation_support",
        next_step="call",
        due_on=DUE,
        written_on=date(2026, 4, 2),
    )
    assert (opening, case.open, case.owner_desk) == ("reopened", True, "consultation_support")
    assert not case.course.has_ended()


def test_what_a_desk_ends_has_ended_whatever_day_it_gives():
    case = Case.replay("c1", [consulted(2020)])
    case.end(record_id="end", on=day(2019), reason="goal_met")
    assert not case.open and case.course.has_ended()
    assert isinstance(case.pending[-1], CaseRecordDated)


@pytest.mark.parametrize(("on", "still_open"), [(day(2016), True), (day(2018), False)])
def test_a_corrected_day_of_the_ending_decides_anew(on, still_open):
    case = told_in([consulted(2015), ended(2016 if not still_open else 2018), consulted(2017)])
    ending = "ending 2018" if still_open else "ending 2016"
    assert case.open is not still_open
    case.date_record(record_id=ending, on=on, main=None)
    case.follow_dates(on=day(2020), first_turn=first_turn)
    assert case.open is still_open

"""A person: known without a name, sharing what they agreed to share, with whom, and until when."""

from datetime import date

import pytest

from services.intake.domain import person as domain
from services.intake.domain.person import Person
from tsunagu.domain.errors import NotFound
from tsunagu.testing import scenario

APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
REGISTERED = domain.PersonRegistered(person_id="p1", on=APRIL)


def consent(**other):
    given = {"consent_id": "k1", "on": APRIL, "purpose": "support", "recipients": ("livelihood",)}
    return given | other


def given_consent(**other):
    return domain.ConsentGiven(person_id="p1", **consent(**other))


WITHDRAWN = domain.ConsentWithdrawn(person_id="p1", consent_id="k1", on=MAY)


def story(*history):
    return scenario(Person, "p1").given(REGISTERED, *history)


# -- details --------------------------------------------------------------------------------------


def test_a_person_without_name_or_address_is_a_person():
    nobody = scenario(Person, "p1").given().when(lambda p: p.register(on=APRIL))
    nobody.then(REGISTERED)
    assert nobody.aggregate.exists and nobody.aggregate.details == {}


def test_registering_again_changes_nothing():
    story().when(lambda p: p.register(on=MAY, name="座間 花子")).then()


def test_a_correction_replaces_what_it_names_and_leaves_the_rest():
    person = Person.replay(
        "p1",
        [
            domain.PersonRegistered(person_id="p1", on=APRIL, name="座間 花子", phone="090"),
            domain.PersonDetailsCorrected(person_id="p1", on=MAY, phone="080", address="緑ケ丘"),
        ],
    )
    assert person.details == {"name": "座間 花子", "phone": "080", "address": "緑ケ丘"}


def test_who_reads_the_details_is_recorded_with_the_purpose():
    known = scenario(Person, "p1").given(
        domain.PersonRegistered(person_id="p1", on=APRIL, name="座間 花子")
    )
    known.when(lambda p: p.read(on=MAY, reader="k.suzuki", purpose="contact"))
    known.then(domain.PersonRead(person_id="p1", on=MAY, reader="k.suzuki", purpose="contact"))


# -- consent --------------------------------------------------------------------------------------


def test_consent_names_purpose_recipients_and_end():
    asked = consent(recipients=("livelihood", "housing"), until=JUNE, evidence="署名")
    story().when(lambda p: p.give_consent(**asked)).then(
        domain.ConsentGiven(person_id="p1", **asked)
    )


@pytest.mark.parametrize(
    ("until", "allowed"),
    [(None, True), (date(2026, 4, 1), True), (date(2026, 3, 31), False)],
    ids=["without_end", "for_one_day", "ends_the_day_before"],
)
def test_consent_does_not_end_before_it_begins(until, allowed):
    asked = story().when(lambda p: p.give_consent(**consent(until=until)))
    if allowed:
        asked.then(given_consent(until=until))
    else:
        assert asked.refused("consent_ends_before_it_begins").details["field"] == "until"


@pytest.mark.parametrize(
    ("desk", "day", "may"),
    [
        ("livelihood", "2026-03-31", False),
        ("livelihood", "2026-04-01", True),
        ("livelihood", "2026-06-01", True),
        ("livelihood", "2026-06-02", False),
        ("housing", "2026-04-01", False),
    ],
    ids=["the_day_before", "the_day_itself", "the_last_day", "the_day_after", "another_desk"],
)
def test_consent_holds_for_its_desks_from_its_first_to_its_last_day(desk, day, may):
    person = Person.replay("p1", [REGISTERED, given_consent(until=JUNE)])
    assert person.may_share_with(desk, date.fromisoformat(day)) is may


def test_without_an_end_consent_holds_until_withdrawn():
    person = Person.replay("p1", [REGISTERED, given_consent()])
    assert person.may_share_with("livelihood", date(2036, 4, 1))
    person.withdraw_consent(consent_id="k1", on=date(2036, 4, 1))
    assert not person.may_share_with("livelihood", date(2036, 4, 1))


def test_withdrawing_one_consent_leaves_the_other():
    other = given_consent(consent_id="k2", recipients=("housing",))
    person = Person.replay("p1", [REGISTERED, given_consent(), other, WITHDRAWN])
    assert not person.may_share_with("livelihood", MAY)
    assert person.may_share_with("housing", MAY)


def test_withdrawing_again_changes_nothing():
    withdraw = lambda p: p.withdraw_consent(consent_id="k1", on=MAY)  # noqa: E731 used twice
    story(given_consent()).when(withdraw).then(WITHDRAWN)
    story(given_consent(), WITHDRAWN).when(withdraw).then()


def test_a_consent_nobody_gave_is_not_withdrawn():
    story().when(lambda p: p.withdraw_consent(consent_id="k9", on=MAY)).refused("no_such_consent")
    with pytest.raises(NotFound):
        Person("p1").withdraw_consent(consent_id="k9", on=MAY)


# -- public assistance ----------------------------------------------------------------------------


@pytest.mark.parametrize("history", [(), (REGISTERED,)], ids=["unknown_before", "known"])
def test_an_interview_and_an_application_are_recorded_each_by_itself(history):
    person = scenario(Person, "p1").given(*history)
    person.when(lambda p: p.interview_for_public_assistance(record_id="x1", on=APRIL))
    person.then(domain.PublicAssistanceInterviewed(record_id="x1", person_id="p1", on=APRIL))
    person.given(*history)
    person.when(lambda p: p.apply_for_public_assistance(record_id="x2", on=MAY))
    person.then(domain.PublicAssistanceApplied(record_id="x2", person_id="p1", on=MAY))

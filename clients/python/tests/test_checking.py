"""What is wrong with a signal, said here as the platform would say it."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tsunagu_signals.checking import BASES, CHECKS, GROUPS, IDENTITY_ALLOWED, faults_of

GOOD = {"id": "1", "kind": "water_arrears", "noticed_on": "2026-04-20", "basis": "consent"}

FAULTY = [
    ({"id": ""}, ["id"]),
    ({"id": "x" * 201}, ["id"]),
    ({"kind": "水道料金"}, ["kind"]),
    ({"kind": 7}, ["kind"]),
    ({"noticed_on": "2999-01-01"}, ["noticed_on"]),
    ({"noticed_on": "1989-12-31"}, ["noticed_on"]),
    ({"noticed_on": "2026-02-30"}, ["noticed_on"]),
    ({"noticed_on": "２０２６-04-20"}, ["noticed_on"]),
    ({"noticed_on": None}, ["noticed_on"]),
    ({"basis": "because"}, ["basis"]),
    ({"basis": ["consent"]}, ["basis"]),
    ({"urgent": "very"}, ["urgent"]),
    ({"urgent": None}, ["urgent"]),
    ({"note": 7}, ["note"]),
    ({"note": "x" * 20_001}, ["note"]),
    ({"note": "a\0b"}, ["note"]),
    ({"id": "a\0"}, ["id"]),
    ({"id": "　\u200b"}, ["id"]),
    ({"id": "\u202ea"}, ["id"]),
    ({"person": {"name": "あ" * 20_001}}, ["person.name"]),
    ({"person": {"address": "一" * 20_001}}, ["person.address"]),
    ({"person": {"kana": "\x1b[0m", "email": "\uffff"}}, ["person.email", "person.kana"]),
    ({"person": {"name": "\u202e見本"}}, ["person.name"]),
    ({"person": "見本太郎"}, ["person"]),
    ({"person": {"nickname": "x"}}, ["person.nickname"]),
    ({"person": {"birth_date": "S45.3.2"}}, ["person.birth_date"]),
    ({"person": {"name": ["x"], "phone": 90}}, ["person.name", "person.phone"]),
    ({"colour": "red"}, ["colour"]),
    ({"basis": "encouragement_only", "person": {}}, ["person"]),
    ({"basis": "encouragement_only", "person": {"name": "見本"}}, ["person"]),
    ({"basis": "danger_to_life", "consent": {}}, ["consent"]),
    ({"consent": "yes"}, ["consent"]),
    ({"consent": {"on": "2999-01-01"}}, ["consent.on"]),
    ({"consent": {"on": "2026-04-20", "until": "2026-04-19"}}, ["consent.until"]),
    ({"consent": {"until": "2026-04-19"}}, ["consent.until"]),
    ({"consent": {"until": "いつまでも", "evidence": 7}}, ["consent.evidence", "consent.until"]),
    ({"consent": {"on": "2020-01-01", "until": "2020-01-02"}}, ["consent.until"]),
    ({"consent": {"scope": ["waterworks"]}}, ["consent.scope"]),
    ({"consent": {"scope": []}}, ["consent.scope"]),
    ({"consent": {"spoken": True}}, ["consent.spoken"]),
    ({"basis": "conference", "consent": {}}, ["consent"]),
    ({"conference_id": "c-1"}, ["conference_id"]),
    ({"basis": "conference", "conference_id": ""}, ["conference_id"]),
    ({"encouragement": {}}, ["encouragement.answer"]),
    ({"encouragement": {"answer": "maybe"}}, ["encouragement.answer"]),
    ({"encouragement": {"answer": "coming", "on": "2999-01-01"}}, ["encouragement.on"]),
    ({"sequence": 0}, ["sequence"]),
    ({"sequence": 1.5}, ["sequence"]),
    ({"sequence": 2**53}, ["sequence"]),
    ({"kind": "?", "basis": "?", "noticed_on": "?"}, ["basis", "kind", "noticed_on"]),
]
FINE = [
    {},
    {"person": None},
    {"person": {}},
    {"person": {"name": "見本", "birth_date": "1970-03-02", "phone": None}},
    {"basis": "conference", "person": {"name": "見本"}},
    {"basis": "encouragement_only"},
    {"basis": "encouragement_only", "person": None},
    {"urgent": True, "note": None},
    {"note": "x" * 20_000},
    {"note": "一行目\r\n\t二行目\u202e"},
    {"person": {"name": "あ" * 100, "phone": "0" * 200}},
    {"id": "あ" * 200},
    {"noticed_on": "1990-01-01"},
    {"basis": "danger_to_life", "person": {"name": "見本"}},
    {"consent": None, "conference_id": None, "encouragement": None, "sequence": None},
    {"consent": {"on": None, "until": "2999-12-31", "scope": None, "evidence": "窓口の書面"}},
    {"consent": {"until": "2999-12-31", "scope": ["consultation_support", "waterworks"]}},
    {"basis": "encouragement_only", "encouragement": {"answer": "thinking"}},
    {"encouragement": {"answer": "coming", "on": "2026-04-20"}},
    {"encouragement": {"answer": "coming", "on": None}},
    {"sequence": 2**53 - 1},
]


@pytest.mark.parametrize(("wrong", "fields"), FAULTY, ids=[str(w)[:40] for w, _ in FAULTY])
def test_every_fault_is_named_with_a_remedy(wrong, fields):
    found = faults_of(GOOD | wrong)
    assert sorted({fault.field for fault in found}) == fields
    assert all(fault.problem and fault.remedy for fault in found)


@pytest.mark.parametrize("other", FINE, ids=[str(w)[:40] for w in FINE])
def test_what_is_fine_has_no_fault(other):
    assert faults_of(GOOD | other) == ()


@pytest.mark.parametrize("missing", ["id", "kind", "noticed_on", "basis"])
def test_what_is_missing_is_named(missing):
    assert [f.field for f in faults_of({k: v for k, v in GOOD.items() if k != missing})] == [
        missing
    ]


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("person", [None, {}, {"name": "見本"}], ids=["none", "empty", "named"])
def test_which_basis_allows_identity(basis, person):
    allowed = person is None or basis in IDENTITY_ALLOWED
    assert (faults_of(GOOD | {"basis": basis, "person": person}) == ()) == allowed


@pytest.mark.parametrize("value", [None, [], "x", 7])
def test_what_is_no_object_is_said_to_be_none(value):
    assert faults_of(value)


def test_half_a_character_is_refused():
    assert [fault.field for fault in faults_of(GOOD | {"note": "\ud800"})] == ["note"]


# -- against the platform -------------------------------------------------------------------------


def told_by(office, signal):
    """The fields that the platform itself finds fault with; empty if it takes the signal."""
    status, answer = office.ask("POST", "/signals", office.token("waterworks"), signal)
    if status == 202:
        return set()
    assert status in (400, 422), (status, answer)
    return {fault["field"] for fault in answer["faults"]} or {answer["details"]["field"]}


@pytest.mark.parametrize(("wrong", "fields"), FAULTY, ids=[str(w)[:40] for w, _ in FAULTY])
def test_the_platform_finds_fault_with_the_same_fields(office, wrong, fields):
    assert told_by(office, GOOD | wrong) == set(fields)


@pytest.mark.parametrize("other", FINE, ids=[str(w)[:40] for w in FINE])
def test_the_platform_takes_what_is_fine(office, other):
    assert told_by(office, GOOD | other) == set()


odd = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.text(max_size=8), st.just([]), st.just({})
)
days = st.dates(min_value=date(1985, 1, 1), max_value=date(2100, 1, 1)).map(str)
values = {
    "id": st.one_of(odd, st.text(min_size=1, max_size=210)),
    "kind": st.one_of(odd, st.from_regex(r"[a-z_][a-z0-9_]{0,52}", fullmatch=True)),
    "noticed_on": st.one_of(odd, st.dates().map(str)),
    "basis": st.one_of(odd, st.sampled_from(BASES)),
    "note": odd,
    "urgent": odd,
    "person": st.one_of(
        odd,
        st.dictionaries(
            st.sampled_from((*GROUPS["person"], "nickname")), st.one_of(odd, st.dates().map(str))
        ),
    ),
    "consent": st.one_of(
        odd,
        st.fixed_dictionaries(
            {},
            optional={
                "on": st.one_of(odd, days),
                "until": st.one_of(odd, days),
                "evidence": odd,
                "scope": st.one_of(odd, st.just(["waterworks"]), st.just(["consultation_support"])),
            },
        ),
    ),
    # One that is on record is for the platform alone to know.
    "conference_id": st.sampled_from([None, 7, "", [], {}, "x" * 201]),
    "encouragement": st.one_of(
        odd,
        st.fixed_dictionaries(
            {}, optional={"on": st.one_of(odd, days), "answer": st.sampled_from(["coming", "?"])}
        ),
    ),
    "sequence": st.one_of(st.none(), st.integers(-1, 2**54), st.text(max_size=3)),
    "colour": odd,
}


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changed=st.dictionaries(st.sampled_from(sorted(values)), st.none(), min_size=1), data=st.data()
)
def test_whatever_it_is_nothing_is_sent_that_the_platform_would_refuse(office, changed, data):
    signal = GOOD | {name: data.draw(values[name], label=name) for name in changed}
    here = {fault.field for fault in faults_of(signal)}
    there = told_by(office, signal)
    assert there <= here
    # The platform also takes "true", 1 and the like for a truth value; this client is strict.
    assert there or here <= {"urgent"}


def test_every_field_of_a_signal_has_its_check():
    assert {*CHECKS, *GROUPS} == {*values} - {"colour"}

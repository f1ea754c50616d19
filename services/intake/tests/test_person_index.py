"""The index by which persons are found: kept with the events, unreadable, gone with the key."""

from datetime import date

import orjson
import pytest
import sqlalchemy as sa

from services.intake.definition import DEFINITION
from services.intake.domain.identity import Identity
from services.intake.domain.matching.blocking import BIRTH, PHONE, PLACE
from services.intake.domain.matching.decide import decide
from services.intake.domain.matching.normalise import profile_of
from services.intake.domain.person import Person
from services.intake.projections import person_index_verification as proof
from services.intake.projections.person_index import PersonIndex, person_key, person_profile
from tsunagu.hosting.runtime import Runtime
from tsunagu.log.personal_data import seal

DAY = date(2026, 11, 20)
HANAKO = {
    "name": "渡辺　花子",
    "kana": "ワタナベ　ハナコ",
    "birth_date": "1975-04-12",
    "address": "座間市緑ケ丘1-2-3",
    "phone": "090-1234-5678",
}


@pytest.fixture
def store(any_database, tmp_path):
    runtime = Runtime(
        DEFINITION,
        amqp_url="tsunagu-memory://unused/",
        database_url=any_database,
        key_file=tmp_path / "key",
        city="142166",
    )
    runtime.open()
    yield runtime.store
    runtime.database.close()


def register(store, id, **details):
    with store.work() as work:
        work.load_or_new(Person, id).register(on=DAY, **details)


def found(store, **details):
    with store.reading() as connection:
        candidates = PersonIndex(store.keyring).candidates(connection, profile_of(details))
    return {candidate.record: candidate.profile for candidate in candidates}


def violations(store):
    return [(v.code, v.subject) for v in proof.prove(store, lambda done, total: None)]


def change(store, statement):
    with store.database.writing() as connection:
        assert connection.execute(statement).rowcount


def test_who_is_registered_is_found_by_any_key_at_once(store):
    register(store, "p1", **HANAKO)
    for alone in (
        {"kana": "ﾜﾀﾅﾍﾞ ﾊﾅｺ"},
        {"name": "渡邉花子"},
        {"birth_date": "1975-04-12"},
        {"phone": "09012345678"},
        {"address": "緑ヶ丘一丁目２番３号", "name": "渡邊"},
    ):
        assert found(store, **alone) == {"p1": profile_of(HANAKO)}, alone
    assert found(store, kana="スズキ イチロウ", birth_date="1973-10-22") == {}


def test_a_correction_is_found_and_what_it_replaced_is_not(store):
    register(store, "p1", **HANAKO)
    with store.work() as work:
        work.load(Person, "p1").correct_details(on=DAY, phone="080-7777-6666")
    assert "p1" in found(store, phone="080-7777-6666")
    assert found(store, phone=HANAKO["phone"]) == {}
    assert violations(store) == []


def test_registered_and_corrected_in_one_transaction_is_indexed_as_it_ends(store):
    with store.work() as work:
        person = work.load_or_new(Person, "p1")
        person.register(on=DAY, **HANAKO)
        person.correct_details(on=DAY, phone="080-7777-6666")
    assert found(store, phone=HANAKO["phone"]) == {}
    assert violations(store) == []


def test_somebody_who_said_nothing_is_in_no_index(store):
    register(store, "p1")
    with store.reading() as connection:
        assert connection.execute(sa.select(person_profile)).all() == []


def test_nothing_in_the_index_can_be_read(store):
    register(store, "p1", **HANAKO)
    with store.reading() as connection:
        rows = [
            *connection.execute(sa.select(person_key)),
            *connection.execute(sa.select(person_profile)),
        ]
    kept = b"".join(bytes(v) if isinstance(v, bytes) else str(v).encode() for r in rows for v in r)
    for text in (*HANAKO.values(), "ワタナベハナコ", "渡辺花子", "9012345678", "緑ケ丘", "1234567"):
        assert text.encode() not in kept


def test_a_hash_depends_on_the_master_key(store, tmp_path):
    from tsunagu.log.personal_data import Keyring

    ours, others = (
        PersonIndex(store.keyring),
        PersonIndex(Keyring(b"another master key, 32 bytes long"[:32])),
    )
    assert ours.digests(profile_of(HANAKO)).keys().isdisjoint(others.digests(profile_of(HANAKO)))


def test_forgetting_somebody_removes_what_they_are_found_by(store):
    register(store, "p1", **HANAKO)
    register(store, "p2", kana="スズキ イチロウ")
    with store.database.writing() as connection:
        assert store.keyring.destroy(connection, "p1")
    with store.reading() as connection:
        for table in (person_key, person_profile):
            assert set(connection.execute(sa.select(table.c.person_id)).scalars()) == {"p2"}
    assert found(store, **HANAKO) == {}
    assert violations(store) == []


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (sa.delete(person_key).where(person_key.c.kind == "birth"), "person_index_differs"),
        (
            sa.update(person_key).where(person_key.c.kind == "phone").values(digest=b"?"),
            "person_index_differs",
        ),
        (sa.delete(person_profile), "person_index_differs"),
        (sa.update(person_profile).values(sealed=b"0" * 60), "person_index_differs"),
    ],
    ids=["a key gone", "a key altered", "the profile gone", "the profile altered"],
)
def test_verify_names_whose_index_does_not_follow_their_details_and_rebuild_mends_it(
    store, damage, code
):
    register(store, "p1", **HANAKO)
    change(store, damage)
    assert violations(store) == [(code, "person p1")]
    assert proof.rebuild(store, lambda done, total: None) == {"persons": 1}
    assert violations(store) == []
    assert "p1" in found(store, **HANAKO)


def test_at_a_start_an_index_of_another_form_is_made_anew(store):
    register(store, "p1", **HANAKO)
    change(store, sa.delete(person_key))
    change(store, proof.person_index_form.update().values(form=b"older"))
    proof.rebuild_if_outdated(store)
    assert violations(store) == []
    change(store, sa.delete(person_key))
    proof.rebuild_if_outdated(store)  # of today's form: left alone
    assert violations(store) == [("person_index_differs", "person p1")]


def test_at_a_start_after_the_list_of_placeholders_changed_the_index_is_made_anew(
    store, monkeypatch
):
    register(store, "p1", **HANAKO)
    proof.rebuild_if_outdated(store)
    change(store, sa.delete(person_key))
    monkeypatch.setattr(proof, "placeholders_version", lambda: "another")
    proof.rebuild_if_outdated(store)
    assert violations(store) == []


def test_an_index_of_the_forms_of_before_finds_everybody_after_a_start(store):
    """渡邉聰 was kept as 渡辺聰 and 北1条西 as 北, before the tables were those of today."""
    register(store, "p1", name="渡邉　聰", address="札幌市中央区北1条西2丁目3-4")
    index = PersonIndex(store.keyring)
    of_before = [["", []], ["渡辺聰", ["渡辺", "聰"]], "", "", "", ["北", [1], ""], []]
    with store.database.writing() as connection:
        key = store.keyring.find(connection, "p1")
        sealed = seal(key, orjson.dumps(of_before), "profile/p1")
        connection.execute(person_profile.update().values(sealed=sealed))
        connection.execute(person_key.delete())
        digest = index.digest(("name", "渡辺聰"))
        connection.execute(person_key.insert().values(digest=digest, person_id="p1", kind="name"))
        form = index.digest(("form", "2"))
        connection.execute(proof.person_index_form.update().values(form=form))
    assert found(store, name="渡辺聡") == {}
    proof.rebuild_if_outdated(store)
    assert list(found(store, name="渡辺聡")) == ["p1"]
    assert list(found(store, name="渡", address="北一条西二丁目3番4号")) == ["p1"]
    assert violations(store) == []


def test_many_are_looked_for_together_and_each_gets_their_own_candidates(store):
    register(store, "p1", **HANAKO)
    register(store, "p2", kana="スズキ イチロウ", birth_date="1973-10-22")
    persons = [profile_of(d) for d in ({"kana": "ｽｽﾞｷ ｲﾁﾛｳ"}, {"phone": "090-1234-5678"}, {})]
    with store.reading() as connection:
        of_each = PersonIndex(store.keyring).candidates_of_all(connection, persons)
    assert [[c.record for c in some] for some in of_each] == [["p2"], ["p1"], []]


SOUNDS = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ"


def register_many(store, count, **shared):
    """So many people who have nothing in common but what is `shared`."""
    with store.work() as work:
        for n in range(count):
            own = {
                "kana": f"{SOUNDS[n % 30] * 2}タニ {SOUNDS[n // 30] * 2}オ",
                "birth_date": f"19{30 + n % 60}-{n % 12 + 1:02d}-{n % 27 + 2:02d}",
            }
            work.load_or_new(Person, f"many-{n}").register(on=DAY, **own | shared)


def common_to(store, **details):
    with store.reading() as connection:
        (found,) = PersonIndex(store.keyring).find_all(connection, [profile_of(details)])
    return {kind for candidate in found.candidates for kind, _ in candidate.common}


@pytest.mark.parametrize(
    ("shared", "kind", "most"),
    [
        ({"phone": "046-222-3456"}, PHONE, 8),
        ({"address": "座間市東原3-4-5 202号室"}, PLACE, 12),
        ({"birth_date": "1966-06-06"}, BIRTH, 60),
    ],
    ids=str,
)
def test_what_more_people_share_than_a_household_joins_nobody(store, shared, kind, most):
    twice = HANAKO | {"address": None, "phone": None} | shared
    if kind != BIRTH:
        twice["phone" if kind == PLACE else "address"] = None
    else:
        twice["phone"] = HANAKO["phone"]
    register_many(store, most - 1, **shared)
    register(store, "p1", **twice)
    assert kind not in common_to(store, **twice)
    assert joined(store, twice) == "p1"
    register(store, "one too many", kana="ホリ ロク", **shared)
    assert kind in common_to(store, **twice)
    assert joined(store, twice) is None


def joined(store, details):
    person = profile_of(details)
    with store.reading() as connection:
        decision = decide(person, PersonIndex(store.keyring).candidates(connection, person))
    return decision.joined and decision.joined.record


def test_records_of_one_human_do_not_make_a_value_common(store):
    for n in range(12):
        register(store, f"p{n}", **HANAKO)
        if n:
            with store.work() as work:
                work.load_or_new(Identity, f"p{n}").merge("p0", on=DAY, ground="automatic")
    assert common_to(store, **HANAKO) == set()


def test_a_key_that_hundreds_share_hides_nobody_who_has_another(store):
    register_many(store, 400, birth_date=HANAKO["birth_date"], phone="046-222-3456")
    register(store, "z", **HANAKO)
    assert "z" in found(store, **HANAKO | {"phone": "046-222-3456 090-1234-5678"})

"""What holds over several things holds when commands cross, on every database."""

import itertools
import json

import pytest

from services.intake.commands import signal_sharing
from services.intake.definition import DEFINITION
from services.intake.reactions.signal_messages import take
from tsunagu.messaging.inbound_message import InboundMessage
from tsunagu.testing.at_once import calling, check_stories, count_refused, open_replicas

ON = "2026-11-20"
HANAKO = {
    "name": "座間　花子",
    "kana": "ザマ　ハナコ",
    "birth_date": "1980-04-20",
    "address": "座間市緑ケ丘一丁目2番3号",
    "phone": "090-1234-5678",
}
DEPARTMENT = "tax_collection"


@pytest.fixture
def intake(any_database, tmp_path):
    with open_replicas("intake", any_database, tmp_path) as replicas:
        yield replicas


def notice(id, **other):
    signal = {"id": id, "kind": "tax_arrears", "noticed_on": "2026-11-19", "basis": "consent"}
    return signal | {"person": HANAKO} | other


def sending(id, **other):
    return calling("receive_signal", department=DEPARTMENT, **notice(id, **other))


def consulting(**whose):
    return calling("accept_consultation", channel="walk_in", on=ON, **whose)


def register(intake, **details):
    return intake("register_person", on=ON, person=HANAKO | details)["person_id"]


def register_stranger(intake):
    return intake("register_person", on=ON, person={})["person_id"]


def list_live_signals(intake):
    return intake("list_signals", state="all", limit=99)["signals"]


def one_case_per_person(intake):
    """Somebody on record comes to four windows, and somebody new to three."""
    known = register_stranger(intake)
    accepted = intake.at_once(*[consulting(person_id=known)] * 4)
    assert len({one["case_id"] for one in accepted}) == 1
    assert sorted(one["opening"] for one in accepted) == ["continued"] * 3 + ["opened"]
    accepted = intake.at_once(*[consulting(person=HANAKO)] * 3)
    assert len({one["case_id"] for one in accepted}) == 1
    assert len(intake("list_cases")["cases"]) == 2


def one_human_for_the_same_details(intake):
    """One person is registered at three windows and by a department's signal."""
    registering = calling("register_person", on=ON, person=HANAKO)
    *records, _ = intake.at_once(registering, registering, registering, sending("i-1"))
    human = intake("get_human", person_id=records[0]["person_id"])
    assert len({one["human_id"] for one in records}) == 1
    assert len(human["records"]) == 4 and len(human["signals"]) == 1


def one_need_per_human(intake):
    """Two departments notice somebody who comes to the counter at that moment."""
    for turn in (1, -1):
        details = HANAKO | {"name": f"座間　{'花子' if turn == 1 else '月子'}", "phone": None}
        details |= {"kana": None, "birth_date": f"198{turn + 1}-04-20"}
        calls = [
            sending(f"a{turn}", person=details),
            consulting(person=details),
            sending(f"b{turn}", person=details, kind="housing_arrears"),
        ]
        outcomes = intake.at_once(*calls[::turn])
        [accepted] = [one for one in outcomes if "case_id" in one]
        human = intake("get_human", person_id=accepted["person_id"])
        assert [case["case_id"] for case in human["cases"]] == [accepted["case_id"]]
        states = {(one["state"], one["case_id"]) for one in human["signals"]}
        assert states == {("connected", accepted["case_id"])}


def by_amqp(id, **other):
    data = notice(id, **other)
    del data["id"]
    event = {
        "specversion": "1.0",
        "type": "jp.tsunagu.signal.v1",
        "source": f"/departments/{DEPARTMENT}",
        "id": id,
        "data": data,
    }
    message = InboundMessage(f"department-{DEPARTMENT}", DEPARTMENT, event)
    return lambda replica: take(replica.store, [message])


def one_signal_per_id_of_a_department(intake):
    """One notice comes by REST twice, in a list, and by AMQP."""
    batch = calling("receive_signals", department=DEPARTMENT, signals=[notice("i-1")])
    outcomes = intake.at_once(sending("i-1"), by_amqp("i-1"), batch, sending("i-1"), by_amqp("i-1"))
    first, posted, listed, again, posted_again = outcomes
    assert (posted, posted_again) == ([None], [None])
    assert listed["results"][0]["state"] == "already"
    assert (first["created"], again["created"]) == (True, False)
    assert len(list_live_signals(intake)) == 1


def no_number_is_missing_that_came(intake):
    """Four notices come in any order, some by AMQP, one of them never."""
    numbers = (5, 1, 3, 2)
    ways = itertools.cycle((sending, by_amqp))
    intake.at_once(
        *(way(f"i-{n}", sequence=n, person=None) for way, n in zip(ways, numbers, strict=False))
    )
    [row] = intake("signal_gaps")["departments"]
    assert [(gap["first"], gap["last"]) for gap in row["gaps"]] == [(4, 4)]


def one_signal_per_slip(intake):
    """Two slips are printed for which the same number is drawn."""
    ids = [sending(f"i-{n}")(intake)["signal_id"] for n in range(2)]
    drawn = iter([7, 7, 7, 8, 9])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signal_sharing.secrets, "randbelow", lambda _: next(drawn))
        pages = intake.at_once(*(calling("print_slip", signal_id=id) for id in ids))
    assert len({page["name"] for page in pages}) == 2


def propose_match(intake):
    """A proposal about two records that may be of one person."""
    register(intake)
    other = register(intake, birth_date=None, phone=None, address=None, kana=None)
    [proposal] = intake("list_matches", person_id=other)["proposals"]
    return proposal


def a_match_is_decided_once(intake):
    """Two caseworkers decide, and decide differently."""
    proposal = propose_match(intake)["proposal_id"]
    confirm = calling("confirm_match", proposal_id=proposal, on=ON)
    decline = calling("decline_match", proposal_id=proposal, on=ON)
    declined, *others = intake.at_once(decline, confirm, decline)
    assert declined["state"] == "declined"
    assert count_refused(others, "match_already_decided") == 2


def nobody_is_merged_in_a_circle(intake):
    """Two caseworkers merge the same two records, each into the other."""
    one, other, third = (register_stranger(intake) for _ in range(3))

    def merging(id, into):
        return calling("merge_persons", person_id=id, into_id=into, on=ON)

    outcomes = intake.at_once(merging(one, other), merging(other, one), merging(third, one))
    assert count_refused(outcomes, "already_one_person") == 1
    human = intake("get_human", person_id=one)
    assert {record["person_id"] for record in human["records"]} == {one, other, third}


def nothing_is_shared_after_a_withdrawal(intake):
    """A meeting goes on while the person takes their consent back."""
    case = consulting()(intake)
    person = case["person_id"]
    consent = intake(
        "give_consent", person_id=person, on=ON, purpose="support", recipients=[DEPARTMENT]
    )["consent_id"]
    meeting = intake(
        "call_meeting",
        kind="coordination_meeting",
        held_on=ON,
        on=ON,
        desk="consultation_support",
        purpose="arrears",
    )["meeting_id"]
    intake("name_member", meeting_id=meeting, desk=DEPARTMENT, name="委員", on=ON)
    withdrawn, discussed = intake.at_once(
        calling("withdraw_consent", person_id=person, consent_id=consent, on=ON),
        calling(
            "discuss_case",
            meeting_id=meeting,
            case_id=case["case_id"],
            basis="consent",
            outcome="watch",
        ),
    )
    assert withdrawn["state"] == "withdrawn"
    assert count_refused([discussed], "consent_missing") == 1


def a_line_is_imported_once(intake):
    """Two imports of one file."""
    record = {"do": "consultation", "person": "p-1", "on": "2018-05-07", "channel": "phone"}
    lines = [{"line": 1, "text": json.dumps(record)}]
    outcomes = intake.at_once(*[calling("import_lines", lines=lines)] * 3)
    assert sorted((one["accepted"], one["already"]) for one in outcomes) == [(0, 1), (0, 1), (1, 0)]
    assert len(intake("list_cases")["cases"]) == 1


STORIES = {
    story.__name__: story
    for story in (
        one_case_per_person,
        one_human_for_the_same_details,
        one_need_per_human,
        one_signal_per_id_of_a_department,
        no_number_is_missing_that_came,
        one_signal_per_slip,
        a_match_is_decided_once,
        nobody_is_merged_in_a_circle,
        nothing_is_shared_after_a_withdrawal,
        a_line_is_imported_once,
    )
}


@pytest.mark.parametrize("invariant", DEFINITION.invariants, ids=str)
def test_it_holds_when_commands_cross(intake, invariant):
    STORIES[invariant.name](intake)


def test_every_invariant_has_its_story():
    check_stories(DEFINITION.invariants, STORIES)

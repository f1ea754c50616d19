"""`tsunagu verify` passes on a sound platform and finds damage by name, in both ways of running."""

import json
import sqlite3
from contextlib import closing

import psycopg

HISTORY = [
    {"do": "consultation", "on": "2018-05-01", "person": "a", "channel": "phone"},
    {"do": "consultation", "on": "2018-05-02", "person": "b", "channel": "walk_in"},
    {
        "do": "assessment",
        "on": "2018-05-03",
        "person": "a",
        "issues": ["debt"],
        "main": "debt",
    },
    {
        "do": "referral",
        "on": "2018-05-07",
        "person": "a",
        "id": "r1",
        "from": "consultation_support",
        "to": "legal_advice",
    },
    {"do": "plan", "on": "2018-05-08", "person": "b", "programmes": ["legal_advice"]},
    {"do": "consultation", "on": "2018-06-01", "person": "c", "channel": "family"},
]
SWAP = [
    "UPDATE event SET position = -2 WHERE position = 2",
    "UPDATE event SET position = 2 WHERE position = 4",
    "UPDATE event SET position = 4 WHERE position = -2",
]
FIRST = "seq = (SELECT min(seq) FROM support_record)"
# what → (service, the damage, how it is undone, code found, what it is called)
DAMAGE = {
    "an edited log row": (
        "intake",
        ["UPDATE event SET actor = 'somebody' WHERE position = 3"],
        ["UPDATE event SET actor = 'import' WHERE position = 3"],
        "log_row_altered",
        "event 3",
    ),
    "a removed log row": (
        "intake",
        [
            "CREATE TABLE kept AS SELECT * FROM event WHERE position = 2",
            "DELETE FROM event WHERE position = 2",
        ],
        ["INSERT INTO event SELECT * FROM kept", "DROP TABLE kept"],
        "log_row_missing",
        "event 2",
    ),
    "two swapped log rows": ("intake", SWAP, SWAP, "log_row_altered", "event 2"),
    "an open need without owner": (
        "referral",
        ["UPDATE need_list SET owner_desk = ''"],
        ["UPDATE need_list SET owner_desk = 'legal_advice'"],
        "need_without_owner",
        "need ",
    ),
    "an open case without owner": (
        "intake",
        ["UPDATE case_list SET owner_desk = '' WHERE state = 'open'"],
        ["UPDATE case_list SET owner_desk = 'consultation_support' WHERE state = 'open'"],
        "need_without_owner",
        "case ",
    ),
    "a hand-changed row of a read model": (
        "intake",
        ["UPDATE case_list SET main_issue = 'no_food' WHERE main_issue = 'debt'"],
        ["UPDATE case_list SET main_issue = 'debt' WHERE main_issue = 'no_food'"],
        "read_model_row_altered",
        "case_list",
    ),
    "a hand-changed row of a projection": (
        "reporting",
        [f"UPDATE support_record SET from_desk = 'livelihood' WHERE {FIRST}"],
        "rebuild",
        "projection_row_altered",
        "support_record seq ",
    ),
    "a row of a projection taken out": (
        "reporting",
        [f"DELETE FROM support_record WHERE {FIRST}"],
        "rebuild",
        "projection_row_missing",
        "support_record seq ",
    ),
}


def by_hand(town, service, statements):
    """As somebody with the database's owner account and no respect would."""
    url = town.database(service)
    if town.kind == "embedded":
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            for statement in statements:
                assert connection.execute(statement).rowcount, statement
            connection.commit()
        return
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        for statement in statements:
            connection.execute(statement)


def violations(town, code):
    return {
        (v["service"], v["code"], v["subject"])
        for v in town.json("verify", code=code)["violations"]
    }


def test_verify_passes_on_a_sound_platform_and_finds_each_damage_by_name(town, tmp_path):
    file = tmp_path / "history.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in HISTORY))
    assert town.json("import", file)["refused"] == []
    assert violations(town, 0) == set()
    for what, (service, damage, undo, code, subject) in DAMAGE.items():
        by_hand(town, service, damage)
        found = violations(town, 1)
        assert any(
            (s, c) == (service, code) and name.startswith(subject) for s, c, name in found
        ), (what, found)
        if undo == "rebuild":
            assert town.cli("rebuild").returncode == 0
        else:
            by_hand(town, service, undo)
    assert violations(town, 0) == set()

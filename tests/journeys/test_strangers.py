"""Two strangers of whom a form says the same stay two persons, whichever way they come in."""

import json
import subprocess
import uuid

import pytest

from services.intake.commands.signal_intake import signal_id_of
from tests.journeys.consulting import SUPPORT
from tests.town import ROOT, TSUNAGU, clean_environment

NOBODY = {
    "name": "氏名不詳",
    "birth_date": "1900-01-01",
    "address": "座間市緑ケ丘一丁目1番1号",
    "phone": "090-0000-0000",
}
ANONYMOUS = {"name": "匿名", "kana": "トクメイ", "phone": "090-0000-0000"}
LOST = {"name": "架空　〓", "birth_date": "1988-03-15", "address": "座間市東原3-4-5"}
SIGNAL = {"kind": "water_arrears", "noticed_on": "2026-04-20", "basis": "consent"}


@pytest.fixture
def support(city):
    return city.as_desk(SUPPORT)


def humans(support, signal_ids):
    """Who the signals are about, each still open for itself."""
    rows = [support.get(f"/signals/{id}") for id in signal_ids]
    assert {row["state"] for row in rows} == {"open"}
    return {support.get(f"/persons/{row['person_id']}/records")["human_id"] for row in rows}


@pytest.mark.parametrize("person", [NOBODY, ANONYMOUS, LOST], ids=lambda person: person["name"])
def test_by_rest_two_strangers_are_two_persons(city, support, person):
    came = {"channel": "walk_in", "person": person}
    cases = [support.post("/consultations", came) for _ in range(2)]
    assert [case["opening"] for case in cases] == ["opened"] * 2
    assert len({case["person_id"] for case in cases}) == 2
    assert len({case["case_id"] for case in cases}) == 2
    department = city.as_department("waterworks")
    sent = [{"id": uuid.uuid4().hex, "person": person} | SIGNAL for _ in range(2)]
    told = [department.post("/signals", one)["signal_id"] for one in sent]
    assert len(humans(support, told)) == 2


ROWS = """番号,氏名,カナ,生年月日,住所,電話
{0}-1,氏名不詳,,1900-01-01,座間市緑ケ丘1-1-1,090-0000-0000
{0}-2,氏名不詳,,1900-01-01,座間市緑ケ丘1-1-1,090-0000-0000
{0}-3,佐藤健太郎,,1988-03-15,座間市東原3-4-5,046-251-2345
{0}-4,佐藤慎太郎,,1988-03-15,座間市東原3-4-5,046-251-2345
"""
MAPPING = """department = "waterworks"
[id]
column = "番号"
[kind]
value = "water_arrears"
[noticed_on]
value = "2026-04-20"
[basis]
value = "conference"
[person]
name = { column = "氏名" }
kana = { column = "カナ" }
birth_date = { column = "生年月日" }
address = { column = "住所" }
phone = { column = "電話" }
"""


def test_by_a_list_strangers_and_twins_are_as_many_persons_as_rows(city, support, tmp_path):
    batch = uuid.uuid4().hex
    rows, mapping, token = (tmp_path / name for name in ("rows.csv", "mapping.toml", "token"))
    rows.write_text(ROWS.format(batch), "utf-8")
    mapping.write_text(MAPPING, "utf-8")
    issued = city.ask("ops", "POST", "/tokens", {"role": "department:waterworks"})
    token.write_text(issued.body["token"])
    done = subprocess.run(
        [*TSUNAGU, "signal", "import", rows, "--mapping", mapping, "--url", city.root,
         "--token-file", token, "--spool", tmp_path / "spool", "--json"],
        env=clean_environment(), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert json.loads(done.stdout)["counts"] == {"accepted": 4}, done.stderr
    ids = [signal_id_of("waterworks", f"{batch}-{n}") for n in range(1, 5)]
    assert len(humans(support, ids)) == 4

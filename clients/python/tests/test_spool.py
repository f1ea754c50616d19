"""The department's own disk."""

import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing

import pytest

from tsunagu_signals.answers import ACCEPTED, REFUSED, WAITING, Answer, Failure, Fault, WrongUse
from tsunagu_signals.spool import Spool
from tsunagu_signals.spool_file import FILE, Busy

FAULT = (Fault("kind", "知らない / unknown", "直す / mend"),)


@pytest.fixture
def spool(tmp_path):
    return Spool(tmp_path / "spool", "waterworks")


def signal(id, **other):
    return {"id": id, "kind": "water_arrears"} | other


def ids(waiting):
    return [one.id for one in waiting]


def accept(spool, one):
    spool.settle([(one, Answer(one.id, ACCEPTED, f"s-{one.id}", f"/signals/s-{one.id}"))])


def test_each_waiting_one_has_a_key_that_stays_until_it_is_put_anew(spool, tmp_path):
    spool.put([signal("1"), signal("2")])
    keys = [one.key for one in spool.next(9, 10_000)]
    assert all(keys) and keys[0] != keys[1]
    again = Spool(tmp_path / "spool", "waterworks")
    assert [one.key for one in again.next(9, 10_000)] == keys
    again.put([signal("1", note="mended")])
    assert {one.key for one in again.next(9, 10_000)} & set(keys) == {keys[1]}


def test_a_file_from_before_there_were_keys_goes_on(spool, tmp_path):
    spool.put([signal("1")])
    with closing(sqlite3.connect(tmp_path / "spool" / FILE)) as file:
        file.execute("ALTER TABLE signal DROP COLUMN key")
    again = Spool(tmp_path / "spool", "waterworks")
    again.put([signal("2")])
    first, second = again.next(9, 10_000)
    assert (first.id, first.key) == ("1", "") and second.key


def test_what_waits_comes_out_in_the_order_it_was_put(spool, tmp_path):
    spool.put(signal(str(n)) for n in range(5))
    again = Spool(tmp_path / "spool", "waterworks")
    assert ids(again.next(3, 10_000)) == ["0", "1", "2"]
    assert ids(again.next(9, 10_000)) == ["0", "1", "2", "3", "4"]


def test_only_so_much_comes_out_at_once_but_always_one(spool):
    spool.put([signal("1", note="あ" * 1000), signal("2"), signal("3")])
    assert ids(spool.next(9, 100)) == ["1"]
    assert ids(spool.next(9, 3100)) == ["1", "2"]


def test_only_the_owner_reads_it(spool):
    spool.put([signal("1")])
    assert stat.S_IMODE(spool.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in spool.folder.iterdir()} == {0o600}


def test_the_content_of_what_has_arrived_is_gone_from_the_disk(spool):
    name = "消えるべき名前"
    spool.put([signal("1", note=name), signal("2")])
    assert name.encode() in (spool.folder / "spool.sqlite").read_bytes()
    accept(spool, spool.next(1, 10_000)[0])
    assert spool.answer("1") == Answer("1", ACCEPTED, "s-1", "/signals/s-1")
    assert spool.body("1") is None
    assert all(name.encode() not in path.read_bytes() for path in spool.folder.iterdir())
    assert spool.counts() == {"waiting": 1, "refused": 0, "arrived": 1}


def test_a_discarded_one_is_gone_from_the_disk_too(spool):
    spool.put([signal("1", note="消えるべき名前")])
    assert spool.discard("1") and not spool.discard("1")
    assert "消えるべき名前".encode() not in (spool.folder / "spool.sqlite").read_bytes()


def test_a_refused_one_stays_with_its_reason_until_it_is_mended(spool):
    spool.put([signal("1", note="あ")])
    (one,) = spool.next(1, 10_000)
    spool.settle([(one, Answer("1", REFUSED, faults=FAULT))])
    assert spool.answer("1").faults == FAULT and spool.body("1")["note"] == "あ"
    assert spool.next(9, 10_000) == []
    assert spool.retry("1", signal("1", note="い"))
    assert [one.signal["note"] for one in spool.next(9, 10_000)] == ["い"]
    assert spool.counts()["refused"] == 0


def test_the_same_id_again_before_it_went_out_takes_the_place_of_the_first(spool):
    spool.put([signal("1", note="あ"), signal("2")])
    (first, _) = spool.next(9, 10_000)
    spool.put([signal("1", note="い")])
    assert ids(spool.next(9, 10_000)) == ["2", "1"]
    # The answer to the one before, which was on its way, does not count for this one.
    accept(spool, first)
    assert ids(spool.next(9, 10_000)) == ["2", "1"]


def test_a_faulty_one_never_pushes_a_waiting_one_out(spool):
    spool.put([signal("1", note="よい")])
    spool.keep_refused("1", signal("1", kind="?"), FAULT)
    assert [one.signal["note"] for one in spool.next(9, 10_000)] == ["よい"]
    assert spool.counts() == {"waiting": 1, "refused": 1, "arrived": 0}
    assert spool.answer("1").state == WAITING


def test_what_was_sent_before_may_be_sent_again_and_keeps_its_number(spool):
    spool.put([signal("1")])
    accept(spool, spool.next(1, 10_000)[0])
    spool.put([signal("1")])
    assert spool.answer("1") == Answer("1", WAITING, "s-1", "/signals/s-1")


def test_a_spool_in_which_nothing_was_kept_may_be_given_up(spool):
    spool.put([{"id": "1"}])
    spool.give_up()
    with pytest.raises(WrongUse):
        Spool(spool.folder, "elderly")
    spool.discard("1")
    spool.give_up()
    assert Spool(spool.folder, "elderly").counts()["waiting"] == 0


def test_a_spool_belongs_to_one_department(spool):
    with pytest.raises(WrongUse):
        Spool(spool.folder, "tax_collection")


def test_half_a_character_can_be_kept_as_refused(spool):
    spool.keep_refused("1", signal("1", note="\ud800"), FAULT)
    assert spool.body("1")["note"] == "\ud800"


def test_a_folder_that_cannot_be_one_is_wrong_use(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongUse):
        Spool(tmp_path / "file" / "spool", "waterworks")


def test_a_broken_spool_is_said_plainly_and_left_as_it_is(spool):
    broken = b"no database at all" * 100
    (spool.folder / "spool.sqlite").write_bytes(broken)
    with pytest.raises(Failure) as failure:
        spool.put([signal("1")])
    assert str(spool.folder) in str(failure.value)
    assert (spool.folder / "spool.sqlite").read_bytes() == broken


FULL = """
import resource, sys
from tsunagu_signals.answers import Failure
from tsunagu_signals.spool import Spool
spool = Spool(sys.argv[1], "waterworks")
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    for n in range(100):
        spool.put([{"id": str(n), "note": "x" * 5_000}])
except Failure as full:
    print(n, full)
"""


def test_a_full_disk_takes_no_more_and_loses_nothing(spool):
    done = subprocess.run(
        [sys.executable, "-c", FULL, spool.folder], capture_output=True, text=True, check=True
    )
    kept = int(done.stdout.split()[0])
    assert kept > 0 and "置き場" in done.stdout
    assert ids(spool.next(500, 10**9)) == [str(n) for n in range(kept)]


HOLD = """
import sys, time
from tsunagu_signals.spool import Spool
with Spool(sys.argv[1], "waterworks").sending():
    print("held", flush=True)
    time.sleep(60)
"""


def test_one_process_sends_at_a_time_and_a_killed_one_lets_go(spool):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, spool.folder], stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Busy), spool.sending(wait_seconds=0.1):
            pass
        spool.put([signal("1")])  # putting in waits for nobody
        other.kill()
    began = time.monotonic()
    with spool.sending(wait_seconds=20):
        assert time.monotonic() - began < 20

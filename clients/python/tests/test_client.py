"""The client over a transport that fails as told; the real ones have tests of their own."""

import pytest

from tsunagu_signals import (
    Answer,
    Away,
    Client,
    Failure,
    Fault,
    Refused,
    Settings,
    Unsettled,
    WrongUse,
)
from tsunagu_signals.answers import ACCEPTED, FAILED, REFUSED, Stuck, TooLarge, Troubled
from tsunagu_signals.emptying import MOST_TROUBLES


class Line:
    """A platform behind a line that is cut, narrow or broken, as a test says."""

    most_at_once, most_bytes = 500, 1_000_000

    def __init__(self):
        self.got = []
        self.tried = 0
        self.failure = None
        self.widest = 500
        self.poison = self.unwanted = self.failed = None
        self.breaks = lambda ids: None

    def deliver(self, signals):
        self.tried += 1
        if self.failure is not None:
            raise self.failure
        if len(signals) > self.widest:
            raise TooLarge("too large")
        ids = [signal["id"] for signal in signals]
        if self.poison in ids:
            raise Troubled("HTTP 500")
        if failure := self.breaks(ids):
            raise failure
        self.got += [id for id in ids if id != self.failed]
        return [self.answer(id) for id in ids]

    def answer(self, id):
        if id == self.failed:
            return Answer(id, FAILED, faults=(Fault("", "internal error"),))
        if id == self.unwanted:
            return Answer(id, REFUSED, faults=(Fault("kind", "no", "mend"),))
        return Answer(id, ACCEPTED, f"s-{id}", f"/api/v1/signals/s-{id}")

    def close(self):
        pass


@pytest.fixture
def line():
    return Line()


@pytest.fixture
def client(line, tmp_path):
    return Client(settings=Settings("waterworks", spool=tmp_path / "spool"), transport=line)


def again(client):
    """The same department's next run: nothing is remembered but the spool."""
    return Client(settings=client.settings, transport=client._transport)


def notices(notice, count):
    return [notice(id=str(n)) for n in range(count)]


def test_a_signal_arrives_and_its_number_is_kept(client, line, notice):
    answer = client.send(notice(id="1"))
    assert (answer.state, answer.signal_id, line.got) == ("accepted", "s-1", ["1"])
    assert client.spool.counts() == {"waiting": 0, "refused": 0, "arrived": 1}


def test_a_token_of_another_department_sends_and_keeps_nothing(client, line, notice):
    line.sender = lambda: "tax_collection"
    for attempt in (lambda: client.send(notice(id="1")), lambda: client.send_many([notice()])):
        with pytest.raises(WrongUse) as refused:
            attempt()
        assert "tax_collection" in str(refused.value) and "waterworks" in str(refused.value)
    assert line.got == [] and client.spool.counts()["waiting"] == 0


def test_what_waits_does_not_go_out_with_another_department_s_token(client, line, notice):
    line.failure = Away("cut")
    client.send(notice(id="1"))
    line.failure, line.sender = None, lambda: "tax_collection"
    with pytest.raises(WrongUse):
        again(client).flush()
    assert line.got == [] and client.spool.counts()["waiting"] == 1


@pytest.mark.parametrize("told", ["waterworks", None])
def test_whose_token_it_is_is_asked_once(client, line, notice, told):
    asked = []
    line.sender = lambda: asked.append(1) or told
    client.send_many(notices(notice, 2))
    client.send(notice(id="3"))
    assert len(asked) == 1 and len(line.got) == 3


def test_while_whose_token_it_is_cannot_be_asked_signals_wait(client, line, notice):
    def away():
        raise Away("cut")

    line.sender = away
    assert client.send(notice(id="1")).state == "waiting"
    assert (client.why, line.tried) == ("cut", 0)
    assert client.before_sending() == "cut"
    del line.sender
    assert again(client).flush().arrived == 1


def test_one_that_was_accepted_and_is_not_known_at_this_address_is_a_failure(client, line, notice):
    client.send(notice(id="1"))
    line.status = lambda signal_id: None
    client._asking = line
    with pytest.raises(Failure, match="TSUNAGU_URL"):
        client.status("1")


def test_a_date_may_be_given_as_a_date(client, line, notice):
    from datetime import date

    assert client.send(notice(noticed_on=date(2026, 4, 20))).arrived


def test_while_the_line_is_cut_signals_wait_and_go_out_later_in_their_order(client, line, notice):
    line.failure = Away("cut")
    answers = [*client.send_many(notices(notice, 3)), client.send(notice(id="3"))]
    assert [answer.state for answer in answers] == ["waiting"] * 4
    line.failure = None
    flushed = again(client).flush()
    assert line.got == ["0", "1", "2", "3"]
    assert (flushed.arrived, flushed.waiting, flushed.why) == (4, 0, None)
    assert again(client).flush().arrived == 0 and line.got == ["0", "1", "2", "3"]


def test_what_is_new_joins_the_end_of_the_line(client, line, notice):
    line.failure = Away("cut")
    client.send(notice(id="old"))
    line.failure = None
    assert again(client).send(notice(id="new")).arrived
    assert line.got == ["old", "new"]


def test_a_closed_door_is_not_knocked_at_with_every_signal(client, line, notice):
    line.failure = Away("cut")
    for signal in notices(notice, 20):
        assert client.send(signal).state == "waiting"
    assert line.tried == 1
    line.failure = None
    assert client.flush().arrived == 20  # who asks for it gets an attempt


def test_the_pause_that_the_other_side_asks_for_is_kept(client, line, notice, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr("tsunagu_signals.client.time.monotonic", lambda: now[0])
    line.failure = Away("busy", retry_after=30.0)
    client.send(notice(id="1"))
    line.failure = None
    now[0] += 29
    assert client.send(notice(id="2")).state == "waiting"
    now[0] += 2
    assert client.send(notice(id="3")).arrived
    assert line.got == ["1", "2", "3"]


def test_too_much_at_once_is_halved_until_it_goes_through(client, line, notice):
    line.widest = 30
    answers = client.send_many(notices(notice, 100))
    assert all(answer.arrived for answer in answers)
    assert line.got == [str(n) for n in range(100)]


def test_a_refused_signal_is_named_kept_and_holds_nobody_up(client, line, notice):
    line.unwanted = "1"
    answers = client.send_many(notices(notice, 3))
    assert [answer.state for answer in answers] == ["accepted", "refused", "accepted"]
    assert [answer.id for answer in client.spool.listed(REFUSED)] == ["1"]
    line.unwanted = None
    (answer,) = client.retry(["1"])
    assert answer.arrived and client.spool.counts()["refused"] == 0


def test_send_raises_for_a_refused_one_so_that_nobody_overlooks_it(client, line, notice):
    line.unwanted = "1"
    with pytest.raises(Refused) as refused:
        client.send(notice(id="1"))
    assert refused.value.faults[0].remedy == "mend"


def test_a_faulty_signal_is_refused_before_anybody_is_asked(client, line, notice):
    answers = client.send_many(
        [notice(id="1", person={"name": "見本"}), {"kind": "x"}, {"kind": "x"}, notice(id="2")]
    )
    assert [answer.state for answer in answers] == ["refused", "refused", "refused", "accepted"]
    assert line.got == ["2"]
    assert client.spool.counts()["refused"] == 3  # also those without an id of their own


def test_one_id_for_two_things_refuses_the_second_and_keeps_the_first(client, line, notice):
    first, other = notice(id="1"), notice(id="1", note="別のこと")
    answers = client.send_many([first, first, other, notice(id="2")])
    assert [answer.state for answer in answers] == ["accepted", "accepted", "refused", "accepted"]
    assert answers[2].faults[0].field == "id" and "1" in answers[2].faults[0].problem
    assert line.got == ["1", "2"]
    assert [answer.id for answer in client.spool.listed(REFUSED)] == ["1"]


def test_a_wrong_token_is_no_fault_of_the_signals(client, line, notice):
    line.failure = Unsettled("token")
    with pytest.raises(Unsettled):
        client.send(notice(id="1"))
    assert client.spool.counts() == {"waiting": 1, "refused": 0, "arrived": 0}
    line.failure = None
    assert client.flush().arrived == 1


def test_a_signal_that_breaks_the_other_side_steps_aside_after_some_tries(client, line, notice):
    line.poison = "1"
    answers = client.send_many(notices(notice, 3))
    assert line.got == ["0", "2"]  # at once: what is behind it does not wait for it
    assert [answer.state for answer in answers] == ["accepted", "waiting", "accepted"]
    assert "operators" in answers[1].notes[0].remedy and client.why is None
    for n in range(3, MOST_TROUBLES):
        assert again(client).send(notice(id=str(n))).arrived
        assert again(client).spool.counts() == {"waiting": 1, "refused": 0, "arrived": n}
    again(client).send(notice(id="last"))
    assert again(client).spool.counts()["waiting"] == 0
    [refused] = again(client).spool.listed(REFUSED)
    assert refused.id == "1" and "spool retry" in refused.faults[0].remedy


@pytest.mark.parametrize("failure", [Troubled("HTTP 500"), Stuck("no answer in time")], ids=str)
def test_where_nothing_gets_through_nothing_counts_and_everything_waits(
    client, line, notice, failure
):
    line.failure = failure
    client.send_many(notices(notice, 30))
    for _ in range(3 * MOST_TROUBLES):
        flushed = again(client).flush()
        assert (flushed.waiting, flushed.refused, flushed.why) == (30, [], str(failure))
    line.failure = None
    assert again(client).flush().arrived == 30


@pytest.mark.parametrize("failure", [Troubled, Stuck])
def test_however_many_break_the_other_side_the_others_go_on(client, line, notice, failure):
    bad = {str(n) for n in range(40)}
    line.breaks = lambda ids: failure("HTTP 500") if bad & set(ids) else None
    client.send_many(notices(notice, 45))
    for _ in range(25):
        again(client).flush()
    assert set(line.got) == {"40", "41", "42", "43", "44"}
    assert again(client).send(notice(id="new")).arrived


def test_one_of_many_that_failed_alone_waits_and_is_sent_when_it_can(client, line, notice):
    line.failed = "1"
    answers = client.send_many(notices(notice, 3))
    assert [answer.state for answer in answers] == ["accepted", "waiting", "accepted"]
    line.failed = None
    assert again(client).flush().arrived == 1
    assert client.spool.counts() == {"waiting": 0, "refused": 0, "arrived": 3}


def test_what_is_no_more_here_is_asked_by_the_platform_s_number(client, line, notice):
    line.status = lambda signal_id: {"state": "open", "signal_id": signal_id}
    client._asking = line
    client.send(notice(id="1"))
    assert client.status("1")["signal_id"] == "s-1"
    assert client.status("s-elsewhere")["signal_id"] == "s-elsewhere"


def test_what_waits_or_was_refused_is_told_without_asking(client, line, notice):
    line.failure = Away("cut")
    client.send(notice(id="1"))
    client.send_many([notice(id="2", kind="?")])
    assert client.status("1")["state"] == "waiting"
    assert client.status("2")["faults"][0]["field"] == "kind"

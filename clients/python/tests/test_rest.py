"""The HTTP line and what may happen on it, over real sockets."""

import json
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from tsunagu_signals.answers import Away, Stuck, TooLarge, Troubled, Unsettled
from tsunagu_signals.rest import Rest

OK = {"signal_id": "s-1", "status_url": "/api/v1/signals/s-1"}
SIGNAL = {"id": "1", "kind": "water_arrears"}


class Office:
    """Answers each request with the next of what the test laid ready, and keeps the requests."""

    def __init__(self):
        self.ready, self.requests = [], []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def answers(self, status, body, **headers):
        text = body if isinstance(body, str) else json.dumps(body)
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(text.encode())}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.ready.append(("\r\n".join([*lines, "", text])).encode())

    def cuts(self, after=b""):
        """The next answer breaks off after these bytes."""
        self.ready.append((after, "cut"))

    def _serve(self):
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection):
        with connection, connection.makefile("rb") as lines:
            while (request := self._request(lines)) is not None:
                self.requests.append(request)
                answer = self.ready.pop(0)
                if isinstance(answer, tuple):
                    connection.sendall(answer[0])
                    return
                connection.sendall(answer)

    @staticmethod
    def _request(lines):
        first = lines.readline().decode()
        if not first:
            return None
        headers = {}
        while line := lines.readline().strip().decode():
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
        body = lines.read(int(headers.get("content-length", 0)))
        return first.split()[0], first.split()[1], headers, json.loads(body) if body else None

    def close(self):
        self._listening.close()


@pytest.fixture
def office():
    office = Office()
    yield office
    office.close()


@pytest.fixture
def rest(office):
    rest = Rest(office.url, "t" * 43, timeout=1.0)
    yield rest
    rest.close()


def test_a_signal_is_posted_with_the_token_as_strict_json(office, rest):
    office.answers(202, OK)
    (answer,) = rest.deliver([SIGNAL | {"note": "日本"}])
    verb, path, headers, body = office.requests[0]
    assert (verb, path, body["note"]) == ("POST", "/api/v1/signals", "日本")
    assert headers["authorization"] == f"Bearer {'t' * 43}"
    assert headers["content-type"] == "application/json"
    assert (answer.state, answer.signal_id) == ("accepted", "s-1")


def test_what_is_sent_again_goes_under_the_same_key(office, rest):
    results = [{"id": id, "state": "accepted", **OK} for id in "12"]
    for _ in range(2):
        office.answers(202, OK)
        rest.deliver_under(["k-1"], [SIGNAL])
        office.answers(202, {"results": results})
        rest.deliver_under(["k-1", "k-2"], [SIGNAL, SIGNAL | {"id": "2"}])
    keys = [headers["idempotency-key"] for _, _, headers, _ in office.requests]
    assert keys[0] == "k-1" and keys[1] not in ("k-1", "k-2", "") and len(keys[1]) <= 200
    assert keys[:2] == keys[2:]
    office.answers(202, {"results": results})
    rest.deliver_under(["k-1", "k-3"], [SIGNAL, SIGNAL | {"id": "2"}])
    assert office.requests[-1][2]["idempotency-key"] != keys[1], "other signals, another key"


def test_without_a_key_no_header_is_sent(office, rest):
    office.answers(202, OK)
    rest.deliver([SIGNAL])
    office.answers(200, {"results": [{"id": id, "state": "accepted", **OK} for id in "12"]})
    rest.deliver_under(["k-1", ""], [SIGNAL, SIGNAL | {"id": "2"}])
    assert all("idempotency-key" not in headers for _, _, headers, _ in office.requests)


def test_an_address_may_have_a_path_of_its_own(office):
    office.answers(202, OK)
    Rest(f"{office.url}/tsunagu/", "t" * 43).deliver([SIGNAL])
    assert office.requests[0][1] == "/tsunagu/api/v1/signals"


def test_many_go_in_one_request_and_are_told_apart_by_their_id(office, rest):
    fault = {"field": "kind", "problem": "no", "remedy": "mend"}
    results = [
        {"id": "2", "state": "refused", "faults": [fault]},
        {"id": "1", "state": "already", **OK, "faults": []},
    ]
    office.answers(200, {"results": results})
    first, second = rest.deliver([SIGNAL, SIGNAL | {"id": "2"}])
    assert (first.state, first.signal_id) == ("already", "s-1")
    assert (second.state, second.faults[0].remedy) == ("refused", "mend")
    assert office.requests[0][1] == "/api/v1/signals/batch"


NOTE = {"field": "kind", "problem": "一覧にない", "remedy": "綴りを確かめる"}


def test_what_the_platform_notes_beside_taking_it_is_read(office, rest):
    office.answers(202, OK | {"notes": [NOTE]})
    assert [str(note) for note in rest.deliver([SIGNAL])[0].notes] == [
        "kind: 一覧にない  → 綴りを確かめる"
    ]
    results = [
        {"id": "1", "state": "accepted", **OK, "faults": [], "notes": [NOTE]},
        {"id": "2", "state": "already", **OK, "faults": []},
    ]
    office.answers(202, {"results": results})
    first, second = rest.deliver([SIGNAL, SIGNAL | {"id": "2"}])
    assert [note.field for note in first.notes] == ["kind"] and second.notes == ()


@pytest.mark.parametrize("notes", [None, "x", 7, {}, [None, "x"], [[]]], ids=str)
def test_notes_that_cannot_be_read_are_none(office, rest, notes):
    office.answers(202, OK | {"notes": notes})
    (answer,) = rest.deliver([SIGNAL])
    assert answer.arrived and answer.notes == ()


@pytest.mark.parametrize(("created", "state"), [(False, "already"), (True, "accepted")])
def test_one_known_before_is_told_so_where_the_platform_says_it(office, rest, created, state):
    office.answers(202, OK | {"created": created})
    assert rest.deliver([SIGNAL])[0].state == state


@pytest.mark.parametrize("results", [[], [{"id": "1", "state": "accepted"}], "none", [None]])
def test_a_batch_whose_answer_leaves_one_out_is_asked_again(office, rest, results):
    office.answers(200, {"results": results})
    with pytest.raises(Away):
        rest.deliver([SIGNAL, SIGNAL | {"id": "2"}])


@pytest.mark.parametrize("status", [404, 405])
def test_an_older_platform_is_asked_one_by_one(office, rest, status):
    office.answers(status, {"code": "no_such_address"})
    with pytest.raises(TooLarge):
        rest.deliver([SIGNAL, SIGNAL | {"id": "2"}])
    assert rest.most_at_once == 1
    office.answers(202, OK)
    assert rest.deliver([SIGNAL])[0].arrived


@pytest.mark.parametrize("status", [400, 413, 422])
def test_what_is_wrong_with_a_signal_is_read_from_the_problem_document(office, rest, status):
    problem = {"code": "x", "detail": "だめ / no", "details": {"field": "person", "remedy": "直す"}}
    office.answers(status, problem)
    (answer,) = rest.deliver([SIGNAL])
    assert answer.state == "refused"
    assert vars(answer.faults[0]) == {"field": "person", "problem": "だめ / no", "remedy": "直す"}


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (408, Away),
        (429, Away),
        (502, Away),
        (503, Away),
        (504, Away),
        (409, Troubled),
        (500, Troubled),
        (301, Unsettled),
        (302, Unsettled),
        (401, Unsettled),
        (403, Unsettled),
        (404, Unsettled),
        (415, Unsettled),
    ],
)
def test_no_other_status_makes_a_signal_refused(office, rest, status, failure):
    office.answers(status, {"detail": "x"}, Location="http://elsewhere/")
    with pytest.raises(failure):
        rest.deliver([SIGNAL])
    assert len(office.requests) == 1  # no redirection was followed


@pytest.mark.parametrize(("status", "failure"), [(413, TooLarge), (400, Troubled), (500, Troubled)])
def test_a_batch_that_fails_as_a_whole_is_divided(office, rest, status, failure):
    office.answers(status, {"detail": "x"})
    with pytest.raises(failure):
        rest.deliver([SIGNAL, SIGNAL | {"id": "2"}])


def test_one_of_many_that_failed_for_the_platform_s_own_fault_is_not_refused(office, rest):
    results = [
        {"id": "1", "state": "accepted", **OK, "faults": []},
        {"id": "2", "state": "refused", "code": "internal", "faults": [NOTE]},
    ]
    office.answers(202, {"results": results})
    first, second = rest.deliver([SIGNAL, SIGNAL | {"id": "2"}])
    assert (first.state, second.state) == ("accepted", "failed")


@pytest.mark.parametrize("what", ["silent", "cut", "left out", "gateway"])
def test_who_was_reached_and_gave_no_answer_is_told_from_who_cannot_be_reached(office, rest, what):
    signals = [SIGNAL]
    if what == "silent":
        office.ready.append(b"")
    elif what == "cut":
        office.cuts()
    elif what == "left out":
        office.answers(202, {"results": []})
        signals.append(SIGNAL | {"id": "2"})
    else:
        office.answers(504, {"detail": "x"})
    with pytest.raises(Stuck):
        rest.deliver(signals)
    office.close()
    nobody = Rest("http://127.0.0.1:1", "t" * 43, timeout=1.0)
    with pytest.raises(Away) as away:
        nobody.deliver([SIGNAL])
    assert type(away.value) is Away


def test_the_pause_it_asks_for_is_passed_on(office, rest):
    office.answers(503, {"detail": "x"}, Retry_After="7")
    with pytest.raises(Away) as away:
        rest.deliver([SIGNAL])
    assert away.value.retry_after == 7.0


@pytest.mark.parametrize("body", ["<html>login</html>", "", "[]", '"ok"'])
def test_an_answer_that_is_not_the_platform_s_counts_as_none(office, rest, body):
    office.answers(200, body)
    with pytest.raises(Away):
        rest.deliver([SIGNAL])


@pytest.mark.parametrize(
    "sent", [b"", b"HTTP/1.1 202 X\r\nContent-Length: 90\r\n\r\n{", b"\x00\x01\n"]
)
def test_a_line_that_breaks_is_away(office, rest, sent):
    office.cuts(after=sent)
    with pytest.raises(Away):
        rest.deliver([SIGNAL])


def test_a_kept_connection_that_was_closed_meanwhile_is_opened_anew(office, rest):
    office.answers(202, OK)
    office.cuts()
    office.answers(202, OK)
    assert rest.deliver([SIGNAL])[0].arrived
    assert rest.deliver([SIGNAL])[0].arrived
    assert len(office.requests) == 3


@contextmanager
def silent():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_silence_is_away_after_the_time_allowed():
    with silent() as url, pytest.raises(Away) as away:
        Rest(url, "t" * 43, timeout=0.2).deliver([SIGNAL])
    assert "時間" in str(away.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://nowhere.invalid"])
def test_nobody_there_is_away(url):
    with pytest.raises(Away):
        Rest(url, "t" * 43, timeout=5).deliver([SIGNAL])


def test_no_failure_tells_the_token_or_the_content(office, rest):
    for status in (401, 403, 500, 503):
        office.answers(status, {"detail": "x"})
        with pytest.raises(Exception) as failure:
            rest.deliver([SIGNAL | {"note": "秘密"}])
        assert "秘密" not in str(failure.value) and "ttt" not in str(failure.value)


def test_what_the_platform_does_not_know_has_no_status(office, rest):
    office.answers(404, {"code": "not_found"})
    assert rest.status("a/b") is None
    assert office.requests[0][1] == "/api/v1/signals/a%2Fb"


@pytest.mark.parametrize("body", [{"code": "no_such_address"}, {}, "<html>no</html>"], ids=str)
def test_an_address_where_there_is_no_platform_is_no_answer_about_a_signal(office, rest, body):
    office.answers(404, body)
    with pytest.raises(Unsettled) as failure:
        rest.status("1")
    assert "TSUNAGU_URL" in str(failure.value) and "/api/v1" in str(failure.value)


def test_whose_token_it_is_is_asked(office, rest):
    office.answers(200, {"department": "waterworks", "open": 3})
    assert rest.sender() == "waterworks"
    assert office.requests[0][:2] == ("GET", "/api/v1/signals/state")


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_a_platform_that_does_not_tell_whose_token_it_is_is_believed(office, rest, status):
    office.answers(status, {"department": "x"})
    assert rest.sender() is None


@pytest.mark.parametrize(("status", "failure"), [(401, Unsettled), (503, Away)])
def test_asking_whose_token_it_is_may_fail_as_sending_does(office, rest, status, failure):
    office.answers(status, {})
    with pytest.raises(failure):
        rest.sender()


def test_a_certificate_of_the_city_s_own_authority_is_trusted_only_if_it_is_given(tmp_path):
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("tls.py"), tmp_path],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    without, with_it = done.stdout.splitlines()
    assert without.startswith("Unsettled") and "--ca-file" in without
    assert with_it == "accepted"

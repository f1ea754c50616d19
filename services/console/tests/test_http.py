"""HTTP as RFC 9110 and 9112 have it, byte by byte, against the running server."""

import gzip
import json
import socket

import pytest

from tsunagu.contracts.facts import MAX_BODY
from tsunagu.hosting import http_framing

SIGNAL = {"kind": "tax_arrears", "noticed_on": "2026-04-20", "basis": "encouragement_only"}


class Line:
    """One connection; `say` sends bytes, `hear` reads one answer: status, headers, content."""

    def __init__(self, rest):
        host, _, port = rest.root.removeprefix("http://").partition(":")
        self.host, self.token = f"{host}:{port}", rest.tokens["department"]
        self._socket = socket.create_connection((host, int(port)), timeout=60)
        self._heard = self._socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._heard.close()
        self._socket.close()

    def say(self, *parts):
        self._socket.sendall(b"".join(parts))

    def head(self, target="/api/v1/signals", verb="POST", version="1.1", **headers):
        """A head with the token; a header of None is left out, of a list comes more than once."""
        lines = [f"{verb} {target} HTTP/{version}"]
        given = {"Host": self.host, "Authorization": f"Bearer {self.token}"}
        given |= {"Content-Type": "application/json"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        for name, value in given.items():
            values = value if isinstance(value, list) else [value]
            lines += [f"{name}: {one}" for one in values if one is not None]
        return "\r\n".join([*lines, "", ""]).encode()

    def hear(self):
        status = int(self._heard.readline().split()[1])
        headers = {}
        while (line := self._heard.readline().strip()) != b"":
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        content = self._heard.read(int(headers.get("content-length", 0)))
        return status, headers, json.loads(content) if content[:1] == b"{" else content

    def is_closed(self):
        return self._heard.read(1) == b""


@pytest.fixture
def line(rest):
    with Line(rest) as opened:
        yield opened


@pytest.fixture
def body(request):
    return json.dumps(SIGNAL | {"id": request.node.name}).encode()


def in_chunks(content, size=20):
    parts = [content[at : at + size] for at in range(0, len(content), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


# -- bodies in chunks -----------------------------------------------------------------------------


def test_a_body_in_chunks_is_taken_and_the_connection_goes_on(line, body):
    line.say(line.head(Transfer_Encoding="chunked"), in_chunks(body))
    assert line.hear()[0] == 202
    line.say(line.head(Transfer_Encoding="Chunked"), in_chunks(body, 1), line.head(verb="GET"))
    assert line.hear()[0] == 202
    assert line.hear()[0] == 200


def test_chunks_may_have_extensions_and_trailers(line, body):
    sizes = b'%x;name="a;b"\r\n%s\r\n0;last\r\nX-Trailer: y\r\n\r\n' % (len(body), body)
    line.say(line.head(Transfer_Encoding="chunked"), sizes, line.head(verb="GET"))
    assert (line.hear()[0], line.hear()[0]) == (202, 200)


def test_no_chunk_at_all_is_an_empty_body(line):
    line.say(line.head(Transfer_Encoding="chunked", Content_Type=None), b"0\r\n\r\n")
    status, _, problem = line.hear()
    assert (status, problem["code"]) == (400, "invalid_input")


def test_in_chunks_too_the_size_has_its_bound(line):
    line.say(line.head(Transfer_Encoding="chunked"), in_chunks(b" " * (MAX_BODY + 1), 8192))
    status, _, problem = line.hear()
    assert (status, problem["code"]) == (413, "too_large")
    line.say(line.head(verb="GET"))
    assert line.hear()[0] == 200


def test_chunks_without_an_end_are_not_heard_out(line, monkeypatch):
    monkeypatch.setattr(http_framing, "MOST_BYTES", 2 * MAX_BODY)
    line.say(line.head(Transfer_Encoding="chunked"), b"%x\r\n" % (10 * MAX_BODY))
    line.say(b" " * (3 * MAX_BODY))
    assert line.hear()[0] == 413


def test_a_body_that_does_not_come_is_not_waited_for(line, monkeypatch):
    monkeypatch.setattr(http_framing, "BODY_SECONDS", 0.3)
    line.say(line.head(Transfer_Encoding="chunked"), b"5\r\n{")
    status, _, problem = line.hear()
    assert (status, problem["code"]) == (408, "too_slow")
    assert line.is_closed()


def test_nor_is_one_that_said_its_length(line, monkeypatch):
    monkeypatch.setattr(http_framing, "BODY_SECONDS", 0.3)
    line.say(line.head(Content_Length="100"), b"{")
    assert line.hear()[0] == 408
    assert line.is_closed()


@pytest.mark.parametrize("size", [b"x", b"", b"g0", b"5 5"])
def test_a_chunk_whose_size_is_none_is_refused(line, size):
    line.say(line.head(Transfer_Encoding="chunked"), size, b"\r\nhello\r\n\r\n0\r\n\r\n")
    assert line.hear()[0] == 400


def test_a_get_may_have_a_body_that_nobody_reads(line, body):
    line.say(line.head(verb="GET", Transfer_Encoding="chunked"), in_chunks(body))
    line.say(line.head(verb="GET"))
    assert (line.hear()[0], line.hear()[0]) == (200, 200)


# -- where a request ends -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Transfer_Encoding": "chunked", "Content_Length": "5"}, 400),
        ({"Transfer_Encoding": "chunked", "version": "1.0"}, 400),
        ({"Transfer_Encoding": "gzip, chunked"}, 501),
        ({"Transfer_Encoding": "identity"}, 501),
        ({"Transfer_Encoding": ["chunked", "chunked"]}, 501),
        ({"Content_Length": ["5", "6"]}, 400),
        ({"Content_Length": "+5"}, 400),
        ({"Content_Length": "5_0"}, 400),
        ({"Content_Length": "-1"}, 400),
        ({"Content_Length": "9" * 30}, 400),
    ],
    ids=str,
)
def test_what_could_be_read_in_two_ways_is_refused_and_closed(line, headers, expected):
    line.say(line.head(**headers), b"0\r\n\r\n")
    assert line.hear()[0] == expected
    assert line.is_closed()


def test_the_same_length_twice_is_one_length(line, body):
    line.say(line.head(Content_Length=[str(len(body))] * 2), body)
    assert line.hear()[0] == 202


def test_a_client_of_http_1_0_is_answered_and_its_connection_closed(line, body):
    line.say(line.head(version="1.0", Content_Length=str(len(body))), body)
    assert line.hear()[0] == 202
    assert line.is_closed()


def test_who_expects_to_be_told_to_go_on_is_told(line, body):
    line.say(line.head(Expect="100-Continue", Content_Length=str(len(body))))
    assert line.hear()[0] == 100
    line.say(body)
    assert line.hear()[0] == 202


def test_in_chunks_too(line, body):
    line.say(line.head(Expect="100-continue", Transfer_Encoding="chunked"))
    assert line.hear()[0] == 100
    line.say(in_chunks(body))
    assert line.hear()[0] == 202


# -- addresses and verbs --------------------------------------------------------------------------


def test_an_absolute_address_is_the_same_address(line, body):
    target = f"http://{line.host}/api/v1/signals"
    line.say(line.head(target, Content_Length=str(len(body))), body)
    assert line.hear()[0] == 202
    line.say(line.head(f"HTTP://{line.host}/api/v1/signals?limit=1", "GET"))
    status, _, answer = line.hear()
    assert (status, len(answer["signals"])) == (200, 1)


def test_head_is_get_without_the_content(line):
    line.say(line.head("/api/v1/signals/kinds", "HEAD"), line.head("/healthz", "GET"))
    assert line._heard.readline().split()[1] == b"200"
    while line._heard.readline().strip():
        pass
    assert line.hear()[0] == 200


def test_options_names_the_verbs_of_a_path(line):
    line.say(line.head(verb="OPTIONS"))
    status, headers, _ = line.hear()
    assert status == 200 and {"GET", "POST", "OPTIONS"} <= set(headers["allow"].split(", "))


@pytest.mark.parametrize("target", ["/api/v1/signals/%ff", "/api/v1/signals?after=%ff%fe", "/%00"])
def test_an_address_that_is_no_utf8_is_refused(line, target):
    line.say(line.head(target, "GET"))
    assert line.hear()[0] in (400, 404)


# -- what is said about the content ---------------------------------------------------------------


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json; charset=utf-8",
        'Application/JSON;Charset="UTF-8"',
        "application/json; odata=verbose",
        "APPLICATION/CLOUDEVENTS+JSON",
        "application/json;",
        "application/json; charset=us-ascii",
    ],
)
def test_json_is_json_in_whatever_letters(line, body, content_type):
    line.say(line.head(Content_Type=content_type, Content_Length=str(len(body))), body)
    assert line.hear()[0] == 202


@pytest.mark.parametrize(
    ("content_type", "word"),
    [
        ("application/json; charset=shift_jis", "UTF-8"),
        ("text/json", "application/json"),
        ("application/x-www-form-urlencoded", "application/json"),
        (None, "application/json"),
    ],
)
def test_what_is_no_json_is_told_what_to_send(line, body, content_type, word):
    line.say(line.head(Content_Type=content_type, Content_Length=str(len(body))), body)
    status, _, problem = line.hear()
    assert (status, problem["code"]) == (415, "not_json") and word in problem["detail"]


def test_what_is_compressed_is_told_so(line, body):
    packed = gzip.compress(body)
    line.say(line.head(Content_Encoding="GZip", Content_Length=str(len(packed))), packed)
    status, _, problem = line.hear()
    assert (status, problem["code"]) == (415, "wrong_content_encoding")


def test_identity_is_no_encoding(line, body):
    line.say(line.head(Content_Encoding="identity", Content_Length=str(len(body))), body)
    assert line.hear()[0] == 202


def test_two_tokens_are_none(line):
    line.say(line.head(verb="GET", Authorization=[f"Bearer {line.token}"] * 2))
    assert line.hear()[0] == 401

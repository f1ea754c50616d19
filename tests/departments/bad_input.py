"""Bad input, written by hand: what departments' systems, networks and ill will may send.

Each is a way to spoil a good body. `SPOILT` works on the bytes, however they travel;
`ODD` on single fields of a signal that is otherwise sound; `AROUND` on what is said about
the bytes. Beside each stands what becomes of it, and of a code the reason.
"""

from __future__ import annotations

import gzip
import json
import pickle
import zlib

CANARY = "カナリア由紀子"
ACCEPTED = "accepted"
INVALID = "invalid_input"
SIGNAL = {
    "kind": "water_arrears",
    "noticed_on": "2026-04-20",
    "basis": "consent",
    "person": {"name": CANARY},
    "note": CANARY,
}


def raw(text):
    """Put this JSON text in the place of the note, which comes last, as it stands."""
    note = json.dumps(CANARY, ensure_ascii=False).encode()
    return lambda body: text.join(body.rsplit(note, 1))


def _with(text):
    return raw(text.encode())


def nested(opening, closing, depth=200_000):
    return raw(opening * depth + b"1" + closing * depth)


SPOILT = {
    "empty": (lambda body: b"", "not_json"),
    "cut off": (lambda body: body[:40], "not_json"),
    "cut off within a character": (
        lambda body: body[: body.index(CANARY.encode()) + 1],
        "not_utf8",
    ),
    "something after it": (lambda body: body + b"}", "not_json"),
    "two of them": (lambda body: body + body, "not_json"),
    "a comma too many": (lambda body: body[:-1] + b",}", "not_json"),
    "a comment": (lambda body: b"// " + body, "not_json"),
    "single quotes": (lambda body: body.replace(b'"', b"'"), "not_json"),
    "NaN": (_with("NaN"), "not_a_number"),
    "Infinity": (_with("Infinity"), "not_a_number"),
    "-Infinity": (_with("-Infinity"), "not_a_number"),
    "a number beyond all floats": (_with("1e999"), INVALID),
    "5000 digits": (_with("9" * 5000), "not_json"),
    "a key twice": (_with('"x","kind":"tax_arrears"'), "duplicate_key"),
    "a key twice, deeper": (_with('{"a":1,"a":2}'), "duplicate_key"),
    "lists in lists": (nested(b"[", b"]", 100_000), "too_deep"),
    "objects in objects": (nested(b'{"a":', b"}", 40_000), "too_deep"),
    "a byte order mark": (lambda body: b"\xef\xbb\xbf" + body, "not_json"),
    "UTF-16": (lambda body: body.decode().encode("utf-16"), "not_utf8"),
    "UTF-16 without a mark": (lambda body: body.decode().encode("utf-16-le"), None),
    "Shift_JIS": (lambda body: body.decode().encode("shift_jis"), "not_utf8"),
    "EUC-JP": (lambda body: body.decode().encode("euc_jp"), "not_utf8"),
    "ISO-2022-JP": (lambda body: body.decode().encode("iso2022_jp"), "not_json"),
    "overlong UTF-8": (raw(b'"\xc0\xaf"'), "not_utf8"),
    "a surrogate as UTF-8": (raw(b'"\xed\xa0\x80"'), "not_utf8"),
    "half a surrogate pair": (_with(r'"\ud842"'), "lone_surrogate"),
    "the other half": (_with(r'"\uDFB7"'), "lone_surrogate"),
    "a whole pair, escaped": (_with(r'"\ud842\udfb7"'), ACCEPTED),
    "a line break in a string": (_with('"a\nb"'), "not_json"),
    "a list": (lambda body: b"[" + body + b"]", "not_an_object"),
    "a string": (lambda body: json.dumps(CANARY).encode(), "not_an_object"),
    "null": (lambda body: b"null", "not_an_object"),
    "a pickle": (lambda body: pickle.dumps(CANARY), "not_utf8"),
    "256 KiB and over": (_with(json.dumps("x" * 256 * 1024)), "too_large"),
    "700 KB": (_with(json.dumps("x" * 700_000)), "too_large"),
    "200 KB of Japanese": (_with(json.dumps("困" * 68_000, ensure_ascii=False)), INVALID),
}

ODD = {
    "a rare kanji": ({"person": {"name": "𠮷野家" + CANARY}}, ACCEPTED),
    "a variation selector": ({"person": {"name": "葛\U000e0100城" + CANARY}}, ACCEPTED),
    "combining marks": ({"person": {"name": "が" + "\u3099" * 300}}, ACCEPTED),
    "right to left": ({"note": "\u202e" + CANARY + "\u2066"}, ACCEPTED),
    "a line for the log": ({"note": f"\n2026-11-24 ERROR {CANARY}\r\n"}, ACCEPTED),
    "a line for the terminal": ({"note": f"\x1b[31m{CANARY}"}, INVALID),
    "a NUL": ({"note": "\0" + CANARY}, INVALID),
    "a NUL in a name": ({"person": {"name": "\0" + CANARY}}, INVALID),
    "a character that is none": ({"note": "\uffff" + CANARY}, INVALID),
    "a name that turns": ({"person": {"name": "\u202e" + CANARY}}, INVALID),
    "an address too long": ({"person": {"address": "一" * 20_001}}, INVALID),
    "a formula": ({"person": {"name": f"=cmd|' /C calc'!A0 {CANARY}"}}, ACCEPTED),
    "markup": ({"note": f"<script>alert('{CANARY}')</script>"}, ACCEPTED),
    "an id with a line break": ({"id": f"\r\nX: y\n{CANARY}"}, ACCEPTED),
    "an id with SQL in it": ({"id": f"'; DROP TABLE event; -- {CANARY}"}, ACCEPTED),
    "an id of 200 rare kanji": ({"id": "𠮷" * 200}, ACCEPTED),
    "an id with a NUL": ({"id": "\0"}, INVALID),
    "an id of blanks": ({"id": "　\u200b"}, INVALID),
    "an id too long": ({"id": "x" * 201}, INVALID),
    "no id": ({"id": ""}, INVALID),
    "a number as id": ({"id": 7}, INVALID),
    "a kind in words": ({"kind": CANARY}, INVALID),
    "a kind with a line break": ({"kind": "tax\n"}, INVALID),
    "a kind too long": ({"kind": "x" * 65}, INVALID),
    "tomorrow and later": ({"noticed_on": "9999-12-31"}, INVALID),
    "long ago": ({"noticed_on": "0001-01-01"}, INVALID),
    "a day that is none": ({"noticed_on": "2026-02-30"}, INVALID),
    "a day in full width": ({"noticed_on": "２０２６-０４-２０"}, INVALID),
    "a day as a number": ({"noticed_on": 20260420}, INVALID),
    "a day and a time": ({"noticed_on": "2026-04-20T00:00:00+09:00"}, INVALID),
    "a basis of our own": ({"basis": CANARY}, INVALID),
    "a list of bases": ({"basis": ["consent"]}, INVALID),
    "a person as a list": ({"person": [CANARY]}, INVALID),
    "a person as a number": ({"person": 1e308}, INVALID),
    "a person of objects": ({"person": {"name": {"first": CANARY}}}, INVALID),
    "an unknown field": ({CANARY: CANARY}, INVALID),
    "an unknown field of a person": ({"person": {CANARY: CANARY}}, INVALID),
    "a field of Python's": ({"__class__": "x", "__proto__": {}}, INVALID),
    "an object that kombu would revive": (
        {"note": {"__type__": "datetime", "__value__": CANARY}},
        INVALID,
    ),
    "another that it would": (
        {"person": {"__type__": "decimal", "__value__": CANARY}},
        INVALID,
    ),
    "identity without a basis": ({"basis": "encouragement_only"}, "identity_without_basis"),
    "nothing but nulls": (dict.fromkeys(SIGNAL), INVALID),
    "a note too long": ({"note": "x" * 20_001}, INVALID),
    "a sequence beyond all numbers": ({"sequence": 10**30}, INVALID),
    "a sequence below one": ({"sequence": 0}, INVALID),
}

JSON = "application/json"
AROUND = {
    "letters of another case": ({"content_type": 'Application/JSON; Charset="UTF-8"'}, ACCEPTED),
    "more than JSON has": ({"content_type": f"{JSON}; odata=verbose"}, ACCEPTED),
    "a CloudEvent": ({"content_type": "application/cloudevents+json; charset=utf-8"}, ACCEPTED),
    "no content type": ({"content_type": None}, "wrong_content_type"),
    "text": ({"content_type": "text/plain"}, "wrong_content_type"),
    "a form": ({"content_type": "application/x-www-form-urlencoded"}, "wrong_content_type"),
    "XML": ({"content_type": "application/xml"}, "wrong_content_type"),
    "said to be a pickle": (
        {"content_type": "application/x-python-serialize"},
        "wrong_content_type",
    ),
    "said to be YAML": ({"content_type": "application/x-yaml"}, "wrong_content_type"),
    "in another character set": (
        {"content_type": f"{JSON}; charset=shift_jis"},
        "wrong_content_type",
    ),
    "a content type of nonsense": ({"content_type": ";;;//"}, "wrong_content_type"),
    "gzip": (
        {"content_encoding": "gzip", "change": gzip.compress},
        "wrong_content_encoding",
    ),
    "a bomb": (
        {"content_encoding": "gzip", "change": lambda _: gzip.compress(b"0" * 50_000_000)},
        "wrong_content_encoding",
    ),
    "deflate": (
        {"content_encoding": "deflate", "change": zlib.compress},
        "wrong_content_encoding",
    ),
}

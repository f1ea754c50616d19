"""What is wrong with a signal, said before it is sent: the platform's own rules of shape.

Only what needs no list of the city: whether a code exists is for the platform to say. A
test holds both sides together on a battery of faulty signals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from tsunagu_signals.answers import Fault

BASES = ("consent", "conference", "encouragement_only")
IDENTITY_ALLOWED = ("consent", "conference")
PERSON = ("name", "kana", "birth_date", "sex", "address", "phone", "email", "occupation")
FIELDS = ("id", "kind", "noticed_on", "person", "basis", "note", "urgent")
REQUIRED = ("id", "kind", "noticed_on", "basis")
EARLIEST = date(1990, 1, 1)
LONGEST_ID, LONGEST_TEXT = 200, 20_000
JAPAN = timezone(timedelta(hours=9))

_CODE = re.compile(r"[a-z][a-z0-9_]{0,49}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Check = Callable[[Any], tuple[str, str] | None]


def city_today() -> date:
    """Today in Japan, whatever this machine's zone."""
    return datetime.now(UTC).astimezone(JAPAN).date()


def faults_of(signal: Any) -> tuple[Fault, ...]:
    """Everything that is wrong with the signal; empty if it may be sent."""
    if not isinstance(signal, Mapping):
        return (Fault("", "オブジェクトではありません / not an object", "{…} で / write {…}"),)
    faults = [_missing(name) for name in REQUIRED if name not in signal]
    for name, value in signal.items():
        if name not in FIELDS:
            faults.append(_unknown(str(name)))
        elif name == "person":
            faults += _person_faults(value)
        elif fault := CHECKS[name](value):
            faults.append(Fault(name, *fault))
    # The rule is named even where other things are wrong too: it is the one the law makes.
    basis = signal.get("basis")
    if signal.get("person") is not None and basis in BASES and basis not in IDENTITY_ALLOWED:
        faults.append(identity_without_basis())
    return tuple(faults)


def identity_without_basis() -> Fault:
    return Fault(
        "person",
        "この根拠では本人が分かる情報を送れません / this basis allows no identity",
        "person を外す。送るなら本人同意か支援会議を根拠に / leave person out; "
        "to send it, have the person's consent or a support conference",
    )


def _missing(name: str) -> Fault:
    return Fault(name, "必要な項目がありません / is missing", "この項目を加える / add this field")


def _unknown(path: str) -> Fault:
    return Fault(
        path, "知らない項目です / no such field", "綴りを確かめるか消す / check its spelling"
    )


def _person_faults(person: Any) -> list[Fault]:
    if person is None:
        return []
    if not isinstance(person, Mapping):
        return [Fault("person", "オブジェクトではありません / not an object", "{…} で / write {…}")]
    faults = []
    for name, value in person.items():
        path = f"person.{name}"
        if name not in PERSON:
            faults.append(_unknown(path))
        elif value is not None and (fault := PERSON_CHECKS.get(name, _words)(value)):
            faults.append(Fault(path, *fault))
    return faults


# -- one value ------------------------------------------------------------------------------------


def _text(value: Any) -> tuple[str, str] | None:
    if not isinstance(value, str):
        return "文字列ではありません / not a text", "引用符で囲む / put it in quotes"
    if any("\ud800" <= character <= "\udfff" for character in value):
        return "読めない文字があります / a broken character", "入れ直す / type it again"
    return None


def _id(value: Any) -> tuple[str, str] | None:
    if isinstance(value, str) and 1 <= len(value) <= LONGEST_ID:
        return _text(value)
    return (
        "送り手の番号がありません / the sender's own id is missing",
        f"1–{LONGEST_ID} 文字 / 1 to {LONGEST_ID} characters",
    )


def _words(value: Any) -> tuple[str, str] | None:
    if fault := _text(value) if value is not None else None:
        return fault
    if value is not None and len(value) > LONGEST_TEXT:
        return "長すぎます / too long", f"{LONGEST_TEXT} 文字まで / at most so long"
    return None


def _code(value: Any) -> tuple[str, str] | None:
    if fault := _text(value):
        return fault
    if _CODE.fullmatch(value):
        return None
    return "英小文字の符号にしてください / must be a code", "a-z, 0-9, _"


def _day(value: Any) -> tuple[str, str] | None:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            date.fromisoformat(value)
        except ValueError:
            pass
        else:
            return None
    return (
        "日付ではありません / not a date",
        "2026-04-01 のように、暦にある日を / a day of the calendar",
    )


def _past_day(value: Any) -> tuple[str, str] | None:
    if fault := _day(value):
        return fault
    if EARLIEST <= date.fromisoformat(value) <= city_today():
        return None
    return (
        "1990 年より前か未来の日付です / before 1990 or in the future",
        "日付を確かめる / check the date",
    )


def _basis(value: Any) -> tuple[str, str] | None:
    if value in BASES:
        return None
    return "選べない値です / not one of the choices", ", ".join(BASES)


def _flag(value: Any) -> tuple[str, str] | None:
    if isinstance(value, bool):
        return None
    return "真偽値ではありません / neither true nor false", "true, false"


CHECKS: dict[str, Check] = {
    "id": _id,
    "kind": _code,
    "noticed_on": _past_day,
    "basis": _basis,
    "note": _words,
    "urgent": _flag,
}
PERSON_CHECKS: dict[str, Check] = {"birth_date": _day}

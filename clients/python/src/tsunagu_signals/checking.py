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

CONSENT, CONFERENCE = "consent", "conference"
BASES = (CONSENT, CONFERENCE, "encouragement_only", "danger_to_life")
IDENTITY_ALLOWED = (CONSENT, CONFERENCE, "danger_to_life")
ANSWERS = ("coming", "thinking", "declined", "no_answer")
REQUIRED = ("id", "kind", "noticed_on", "basis")
RECEIVER = "consultation_support"  # where signals go
EARLIEST = date(1990, 1, 1)
LATEST = date(2999, 12, 31)
OLDEST_BIRTH = date(1868, 1, 1)
LONGEST_ID, LONGEST_TEXT = 200, 20_000
LARGEST_NUMBER = 2**53 - 1  # the largest that every JSON reader keeps exactly
JAPAN = timezone(timedelta(hours=9))

_CODE = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# What no store keeps: controls but for blanks, halves of characters, places that are none.
_NEVER = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(n + 0xFFFE)}{chr(n + 0xFFFF)}" for n in range(0, 0x110000, 0x10000))
    + "]"
)
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BLANK = " \t\r\n\f\v\u3000\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

Check = Callable[[Any], tuple[str, str] | None]


def city_today() -> date:
    """Today in Japan, whatever this machine's zone."""
    return datetime.now(UTC).astimezone(JAPAN).date()


def faults_of(signal: Any) -> tuple[Fault, ...]:
    """Everything that is wrong with the signal; empty if it may be sent."""
    if not isinstance(signal, Mapping):
        return (Fault("", *_NO_OBJECT),)
    faults = [_missing(name) for name in REQUIRED if name not in signal]
    for name, value in signal.items():
        if name in GROUPS:
            faults += _group_faults(name, value)
        else:
            faults += _value_faults(name, value, CHECKS)
    return tuple(faults + _basis_faults(signal))


def _basis_faults(signal: Mapping[str, Any]) -> list[Fault]:
    """What the basis does not allow, named even where other things are wrong too."""
    basis = signal.get("basis")
    if not isinstance(basis, str) or basis not in BASES:
        return []
    faults = []
    if signal.get("person") is not None and basis not in IDENTITY_ALLOWED:
        faults.append(identity_without_basis())
    for name, needed in (("consent", CONSENT), ("conference_id", CONFERENCE)):
        if signal.get(name) is not None and basis != needed:
            faults.append(
                Fault(
                    name,
                    f"basis は {needed} ではありません / not the basis",
                    f"basis を {needed} に、または外す / send basis {needed}, or leave it out",
                )
            )
    if basis == CONSENT and isinstance(signal.get("consent"), Mapping):
        faults += _consent_faults(signal["consent"], signal.get("noticed_on"))
    return faults


def _consent_faults(consent: Mapping[str, Any], noticed_on: Any) -> list[Fault]:
    """A consent that has ended, or that leaves out those to whom the signal goes."""
    faults = []
    until, begins = consent.get("until"), consent.get("on") or noticed_on
    if until is not None and not _day(until):
        if not _day(begins) and until < begins:
            problem = "同意した日より前です / before the day of consent"
            faults.append(Fault("consent.until", problem, "後の日付に / a later day"))
        elif date.fromisoformat(until) < city_today():
            problem = "同意の期限が過ぎています / the consent has ended"
            faults.append(Fault("consent.until", problem, "改めて同意を得る / obtain it again"))
    scope = consent.get("scope")
    if scope is not None and not _codes(scope) and RECEIVER not in scope:
        faults.append(
            Fault(
                "consent.scope",
                "同意した相手に自立相談支援が入っていません / the consent does not name us",
                f"{RECEIVER} への同意を得る、または encouragement_only で / "
                f"obtain it for {RECEIVER}, or send encouragement_only",
            )
        )
    return faults


def identity_without_basis() -> Fault:
    return Fault(
        "person",
        "この根拠では本人が分かる情報を送れません / this basis allows no identity",
        "person を外す。送るなら本人同意か支援会議を根拠に / leave person out; "
        "to send it, have the person's consent or a support conference",
    )


_NO_OBJECT = ("オブジェクトではありません / not an object", "{…} で / write {…}")


def _missing(name: str) -> Fault:
    return Fault(name, "必要な項目がありません / is missing", "この項目を加える / add this field")


def _group_faults(name: str, value: Any) -> list[Fault]:
    """An object within the signal; it may be left out or null."""
    if value is None:
        return []
    if not isinstance(value, Mapping):
        return [Fault(name, *_NO_OBJECT)]
    faults = [_missing(f"{name}.{each}") for each in NEEDED.get(name, ()) if each not in value]
    for each, inner in value.items():
        faults += _value_faults(each, inner, GROUPS[name], f"{name}.")
    return faults


def _value_faults(
    name: str, value: Any, checks: Mapping[str, Check], where: str = ""
) -> list[Fault]:
    check = checks.get(name)
    if check is None:
        unknown = "知らない項目です / no such field"
        return [Fault(f"{where}{name}", unknown, "綴りを確かめるか消す / check its spelling")]
    fault = check(value)
    return [Fault(f"{where}{name}", *fault)] if fault else []


# -- one value ------------------------------------------------------------------------------------


def _text(value: Any) -> tuple[str, str] | None:
    if not isinstance(value, str):
        return "文字列ではありません / not a text", "引用符で囲む / put it in quotes"
    if found := _NEVER.search(value):
        return (
            f"使えない文字があります（{found.start() + 1} 文字目）/ "
            f"character {found.start() + 1} cannot be kept",
            "その文字を消す / delete it",
        )
    return None


def _id(value: Any) -> tuple[str, str] | None:
    if isinstance(value, str) and len(value) <= LONGEST_ID and value.strip(_BLANK):
        return _line(value)
    return (
        "送り手の番号がありません / the sender's own id is missing",
        f"1–{LONGEST_ID} 文字 / 1 to {LONGEST_ID} characters",
    )


def _line(value: Any) -> tuple[str, str] | None:
    if fault := _text(value):
        return fault
    if _TURNING.search(value):
        return (
            "書く向きを変える文字があります / it turns the direction of writing",
            "その文字を消す / delete it",
        )
    return None


def _words(value: Any) -> tuple[str, str] | None:
    return _text(value) or _length(value)


def _part(value: Any) -> tuple[str, str] | None:
    return _line(value) or _length(value)


def _length(value: str) -> tuple[str, str] | None:
    if len(value) <= LONGEST_TEXT:
        return None
    return (
        f"長すぎます（{len(value)} 文字）/ too long: {len(value)} characters",
        f"{LONGEST_TEXT} 文字まで / {LONGEST_TEXT} at most",
    )


def _code(value: Any) -> tuple[str, str] | None:
    if fault := _text(value):
        return fault
    if _CODE.fullmatch(value):
        return None
    return "英小文字の符号にしてください / must be a code", "a-z, 0-9, _, -"


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


def _day_between(first: date, find_last: Callable[[], date], problem: str) -> Check:
    """A day that can be meant; `find_last` is asked each time, because days pass."""

    def check(value: Any) -> tuple[str, str] | None:
        if fault := _day(value):
            return fault
        if first <= date.fromisoformat(value) <= find_last():
            return None
        return problem, "日付を確かめる / check the date"

    return check


_past_day = _day_between(
    EARLIEST, lambda: city_today(), "1990 年より前か未来の日付です / before 1990 or in the future"
)
_coming_day = _day_between(
    EARLIEST, lambda: LATEST, "1990 年より前か 2999 年より後の日付です / before 1990 or after 2999"
)
_birth_date = _day_between(
    OLDEST_BIRTH,
    lambda: city_today(),
    "明治より前か未来の日付です / before 1868 or in the future",
)


def _one_of(choices: tuple[str, ...]) -> Check:
    def check(value: Any) -> tuple[str, str] | None:
        if isinstance(value, str) and value in choices:
            return None
        return "選べない値です / not one of the choices", ", ".join(choices)

    return check


def _flag(value: Any) -> tuple[str, str] | None:
    if isinstance(value, bool):
        return None
    return "真偽値ではありません / neither true nor false", "true, false"


def _number(value: Any) -> tuple[str, str] | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and 1 <= value <= LARGEST_NUMBER:
        return None
    return "1 以上の整数ではありません / no whole number from 1", "1, 2, 3 …"


def _codes(value: Any) -> tuple[str, str] | None:
    if isinstance(value, list) and value and not any(map(_code, value)):
        return None
    return "窓口の code の一覧ではありません / no list of desks' codes", '["consultation_support"]'


def _or_none(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


CHECKS: dict[str, Check] = {
    "id": _id,
    "kind": _code,
    "noticed_on": _past_day,
    "basis": _one_of(BASES),
    "note": _or_none(_words),
    "urgent": _flag,
    "conference_id": _or_none(_id),
    "sequence": _or_none(_number),
}
_PARTS = ("name", "kana", "sex", "address", "phone", "email", "occupation")
GROUPS: dict[str, dict[str, Check]] = {
    "person": {
        "birth_date": _or_none(_birth_date),
        **dict.fromkeys(_PARTS, _or_none(_part)),
    },
    "consent": {
        "on": _or_none(_past_day),
        "until": _or_none(_coming_day),
        "scope": _or_none(_codes),
        "evidence": _or_none(_words),
    },
    "encouragement": {"on": _or_none(_past_day), "answer": _one_of(ANSWERS)},
}
NEEDED = {"encouragement": ("answer",)}

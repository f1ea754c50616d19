"""Every "no" of the employment service: a stable code, a sentence, the field, and the remedy."""

from __future__ import annotations

from datetime import date

from services.employment.domain.vocabulary import DESKS
from tsunagu.domain.errors import Refused

# -- desks, days and persons -----------------------------------------------------------------------


def desk_not_ours(field: str, desk: str) -> Refused:
    return Refused(
        "desk_not_ours",
        f"{desk} はこの事業の窓口ではありません / {desk} is none of this programme's desks",
        field=field,
        remedy=f"{', '.join(DESKS)}。ほかの窓口へはつなぐシートで / another desk: by a sheet",
    )


def not_this_desks_move(desk: str) -> Refused:
    return Refused(
        "not_this_desks_move",
        f"この操作ができるのは {desk} です / only {desk} may do this",
        field="by",
        remedy=f"{desk} から操作してください / act as {desk}",
    )


def before(day: date) -> Refused:
    return Refused(
        "before_beginning",
        f"{day} より前の日付にはできません / this cannot have happened before {day}",
        field="on",
        remedy=f"on ≥ {day}",
    )


def has_ended(what: str) -> Refused:
    return Refused(
        "has_ended",
        f"この記録（{what}）は終わっています / this {what} has ended",
        field="id",
        remedy="新しく始めるか再開してください / begin a new one or reopen it",
    )


def already_begun(what: str) -> Refused:
    return Refused(
        "already_begun",
        f"この記録（{what}）はもう始まっています / this {what} has begun already",
        field="id",
        remedy="続きを記録してください / go on with it",
    )


def sheet_taken(referral_id: str, kind: str) -> Refused:
    return Refused(
        "sheet_taken",
        f"シート {referral_id} からはもう {kind} が始まっています / a {kind} began from this sheet",
        field="referral_id",
        remedy="シートなしで person_id から始める / begin from the person_id",
    )


def sheet_not_open(state: str) -> Refused:
    return Refused(
        "sheet_not_open",
        f"このシートは {state} です / this sheet is {state}",
        field="referral_id",
        remedy="支援を続けるなら person_id から始める / to help all the same, begin from person_id",
    )


# -- job seekers and the ladder --------------------------------------------------------------------


def already_registered(seeker_id: str) -> Refused:
    return Refused(
        "already_registered",
        "この方はもう求職登録があります / this person is registered already",
        field="person_id",
        remedy=f"求職者 {seeker_id} の記録を続けてください / go on with seeker {seeker_id}",
        seeker_id=seeker_id,
    )


def not_ended() -> Refused:
    return Refused(
        "not_ended",
        "支援は続いています / the support has not ended",
        field="seeker_id",
        remedy="再開は終わった後だけです / only an ended support is reopened",
    )


def no_such_rung() -> Refused:
    return Refused(
        "no_such_rung",
        "段階は 1 から 6 です / a rung is 1 to 6",
        field="rung",
        remedy="1–6",
    )


def same_rung(rung: int) -> Refused:
    return Refused(
        "same_rung",
        f"いまも段階 {rung} です / it is rung {rung} already",
        field="rung",
        remedy="動いたときだけ記録します / only a move is recorded",
    )


def hours_backwards() -> Refused:
    return Refused(
        "hours_backwards",
        "週の時間の下限が上限を超えています / the least hours a week exceed the most",
        field="hours_max",
        remedy="hours_min ≤ hours_max",
    )

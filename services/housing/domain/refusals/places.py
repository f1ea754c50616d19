"""The refusals of the shelter and of community residence; in the form of `refusals`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from services.housing.domain.refusals.shared import refused
from tsunagu.domain.errors import Refused

# -- shelter --------------------------------------------------------------------------------------


def shelter_known(id: str) -> Refused:
    return refused(
        "already_begun",
        f"シェルター {id} は登録済みです / shelter {id} is listed already",
        "shelter_id",
        "定員を変えるなら set_shelter_capacity / to change its places, set its capacity",
    )


def not_a_capacity() -> Refused:
    return refused(
        "not_a_capacity", "定員は 0 以上です / a capacity is 0 or more", "capacity", "≥ 0"
    )


def capacity_below_occupancy(taken: int) -> Refused:
    return refused(
        "capacity_below_occupancy",
        f"いま {taken} 人分が使われています。それより少なくはできません / "
        f"{taken} places are taken; the capacity cannot be less",
        "capacity",
        f"capacity ≥ {taken}。減らす前に次の住まいへ / find somewhere for them first",
        taken=taken,
    )


def not_a_number_of_places() -> Refused:
    return refused(
        "not_a_number_of_places", "1 人分以上です / at least one place", "places", "places ≥ 1"
    )


def shelter_full(free: int) -> Refused:
    return refused(
        "shelter_full",
        f"空きが足りません（空き {free}）/ too few places are free: {free}",
        "shelter_id",
        "ほかのシェルターを選ぶか、シートを保留（on_hold）にして待つ / "
        "choose another shelter, or keep the sheet on hold until one is free",
        free=free,
    )


def already_staying(stay_id: str) -> Refused:
    return refused(
        "already_staying",
        f"この方は {stay_id} で滞在中です / this person is staying already: {stay_id}",
        "person_id",
        "先にその滞在を終える / check out of that stay first",
        id=stay_id,
    )


def stay_too_long(on: date, latest: date) -> Refused:
    return refused(
        "stay_too_long",
        f"滞在の期限は {on} より後、{latest} までです / "
        f"the last day lies after {on}, at most {latest}",
        "until",
        f"{on} < until ≤ {latest}",
        latest=latest.isoformat(),
    )


def not_an_extension(until: date) -> Refused:
    return refused(
        "not_an_extension",
        f"期限はすでに {until} です / it is until {until} already",
        "until",
        f"until > {until}",
    )


def moved_on_to_where() -> Refused:
    return refused(
        "moved_on_to_where",
        "予定どおりの退所には、次の住まいが要ります / who moves on has somewhere to go",
        "next_place",
        "次の住まいを、なければ left_early などを / name it, or another reason",
    )


# -- flats ----------------------------------------------------------------------------------------


def application_known(id: str) -> Refused:
    return refused(
        "already_begun",
        f"申込 {id} は登録済みです / application {id} is recorded already",
        "application_id",
        "新しい番号で / under a new id",
    )


def application_unknown(id: str, waiting: Iterable[str]) -> Refused:
    return refused(
        "not_waiting_for_answer",
        f"申込 {id} は返事待ちではありません / application {id} waits for no answer",
        "application_id",
        ", ".join(waiting) or "返事待ちの申込はありません / none is waiting",
    )


def no_landlord_agreed(id: str) -> Refused:
    return refused(
        "no_landlord_agreed",
        f"申込 {id} に貸主の承諾がありません / no landlord has agreed to application {id}",
        "application_id",
        "承諾を記録してから / record the landlord's yes first",
    )


def guarantor_unknown() -> Refused:
    return refused(
        "guarantor_unknown",
        "保証人が決まっていません / there is no guarantor yet",
        "guarantor",
        "保証人・保証会社を、要らなければ not_needed を記録する / record one, or not_needed",
    )


# -- watching over --------------------------------------------------------------------------------


def interval_not_offered(every_days: Iterable[int]) -> Refused:
    choice = ", ".join(map(str, every_days))
    return refused(
        "interval_not_offered",
        f"訪問の間隔は {choice} 日ごとから選びます / visits come every {choice} days",
        "every_days",
        choice,
    )


def no_such_visit(scheduled_on: date, open_visits: Iterable[date]) -> Refused:
    choice = ", ".join(day.isoformat() for day in open_visits)
    return refused(
        "no_such_visit",
        f"{scheduled_on} の訪問は予定にないか、済んでいます / no visit is open for {scheduled_on}",
        "scheduled_on",
        choice or "開いている訪問はありません / none is open",
    )


def visit_too_early(scheduled_on: date, days: int) -> Refused:
    return refused(
        "visit_too_early",
        f"{scheduled_on} の訪問を済ませるには早すぎます / "
        f"too early for the visit of {scheduled_on}",
        "scheduled_on",
        f"その日の {days} 日前から / from {days} days before it",
    )


def year_not_over(until: date) -> Refused:
    return refused(
        "year_not_over",
        f"見守りは {until} までです / the watch-over lasts until {until}",
        "reason",
        "その日を待つか、別の理由で終える / wait for that day, or end it for another reason",
    )


def alarm_open(days: Iterable[date]) -> Refused:
    shown = ", ".join(day.isoformat() for day in days)
    return refused(
        "alarm_open",
        f"{shown} の訪問で会えないままです / not seen since the visit of {shown}",
        "reason",
        "会えてから、または lost_contact などの理由で終える / see the person first, "
        "or end it as lost_contact or the like",
    )


def handed_to_whom() -> Refused:
    return refused(
        "handed_to_whom",
        "引き継ぎ先の窓口が要ります / a handover names the desk that goes on",
        "to_desk",
        "to_desk に窓口の code を / give the desk's code",
    )


# -- landlords ------------------------------------------------------------------------------------


def landlord_known(id: str) -> Refused:
    return refused(
        "already_begun",
        f"貸主 {id} は登録済みです / landlord {id} is listed already",
        "landlord_id",
        "変えるなら change_landlord / change it instead",
    )


def landlord_unknown(id: str) -> Refused:
    return refused(
        "landlord_unknown",
        f"貸主 {id} は登録されていません / landlord {id} is not listed",
        "landlord_id",
        "先に登録する（list_landlord）/ list the landlord first",
    )

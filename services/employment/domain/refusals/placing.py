"""Every "no" about employers, openings, introductions and jobs; see `refusals`."""

from __future__ import annotations

from datetime import date

from tsunagu.domain.errors import Refused

# -- employers and openings ------------------------------------------------------------------------


def already_won() -> Refused:
    return Refused(
        "already_won",
        "この事業所はもう協力先です / this employer is with us already",
        field="employer_id",
        remedy="求人を受け付けてください / record its opening",
    )


def introduced_by_itself() -> Refused:
    return Refused(
        "introduced_by_itself",
        "自分を紹介することはできません / an employer cannot have introduced itself",
        field="introduced_by",
        remedy="紹介した事業所の番号を / the id of the employer that introduced it",
    )


def no_places() -> Refused:
    return Refused(
        "no_places",
        "求人数は 1 以上にしてください / an opening has at least one place",
        field="places",
        remedy="places ≥ 1",
    )


def fewer_than_hired(hired: int) -> Refused:
    return Refused(
        "fewer_than_hired",
        f"もう {hired} 人が採用されています / {hired} have been hired already",
        field="places",
        remedy=f"places ≥ {hired}",
    )


def no_place_left(places: int) -> Refused:
    return Refused(
        "no_place_left",
        f"求人数 {places} 人分がすべて埋まっています / all {places} places are filled",
        field="opening_id",
        remedy="求人者が増やすなら求人数を直す / if the employer wants more, raise its places",
    )


def opening_closed(because: str) -> Refused:
    return Refused(
        "opening_closed",
        f"この求人は閉じています（{because}）/ this opening is closed: {because}",
        field="opening_id",
        remedy="ほかの求人を選ぶか、期限を延ばす / choose another, or extend it",
    )


def outside_validity(first: date, last: date) -> Refused:
    return Refused(
        "outside_validity",
        f"求人の有効期間は {first} から {last} です / the opening is valid from {first} to {last}",
        field="on",
        remedy="求人者に確かめて期限を延ばす / ask the employer and extend it",
    )


def validity_backwards() -> Refused:
    return Refused(
        "validity_backwards",
        "有効期間の終わりが始まりより前です / the validity ends before it begins",
        field="valid_until",
        remedy="valid_until ≥ valid_from",
    )


def below_minimum_wage(wage: int, minimum: int) -> Refused:
    return Refused(
        "below_minimum_wage",
        f"時給 {wage:,} 円は最低賃金 {minimum:,} 円より低い額です / "
        f"{wage:,} yen an hour is below the minimum wage of {minimum:,} yen",
        field="wage_min",
        remedy="求人者に確かめる。許可を受けた特例なら minimum_wage_exempt=true / "
        "ask the employer; with a permitted exemption, minimum_wage_exempt=true",
    )


def conditions_exclude(reasons: list[str]) -> Refused:
    return Refused(
        "conditions_exclude",
        "条件が合いません / the conditions do not fit: " + "; ".join(reasons),
        field="opening_id",
        remedy="双方に確かめたうえで despite=true / after speaking with both, despite=true",
        reasons=reasons,
    )


# -- introductions and jobs ------------------------------------------------------------------------


def already_introduced() -> Refused:
    return Refused(
        "already_introduced",
        "この支援の間に同じ求人へもう紹介しています / "
        "introduced to this opening before, during the same support",
        field="opening_id",
        remedy="紹介の記録を続けるか、ほかの求人を / go on with that one, or choose another",
    )


def reason_required(result: str) -> Refused:
    return Refused(
        "reason_required",
        f"{result} には理由が要ります / {result} needs a reason",
        field="reason",
        remedy="reason に符号を入れてください（例 no_experience）/ give a code, as no_experience",
    )


def interview_in_the_past(on: date) -> Refused:
    return Refused(
        "interview_in_the_past",
        "面接の日が取り決めた日より前です / the interview lies before the day it was arranged",
        field="interview_on",
        remedy=f"interview_on ≥ {on}",
    )


def starts_before_hired(on: date) -> Refused:
    return Refused(
        "starts_before_hired",
        "働き始める日が採用の日より前です / work begins before the day of hiring",
        field="starts_on",
        remedy=f"starts_on ≥ {on}",
    )


def wage_unit_required() -> Refused:
    return Refused(
        "wage_unit_required",
        "賃金には 1 円以上の額と、時給か月給かが要ります / a wage needs an amount and its unit",
        field="wage_per",
        remedy="wage ≥ 1, wage_per = hour, month",
    )


def check_not_due(months: int, due_on: date) -> Refused:
    return Refused(
        "check_not_due",
        f"{months} か月の確認は {due_on} からです / "
        f"the check at {months} months is from {due_on} on",
        field="on",
        remedy=f"on ≥ {due_on}",
    )


def check_done(months: int) -> Refused:
    return Refused(
        "check_done",
        f"{months} か月までの確認は済んでいます / it is checked up to {months} months already",
        field="months",
        remedy="次の確認は一覧の期限で / the next one is due as the list says",
    )

"""The refusals of applications, payments, duties and what follows; in the form of `refusals`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from services.housing.domain.refusals.shared import refused
from tsunagu.domain.errors import Refused

# -- applications ---------------------------------------------------------------------------------


def household_has_one(kind: str, id: str) -> Refused:
    return refused(
        "household_has_one",
        f"この世帯にはすでに {kind} {id} があります / this household already has {kind} {id}",
        "household_id",
        "先にそれを終える / end that one first",
        id=id,
    )


def document_not_asked(document: str, outstanding: Iterable[str]) -> Refused:
    return refused(
        "document_not_outstanding",
        f"{document} は不足書類にありません / {document} is not outstanding",
        "document",
        ", ".join(outstanding) or "不足書類はありません / nothing is outstanding",
    )


def documents_outstanding(outstanding: Iterable[str]) -> Refused:
    missing = ", ".join(outstanding)
    return refused(
        "documents_outstanding",
        f"書類がまだそろっていません（{missing}）/ documents are still outstanding: {missing}",
        "documents",
        "受け取るか、不要（waived）にする / receive them, or waive those not needed",
        outstanding=list(outstanding),
    )


# -- payments and duties --------------------------------------------------------------------------


def payee_unknown() -> Refused:
    return refused(
        "payee_unknown",
        "振込先の貸主が決まっていません / the landlord to pay is not known yet",
        "landlord_id",
        "貸主を登録して name_landlord で指定する / list the landlord and name it",
    )


def nothing_payable(month: str, payable: Iterable[str]) -> Refused:
    return refused(
        "nothing_payable",
        f"{month} 分に支払うものはありません / nothing is payable for {month}",
        "month",
        ", ".join(payable) or "支払うものはありません / nothing is payable",
    )


def not_paid(month: str) -> Refused:
    return refused(
        "not_paid",
        f"{month} 分は送金していません / nothing was sent for {month}",
        "month",
        "送金した月を / name a month that was paid",
    )


def duties_unmet(months: Iterable[str]) -> Refused:
    shown = ", ".join(months)
    return refused(
        "duties_unmet",
        f"求職活動等が足りない月があります（{shown}）/ duties were not done in {shown}",
        "month",
        "事情を確かめて excuse を付けて確認し直すか、中止する / "
        "check again with an excuse, or stop the benefit",
    )


def no_duties_that_month(month: str) -> Refused:
    return refused(
        "no_duties",
        f"{month} は支給の月ではありません / {month} is no month of this benefit",
        "month",
        "支給の月を / name a month of the benefit",
    )


def month_not_over(month: str, missing: Iterable[str]) -> Refused:
    lacking = ", ".join(missing)
    return refused(
        "month_not_over",
        f"{month} はまだ終わっていません（不足 {lacking}）/ "
        f"{month} is not over yet; lacking {lacking}",
        "on",
        "月が終わってから、または満たしてから確認する / check after its end, or once all is done",
    )


def payments_open(months: Iterable[str]) -> Refused:
    shown = ", ".join(months)
    return refused(
        "payments_open",
        f"まだ支払っていない月があります（{shown}）/ months not paid yet: {shown}",
        "month",
        "支払うか、中止（stop）にする / pay them, or stop the benefit",
    )


# -- going on -------------------------------------------------------------------------------------


def longest_period_reached(granted: int, at_most: int) -> Refused:
    return refused(
        "longest_period_reached",
        f"支給は合わせて {at_most} か月までです（決定済み {granted} か月）/ "
        f"at most {at_most} months in all; {granted} are granted already",
        "months",
        "終了（end）にし、次の支援を考える / end it, and think what helps next",
    )


def period_over(last_month: str) -> Refused:
    return refused(
        "period_over",
        f"支給期間は {last_month} で終わりました / the period ended with {last_month}",
        "on",
        "延長は期間の終わりまでに / an extension is decided before the period ends",
    )


def not_resumable(reason: str) -> Refused:
    return refused(
        "not_resumable",
        f"中止の理由（{reason}）は再開できるものではありません / "
        f"stopped for {reason}: no resumption",
        "state",
        "あらためて申請する / apply anew",
    )


def too_late_to_resume(until: date) -> Refused:
    return refused(
        "too_late_to_resume",
        f"再開できるのは {until} まででした / it could be resumed until {until}",
        "on",
        "終了（end）にして、あらためて申請する / end it and apply anew",
    )


def month_taken(month: str, last: str) -> Refused:
    return refused(
        "month_taken",
        f"{month} は、すでに支給した {last} より後ではありません / "
        f"{month} is not after {last}, the last month already granted",
        "first_month",
        f"{last} より後の月を / a month after {last}",
    )

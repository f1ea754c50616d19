"""Refusals of the benefit desk: applications, payments, duties, and whether a benefit goes on."""

from __future__ import annotations

from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

# -- applications ---------------------------------------------------------------------------------

HOUSEHOLD_HAS_ONE = Refusal(
    "household_has_one",
    Text(
        "この世帯にはすでに {kind} {id} があります",
        "this household already has {kind} {id}",
    ),
    field="household_id",
    remedy=Text("先にそれを終える", "end that one first"),
    details=("id",),
)
NONE_IS_OUTSTANDING = Text("不足書類はありません", "nothing is outstanding")
DOCUMENT_NOT_OUTSTANDING = Refusal(
    "document_not_outstanding",
    Text("{document} は不足書類にありません", "{document} is not outstanding"),
    field="document",
    remedy="{outstanding}",
)
DOCUMENTS_OUTSTANDING = Refusal(
    "documents_outstanding",
    Text("書類がまだそろっていません（{missing}）", "documents are still outstanding: {missing}"),
    field="documents",
    remedy=Text("受け取るか、不要（waived）にする", "receive them, or waive those not needed"),
    details=("outstanding",),
)

# -- payments and duties --------------------------------------------------------------------------

PAYEE_UNKNOWN = Refusal(
    "payee_unknown",
    Text("振込先の貸主が決まっていません", "the landlord to pay is not known yet"),
    field="landlord_id",
    remedy=Text("貸主を登録して name_landlord で指定する", "list the landlord and name it"),
)
NONE_IS_PAYABLE = Text("支払うものはありません", "nothing is payable")
NOTHING_PAYABLE = Refusal(
    "nothing_payable",
    Text("{month} 分に支払うものはありません", "nothing is payable for {month}"),
    field="month",
    remedy="{payable}",
)
NOT_PAID = Refusal(
    "not_paid",
    Text("{month} 分は送金していません", "nothing was sent for {month}"),
    field="month",
    remedy=Text("送金した月を", "name a month that was paid"),
)
DUTIES_UNMET = Refusal(
    "duties_unmet",
    Text("求職活動等が足りない月があります（{months}）", "duties were not done in {months}"),
    field="month",
    remedy=Text(
        "事情を確かめて excuse を付けて確認し直すか、中止する",
        "check again with an excuse, or stop the benefit",
    ),
)
NO_DUTIES = Refusal(
    "no_duties",
    Text("{month} は支給の月ではありません", "{month} is no month of this benefit"),
    field="month",
    remedy=Text("支給の月を", "name a month of the benefit"),
)
MONTH_NOT_OVER = Refusal(
    "month_not_over",
    Text(
        "{month} はまだ終わっていません（不足 {missing}）",
        "{month} is not over yet; lacking {missing}",
    ),
    field="on",
    remedy=Text(
        "月が終わってから、または満たしてから確認する",
        "check after its end, or once all is done",
    ),
)
PAYMENTS_OPEN = Refusal(
    "payments_open",
    Text("まだ支払っていない月があります（{months}）", "months not paid yet: {months}"),
    field="month",
    remedy=Text("支払うか、中止（stop）にする", "pay them, or stop the benefit"),
)

# -- whether it goes on ---------------------------------------------------------------------------

LONGEST_PERIOD_REACHED = Refusal(
    "longest_period_reached",
    Text(
        "支給は合わせて {at_most} か月までです（決定済み {granted} か月）",
        "at most {at_most} months in all; {granted} are granted already",
    ),
    field="months",
    remedy=Text("終了（end）にし、次の支援を考える", "end it, and think what helps next"),
)
PERIOD_OVER = Refusal(
    "period_over",
    Text("支給期間は {last_month} で終わりました", "the period ended with {last_month}"),
    field="on",
    remedy=Text(
        "延長は期間の終わりまでに",
        "an extension is decided before the period ends",
    ),
)
NOT_RESUMABLE = Refusal(
    "not_resumable",
    Text(
        "中止の理由（{reason}）は再開できるものではありません",
        "stopped for {reason}: no resumption",
    ),
    field="state",
    remedy=Text("あらためて申請する", "apply anew"),
)
TOO_LATE_TO_RESUME = Refusal(
    "too_late_to_resume",
    Text("再開できるのは {until} まででした", "it could be resumed until {until}"),
    field="on",
    remedy=Text("終了（end）にして、あらためて申請する", "end it and apply anew"),
)
MONTH_TAKEN = Refusal(
    "month_taken",
    Text(
        "{month} は、すでに支給した {last} より後ではありません",
        "{month} is not after {last}, the last month already granted",
    ),
    field="first_month",
    remedy=Text("{last} より後の月を", "a month after {last}"),
)

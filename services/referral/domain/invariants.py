"""What must hold over several things of referral, whoever records at the same moment."""

from __future__ import annotations

from services.referral.domain.need import Need
from services.referral.domain.referral import Referral
from tsunagu.domain.invariant import Invariant
from tsunagu.domain.text import Text

INVARIANTS = (
    Invariant(
        "one_sheet_carries_a_need",
        over="need",
        text=Text(
            "一つの困りごとを運ぶシートは、同時に一枚",
            "a need is carried by one sheet at a time",
        ),
        kept_by=Need,
    ),
    Invariant(
        "no_sheet_carries_a_closed_need",
        over="need",
        text=Text(
            "終わった困りごとを運ぶシートはない",
            "a need that is closed is carried by no sheet under way",
        ),
        kept_by=Need,
    ),
    Invariant(
        "a_sheet_is_answered_once",
        over="sheet",
        text=Text(
            "シートの答えは一つ。事業からの答えと行き違っても",
            "a sheet has one answer, also where a programme's crosses with the desk's own",
        ),
        kept_by=Referral,
    ),
    Invariant(
        "no_sheet_to_a_desk_without_room",
        over="desk",
        text=Text(
            "受けられないと言った窓口には、その後は届かない（承知の上を除く）",
            "a desk that has said it has no room gets no sheet afterwards, unless despite that",
        ),
    ),
    Invariant(
        "an_open_need_is_on_one_desk",
        over="need",
        text=Text(
            "開いている困りごとの担当は、いつも一つの窓口",
            "an open need is on one desk, with the next step of where its sheet stands",
        ),
    ),
)

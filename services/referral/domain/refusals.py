"""Every "no" of the referral service: a stable code, a sentence, the field, and the remedy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from services.referral.domain.events import BASES, BUSINESS_STATUSES
from tsunagu.domain.errors import Refused


def transition_not_allowed(state: str, wanted: str, allowed: Iterable[str]) -> Refused:
    choice = ", ".join(allowed) or "なし / none"
    return Refused(
        "transition_not_allowed",
        f"{state} から {wanted} へは進めません / {wanted} cannot follow {state}",
        field="state",
        remedy=f"{state} から進めるのは {choice} / allowed after {state}: {choice}",
        state=state,
        allowed=list(allowed),
    )


def not_this_desks_move(desk: str) -> Refused:
    return Refused(
        "not_this_desks_move",
        f"この操作ができるのは {desk} です / only {desk} may do this",
        field="desk",
        remedy=f"{desk} から操作してください / act as {desk}",
    )


def reason_required(state: str) -> Refused:
    return Refused(
        "reason_required",
        f"{state} には理由が要ります / {state} needs a reason",
        field="reason",
        remedy="reason に符号を入れてください（例 no_capacity）/ give a code, such as no_capacity",
    )


def outcome_required() -> Refused:
    return Refused(
        "outcome_required",
        "完了には結果が要ります / completed needs an outcome that the sender sees",
        field="outcome",
        remedy="outcome に符号を入れてください（例 support_given）/ "
        "give a code, such as support_given",
    )


def basis_required() -> Refused:
    choice = ", ".join(BASES)
    return Refused(
        "basis_required",
        "本人同意の番号か、共有の根拠が要ります / "
        "the person's consent or another legal basis must stand on the sheet",
        field="basis",
        remedy=f"consent_id、または basis（{choice}）/ consent_id, or one of {choice}",
    )


def before_present_state(since: date) -> Refused:
    return Refused(
        "before_present_state",
        f"いまの状態は {since} からです。それより前の日付にはできません / "
        f"the present state began on {since}; this cannot have happened before",
        field="on",
        remedy=f"on ≥ {since}",
    )


def desk_unknown(field: str, desk: str) -> Refused:
    return Refused(
        "desk_unknown",
        f"担当窓口がありません: {desk} / no such desk: {desk}",
        field=field,
        remedy="窓口一覧（list_desks）の code を使ってください / use a code of the desk directory",
    )


def same_desk() -> Refused:
    return Refused(
        "same_desk",
        "同じ窓口へはつなげません / a desk cannot refer to itself",
        field="to",
        remedy="別の窓口を選んでください / choose another desk",
    )


def no_capacity(desk: str) -> Refused:
    return Refused(
        "no_capacity",
        f"{desk} はいま受け入れられません / {desk} has no capacity now",
        field="to",
        remedy="別の窓口を選ぶか despite_capacity=true で送ってください / "
        "choose another desk, or send with despite_capacity=true",
    )


def sheet_already_sent(state: str) -> Refused:
    return Refused(
        "sheet_already_sent",
        f"{state} のシートは書き直せません / a sheet that is {state} cannot be rewritten",
        field="referral_id",
        remedy="新しいシートを書き replaces にこの番号を / write a new one that replaces it",
    )


def sheet_not_yours() -> Refused:
    return Refused(
        "sheet_not_yours",
        "シートを読めるのは送り手と、受け入れた後の受け手です / "
        "its sender may read the sheet, and its receiver once it has accepted",
        field="desk",
        remedy="受け入れる前は preview を見てください / before accepting, see the preview",
    )


def status_unknown() -> Refused:
    choice = ", ".join(BUSINESS_STATUSES)
    return Refused(
        "status_unknown",
        "そのような進み具合はありません / there is no such business status",
        field="status",
        remedy=choice,
    )


def nothing_under_way(state: str) -> Refused:
    return Refused(
        "nothing_under_way",
        f"{state} の紹介に進み具合は付けられません / a referral that is {state} has no progress",
        field="status",
        remedy="紹介を送ってから / request it first",
    )


def cannot_replace(referral_id: str) -> Refused:
    return Refused(
        "cannot_replace",
        f"{referral_id} は続けられません。断られ、失敗し、または取り消されたご自分の紹介だけです / "
        f"{referral_id} cannot be followed: only your own that was rejected, failed or cancelled",
        field="replaces",
        remedy="困りごとが手元にある紹介の番号を / name one whose need is back on your desk",
    )


def need_closed() -> Refused:
    return Refused(
        "need_closed",
        "この困りごとは終わっています / this need has ended",
        field="need_id",
        remedy="新しい紹介を書いてください / write a new referral",
    )


def need_not_here(owner: str) -> Refused:
    return Refused(
        "need_not_here",
        f"この困りごとは {owner} が担当しています / this need is with {owner}",
        field="desk",
        remedy=f"{owner} から操作してください / act as {owner}",
    )


def other_persons_need() -> Refused:
    return Refused(
        "other_persons_need",
        "この困りごとは別の人のものです / this need is another person's",
        field="person_id",
        remedy="person_id、replaces、need_id を確かめる / check person_id, replaces and need_id",
    )


def referral_under_way(referral_id: str) -> Refused:
    return Refused(
        "referral_under_way",
        f"紹介 {referral_id} が進んでいます / referral {referral_id} is under way",
        field="need_id",
        remedy="先にその紹介を終えてください / end that referral first",
    )


def only_by_referral(upward: Iterable[str]) -> Refused:
    choice = ", ".join(upward)
    return Refused(
        "only_by_referral",
        "ほかの窓口へは、受け手が断れる紹介でつなぎます / "
        "another desk takes a need over by a referral, which it may refuse",
        field="to_desk",
        remedy=f"紹介を書くか {choice} に上げる / write a referral, or hand it up: {choice}",
    )

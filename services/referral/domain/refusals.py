"""Every "no" of the referral service: a stable code, a sentence, the field, and the remedy."""

from __future__ import annotations

from services.referral.domain.clock import STEPS
from services.referral.domain.events import BASES, CAPACITIES
from services.referral.domain.states import BUSINESS_STATUSES
from tsunagu.domain.errors import NotFound
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

_BASES = ", ".join(BASES)

# -- the states of a sheet ------------------------------------------------------------------------

TRANSITION_NOT_ALLOWED = Refusal(
    "transition_not_allowed",
    Text("{state} から {wanted} へは進めません", "{wanted} cannot follow {state}"),
    field="state",
    remedy=Text("{state} から進めるのは {choice}", "allowed after {state}: {choice}"),
    details=("state", "allowed"),
)
NOT_THIS_DESKS_MOVE = Refusal(
    "not_this_desks_move",
    Text("この操作ができるのは {desk} です", "only {desk} may do this"),
    field="desk",
    remedy=Text("{desk} から操作してください", "act as {desk}"),
)
BEFORE_IT_WAS_SENT = Refusal(
    "before_it_was_sent",
    Text("シートは {day} に送られています", "the sheet was sent on {day}"),
    field="on",
    remedy=Text("{day} 以後の日に", "{day} or a later day"),
)
BEFORE_PRESENT_STATE = Refusal(
    "before_present_state",
    Text(
        "いまの状態は {since} からです。それより前の日付にはできません",
        "the present state began on {since}; this cannot have happened before",
    ),
    field="on",
    remedy="on ≥ {since}",
)
REASON_REQUIRED = Refusal(
    "reason_required",
    Text("{state} には理由が要ります", "{state} needs a reason"),
    field="reason",
    remedy=Text(
        "reason に符号を入れてください（例 no_capacity）", "give a code, such as no_capacity"
    ),
)
OUTCOME_REQUIRED = Refusal(
    "outcome_required",
    Text("完了には結果が要ります", "completed needs an outcome that the sender sees"),
    field="outcome",
    remedy=Text(
        "outcome に符号を入れてください（例 support_given）", "give a code, such as support_given"
    ),
)
STATUS_UNKNOWN = Refusal(
    "status_unknown",
    Text("そのような進み具合はありません", "there is no such business status"),
    field="status",
    remedy=", ".join(BUSINESS_STATUSES),
)
NOTHING_UNDER_WAY = Refusal(
    "nothing_under_way",
    Text("{state} の紹介に進み具合は付けられません", "a referral that is {state} has no progress"),
    field="status",
    remedy=Text("紹介を送ってから", "request it first"),
)

# -- writing, sending and reading a sheet ---------------------------------------------------------

NOT_FOUND = Refusal(
    "not_found",
    Text("紹介 {id} は見つかりません", "no such referral"),
    details=("id",),
    kind=NotFound,
)
BASIS_REQUIRED = Refusal(
    "basis_required",
    Text(
        "本人同意の番号か、共有の根拠が要ります",
        "the person's consent or another legal basis must stand on the sheet",
    ),
    field="basis",
    remedy=Text(f"consent_id、または basis（{_BASES}）", f"consent_id, or one of {_BASES}"),
)
SAME_DESK = Refusal(
    "same_desk",
    Text("同じ窓口へはつなげません", "a desk cannot refer to itself"),
    field="to",
    remedy=Text("別の窓口を選んでください", "choose another desk"),
)
NO_CAPACITY = Refusal(
    "no_capacity",
    Text("{desk} はいま受け入れられません", "{desk} has no capacity now"),
    field="to",
    remedy=Text(
        "別の窓口を選ぶか despite_capacity=true で送ってください",
        "choose another desk, or send with despite_capacity=true",
    ),
)
SHEET_ALREADY_SENT = Refusal(
    "sheet_already_sent",
    Text("{state} のシートは書き直せません", "a sheet that is {state} cannot be rewritten"),
    field="referral_id",
    remedy=Text("新しいシートを書き replaces にこの番号を", "write a new one that replaces it"),
)
SHEET_NOT_YOURS = Refusal(
    "sheet_not_yours",
    Text(
        "シートを読めるのは送り手と、受け入れた後の受け手です",
        "its sender may read the sheet, and its receiver once it has accepted",
    ),
    field="desk",
    remedy=Text("受け入れる前は preview を見てください", "before accepting, see the preview"),
)
CANNOT_REPLACE = Refusal(
    "cannot_replace",
    Text(
        "{referral_id} は続けられません。断られ、失敗し、または取り消されたご自分の紹介だけです",
        "{referral_id} cannot be followed: only your own that was rejected, failed or cancelled",
    ),
    field="replaces",
    remedy=Text("困りごとが手元にある紹介の番号を", "name one whose need is back on your desk"),
)

# -- the need behind a sheet ----------------------------------------------------------------------

NEED_CLOSED = Refusal(
    "need_closed",
    Text("この困りごとは終わっています", "this need has ended"),
    field="need_id",
    remedy=Text("新しい紹介を書いてください", "write a new referral"),
)
NEED_NOT_HERE = Refusal(
    "need_not_here",
    Text("この困りごとは {owner} が担当しています", "this need is with {owner}"),
    field="desk",
    remedy=Text("{owner} から操作してください", "act as {owner}"),
)
OTHER_PERSONS_NEED = Refusal(
    "other_persons_need",
    Text("この困りごとは別の人のものです", "this need is another person's"),
    field="person_id",
    remedy=Text("person_id、replaces、need_id を確かめる", "check person_id, replaces and need_id"),
)
REFERRAL_UNDER_WAY = Refusal(
    "referral_under_way",
    Text("紹介 {referral_id} が進んでいます", "referral {referral_id} is under way"),
    field="need_id",
    remedy=Text("先にその紹介を終えてください", "end that referral first"),
)
ONLY_BY_REFERRAL = Refusal(
    "only_by_referral",
    Text(
        "ほかの窓口へは、受け手が断れる紹介でつなぎます",
        "another desk takes a need over by a referral, which it may refuse",
    ),
    field="to_desk",
    remedy=Text("紹介を書くか {choice} に上げる", "write a referral, or hand it up: {choice}"),
)

# -- desks ----------------------------------------------------------------------------------------

DESK_UNKNOWN = Refusal(
    "desk_unknown",
    Text("担当窓口がありません: {desk}", "no such desk: {desk}"),
    field="{field}",
    remedy=Text(
        "窓口一覧（list_desks）の code を使ってください", "use a code of the desk directory"
    ),
)
CAPACITY_UNKNOWN = Refusal(
    "capacity_unknown",
    Text(
        "受入状況は available、waitlist、none のいずれかです",
        "capacity is one of available, waitlist, none",
    ),
    field="capacity",
    remedy=", ".join(CAPACITIES),
)
STEP_UNKNOWN = Refusal(
    "step_unknown",
    Text("そのような段階はありません", "there is no such step"),
    field="step",
    remedy=", ".join(STEPS),
)
CLOCK_IMPOSSIBLE = Refusal(
    "clock_impossible",
    Text(
        "期限は1営業日以上、報告は期限より後で、責任者が先です",
        "a clock needs at least one working day, and the desk's lead hears first",
    ),
    field="days",
    remedy="days ≥ 1, 1 ≤ lead_after ≤ support_after",
)

# -- past records ---------------------------------------------------------------------------------

ALREADY_RECORDED = Refusal(
    "already_recorded",
    Text(
        "この番号の紹介はほかの内容で取り込み済みです",
        "a referral with this id was brought in with other content",
    ),
    field="id",
    remedy=Text("別の番号にするか correction で直す", "give another id, or correct it"),
)
REFERRAL_UNKNOWN = Refusal(
    "referral_unknown",
    Text("この番号の紹介がありません", "no referral has this id"),
    field="id",
    remedy=Text("先の行に referral を", "put its referral on an earlier line"),
)
OTHER_PERSONS_REFERRAL = Refusal(
    "other_persons_referral",
    Text("この紹介は別の人のものです", "this referral is another person's"),
    field="person",
    remedy=Text("紹介の行と同じ person に", "the same person as in its referral line"),
)
RECORD_NOT_FOUND = Refusal(
    "record_not_found",
    Text("その記録はありません", "there is no such record"),
    field="of",
    remedy=Text("person、of.do、of.on を確かめる", "check person, of.do and of.on"),
)
RECORD_AMBIGUOUS = Refusal(
    "record_ambiguous",
    Text("同じ日に同じ記録がいくつもあります", "there are several such records on that day"),
    field="of.id",
    remedy=Text("of.id に紹介の番号を", "name the referral in of.id"),
)

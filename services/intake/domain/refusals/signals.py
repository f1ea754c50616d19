"""When a signal is not taken, or a step of one is refused."""

from __future__ import annotations

from tsunagu.domain.errors import Forbidden, NotFound
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

# -- taking it in ---------------------------------------------------------------------------------

IDENTITY_WITHOUT_BASIS = Refusal(
    "identity_without_basis",
    Text(
        "本人の同意も支援会議もないため、氏名などは受け取れません",
        "without consent or a support conference no identity may be sent",
    ),
    field="person",
    remedy=Text(
        "person を外す、または同意を得て basis を consent にする",
        "leave person out, or obtain consent and send basis consent",
    ),
)

CONSENT_EXPIRED = Refusal(
    "consent_expired",
    Text("同意の期限が過ぎています", "the consent has ended"),
    field="consent.until",
    remedy=Text("改めて同意を得る", "obtain consent again"),
)

CONSENT_NAMES_OTHERS = Refusal(
    "consent_names_others",
    Text("同意した相手に自立相談支援が入っていません", "the consent does not name us"),
    field="consent.scope",
    remedy=Text(
        "自立相談支援への同意を得る、または basis を encouragement_only に",
        "obtain it ({desk}), or send encouragement_only",
    ),
)

NO_SUCH_CONFERENCE = Refusal(
    "no_such_conference",
    Text("その支援会議は記録にありません", "no such support conference is on record"),
    field="conference_id",
    remedy=Text("会議の番号を確かめる。記録がなければ外す", "check it, or leave it out"),
)

CONFERENCE_NOT_HELD = Refusal(
    "conference_not_held",
    Text("その支援会議はまだ開かれていません", "that support conference has not been held"),
    field="conference_id",
    remedy=Text("開かれてから送る", "send it once it was held"),
)

NOT_IN_THE_CONFERENCE = Refusal(
    "not_in_the_conference",
    Text("その支援会議の構成員ではありません", "the department was not in that conference"),
    field="conference_id",
    remedy=Text("出席した会議の番号を", "the conference in which you took part"),
)

# -- what is done about it ------------------------------------------------------------------------

SIGNAL_NOT_FOUND = Refusal(
    "not_found",
    Text("連絡 {id} は見つかりません", "no such signal"),
    details=("id",),
    kind=NotFound,
)

SIGNAL_NOT_OPEN = Refusal(
    "signal_not_open",
    Text("この連絡はすでにつながったか終わっています", "this signal is connected or closed"),
    field="signal_id",
    remedy=Text("新しい連絡として送る", "send it as a new signal"),
)

SIGNAL_ATTACHED = Refusal(
    "signal_attached",
    Text("同じ人についての先の連絡と一緒に扱っています", "it is one need with another signal"),
    field="signal_id",
    remedy=Text("{attached_to} の次の一歩を決める", "set the next step of that one"),
    details=("attached_to",),
)

NO_IDENTITY = Refusal(
    "no_identity",
    Text("本人の情報は来ていません", "no identity came with this signal"),
    kind=NotFound,
)

NOT_ON_THIS_BASIS = Refusal(
    "not_on_this_basis",
    Text("この根拠では認められていません", "it is not allowed on this basis"),
    details=("action", "basis"),
    kind=Forbidden,
)
BASIS_ENDED = Refusal(
    "basis_ended",
    Text(
        "同意が取り消されたか期限が過ぎたため、見ることができません",
        "the consent was withdrawn or has ended: it may not be read any more",
    ),
    kind=Forbidden,
)

NO_SUCH_SLIP = Refusal(
    "no_such_slip",
    Text("番号 {number} の票は出していません", "no slip of this number was printed"),
    field="slip_code",
    remedy=Text("番号を確かめるか、省いて受け付ける", "check it, or accept without it"),
    kind=NotFound,
)

# -- running numbers ------------------------------------------------------------------------------

GAP_ENDS_BEFORE_IT_BEGINS = Refusal(
    "gap_ends_before_it_begins",
    Text("終わりの番号が始めより前です", "the last number is before the first"),
    field="last",
    remedy=Text("{first} 以上に", "{first} or more"),
)

"""When something about a meeting is refused."""

from __future__ import annotations

from tsunagu.domain.errors import NotFound
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

MEETING_NOT_FOUND = Refusal(
    "not_found",
    Text("会議 {id} は見つかりません", "no such meeting"),
    details=("id",),
    kind=NotFound,
)

MEETING_CLOSED = Refusal(
    "meeting_closed",
    Text("この会議の記録は閉じています", "the minutes of this meeting are closed"),
    field="meeting_id",
    remedy=Text("新しい会議を開く", "call another meeting"),
)

MEMBERS_REQUIRED = Refusal(
    "members_required",
    Text("構成員がまだ記録されていません", "nobody is on record as taking part"),
    field="members",
    remedy=Text("先に構成員を記録する", "name the members first"),
)

MEMBERS_BEFORE_CASES = Refusal(
    "members_before_cases",
    Text(
        "ケースを話し始めた後に構成員は加えられません",
        "nobody joins after the first case was discussed",
    ),
    field="member",
    remedy=Text("次の会議を開く", "call another meeting"),
)

SECRECY_REQUIRED = Refusal(
    "secrecy_required",
    Text(
        "支援会議の構成員には守秘義務の根拠が要ります",
        "a member of a support conference must be bound to secrecy",
    ),
    field="secrecy",
    remedy="{choice}",
)

CONFERENCE_ONLY = Refusal(
    "conference_only",
    Text(
        "同意なしで共有できるのは支援会議だけです",
        "only a support conference may share without consent",
    ),
    field="basis",
    remedy=Text(
        "consent か anonymous、または支援会議として開く",
        "consent or anonymous, or call a support conference",
    ),
)

CONSENT_MISSING = Refusal(
    "consent_missing",
    Text(
        "本人の同意に含まれない窓口がいます：{names}",
        "the consent does not name every desk that is present",
    ),
    field="basis",
    remedy=Text(
        "同意を得る、匿名で話す、または支援会議で",
        "obtain consent, speak anonymously, or use a support conference",
    ),
    details=("desks",),
)

ANONYMOUS_SHARES_NOTHING = Refusal(
    "anonymous_shares_nothing",
    Text("匿名の検討では本人の情報を記録できません", "an anonymous case shares no details"),
    field="shared",
    remedy=Text("shared を空に", "leave it out"),
)

CASE_NOT_DISCUSSED = Refusal(
    "case_not_discussed",
    Text("このケースはこの会議で話されていません", "this case was not discussed here"),
    field="case_id",
    remedy=Text("先に検討を記録する", "record the discussion first"),
)

DUE_IN_THE_PAST = Refusal(
    "due_in_the_past",
    Text("期限が会議の日より前です", "due before the day of the meeting"),
    field="due_on",
    remedy=Text("{held_on} 以後", "from then on"),
)

DECISION_NOT_OPEN = Refusal(
    "decision_not_open",
    Text("この決定は知られていないか、もう済んでいます", "unknown, or done already"),
    field="decision_id",
    remedy=Text("決定の一覧から選ぶ", "choose from the list of decisions"),
)

NOT_THIS_DESKS_DECISION = Refusal(
    "not_this_desks_decision",
    Text("この決定の担当は {owner_desk} です", "it belongs to {owner_desk}"),
    field="by",
    remedy=Text("{owner_desk} から操作する", "act as {owner_desk}"),
)

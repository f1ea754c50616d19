"""When something about a person is refused: their consent, a reading, who they are."""

from __future__ import annotations

from tsunagu.domain.errors import NotFound
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

CONSENT_ENDS_BEFORE_IT_BEGINS = Refusal(
    "consent_ends_before_it_begins",
    Text("同意の期限が同意した日より前です", "the consent would end before it begins"),
    field="until",
    remedy=Text("同意した日以後の日付にする", "give a day on or after the consent"),
)

NO_SUCH_CONSENT = Refusal(
    "no_such_consent",
    Text("その同意は記録されていません", "no such consent is on record"),
    field="consent_id",
    kind=NotFound,
)

PURPOSE_REQUIRED = Refusal(
    "purpose_required",
    Text("何のために見るのかを書いてください", "say what you read it for"),
    field="purpose",
    remedy=Text("例", "e.g. support, contact, referral"),
)

ALREADY_ONE_PERSON = Refusal(
    "already_one_person",
    Text("この二つの記録はすでに同じ人です", "these records are one person already"),
    field="into_id",
    remedy=Text("別の人の番号を", "name another person"),
)

NOT_MERGED = Refusal(
    "not_merged",
    Text("この記録はほかの記録にまとめられていません", "this record is merged into no other"),
    field="person_id",
    remedy=Text("まとめられた側の記録を選ぶ", "choose the record that was merged"),
)

MATCH_ALREADY_DECIDED = Refusal(
    "match_already_decided",
    Text("この候補はもう決まっています", "this proposal is decided already"),
    field="proposal_id",
    remedy=Text("違っていたら persons の merge か split で直す", "merge or split the persons"),
)

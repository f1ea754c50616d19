"""Plain words for the codes that the platform answers with; a code of which it has none stays.

Only what a department's clerk meets. The platform's own lists are longer and may grow.
"""

from __future__ import annotations

CODES = {
    # states
    "open": "対応中",
    "connected": "相談につながった",
    "closed": "終わった",
    "accepted": "受け付けた",
    "sent": "ブローカーに渡した（受け付けたかはまだ分からない）",
    "waiting": "手元で待っている",
    "refused": "断られた",
    # desks
    "consultation_support": "自立相談支援（断らない相談窓口）",
    # next steps
    "first_contact": "最初の連絡",
    "urgent_contact": "急ぎの連絡",
    # what happened
    "signal_received": "受け付けた",
    "signal_next_step_set": "担当・次の一歩・期日が決まった",
    "signal_escalated": "期日が過ぎ、上の人に知らせた",
    "signal_connected": "相談につながった",
    "signal_closed": "終えた",
    "signal_refused": "断った",
    "encouragement_given": "利用を勧めた",
    # what the person said to an encouragement
    "coming": "来る",
    "thinking": "考える",
    "declined": "断った",
    "no_answer": "返事なし",
}

# Why one that came by the broker was refused, and what to do about it.
REASONS = {
    "invalid_input": (
        "項目の形が違います / fields have the wrong form",
        "下の項目を直す / mend the fields below",
    ),
    "identity_without_basis": (
        "この根拠では本人が分かる情報を送れません / this basis allows no identity",
        "person を外す、または同意を得る / leave person out, or obtain consent",
    ),
    "consent_expired": (
        "同意の期限が過ぎています / the consent has ended",
        "改めて同意を得る / obtain it again",
    ),
    "consent_names_others": (
        "同意した相手に自立相談支援が入っていません / the consent does not name us",
        "同意を得る、または encouragement_only で / obtain it, or send encouragement_only",
    ),
    "no_such_conference": (
        "その支援会議は記録にありません / no such support conference is on record",
        "会議の番号を確かめる。なければ外す / check it, or leave it out",
    ),
    "not_in_the_conference": (
        "その支援会議の構成員ではありません / the department was not in that conference",
        "出席した会議の番号を / the conference in which you took part",
    ),
    "internal_error": (
        "受け取る側の不具合です / a fault of the platform's own",
        "運用の担当に知らせる。直ったら届きます / tell the operators: when mended, it is taken",
    ),
    "not_cloudevents_1_0": (
        "CloudEvents 1.0 ではありません / not CloudEvents 1.0",
        'specversion に "1.0" を / send specversion "1.0"',
    ),
    "wrong_source": (
        "知らない部署か、ほかの部署です / not a department, or another's",
        "source に /departments/<自分の code> を / send your own code in source",
    ),
    "unknown_type": (
        "知らない型です / unknown type",
        "type に jp.tsunagu.signal.v1 を / send this type",
    ),
    "wrong_routing_key": (
        "ルーティングキーが部署の code と違います / the routing key is not your department's code",
        "自分の code を / your own code",
    ),
}
ANOTHER_REASON = (
    "断られました / it was refused",
    "運用の担当に理由の符号を伝える / tell the operators",
)


def word_of(code: object) -> str:
    """The word for a code, or nothing."""
    return CODES.get(code, "") if isinstance(code, str) else ""


def why_refused(reason: object) -> tuple[str, str]:
    """Problem and remedy for the code of a reason."""
    return REASONS.get(str(reason), ANOTHER_REASON)

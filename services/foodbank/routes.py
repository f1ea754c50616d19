"""What of the food bank's commands REST offers, under `/api/v1/foodbank`."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema

from services.foodbank.schemas import shared as schemas
from services.foodbank.schemas import stock as stock_schemas
from services.foodbank.schemas import visits as visit_schemas
from tsunagu.contracts.route_kinds import ask, do
from tsunagu.contracts.routes import FIGURES, Route
from tsunagu.sheets.commands import sheet_routes


def _do(
    path: str,
    method: str,
    ja: str,
    en: str,
    body: type[Schema] = schemas.Body,
    *,
    versioned: bool = False,
) -> Route:
    """A command of the food bank's own desk."""
    return do(f"/foodbank{path}", method, ja, en, body, versioned=versioned)


def _see(
    path: str, method: str, ja: str, en: str, query: type[Schema] | None = None, **more: Any
) -> Route:
    return ask(f"/foodbank{path}", method, ja, en, query, **more)


_VISITOR, _VISIT = "/visitors/<visitor_id>", "/visits/<visit_id>"
_PARCEL, _CONTACT = "/parcels/<parcel_id>", "/contacts/<contact_id>"

_VISITORS = (
    _do(
        "/visitors",
        "register_visitor",
        "利用者を登録（名前は聞かない）",
        "Register a visitor; no name is asked",
        schemas.Registration,
    ),
    _see("/visitors", "list_visitors", "利用者の一覧", "Visitors", schemas.VisitorQuery),
    _see(_VISITOR, "get_visitor", "利用者の経過", "One visitor's course"),
    _do(
        f"{_VISITOR}/description",
        "describe_visitor",
        "世帯と食べられないものを書く",
        "Describe visitor and household",
        schemas.Description,
        versioned=True,
    ),
    _do(f"{_VISITOR}/card", "issue_card", "札を渡す", "Issue a card", schemas.CardShape),
    _do(
        f"{_VISITOR}/reading",
        "read_visitor",
        "利用者の情報を見る（記録される）",
        "Read what is known of them; recorded",
        schemas.Reading,
    ),
    _do(f"{_VISITOR}/forgetting", "forget_visitor", "記録を消す", "Forget what they told us"),
    _do(
        f"{_VISITOR}/link",
        "link_visitor",
        "同意を得て本人につなぐ",
        "Link with a person, by consent",
        schemas.Link,
    ),
    _do(
        f"{_VISITOR}/unlink",
        "unlink_visitor",
        "誤ったつながりを外す",
        "Undo a wrong link",
        schemas.Unlink,
    ),
)

_INVITATION = (
    _do(
        f"{_VISITOR}/asking",
        "visitor_asks",
        "本人から尋ねられた",
        "They asked about help by themselves",
    ),
    _do(
        f"{_VISITOR}/invitation",
        "offer_invitation",
        "やわらかく誘う",
        "Offer the soft invitation",
    ),
    _do(
        f"{_VISITOR}/invitation/answer",
        "answer_invitation",
        "答えを記録",
        "Record the answer",
        schemas.Answering,
    ),
    _do(
        f"{_VISITOR}/invitation/next-step",
        "set_invitation_step",
        "次の一歩を決める",
        "Set the next step on the way",
        schemas.Step,
    ),
    _do(
        f"{_VISITOR}/invitation/withdrawal",
        "withdraw_invitation",
        "気持ちが変わった",
        "They take their agreement back",
        schemas.Withdrawal,
    ),
    _do(
        f"{_VISITOR}/invitation/connection",
        "connect_visitor",
        "窓口につながった",
        "The agreed invitation reached a desk",
        schemas.Connection,
    ),
    _see(
        "/coming",
        "coming",
        "あとから相談に来た人の数",
        "How many later come to consultation",
        schemas.Period,
        roles=FIGURES,
    ),
    _do(
        "/contacts",
        "record_contact",
        "相談補助員の声かけ",
        "A contact of the consultation aide",
        schemas.ContactShape,
    ),
    _do(
        f"{_CONTACT}/next-step",
        "set_contact_step",
        "約束したこと",
        "What the aide promised",
        schemas.Step,
    ),
    _do(
        f"{_CONTACT}/outcome",
        "end_contact_step",
        "約束の結果",
        "What became of the promise",
        schemas.Outcome,
    ),
    _do(
        f"{_CONTACT}/reading",
        "read_contact",
        "声かけの記録を見る（記録される）",
        "Read the aide's words; recorded",
        schemas.Reading,
    ),
)

_VISITS = (
    _do("/visits", "record_visit", "来所を記録", "Record a visit", visit_schemas.VisitShape),
    _do(
        "/hand-outs",
        "hand_out",
        "来所と詰め合わせを一度に",
        "A visit and its parcel at once",
        visit_schemas.HandOut,
    ),
    _see("/visits", "list_visits", "来所の一覧", "Visits", visit_schemas.VisitQuery),
    _see(_VISIT, "get_visit", "来所", "One visit"),
    _do(
        f"{_VISIT}/next-step",
        "set_visit_step",
        "待っている人への次の一歩",
        "Next step for who waits",
        schemas.Step,
    ),
    _do(
        f"{_VISIT}/ending",
        "end_waiting",
        "詰め合わせなしで終える",
        "End it without a parcel",
        visit_schemas.Ending,
    ),
    _do(f"{_VISIT}/parcel", "pack_parcel", "詰め合わせる", "Pack a parcel", visit_schemas.Packing),
    _see("/parcels", "list_parcels", "詰め合わせの一覧", "Parcels", visit_schemas.ParcelQuery),
    _see(_PARCEL, "get_parcel", "詰め合わせ", "One parcel"),
    _do(
        f"{_PARCEL}/delivery",
        "promise_delivery",
        "届ける日を変える",
        "Another day for the delivery",
        visit_schemas.NewDay,
    ),
    _do(f"{_PARCEL}/giving", "give_parcel", "渡した・届けた", "Handed over or delivered"),
    _do(
        f"{_PARCEL}/taking-back",
        "take_back_parcel",
        "戻す",
        "Take it back",
        visit_schemas.TakingBack,
    ),
    _do(
        f"{_PARCEL}/reading",
        "read_parcel",
        "届け先と入れなかったものを見る（記録される）",
        "Read where it goes and what was left out; recorded",
        schemas.Reading,
    ),
    _see(
        "/promises",
        "list_promises",
        "約束の一覧（期限順）",
        "Everything promised, by due date",
        schemas.PromiseQuery,
    ),
)

_STOCK = (
    _do("/drives", "hold_drive", "フードドライブ", "A food drive", stock_schemas.DriveShape),
    _do(
        "/drives/<drive_id>/weights",
        "weigh_drive",
        "重さを直す",
        "Correct its weights",
        stock_schemas.Weights,
    ),
    _see(
        "/drives",
        "list_drives",
        "フードドライブとその行方",
        "Food drives and what became of them",
        stock_schemas.DriveQuery,
        roles=FIGURES,
    ),
    _do("/stock", "receive_stock", "入荷", "Food came in", stock_schemas.LotShape),
    _see(
        "/stock",
        "list_stock",
        "在庫（期限順）",
        "Stock, by expiry",
        stock_schemas.LotQuery,
    ),
    _see("/stock/<lot_id>", "trace_stock", "行方（回収のとき）", "Where a lot went"),
    _do(
        "/stock/<lot_id>/moving",
        "move_stock",
        "移す",
        "Move to another place",
        stock_schemas.Moving,
    ),
    _do(
        "/stock/<lot_id>/discarding",
        "discard_stock",
        "廃棄",
        "Discard",
        stock_schemas.Discarding,
    ),
    _see("/ration", "get_ration", "一人一日の目安", "Ration table"),
    _do("/ration", "set_ration", "目安を決める", "Set a ration", stock_schemas.RationShape),
    _do(
        "/ration/days",
        "set_ration_days",
        "何日分か",
        "For how many days",
        stock_schemas.DaysShape,
    ),
    _see("/codes", "list_codes", "符号の一覧", "Every list of codes"),
)

ROUTES = (*_VISITORS, *_INVITATION, *_VISITS, *_STOCK, *sheet_routes("foodbank"))

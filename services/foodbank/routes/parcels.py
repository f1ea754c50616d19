"""What REST offers of parcels, and everything promised."""

from __future__ import annotations

from services.foodbank.routes.kinds import ask, do
from services.foodbank.schemas.bodies import Reading
from services.foodbank.schemas.parcels import NewDay, Packing, ParcelQuery, TakingBack
from services.foodbank.schemas.visits import PromiseQuery
from tsunagu.contracts.routes import Route

_VISIT = "/visits/<visit_id>"
_PARCEL = "/parcels/<parcel_id>"

PARCELS: tuple[Route, ...] = (
    do(f"{_VISIT}/parcel", "pack_parcel", "詰め合わせる", "Pack a parcel", Packing),
    ask("/parcels", "list_parcels", "詰め合わせの一覧", "Parcels", ParcelQuery),
    ask(_PARCEL, "get_parcel", "詰め合わせ", "One parcel"),
    do(
        f"{_PARCEL}/delivery",
        "promise_delivery",
        "届ける日を変える",
        "Another day for the delivery",
        NewDay,
    ),
    do(f"{_PARCEL}/giving", "give_parcel", "渡した・届けた", "Handed over or delivered"),
    do(
        f"{_PARCEL}/taking-back",
        "take_back_parcel",
        "戻す",
        "Take it back",
        TakingBack,
    ),
    do(
        f"{_PARCEL}/reading",
        "read_parcel",
        "届け先と入れなかったものを見る（記録される）",
        "Read where it goes and what was left out; recorded",
        Reading,
    ),
    ask(
        "/promises",
        "list_promises",
        "約束の一覧（期限順）",
        "Everything promised, by due date",
        PromiseQuery,
    ),
)

"""What REST offers of food: drives, lots, rations and the lists of codes."""

from __future__ import annotations

from services.foodbank.routes.kinds import ask, do
from services.foodbank.schemas.stock import (
    DaysShape,
    Discarding,
    DriveQuery,
    DriveShape,
    LotQuery,
    LotShape,
    Moving,
    RationShape,
    Weights,
)
from tsunagu.contracts.routes import FIGURES, Route

STOCK: tuple[Route, ...] = (
    do("/drives", "hold_drive", "フードドライブ", "A food drive", DriveShape),
    do(
        "/drives/<drive_id>/weights",
        "weigh_drive",
        "重さを直す",
        "Correct its weights",
        Weights,
    ),
    ask(
        "/drives",
        "list_drives",
        "フードドライブとその行方",
        "Food drives and what became of them",
        DriveQuery,
        roles=FIGURES,
    ),
    do("/stock", "receive_stock", "入荷", "Food came in", LotShape),
    ask(
        "/stock",
        "list_stock",
        "在庫（期限順）",
        "Stock, by expiry",
        LotQuery,
    ),
    ask("/stock/<lot_id>", "trace_stock", "行方（回収のとき）", "Where a lot went"),
    do(
        "/stock/<lot_id>/moving",
        "move_stock",
        "移す",
        "Move to another place",
        Moving,
    ),
    do(
        "/stock/<lot_id>/discarding",
        "discard_stock",
        "廃棄",
        "Discard",
        Discarding,
    ),
    ask("/ration", "get_ration", "一人一日の目安", "Ration table"),
    do("/ration", "set_ration", "目安を決める", "Set a ration", RationShape),
    do(
        "/ration/days",
        "set_ration_days",
        "何日分か",
        "For how many days",
        DaysShape,
    ),
    ask("/codes", "list_codes", "符号の一覧", "Every list of codes"),
)

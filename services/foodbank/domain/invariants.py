"""What must hold over several things of the food bank, whoever records at the same moment."""

from __future__ import annotations

from services.foodbank.domain.card import Card
from services.foodbank.domain.lot import Lot
from services.foodbank.domain.parcel import Parcel
from services.foodbank.domain.visit import Visit
from tsunagu.domain.invariant import Invariant
from tsunagu.domain.text import Text

INVARIANTS = (
    Invariant(
        "one_visitor_per_card",
        over="card",
        text=Text("一枚のカードは一人のもの", "a card is one visitor's"),
        kept_by=Card,
    ),
    Invariant(
        "sheets_of_a_person_bring_one_visitor",
        over="person",
        text=Text(
            "同じ人のシートが何枚来ても、来所者は一人",
            "however many sheets come of a person, they make one visitor",
        ),
    ),
    Invariant(
        "no_more_food_than_there_is",
        over="lot",
        text=Text("在庫より多くは出ない", "no more is taken of a lot than it has"),
        kept_by=Lot,
    ),
    Invariant(
        "one_parcel_per_visit",
        over="visit",
        text=Text("一回の来所に、開いている詰め合わせは一つ", "a visit has one parcel at a time"),
        kept_by=Visit,
    ),
    Invariant(
        "a_parcel_is_given_or_taken_back",
        over="parcel",
        text=Text(
            "詰め合わせは、渡すか戻すかの一度だけ",
            "a parcel is given, or taken back, once",
        ),
        kept_by=Parcel,
    ),
    Invariant(
        "nothing_given_that_they_avoid",
        over="visitor",
        text=Text(
            "食べられないと言ったものは、その後には渡らない",
            "what a visitor has said to avoid is not given afterwards",
        ),
    ),
    Invariant(
        "a_coming_is_counted_once",
        over="visitor",
        text=Text(
            "相談に来たことは、結び付けと行き違っても一度だけ数える",
            "a coming to consultation counts once, also where the link crosses with it",
        ),
    ),
)

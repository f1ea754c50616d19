"""Every "no" of the food bank: a code, a sentence, the field, and what to do instead."""

from __future__ import annotations

from services.foodbank.domain.events.fields import DESK
from services.foodbank.domain.events.invitation import ANSWERS
from services.foodbank.domain.events.visitor import LINK_BASES
from tsunagu.domain.errors import NotFound
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

# -- of anything ----------------------------------------------------------------------------------

NO_SUCH_LOT = Refusal(
    "not_found",
    Text("{id} は見つかりません", "no such lot"),
    details=("id",),
    kind=NotFound,
)
NOT_FOUND = Refusal(
    "not_found",
    Text("{id} は見つかりません", "is not known"),
    details=("id",),
    kind=NotFound,
)
NOT_THIS_DESK = Refusal(
    "not_this_desk",
    Text("{by} ではなくフードバンクの操作です", "this is for the food bank, not for {by}"),
    field="by",
    remedy=Text(f"{DESK} から操作する", f"act as {DESK}"),
)
BEFORE_PRESENT_STATE = Refusal(
    "before_present_state",
    Text("いまの状態は {since} からです", "it has been so since {since}"),
    field="on",
    remedy=Text("{since} 以後の日付を", "a day from then on"),
)
STATE_NOT_ALLOWED = Refusal(
    "state_not_allowed",
    Text("{state} のときはできません", "this cannot be done while it is {state}"),
    field="state",
    remedy=Text("できるのは {choice} のとき", "possible while {choice}"),
    details=("state",),
)
NOT_POSITIVE = Refusal(
    "not_positive",
    Text("1 以上の数にしてください", "must be one at least"),
    field="{name}",
    remedy="{name} ≥ 1",
)

# -- visitors and their household -----------------------------------------------------------------

VISITOR_FORGOTTEN = Refusal(
    "visitor_forgotten",
    Text("この方の記録は消えています", "what was known of this visitor is forgotten"),
    field="visitor_id",
    remedy=Text("新しい方として登録する", "register them anew"),
)
CARD_TAKEN = Refusal(
    "card_taken",
    Text("この番号はほかの方の札です", "this card's number is another visitor's"),
    field="card",
    remedy=Text("別の番号を", "another number"),
)
ALREADY_LINKED = Refusal(
    "already_linked",
    Text("ほかの方につながっています", "this visitor is linked to another person"),
    field="person_id",
    remedy=Text("誤りなら先に外す", "unlink first if that was wrong"),
)
BASIS_REQUIRED = Refusal(
    "basis_required",
    Text("本人の同意か、シートが要ります", "it takes their consent, or a sheet"),
    field="basis",
    remedy=", ".join(LINK_BASES),
)
HOUSEHOLD_IMPOSSIBLE = Refusal(
    "household_impossible",
    Text(
        "人数が合いません。子どもと乳児は人数の内です",
        "children and infants are among the household, which is of one at least",
    ),
    field="household",
    remedy="size ≥ 1, children + infants ≤ size",
)
ALLERGIES_NOT_ASKED = Refusal(
    "allergies_not_asked",
    Text("食べられないものをまだ聞いていません", "nobody has asked yet what they cannot eat"),
    field="household.allergies",
    remedy=Text("聞いて入れる。なければ []", "ask, and give what they say; [] if there is nothing"),
)

# -- the soft invitation --------------------------------------------------------------------------

ASKING_NOT_ALLOWED = Refusal(
    "asking_not_allowed",
    Text("もう一度お誘いしてよいと言われていません", "they have not allowed us to ask again"),
    field="visitor_id",
    remedy="{when}",
)
FROM_THAT_DAY = Text("{day} から", "from then on")
ONCE_THEY_ASK = Text("本人から尋ねられたら", "once they ask")
ANSWER_UNKNOWN = Refusal(
    "answer_unknown",
    Text("そのような答えはありません", "there is no such answer"),
    field="answer",
    remedy=", ".join(ANSWERS),
)
ASKING_AGAIN_IN_THE_PAST = Refusal(
    "due_in_the_past",
    Text("もう一度聞いてよい日は、今日以降です", "they cannot allow asking on a day that is past"),
    field="may_ask_again_on",
    remedy="≥ {on}",
)
STEP_REQUIRED = Refusal(
    "step_required",
    Text(
        "つなぐ約束には、次の一歩と期限が要ります",
        "who has agreed is owed a next step and its day",
    ),
    field="next_step",
    remedy=Text("例", "e.g. accompany, write_sheet; due_on"),
)

# -- visits and parcels ---------------------------------------------------------------------------

NO_FOOD_CANNOT_WAIT = Refusal(
    "no_food_cannot_wait",
    Text(
        "きょう食べるものがない方です。次の一歩は今日です",
        "they have nothing to eat today: the next step is today",
    ),
    field="due_on",
    remedy="due_on = {on}",
)
DELIVERY_DAY_REQUIRED = Refusal(
    "delivery_day_required",
    Text("届ける日を入れてください", "say on which day it will be delivered"),
    field="due_on",
    remedy="due_on",
)
NOT_A_DELIVERY = Refusal(
    "not_a_delivery",
    Text("窓口で渡す詰め合わせです", "this parcel is handed over at the counter"),
    field="parcel_id",
    remedy=Text("渡すか戻す", "give it, or take it back"),
)

# -- food -----------------------------------------------------------------------------------------

ALREADY_EXPIRED = Refusal(
    "already_expired",
    Text("期限の切れた食品は受け入れられません", "food that is out of date is not taken in"),
    field="expires_on",
    remedy="≥ {on}",
)
NOT_EXPIRED = Refusal(
    "not_expired",
    Text("期限は {expires_on} です", "it is good through {expires_on}"),
    field="reason",
    remedy=Text("ほかの理由を", "give another reason"),
)
NOT_ENOUGH_STOCK = Refusal(
    "not_enough_stock",
    Text("{place} にあるのは {there} 個です", "only {there} units are at {place}"),
    field="units",
    remedy="≤ {there}",
)
WEIGHT_NEGATIVE = Refusal(
    "not_positive",
    Text("重さは 0 以上です", "a weight is not negative"),
    field="grams_by_category",
    remedy="≥ 0",
)
RATION_IMPOSSIBLE = Refusal(
    "ration_impossible",
    Text(
        "一日の量は 0 以上、子どもの割合は 0–200 です",
        "grams a day are not negative, a child's share is 0 to 200 percent",
    ),
    field="grams_per_day",
    remedy="grams_per_day ≥ 0, 0 ≤ child_percent ≤ 200, whom: {choice}",
)
DAYS_IMPOSSIBLE = Refusal(
    "days_impossible",
    Text("日数は 1–{most} です", "a parcel is for 1 to {most} days"),
    field="days",
    remedy="1–{most}",
)

# -- food that a household may not get ------------------------------------------------------------

_UNSUITABLE = Text(
    "{item} はこの世帯に渡せません（{reason} {detail}）", "{item} may not go to this household"
)
_REPACK = Text("入れ直す", "take the parcel back and pack it anew")
FOOD_EXPIRED = Refusal("food_expired", _UNSUITABLE, field="parcel_id", remedy=_REPACK)
FOOD_CONTAINS = Refusal("food_contains", _UNSUITABLE, field="parcel_id", remedy=_REPACK)
FOOD_LABEL_UNREAD = Refusal("food_label_unread", _UNSUITABLE, field="parcel_id", remedy=_REPACK)
FOOD_NEEDS_COOKING = Refusal("food_needs_cooking", _UNSUITABLE, field="parcel_id", remedy=_REPACK)

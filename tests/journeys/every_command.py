"""One story for each service in which every command that REST offers is used and succeeds.

A desk's clicks are given as (role, verb, path as it is declared, body, parameters of the path);
what one answers leads to the next. Days lie in the past, so that nothing is out of date.
"""

from __future__ import annotations

import itertools
import json
import uuid
from datetime import date, timedelta

from tests.journeys.consulting import SUPPORT

BENEFIT, SHELTER, RESIDENCE = "housing_security_benefit", "temporary_shelter", "community_residence"
PLACEMENT, PREPARATION, TRAINING = (
    "free_job_placement",
    "work_preparation",
    "certified_work_training",
)
FOOD = "food_bank"
ALONE = {"size": 1, "income": 80_000, "assets": 100_000, "rent": 40_000, "cause": "income_fell"}
NOBODY_ELSE = {"size": 1, "allergies": [], "diets": []}
STEP = {"next_step": "call_back", "due_on": (date.today() + timedelta(days=5)).isoformat()}
DAY = "2025-06-10"

_numbers = itertools.count(1)


def draw(kind):
    return f"{kind}-{uuid.uuid4().hex[:10]}"


class Clicks:
    """`do` clicks as an account of that role; `tell` hears of each: see `Click`."""

    def __init__(self, city, send):
        self.city, self._send = city, send

    def do(self, role, path, body=None, verb="POST", **parameters):
        return self._send(role, verb, path, body, parameters)

    def desk(self, desk):
        def click(path, body=None, verb="POST", **parameters):
            return self.do(f"caseworker:{desk}", path, body, verb, **parameters)

        return click

    # -- who is there -----------------------------------------------------------------------------

    def person(self, **details):
        click = self.desk(SUPPORT)
        given = {"person": details or {"name": f"仮名 {draw('n')}"}, "on": DAY}
        return click("/persons", given)["person_id"]

    def sheet(self, to, *issues):
        """A sheet that has arrived at a programme's desk; its id."""
        asked = {"to": to, "person_id": self.person(), "on": DAY, "basis": "conference"}
        sent = self.desk(SUPPORT)("/referrals", asked | {"issues": issues or ["other"]})
        service = PROGRAMME_OF.get(to)
        if service:
            self.city.as_desk(to).awaits_sheet(service, sent["referral_id"])
        return sent["referral_id"]


PROGRAMME_OF = {
    BENEFIT: "housing",
    SHELTER: "housing",
    RESIDENCE: "housing",
    PLACEMENT: "employment",
    PREPARATION: "employment",
    FOOD: "foodbank",
}


# -- intake ---------------------------------------------------------------------------------------


def signals_come(clicks):
    sender, support = "department:tax_collection", clicks.desk(SUPPORT)
    seen = {"kind": "tax_arrears", "noticed_on": "2026-04-20", "basis": "consent"}

    def notice(**other):
        body = seen | {"id": draw("s"), "person": {"name": f"仮名 {draw('n')}"}} | other
        return clicks.do(sender, "/signals", body)["signal_id"]

    clicks.do(sender, "/signals/batch", {"signals": [seen | {"id": draw("s")} for _ in range(3)]})
    gap = {"first": 3, "last": 4, "reason": "never_used"}
    clicks.do(sender, "/signals", seen | {"id": draw("s"), "sequence": 1})
    clicks.do(sender, "/signals", seen | {"id": draw("s"), "sequence": 6})
    clicks.do(sender, "/signals/gaps/explanation", gap)
    one = notice()
    clicks.do(sender, "/signals/<signal_id>/encouragement", {"answer": "thinking"}, signal_id=one)
    step = STEP | {"owner_desk": SUPPORT}
    support("/signals/<signal_id>/next-step", step, signal_id=one)
    clicks.do(sender, "/signals/<signal_id>/consent-withdrawal", {}, signal_id=one)
    support("/signals/<signal_id>/closing", {"reason": "other"}, signal_id=one)
    case = support("/consultations", {"channel": "phone"})["case_id"]
    support("/signals/<signal_id>/connection", {"case_id": case}, signal_id=notice())


def a_case_runs(clicks):
    support = clicks.desk(SUPPORT)
    came = support("/consultations", {"channel": "walk_in", "story": "眠れない", "on": DAY})
    case = {"case_id": came["case_id"]}
    support("/cases/<case_id>/screening", {"decision": "continue", "on": DAY}, **case)
    told = {"issues": ["debt"], "main": "debt", "on": DAY}
    support("/cases/<case_id>/assessment", told, **case)
    support("/cases/<case_id>/plan", {"programmes": ["household_budget"], "on": DAY}, **case)
    support("/cases/<case_id>/journal", {"text": "電話した", "on": DAY}, **case)
    support("/cases/<case_id>/next-step", STEP | {"owner_desk": SUPPORT, "on": DAY}, **case)
    support("/cases/<case_id>/work", {"kind": "part_time", "on": DAY}, **case)
    support("/cases/<case_id>/income", {"on": DAY}, **case)
    support("/cases/<case_id>/ending", {"reason": "goal_met", "on": DAY}, **case)


def people_are_known(clicks):
    support, person = clicks.desk(SUPPORT), clicks.person()
    who = {"person_id": person}
    better = {"person": {"name": f"仮名 {draw('n')}", "phone": "046-000-0000"}, "on": DAY}
    support("/persons/<person_id>/correction", better, **who)
    given = {"purpose": "support", "recipients": ["food_bank"], "on": DAY}
    consent = support("/persons/<person_id>/consents", given, **who)["consent_id"]
    path = "/persons/<person_id>/consents/<consent_id>/withdrawal"
    support(path, {"on": DAY}, **who, consent_id=consent)
    support("/persons/<person_id>/merge", {"into_id": clicks.person(), "on": DAY}, **who)
    support("/persons/<person_id>/split", {"on": DAY}, **who)
    support("/public-assistance/interviews", {"on": DAY})
    support("/public-assistance/applications", {"on": DAY})
    for decision in ("confirm", "decline"):
        proposal = _propose(clicks)
        support(f"/persons/proposals/<proposal_id>/{decision}", {"on": DAY}, proposal_id=proposal)


def _propose(clicks):
    """Two who may be one: the same name and day of birth, and nothing else."""
    n = next(_numbers)
    name = f"架空　{draw('名')}"
    day = f"19{60 + n}-0{n % 9 + 1}-1{n % 9}"
    clicks.person(name=name, birth_date=day, address="座間市緑ケ丘1-2-3")
    second = clicks.person(name=name, birth_date=day, address="座間市栗原中央5-6-7")
    found = clicks.city.as_desk(SUPPORT).get(f"/persons/proposals?person_id={second}")
    return found["proposals"][0]["proposal_id"]


def a_meeting_is_held(clicks):
    support = clicks.desk(SUPPORT)
    case = support("/consultations", {"channel": "walk_in", "on": DAY})["case_id"]
    call = {"kind": "coordination_meeting", "held_on": DAY, "purpose": "review", "on": DAY}
    meeting = {"meeting_id": support("/meetings", call)["meeting_id"]}
    support("/meetings/<meeting_id>/agenda", {"agenda": "家計", "on": DAY}, **meeting)
    member = {"desk": SUPPORT, "name": "職員", "secrecy": "support_act_9", "on": DAY}
    support("/meetings/<meeting_id>/members", member, **meeting)
    decision = STEP | {"owner_desk": SUPPORT}
    discussed = {"case_id": case, "basis": "anonymous", "outcome": "continue"}
    body = discussed | {"decisions": [decision]}
    held = support("/meetings/<meeting_id>/cases", body, **meeting)
    done = {"decision_id": held["open_decisions"][0]}
    path = "/meetings/<meeting_id>/decisions/<decision_id>/done"
    support(path, {"result": "done", "on": DAY}, **meeting, **done)
    support("/meetings/<meeting_id>/closing", {"on": DAY}, **meeting)


# -- referral -------------------------------------------------------------------------------------


def sheets_move(clicks):
    support, budget = clicks.desk(SUPPORT), clicks.desk("household_budget")

    def sheet():
        return {"referral_id": clicks.sheet("household_budget", "household_budgeting")}

    def move(step, at, body=None, desk=budget):
        desk(f"/referrals/<referral_id>/{step}", {"on": DAY} | (body or {}), **at)

    asked = {"to": "household_budget", "person_id": clicks.person(), "on": DAY}
    draft = support("/referrals/drafts", asked | {"basis": "conference", "issues": ["debt"]})
    move("request", {"referral_id": draft["referral_id"]}, desk=support)
    done = sheet()
    move("accept", done)
    move("start", done)
    move("status", done, {"status": "first_contact_made"})
    move("hold", done, {"reason": "no_capacity"})
    move("resume", done)
    move("complete", done, {"outcome": "settled"})
    for step, reason, desk in (
        ("reject", "no_capacity", budget),
        ("cancel", "not_wanted", support),
        ("enter-in-error", None, support),
    ):
        move(step, sheet(), {"reason": reason} if reason else {}, desk)
    failed = sheet()
    move("accept", failed)
    move("start", failed)
    move("fail", failed, {"reason": "lost_contact"})
    need = clicks.city.as_desk(SUPPORT).get(f"/referrals/{failed['referral_id']}")["need_id"]
    support("/needs/<need_id>/place", STEP | {"on": DAY}, need_id=need)
    support("/needs/<need_id>/closing", {"reason": "own_way_found", "on": DAY}, need_id=need)
    elderly = clicks.desk("elderly")
    elderly("/desks/own/capacity", {"capacity": "waitlist"}, verb="PUT")
    elderly("/desks/own/clock", {"step": "requested", "days": 4}, verb="PUT")


# -- employment -----------------------------------------------------------------------------------


def somebody_looks_for_work(clicks):
    desk = clicks.desk(PLACEMENT)
    answer = {"state": "accepted", "on": DAY}
    sheet = clicks.sheet(PLACEMENT)
    desk("/employment/sheets/<referral_id>/answer", answer, referral_id=sheet)

    def seeker():
        begun = {"person_id": clicks.person(), "on": DAY, "rung": 4}
        return {"seeker_id": desk("/employment/seekers", begun)["seeker_id"]}

    who = {"person_id": clicks.person(), "on": DAY, "rung": 4}
    one = {"seeker_id": desk("/employment/seekers", who)["seeker_id"]}
    wishes = {"wishes": "静かな所", "needs_dormitory": True, "on": DAY}
    desk("/employment/seekers/<seeker_id>/wishes", wishes, **one)
    desk("/employment/seekers/<seeker_id>/words", {"purpose": "interview", "on": DAY}, **one)
    desk("/employment/seekers/<seeker_id>/next-step", STEP | {"on": DAY}, **one)
    desk("/employment/seekers/<seeker_id>/income", {"kind": "more_hours", "on": DAY}, **one)
    moved = {"rung": 5, "reason": "keeps_regular_hours", "on": DAY}
    desk("/employment/people/<person_id>/readiness", moved, person_id=who["person_id"])
    desk("/employment/seekers/<seeker_id>/end", {"outcome": "not_wanted", "on": DAY}, **one)
    again = STEP | {"because": "came_back", "on": DAY}
    desk("/employment/seekers/<seeker_id>/reopen", again, **one)

    employer = _an_employer_is_won(desk)
    opening = _an_opening_is_kept(desk, employer)
    _people_are_introduced(desk, opening, seeker)
    own = {"through": "hello_work", "type": "regular", "starts_on": DAY, "on": DAY}
    _jobs_are_followed(desk, lambda: desk("/employment/jobs", own | seeker()))
    desk("/employment/openings/<opening_id>/withdraw", {"reason": "moved", "on": DAY}, **opening)
    lost = desk("/employment/employers", {"name": "仮名", "on": DAY})["employer_id"]
    closed, path = {"reason": "closed", "on": DAY}, "/employment/employers/<employer_id>/give-up"
    desk(path, closed, employer_id=lost)


def _an_employer_is_won(desk):
    listed = {"name": "仮名クリーニング", "on": DAY}
    employer = {"employer_id": desk("/employment/employers", listed)["employer_id"]}
    desk("/employment/employers/<employer_id>/details", listed | {"address": "座間市"}, **employer)
    desk("/employment/employers/<employer_id>/next-step", STEP | {"on": DAY}, **employer)
    attempt = {"how": "visit", "outcome": "accepted", "on": DAY}
    desk("/employment/employers/<employer_id>/attempts", attempt, **employer)
    return employer


def _an_opening_is_kept(desk, employer):
    until = (date.today() + timedelta(days=300)).isoformat()
    work = {"title": "仕上げ", "occupation": "laundry", "type": "part_time", "places": 3}
    work |= {"wage_min": 1300, "wage_per": "hour", "valid_until": until, "on": DAY}
    made = desk("/employment/employers/<employer_id>/openings", work, **employer)
    opening = {"opening_id": made["opening_id"]}
    terms = {"title": "仕上げ（朝）", "wage_min": 1350, "wage_per": "hour", "on": DAY}
    desk("/employment/openings/<opening_id>/conditions", terms, **opening)
    longer = {"valid_until": (date.today() + timedelta(days=330)).isoformat(), "on": DAY}
    desk("/employment/openings/<opening_id>/validity", longer, **opening)
    desk("/employment/openings/<opening_id>/places", {"places": 4, "on": DAY}, **opening)
    desk("/employment/openings/<opening_id>/next-step", STEP | {"on": DAY}, **opening)
    return opening


def _people_are_introduced(desk, opening, seeker):
    def introduce():
        asked = seeker() | opening | {"on": DAY, "despite": True}
        return {"introduction_id": desk("/employment/introductions", asked)["introduction_id"]}

    hired, declined = introduce(), introduce()
    path = "/employment/introductions/<introduction_id>"
    desk(f"{path}/interview", {"interview_on": DAY, "on": DAY}, **hired)
    desk(f"{path}/next-step", STEP | {"on": DAY}, **hired)
    desk(f"{path}/hire", {"starts_on": DAY, "type": "part_time", "on": DAY}, **hired)
    no = {"result": "declined_by_seeker", "reason": "too_far", "on": DAY}
    desk(f"{path}/decision", no, **declined)


def _jobs_are_followed(desk, job):
    def of(*steps):
        one = {"record_id": job()["record_id"]}
        for step, body in steps:
            desk(f"/employment/jobs/<record_id>/{step}", body, **one)

    of(
        ("next-step", STEP | {"on": DAY}),
        ("checks", {"months": 1, "on": "2025-07-10"}),
        ("leave", {"reason": "too_far", "on": "2025-07-20"}),
    )
    of(("withdraw", {"reason": "did_not_start", "on": DAY}))
    of(("end-retention", {"reason": "lost_contact", "on": DAY}))


def somebody_prepares_for_work(clicks):
    desk = clicks.desk(PREPARATION)

    def begin():
        begun = desk("/employment/preparations", {"person_id": clicks.person(), "on": DAY})
        return {"preparation_id": begun["preparation_id"]}

    one, path = begin(), "/employment/preparations/<preparation_id>"
    desk(f"{path}/stage", {"stage": "social", "reason": "ready", "on": DAY}, **one)
    session = {"session": "book_cafe", "on": DAY}
    desk(f"{path}/sessions", session | {"attendance": "present"}, **one)
    many = [begin() | {"attendance": "late"} for _ in range(2)]
    desk("/employment/sessions", session | {"attenders": many})
    longer = {"until": STEP["due_on"], "reason": "goes_well", "on": DAY}
    desk(f"{path}/extend", longer, **one)
    desk(f"{path}/next-step", STEP | {"on": DAY}, **one)
    desk(f"{path}/end", {"outcome": "job_search", "on": DAY}, **one)


def somebody_trains_at_work(clicks):
    desk, path = clicks.desk(TRAINING), "/employment/trainings/<training_id>"
    begin = {"person_id": clicks.person(), "on": DAY, "until": "2025-08-10", "kind": "certified"}
    begin |= {"workplace_kind": "partner", "workplace": "book_cafe_hibarigaoka"}
    one = {"training_id": desk("/employment/trainings", begin)["training_id"]}
    desk(f"{path}/days", {"attendance": "present", "on": DAY}, **one)
    desk(f"{path}/extend", {"until": "2025-09-10", "reason": "goes_well", "on": DAY}, **one)
    desk(f"{path}/next-step", STEP | {"on": DAY}, **one)
    desk(f"{path}/end", {"result": "hired_there", "on": "2025-07-10"}, **one)


# -- housing --------------------------------------------------------------------------------------


def a_benefit_is_paid(clicks):
    desk, path = clicks.desk(BENEFIT), "/housing/benefits/<benefit_id>"
    desk("/housing/benefit/estimate", ALONE | {"on": "2024-04-10"})

    def apply(*documents):
        asked = {"person_id": clicks.person(), "household_id": draw("setai") + "0"}
        body = asked | {"on": "2024-04-10", "documents": documents}
        return {"benefit_id": desk("/housing/benefits", body)["benefit_id"]}

    one = apply("lease")
    received = {"document": "lease", "on": "2024-04-10"}
    desk(f"{path}/documents", {"documents": ["lease", "income"], "on": "2024-04-10"}, **one)
    desk(f"{path}/documents/received", received, **one)
    desk(f"{path}/documents/received", received | {"document": "income"}, **one)
    course = {"kind": "benefit", "id": one["benefit_id"]}
    step = STEP | {"on": "2024-04-10"}
    desk("/housing/courses/<kind>/<id>/next-step", step, **course)
    desk(f"{path}/decision", {"figures": ALONE, "on": "2024-04-15"}, **one)
    desk("/housing/courses/<kind>/<id>/details", {"purpose": "payment"}, **course)
    landlord = _a_landlord_is_won(clicks)
    desk(f"{path}/landlord", landlord | {"on": "2024-04-16"}, **one)
    for month in ("2024-04", "2024-05", "2024-06"):
        desk(f"{path}/payments", {"month": month, "on": f"{month}-20"}, **one)
        desk(f"{path}/duties", {"duty": "hello_work", "on": f"{month}-21"}, **one)
        if month == "2024-05":
            sent_back = {"month": month, "reason": "account_closed", "on": "2024-05-22"}
            desk(f"{path}/returns", sent_back, **one)
            desk(f"{path}/payments", {"month": month, "on": "2024-05-24"}, **one)
        last = {"month": month, "on": f"{month[:5]}0{int(month[-1]) + 1}-01", "excuse": "ill"}
        if month != "2024-06":
            desk(f"{path}/duties/check", last, **one)
    desk(f"{path}/review", {"figures": ALONE | {"income": 85_000}, "on": "2024-06-22"}, **one)
    desk(f"{path}/extension", {"figures": ALONE, "on": "2024-06-24"}, **one)
    desk(f"{path}/payments", {"month": "2024-07", "on": "2024-07-20"}, **one)
    desk(f"{path}/stop", {"reason": "illness_or_injury", "on": "2024-07-25"}, **one)
    resumed = {"figures": ALONE, "first_month": "2024-09", "on": "2024-08-20"}
    desk(f"{path}/resumption", resumed, **one)
    for month in ("2024-09", "2024-10"):
        desk(f"{path}/payments", {"month": month, "on": f"{month}-20"}, **one)
    desk(f"{path}/end", {"on": "2024-12-01"}, **one)
    desk(f"{path}/withdrawal", {"on": "2024-04-20"}, **apply())


def _a_landlord_is_won(clicks):
    desk = clicks.desk(RESIDENCE)
    asked = {"on": "2024-04-01", "kind": "owner", "won_by": "asked_with_little_hope"}
    who = {"details": {"name": "相模 花子", "account": "1234567"}}
    one = {"landlord_id": desk("/housing/landlords", asked | who)["landlord_id"]}
    desk("/housing/landlords/<landlord_id>", {"accepts": ["no_guarantor"], "on": DAY}, **one)
    desk("/housing/landlords/<landlord_id>/details", {"purpose": "payment"}, **one)
    return one


def a_move_is_paid(clicks):
    desk, path = clicks.desk(BENEFIT), "/housing/moving-costs/<moving_id>"

    def apply(*documents):
        asked = {"person_id": clicks.person(), "household_id": draw("setai") + "0"}
        body = asked | {"on": DAY, "documents": documents}
        return {"moving_id": desk("/housing/moving-costs", body)["moving_id"]}

    one = apply()
    desk(f"{path}/documents", {"documents": ["estimate"], "on": DAY}, **one)
    desk(f"{path}/documents/received", {"document": "estimate", "on": DAY}, **one)
    figures = {"size": 1, "income": 80_000, "assets": 100_000, "rent": 40_000}
    figures |= {"fell_on": "2025-01-10", "costs": {"transport": 60_000}, "move_needed": True}
    desk("/housing/moving-costs/estimate", figures | {"on": DAY})
    desk(f"{path}/decision", {"figures": figures, "on": DAY}, **one)
    desk(f"{path}/payment", {"on": DAY}, **one)
    desk(f"{path}/withdrawal", {"on": DAY}, **apply())


def somebody_stays(clicks):
    desk = clicks.desk(SHELTER)
    sheet = clicks.sheet(SHELTER)
    no = {"state": "rejected", "code": "no_place", "on": DAY}
    desk("/housing/sheets/<referral_id>/answer", no, referral_id=sheet)
    opened = desk("/housing/shelters", {"title": "やどり", "capacity": 1, "on": DAY})
    shelter = {"shelter_id": opened["shelter_id"]}
    desk("/housing/shelters/<shelter_id>/capacity", {"capacity": 2, "on": DAY}, **shelter)
    stay = desk("/housing/stays", shelter | {"person_id": clicks.person(), "on": DAY})
    one = {"stay_id": stay["stay_id"]}
    desk("/housing/stays/<stay_id>/extension", {"until": "2025-10-10", "on": DAY}, **one)
    gone = {"reason": "moved_on", "next_place": "flat", "on": DAY}
    desk("/housing/stays/<stay_id>/check-out", gone, **one)


def a_flat_is_found(clicks):
    desk, path = clicks.desk(RESIDENCE), "/housing/flat-searches/<search_id>"

    def begin():
        begun = desk("/housing/flat-searches", {"person_id": clicks.person(), "on": DAY})
        return {"search_id": begun["search_id"]}

    def apply():
        asked = _a_landlord_is_won(clicks) | {"rent": 39_000, "on": DAY}
        return {"application_id": desk(f"{path}/applications", asked, **one)["application_id"]}

    one = begin()
    desk(f"{path}/viewings", _a_landlord_is_won(clicks) | {"on": DAY}, **one)
    no = {"reason": "no_guarantor", "on": DAY}
    desk(f"{path}/applications/<application_id>/refusal", no, **one, **apply())
    last = apply()
    desk(f"{path}/applications/<application_id>/agreement", {"on": DAY}, **one, **last)
    desk(f"{path}/guarantor", {"guarantor": "guarantee_company", "on": DAY}, **one)
    desk(f"{path}/move-in", last | {"on": DAY, "address": "座間市"}, **one)
    desk(f"{path}/end", {"reason": "other_housing", "on": DAY}, **begin())

    begun = desk("/housing/watch-overs", {"person_id": clicks.person(), "on": DAY})
    watch = {"watch_id": begun["watch_id"]}
    desk("/housing/watch-overs/<watch_id>/visits", {"met": True, "on": "2025-07-10"}, **watch)
    ended = {"reason": "own_wish", "on": "2025-07-20"}
    desk("/housing/watch-overs/<watch_id>/end", ended, **watch)


# -- the food bank --------------------------------------------------------------------------------


def food_comes_and_goes(clicks):
    desk, shelf = clicks.desk(FOOD), f"shelf_{uuid.uuid4().hex[:8]}"
    drive = {"partner": "seikatsu_club", "place": "city_hall", "on": DAY}
    weights = {"grams_by_category": {"staple": 5000}}
    held = {"drive_id": desk("/foodbank/drives", drive | weights)["drive_id"]}
    desk("/foodbank/drives/<drive_id>/weights", weights | {"on": DAY}, **held)
    lot = {"item": "retort_curry", "units": 90, "unit_grams": 200, "expires_on": None}
    lot |= {"label": "all", "source": "company", "place": shelf, "on": DAY}
    stock = {"lot_id": desk("/foodbank/stock", lot)["lot_id"]}
    moved = {"units": 2, "from_place": shelf, "to_place": "city_hall", "on": DAY}
    desk("/foodbank/stock/<lot_id>/moving", moved, **stock)
    broken = {"units": 1, "place": shelf, "reason": "damaged", "on": DAY}
    desk("/foodbank/stock/<lot_id>/discarding", broken, **stock)
    desk("/foodbank/ration", {"category": "staple", "grams_per_day": 300, "on": DAY})
    desk("/foodbank/ration/days", {"days": 3, "on": DAY})
    sheet, yes = clicks.sheet(FOOD, "no_food"), {"state": "accepted", "on": DAY}
    desk("/foodbank/sheets/<referral_id>/answer", yes, referral_id=sheet)

    seen = {"place": shelf, "household": NOBODY_ELSE, "on": DAY}
    desk("/foodbank/hand-outs", seen)
    visits = [{"visit_id": desk("/foodbank/visits", seen)["visit_id"]} for _ in range(3)]
    desk("/foodbank/visits/<visit_id>/next-step", STEP | {"on": DAY}, **visits[0])
    ended = {"reason": "found_food_elsewhere", "on": DAY}
    desk("/foodbank/visits/<visit_id>/ending", ended, **visits[0])

    def pack(visit):
        how = {"how": "delivery", "deliver_to": "緑ケ丘1-2-3", "due_on": STEP["due_on"]}
        body = {"on": DAY, "place": shelf} | how
        packed = desk("/foodbank/visits/<visit_id>/parcel", body, **visit)
        return {"parcel_id": packed["parcel"]["parcel_id"]}

    given, taken = (pack(visit) for visit in visits[1:])
    path = "/foodbank/parcels/<parcel_id>"
    desk(f"{path}/delivery", {"due_on": STEP["due_on"], "on": DAY}, **given)
    desk(f"{path}/reading", {"purpose": "delivery", "on": DAY}, **given)
    desk(f"{path}/giving", {"on": DAY}, **given)
    desk(f"{path}/taking-back", {"reason": "not_collected", "on": DAY}, **taken)


def visitors_are_known(clicks):
    desk, path = clicks.desk(FOOD), "/foodbank/visitors/<visitor_id>"

    def known():
        one = desk("/foodbank/visitors", {"nickname": "赤い帽子の人", "on": DAY})
        at = {"visitor_id": one["visitor_id"]}
        desk("/foodbank/visits", at | {"wants_food": False, "on": DAY})
        return at

    one = known()
    desk(f"{path}/description", {"note": "朝に来る", "on": DAY}, **one)
    desk(f"{path}/card", {"card": draw("c"), "on": DAY}, **one)
    desk(f"{path}/reading", {"purpose": "parcel", "on": DAY}, **one)
    desk(f"{path}/link", {"person_id": clicks.person(), "on": DAY}, **one)
    desk(f"{path}/unlink", {"reason": "wrong_person", "on": DAY}, **one)
    desk(f"{path}/forgetting", {"on": DAY}, **one)

    for ending in ("connection", "withdrawal"):
        other = known()
        desk(f"{path}/asking", {"on": DAY}, **other)
        desk(f"{path}/invitation", {"on": "2025-06-20"}, **other)
        agreed = {"answer": "agreed", "on": "2025-06-20"}
        desk(f"{path}/invitation/answer", agreed, **other)
        desk(f"{path}/invitation/next-step", STEP | {"on": "2025-06-20"}, **other)
        said = {"person_id": clicks.person()} if ending == "connection" else {"reason": "not_now"}
        desk(f"{path}/invitation/{ending}", said | {"on": "2025-06-21"}, **other)

    chat = {"kind": "chat", "opened_up": "a_little", "on": DAY, "note": "犬の話"} | STEP
    contact = {"contact_id": desk("/foodbank/contacts", chat | known())["contact_id"]}
    at = "/foodbank/contacts/<contact_id>"
    desk(f"{at}/reading", {"purpose": "next_talk", "on": DAY}, **contact)
    desk(f"{at}/next-step", STEP | {"on": DAY}, **contact)
    desk(f"{at}/outcome", {"outcome": "talked", "on": DAY}, **contact)


# -- operations -----------------------------------------------------------------------------------


def the_platform_is_run(clicks):
    id = clicks.do("ops", "/tokens", {"role": "reader", "label": "仮"})["id"]
    clicks.do("ops", "/tokens/<id>", verb="DELETE", id=id)
    line = {"do": "consultation", "on": "2016-05-01", "person": draw("p"), "channel": "phone"}
    clicks.do("ops", "/ops/import", {"lines": [json.dumps(line)]})
    clicks.do("ops", "/ops/services/<service>/jobs", {"kind": "verify"}, service="reporting")


STORIES = (
    signals_come,
    a_case_runs,
    people_are_known,
    a_meeting_is_held,
    sheets_move,
    somebody_looks_for_work,
    somebody_prepares_for_work,
    somebody_trains_at_work,
    a_benefit_is_paid,
    a_move_is_paid,
    somebody_stays,
    a_flat_is_found,
    food_comes_and_goes,
    visitors_are_known,
    the_platform_is_run,
)

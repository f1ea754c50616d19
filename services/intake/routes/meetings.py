"""REST of support conferences and coordination meetings."""

from __future__ import annotations

from services.intake.schemas import meetings as meeting_schemas
from services.intake.schemas import persons as person_schemas
from services.intake.schemas import shared as schemas
from tsunagu.contracts.route_kinds import ask, begin, do
from tsunagu.contracts.routes import CASEWORKER, Route

MEETING = "/meetings/<meeting_id>"

MEETINGS = (
    begin(
        "/meetings",
        "call_meeting",
        "会議を開く（支援会議・支援調整会議）",
        "Call a support conference or a coordination meeting",
        meeting_schemas.CallMeeting,
        acting={CASEWORKER: "desk"},
    ),
    ask("/meetings", "list_meetings", "会議の一覧", "Meetings", meeting_schemas.MeetingQuery),
    ask(MEETING, "get_meeting", "会議と決定", "One meeting"),
    ask(
        f"{MEETING}/minutes",
        "read_minutes",
        "会議録を読む（記録に残る）",
        "Read the minutes; the reading is recorded",
        person_schemas.Purpose,
    ),
    Route(
        verb="POST",
        path=f"{MEETING}/agenda",
        method="set_agenda",
        ja="議題を記録",
        en="Set the agenda",
        body=meeting_schemas.Agenda,
        status=201,
    ),
    Route(
        verb="POST",
        path=f"{MEETING}/members",
        method="name_member",
        ja="構成員を記録",
        en="Name a member",
        body=meeting_schemas.Member,
        status=201,
    ),
    Route(
        verb="POST",
        path=f"{MEETING}/cases",
        method="discuss_case",
        ja="ケースの検討・決定・足りない資源を記録",
        en="A case with what was shared, decided and missed",
        body=meeting_schemas.DiscussCase,
        status=201,
    ),
    do(
        f"{MEETING}/decisions/<decision_id>/done",
        "do_decision",
        "決定を済ませた",
        "A decision is done",
        meeting_schemas.DoDecision,
        versioned=False,
        acting={CASEWORKER: "by"},
    ),
    Route(
        verb="POST",
        path=f"{MEETING}/closing",
        method="close_meeting",
        ja="会議録を閉じる",
        en="Close the minutes",
        body=schemas.OnDay,
    ),
    ask(
        "/decisions",
        "list_decisions",
        "会議で決めたこと（期限順）",
        "Open decisions of meetings by due date",
        meeting_schemas.DecisionQuery,
    ),
)

"""REST of support conferences and coordination meetings."""

from __future__ import annotations

from services.intake.schemas import meetings as meeting_schemas
from services.intake.schemas import persons as person_schemas
from services.intake.schemas import shared as schemas
from tsunagu.contracts.routes import CASEWORKER, Route

MEETING = "/meetings/<meeting_id>"

MEETINGS = (
    Route(
        verb="POST",
        path="/meetings",
        method="call_meeting",
        ja="会議を開く（支援会議・支援調整会議）",
        en="Call a support conference or a coordination meeting",
        body=meeting_schemas.CallMeeting,
        acting={CASEWORKER: "desk"},
        status=201,
    ),
    Route(
        verb="GET",
        path="/meetings",
        method="list_meetings",
        ja="会議の一覧",
        en="Meetings",
        query=meeting_schemas.MeetingQuery,
    ),
    Route(verb="GET", path=MEETING, method="get_meeting", ja="会議と決定", en="One meeting"),
    Route(
        verb="GET",
        path=f"{MEETING}/minutes",
        method="read_minutes",
        ja="会議録を読む（記録に残る）",
        en="Read the minutes; the reading is recorded",
        query=person_schemas.Purpose,
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
    Route(
        verb="POST",
        path=f"{MEETING}/decisions/<decision_id>/done",
        method="do_decision",
        ja="決定を済ませた",
        en="A decision is done",
        body=meeting_schemas.DoDecision,
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
    Route(
        verb="GET",
        path="/decisions",
        method="list_decisions",
        ja="会議で決めたこと（期限順）",
        en="Open decisions of meetings by due date",
        query=meeting_schemas.DecisionQuery,
    ),
)

"""Commands on support conferences and coordination meetings."""

from __future__ import annotations

from services.intake.commands import person_matching
from services.intake.domain.case import Case
from services.intake.domain.meeting import Meeting
from services.intake.queries import meetings
from services.intake.schemas.meetings import (
    Agenda,
    CallMeeting,
    DecisionQuery,
    DiscussCase,
    DoDecision,
    MeetingQuery,
    Member,
)
from services.intake.schemas.persons import Purpose
from services.intake.schemas.shared import OnDay
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process import clock
from tsunagu.process.ids import new_id


class Meetings(ServiceBase):
    @command(CallMeeting)
    def call_meeting(self, call: CallMeeting) -> JsonObject:
        with self.work() as work:
            meeting = work.load_or_new(Meeting, new_id())
            meeting.call(**call.values("agenda"))
            if call.agenda:
                meeting.set_agenda(on=call.on, agenda=call.agenda)
            return state_of(meeting)

    @command(Agenda)
    def set_agenda(self, agenda: Agenda, meeting_id: str) -> JsonObject:
        with self.work() as work:
            meeting = work.load(Meeting, meeting_id)
            meeting.set_agenda(**agenda.values())
            return state_of(meeting)

    @command(Member)
    def name_member(self, member: Member, meeting_id: str) -> JsonObject:
        """Name a member before the first case is discussed."""
        with self.work() as work:
            meeting = work.load(Meeting, meeting_id)
            meeting.name_member(member_id=new_id(), **member.values())
            return state_of(meeting)

    @command(DiscussCase)
    def discuss_case(self, discussion: DiscussCase, meeting_id: str) -> JsonObject:
        """One case with what was shared, decided and missed, all or nothing."""
        case_id = discussion.case_id
        with self.work() as work:
            meeting = work.load(Meeting, meeting_id)
            person_id = str(work.load(Case, case_id).person_id)
            meeting.discuss(
                person_id=person_id,
                consented_desks=_find_consented_desks(work, meeting, person_id),
                **discussion.values("decisions", "missing"),
            )
            for decision in discussion.decisions:
                meeting.decide(decision_id=new_id(), case_id=case_id, **decision.values())
            for missing in discussion.missing:
                meeting.miss_resource(record_id=new_id(), case_id=case_id, **missing.values())
            return state_of(meeting)

    @command(DoDecision)
    def do_decision(self, done: DoDecision, meeting_id: str, decision_id: str) -> JsonObject:
        with self.work() as work:
            meeting = work.load(Meeting, meeting_id)
            meeting.do_decision(decision_id=decision_id, **done.values())
            return state_of(meeting)

    @command(OnDay)
    def close_meeting(self, closing: OnDay, meeting_id: str) -> JsonObject:
        with self.work() as work:
            meeting = work.load(Meeting, meeting_id)
            meeting.close(on=closing.on)
            return state_of(meeting)

    @command(Purpose)
    def read_minutes(self, reading: Purpose, meeting_id: str) -> JsonObject:
        """Members and what was shared; the reading is recorded in the same transaction."""
        today = clock.today()
        with self.work() as work:
            meeting = work.load(Meeting, meeting_id)
            minutes = meeting.read_minutes(on=today, reader=work.actor, purpose=reading.purpose)
        return {"meeting_id": meeting_id, **minutes}

    # -- what the screens ask ---------------------------------------------------------------------

    @command(MeetingQuery)
    def list_meetings(self, query: MeetingQuery) -> JsonObject:
        """Meetings by the day they are held; who was there is in the minutes."""
        with self.store.reading() as connection:
            return meetings.list_meetings(connection, **query.values())

    @command
    def get_meeting(self, meeting_id: str) -> JsonObject:
        with self.store.reading() as connection:
            return meetings.get_meeting(connection, meeting_id)

    @command(DecisionQuery)
    def list_decisions(self, query: DecisionQuery) -> JsonObject:
        """Open decisions of meetings by due date, the most urgent first."""
        before = clock.today() if query.overdue else None
        with self.store.reading() as connection:
            return meetings.list_decisions(connection, before=before, **query.values("overdue"))


def _find_consented_desks(work: UnitOfWork, meeting: Meeting, person_id: str) -> frozenset[str]:
    """The desks present that a consent in force on the day of the meeting names."""
    person = person_matching.load_known_person(work, person_id)
    desks = {member.desk for member in meeting.members.values()}
    return frozenset(desk for desk in desks if person.may_share_with(desk, meeting.held_on))


def state_of(meeting: Meeting) -> JsonObject:
    """What a caller sees after a command."""
    return {
        "meeting_id": meeting.id,
        "kind": meeting.kind,
        "held_on": meeting.held_on.isoformat(),
        "state": "closed" if meeting.closed else "open",
        "members": len(meeting.members),
        "cases": sorted(meeting.discussed),
        "open_decisions": sorted(meeting.open_decisions),
        "version": meeting.version,
    }

"""Commands on support conferences and coordination meetings."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from services.intake.commands import person_matching
from services.intake.domain.case import Case
from services.intake.domain.meeting import Meeting
from services.intake.projections.meetings import decision_list, meeting_list
from services.intake.schemas import meetings as meeting_schemas
from services.intake.schemas import persons as person_schemas
from services.intake.schemas import shared as schemas
from tsunagu.domain.errors import NotFound
from tsunagu.hosting.nameko_service import ServiceBase, command
from tsunagu.log.unit_of_work import UnitOfWork
from tsunagu.process import clock
from tsunagu.process.ids import new_id
from tsunagu.projections.paging import page_by_due, plain


class Meetings(ServiceBase):
    @command
    def call_meeting(self, **body: Any) -> dict[str, Any]:
        asked = meeting_schemas.CallMeeting().load(body)
        with self.work() as work:
            meeting = work.load_or_new(Meeting, new_id())
            agenda = asked.pop("agenda")
            meeting.call(**asked)
            if agenda:
                meeting.set_agenda(on=asked["on"], agenda=agenda)
            return state_of(meeting)

    @command
    def set_agenda(self, meeting_id: str, **body: Any) -> dict[str, Any]:
        asked = meeting_schemas.Agenda().load(body)
        with self.work() as work:
            meeting = work.load(Meeting, meeting_id)
            meeting.set_agenda(**asked)
            return state_of(meeting)

    @command
    def name_member(self, meeting_id: str, **body: Any) -> dict[str, Any]:
        """Name a member before the first case is discussed."""
        asked = meeting_schemas.Member().load(body)
        with self.work() as work:
            meeting = work.load(Meeting, meeting_id)
            meeting.name_member(member_id=new_id(), **asked)
            return state_of(meeting)

    @command
    def discuss_case(self, meeting_id: str, **body: Any) -> dict[str, Any]:
        """One case with what was shared, decided and missed, all or nothing."""
        asked = meeting_schemas.DiscussCase().load(body)
        with self.work() as work:
            meeting = work.load(Meeting, meeting_id)
            case_id = asked["case_id"]
            person_id = str(work.load(Case, case_id).person_id)
            meeting.discuss(
                case_id=case_id,
                person_id=person_id,
                basis=asked["basis"],
                consented_desks=_consented(work, meeting, person_id),
                outcome=asked["outcome"],
                shared=asked["shared"],
            )
            for decision in asked["decisions"]:
                meeting.decide(decision_id=new_id(), case_id=case_id, **decision)
            for missing in asked["missing"]:
                meeting.miss_resource(record_id=new_id(), case_id=case_id, **missing)
            return state_of(meeting)

    @command
    def do_decision(self, meeting_id: str, decision_id: str, **body: Any) -> dict[str, Any]:
        asked = meeting_schemas.DoDecision().load(body)
        with self.work() as work:
            meeting = work.load(Meeting, meeting_id)
            meeting.do_decision(decision_id=decision_id, **asked)
            return state_of(meeting)

    @command
    def close_meeting(self, meeting_id: str, **body: Any) -> dict[str, Any]:
        asked = schemas.OnDay().load(body)
        with self.work() as work:
            meeting = work.load(Meeting, meeting_id)
            meeting.close(**asked)
            return state_of(meeting)

    @command
    def read_minutes(self, meeting_id: str, **query: Any) -> dict[str, Any]:
        """Members and what was shared; the reading is recorded in the same transaction."""
        purpose = person_schemas.Purpose().load(query)["purpose"]
        with self.work() as work:
            meeting = work.load(Meeting, meeting_id)
            minutes = meeting.read_minutes(on=clock.today(), reader=work.actor, purpose=purpose)
        return {"meeting_id": meeting_id, **minutes}

    # -- what the screens ask ---------------------------------------------------------------------

    @command
    def list_meetings(self, **query: Any) -> dict[str, Any]:
        """Meetings by the day they are held; who was there is in the minutes."""
        asked = meeting_schemas.MeetingQuery().load(query)
        table = meeting_list
        wanted = sa.select(table)
        if asked["kind"]:
            wanted = wanted.where(table.c.kind == asked["kind"])
        with self.store.reading() as connection:
            rows, cursor = page_by_due(
                connection,
                wanted,
                table.c.due_on,
                table.c.meeting_id,
                asked["after"],
                asked["limit"],
            )
        return {"meetings": [_held(row) for row in rows], "next": cursor}

    @command
    def get_meeting(self, meeting_id: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            row = connection.execute(
                sa.select(meeting_list).where(meeting_list.c.meeting_id == meeting_id)
            ).first()
            if row is None:
                problem = f"会議 {meeting_id} は見つかりません / no such meeting"
                raise NotFound("not_found", problem, id=meeting_id)
            decisions = connection.execute(
                sa.select(decision_list)
                .where(decision_list.c.meeting_id == meeting_id)
                .order_by(decision_list.c.due_on, decision_list.c.decision_id)
            )
            listed = [plain(decision._mapping) for decision in decisions]
        return _held(plain(row._mapping)) | {"decisions": listed}

    @command
    def list_decisions(self, **query: Any) -> dict[str, Any]:
        """Open decisions of meetings by due date, the most urgent first."""
        asked = meeting_schemas.DecisionQuery().load(query)
        table = decision_list
        wanted = sa.select(table).where(table.c.state == "open")
        if asked["desk"]:
            wanted = wanted.where(table.c.owner_desk == asked["desk"])
        if asked["overdue"]:
            wanted = wanted.where(table.c.due_on < clock.today())
        with self.store.reading() as connection:
            rows, cursor = page_by_due(
                connection,
                wanted,
                table.c.due_on,
                table.c.decision_id,
                asked["after"],
                asked["limit"],
            )
        return {"decisions": rows, "next": cursor}


def _consented(work: UnitOfWork, meeting: Meeting, person_id: str) -> frozenset[str]:
    """The desks present that a consent in force on the day of the meeting names."""
    person = person_matching.known_person(work, person_id)
    desks = {member.desk for member in meeting.members.values()}
    return frozenset(desk for desk in desks if person.may_share_with(desk, meeting.held_on))


def _held(row: dict[str, Any]) -> dict[str, Any]:
    return {("held_on" if key == "due_on" else key): value for key, value in row.items()}


def state_of(meeting: Meeting) -> dict[str, Any]:
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

"""A meeting about cases: support conference (支援会議) or coordination meeting (支援調整会議).

In a support conference members bound to secrecy may share without the person's
consent (生活困窮者自立支援法 art. 9); in a coordination meeting a case is spoken of on
the person's consent. Either way it stays on record who was there, on which
basis, what was shared, and that every decision has an owner and a date.
"""

from __future__ import annotations

from datetime import date

from services.intake.domain.events.meeting import (
    CaseDiscussed,
    DecisionDone,
    MeetingAgendaSet,
    MeetingCalled,
    MeetingClosed,
    MeetingDecided,
    MeetingMemberNamed,
    MinutesRead,
    ResourceMissed,
)
from services.intake.domain.refusals.meetings import (
    ANONYMOUS_SHARES_NOTHING,
    CASE_NOT_DISCUSSED,
    CONFERENCE_ONLY,
    CONSENT_MISSING,
    DECISION_NOT_OPEN,
    DUE_IN_THE_PAST,
    MEETING_CLOSED,
    MEMBERS_BEFORE_CASES,
    MEMBERS_REQUIRED,
    NOT_THIS_DESKS_DECISION,
    SECRECY_REQUIRED,
)
from tsunagu.domain.aggregate import Aggregate, applies

SUPPORT_CONFERENCE, COORDINATION_MEETING = "support_conference", "coordination_meeting"
KINDS = (SUPPORT_CONFERENCE, COORDINATION_MEETING)

# What binds a member to secrecy: art. 9(5) of the Act, or the duty of their own office.
SECRECY = ("support_act_9", "local_public_service_act_34", "professional_duty")
CONSENT, CONFERENCE, ANONYMOUS = "consent", "conference", "anonymous"
MEETING_BASES = (CONSENT, CONFERENCE, ANONYMOUS)
OUTCOMES = ("plan_approved", "plan_changed", "continue", "ending_agreed", "watch", "no_decision")


class Meeting(Aggregate):
    """One meeting, from its calling to its minutes."""

    category = "meeting"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.kind = ""
        self.held_on = date.min
        self.members: dict[str, MeetingMemberNamed] = {}
        self.discussed: dict[str, CaseDiscussed] = {}
        self.open_decisions: dict[str, MeetingDecided] = {}
        self.agenda: str | None = None
        self.closed = False

    # -- commands ---------------------------------------------------------------------------------

    def call(self, *, kind: str, on: date, held_on: date, desk: str, purpose: str) -> None:
        """Call it. The purpose is what its members may later be asked about."""
        if self.exists:
            return
        self.record(
            MeetingCalled(
                meeting_id=self.id, kind=kind, on=on, held_on=held_on, desk=desk, purpose=purpose
            )
        )

    def set_agenda(self, *, on: date, agenda: str) -> None:
        """Until the minutes are closed: an agenda may grow while they speak."""
        self._must_be_open()
        self.record(
            MeetingAgendaSet(
                meeting_id=self.id, person_id=f"meeting-{self.id}", on=on, agenda=agenda
            )
        )

    def name_member(
        self, *, member_id: str, on: date, desk: str, secrecy: str | None, name: str
    ) -> None:
        """Name who takes part, before anything is shared with them."""
        self._must_be_open()
        if self.kind == SUPPORT_CONFERENCE and secrecy is None:
            raise SECRECY_REQUIRED(choice=", ".join(SECRECY))
        if self.discussed:
            raise MEMBERS_BEFORE_CASES()
        self.record(
            MeetingMemberNamed(
                meeting_id=self.id,
                person_id=f"meeting-{self.id}",
                member_id=member_id,
                on=on,
                desk=desk,
                secrecy=secrecy,
                name=name,
            )
        )

    def discuss(
        self,
        *,
        case_id: str,
        person_id: str,
        basis: str,
        consented_desks: frozenset[str],
        outcome: str,
        shared: str | None,
    ) -> None:
        """Put a case on record. `consented_desks`: those the person's consent names that day."""
        self._must_be_open()
        desks = tuple(sorted({member.desk for member in self.members.values()}))
        self._must_allow_sharing(basis, desks, consented_desks, shared)
        self.record(
            CaseDiscussed(
                meeting_id=self.id,
                kind=self.kind,
                person_id=person_id,
                case_id=case_id,
                on=self.held_on,
                basis=basis,
                desks=desks,
                outcome=outcome,
                shared=shared,
            )
        )

    def decide(
        self,
        *,
        decision_id: str,
        case_id: str,
        owner_desk: str,
        next_step: str,
        due_on: date,
        words: str | None = None,
    ) -> None:
        """A decision belongs to a case that was discussed, and to somebody who does it by a day."""
        about = self._discussed_case(case_id)
        if due_on < self.held_on:
            raise DUE_IN_THE_PAST(held_on=self.held_on)
        self.record(
            MeetingDecided(
                meeting_id=self.id,
                decision_id=decision_id,
                person_id=about.person_id,
                case_id=case_id,
                on=self.held_on,
                owner_desk=owner_desk,
                next_step=next_step,
                due_on=due_on,
                words=words,
            )
        )

    def do_decision(self, *, decision_id: str, by: str, on: date, result: str) -> None:
        """The owner closes it; minutes that are closed do not close what they decided."""
        decided = self.open_decisions.get(decision_id)
        if decided is None:
            raise DECISION_NOT_OPEN()
        if by != decided.owner_desk:
            raise NOT_THIS_DESKS_DECISION(owner_desk=decided.owner_desk)
        self.record(
            DecisionDone(
                meeting_id=self.id,
                decision_id=decision_id,
                person_id=decided.person_id,
                case_id=decided.case_id,
                on=on,
                owner_desk=decided.owner_desk,
                result=result,
            )
        )

    def read_minutes(self, *, on: date, reader: str, purpose: str) -> dict[str, object]:
        """Agenda, members and what was shared; the reading is recorded with them."""
        self.record(MinutesRead(meeting_id=self.id, on=on, reader=reader, purpose=purpose))
        return {
            "agenda": self.agenda,
            "members": [
                {"desk": m.desk, "name": m.name, "secrecy": m.secrecy}
                for m in self.members.values()
            ],
            "cases": [
                {"case_id": c.case_id, "basis": c.basis, "outcome": c.outcome, "shared": c.shared}
                for c in self.discussed.values()
            ],
        }

    def miss_resource(
        self, *, record_id: str, case_id: str, issue: str, words: str | None = None
    ) -> None:
        """Nothing in the city answers this issue of the case."""
        about = self._discussed_case(case_id)
        self.record(
            ResourceMissed(
                meeting_id=self.id,
                record_id=record_id,
                person_id=about.person_id,
                case_id=case_id,
                on=self.held_on,
                issue=issue,
                words=words,
            )
        )

    def close(self, *, on: date) -> None:
        self._must_be_open()
        if not self.members:
            raise MEMBERS_REQUIRED()
        self.record(
            MeetingClosed(
                meeting_id=self.id,
                on=on,
                members=len(self.members),
                cases=len(self.discussed),
            )
        )

    # -- rules ------------------------------------------------------------------------------------

    def _must_allow_sharing(
        self, basis: str, desks: tuple[str, ...], consented: frozenset[str], shared: str | None
    ) -> None:
        if not self.members:
            raise MEMBERS_REQUIRED()
        if basis == CONFERENCE and self.kind != SUPPORT_CONFERENCE:
            raise CONFERENCE_ONLY()
        missing = sorted(set(desks) - consented)
        if basis == CONSENT and missing:
            raise CONSENT_MISSING(names=", ".join(missing), desks=missing)
        if basis == ANONYMOUS and shared:
            raise ANONYMOUS_SHARES_NOTHING()

    def _discussed_case(self, case_id: str) -> CaseDiscussed:
        self._must_be_open()
        if case_id not in self.discussed:
            raise CASE_NOT_DISCUSSED()
        return self.discussed[case_id]

    def _must_be_open(self) -> None:
        if self.closed:
            raise MEETING_CLOSED()

    # -- what happened ----------------------------------------------------------------------------

    @applies(MeetingCalled)
    def _called(self, e: MeetingCalled) -> None:
        self.kind, self.held_on = e.kind, e.held_on

    @applies(MeetingAgendaSet)
    def _agenda_set(self, e: MeetingAgendaSet) -> None:
        self.agenda = e.agenda

    @applies(MeetingMemberNamed)
    def _named(self, e: MeetingMemberNamed) -> None:
        self.members[e.member_id] = e

    @applies(CaseDiscussed)
    def _case_discussed(self, e: CaseDiscussed) -> None:
        self.discussed[e.case_id] = e

    @applies(MeetingDecided)
    def _decided(self, e: MeetingDecided) -> None:
        self.open_decisions[e.decision_id] = e

    @applies(DecisionDone)
    def _done(self, e: DecisionDone) -> None:
        self.open_decisions.pop(e.decision_id, None)

    @applies(MeetingClosed)
    def _closed(self, _: MeetingClosed) -> None:
        self.closed = True

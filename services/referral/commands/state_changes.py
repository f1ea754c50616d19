"""What becomes of a sheet: each command moves the referral, and with it the need."""

from __future__ import annotations

from collections.abc import Callable

from services.referral.commands.loading import load_handover
from services.referral.commands.results import state_of
from services.referral.domain.referral import Referral
from services.referral.schemas import Completion, Move, MoveWithReason, Status
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.nameko_service import ServiceBase, command


class StateChanges(ServiceBase):
    @command(Move)
    def accept(
        self, move: Move, referral_id: str, expected_version: int | None = None
    ) -> JsonObject:
        return self._change(Referral.accept, move, referral_id, expected_version)

    @command(MoveWithReason)
    def reject(
        self, move: MoveWithReason, referral_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """With a reason. The need is back on the sender's desk in the same step."""
        return self._change(Referral.reject, move, referral_id, expected_version)

    @command(Move)
    def start(
        self, move: Move, referral_id: str, expected_version: int | None = None
    ) -> JsonObject:
        return self._change(Referral.start, move, referral_id, expected_version)

    @command(MoveWithReason)
    def hold(
        self, move: MoveWithReason, referral_id: str, expected_version: int | None = None
    ) -> JsonObject:
        return self._change(Referral.hold, move, referral_id, expected_version)

    @command(Move)
    def resume(
        self, move: Move, referral_id: str, expected_version: int | None = None
    ) -> JsonObject:
        return self._change(Referral.resume, move, referral_id, expected_version)

    @command(Completion)
    def complete(
        self, move: Completion, referral_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """With the outcome that the sender will read: the loop is closed."""
        return self._change(Referral.complete, move, referral_id, expected_version)

    @command(MoveWithReason)
    def fail(
        self, move: MoveWithReason, referral_id: str, expected_version: int | None = None
    ) -> JsonObject:
        return self._change(Referral.fail, move, referral_id, expected_version)

    @command(MoveWithReason)
    def cancel(
        self, move: MoveWithReason, referral_id: str, expected_version: int | None = None
    ) -> JsonObject:
        return self._change(Referral.cancel, move, referral_id, expected_version)

    @command(Move)
    def enter_in_error(
        self, move: Move, referral_id: str, expected_version: int | None = None
    ) -> JsonObject:
        return self._change(Referral.enter_in_error, move, referral_id, expected_version)

    @command(Status)
    def note_status(
        self, status: Status, referral_id: str, expected_version: int | None = None
    ) -> JsonObject:
        """A business status beside the state; the need stays where it is."""
        with self.work() as work:
            handover = load_handover(work, referral_id, expected_version)
            handover.referral.note_status(**status.values())
            return state_of(handover)

    def _change(
        self,
        change: Callable[..., None],
        move: Move,
        referral_id: str,
        expected_version: int | None,
    ) -> JsonObject:
        with self.work() as work:
            handover = load_handover(work, referral_id, expected_version)
            change(handover.referral, **move.values())
            handover.settle(move.on)
            return state_of(handover)

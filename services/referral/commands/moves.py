"""What becomes of a sheet: each command moves the referral, and with it the need."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema

from services.referral import schemas
from services.referral.commands import handover
from services.referral.commands.sheets import state_of
from tsunagu.hosting.nameko_service import ServiceBase, command


class Moves(ServiceBase):
    @command
    def accept(self, referral_id: str, **body: Any) -> dict[str, Any]:
        return self._move("accept", referral_id, schemas.Move(), body)

    @command
    def reject(self, referral_id: str, **body: Any) -> dict[str, Any]:
        """With a reason. The need is back on the sender's desk in the same step."""
        return self._move("reject", referral_id, schemas.MoveWithReason(), body)

    @command
    def start(self, referral_id: str, **body: Any) -> dict[str, Any]:
        return self._move("start", referral_id, schemas.Move(), body)

    @command
    def hold(self, referral_id: str, **body: Any) -> dict[str, Any]:
        return self._move("hold", referral_id, schemas.MoveWithReason(), body)

    @command
    def resume(self, referral_id: str, **body: Any) -> dict[str, Any]:
        return self._move("resume", referral_id, schemas.Move(), body)

    @command
    def complete(self, referral_id: str, **body: Any) -> dict[str, Any]:
        """With the outcome that the sender will read: the loop is closed."""
        return self._move("complete", referral_id, schemas.Completion(), body)

    @command
    def fail(self, referral_id: str, **body: Any) -> dict[str, Any]:
        return self._move("fail", referral_id, schemas.MoveWithReason(), body)

    @command
    def cancel(self, referral_id: str, **body: Any) -> dict[str, Any]:
        return self._move("cancel", referral_id, schemas.MoveWithReason(), body)

    @command
    def enter_in_error(self, referral_id: str, **body: Any) -> dict[str, Any]:
        return self._move("enter_in_error", referral_id, schemas.Move(), body)

    @command
    def note_status(
        self, referral_id: str, expected_version: int | None = None, **body: Any
    ) -> dict[str, Any]:
        """A business status beside the state; the need stays where it is."""
        asked = schemas.Status().load(body)
        with self.work() as work:
            moving = handover.handover(work, referral_id, expected_version)
            moving.referral.note_status(**asked)
            return state_of(moving)

    def _move(
        self, name: str, referral_id: str, schema: Schema, body: dict[str, Any]
    ) -> dict[str, Any]:
        expected_version = body.pop("expected_version", None)
        asked = schema.load(body)
        with self.work() as work:
            moving = handover.handover(work, referral_id, expected_version)
            getattr(moving.referral, name)(**asked)
            moving.settle(asked["on"])
            return state_of(moving)

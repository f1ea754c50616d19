"""Whose turn it is: the desk that owns a need, what it has to do next, and by which clock."""

from __future__ import annotations

from dataclasses import dataclass

from services.referral.domain.clock import Clock
from services.referral.domain.desk import Desk


@dataclass(frozen=True)
class Turn:
    """`step`: the waiting step that `clock` is for."""

    desk: Desk
    next_step: str
    step: str
    clock: Clock

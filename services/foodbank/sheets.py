"""The Tsunagu sheets that other desks send to the food bank, and its answers."""

from __future__ import annotations

from services.foodbank.domain import DESK
from tsunagu.joining import Joining

JOINING = Joining("foodbank", desks=(DESK,))

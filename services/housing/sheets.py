"""The sheets sent to this service's three desks; see `tsunagu.joining`."""

from __future__ import annotations

from services.housing.domain_steps import DESKS
from tsunagu.joining import Joining

JOINING = Joining("housing", desks=DESKS)

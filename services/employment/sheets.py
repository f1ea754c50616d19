"""This programme's share in the Tsunagu sheets: three desks, one inbox."""

from __future__ import annotations

from services.employment.domain_words import DESKS
from tsunagu.joining import Joining

JOINING = Joining("employment", desks=DESKS)

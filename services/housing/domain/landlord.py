"""Landlords and estate agents as resources (社会資源): won one by one, and kept.

How one was won and whom it accepts are codes that everybody may read; its name,
telephone and account are kept encrypted under its own id, for behind many a
landlord stands one person.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from services.housing.domain.refusals.residence import LANDLORD_ALREADY_BEGUN
from tsunagu.domain.aggregate import Aggregate, applies, event, personal
from tsunagu.domain.codes import require_choice, require_code

KINDS = ("owner", "estate_agent", "management_company", "public_housing")
# "dame-moto": asked with no great hope, as the source tells of.
WON_BY = ("asked_with_little_hope", "partner", "introduced", "came_itself", "persons_own")


@event("housing.landlord_won")
class LandlordWon:
    """`accepts`: the reasons others refuse for, which this one does not mind."""

    landlord_id: str
    on: date
    kind: str
    won_by: str
    accepts: tuple[str, ...]


@event("housing.landlord_described")
class LandlordDescribed:
    """Private; `person_id` is the landlord's own id, whose key encrypts the rest."""

    landlord_id: str
    person_id: str
    on: date
    name: str | None = personal()
    contact: str | None = personal()
    phone: str | None = personal()
    account: str | None = personal()


@event("housing.landlord_accepts_changed")
class LandlordAcceptsChanged:
    landlord_id: str
    on: date
    accepts: tuple[str, ...]


@event("housing.landlord_read")
class LandlordRead:
    """Somebody saw name and account; kept for "who saw what, when, why"."""

    landlord_id: str
    on: date
    desk: str
    purpose: str


DETAILS: tuple[str, ...] = LandlordDescribed.personal_fields  # type: ignore[attr-defined]


class Landlord(Aggregate):
    category = "landlord"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.accepts: tuple[str, ...] = ()
        self.details: dict[str, str | None] = {}

    def win(
        self,
        *,
        on: date,
        kind: str,
        won_by: str,
        accepts: Iterable[str] = (),
        details: dict[str, str | None],
    ) -> None:
        if self.exists:
            raise LANDLORD_ALREADY_BEGUN(id=self.id)
        self.record(
            LandlordWon(
                landlord_id=self.id,
                on=on,
                kind=require_choice("kind", kind, KINDS),
                won_by=require_choice("won_by", won_by, WON_BY),
                accepts=_check_codes(accepts),
            )
        )
        self._describe(on, details)

    def change(
        self,
        *,
        on: date,
        accepts: Iterable[str] | None = None,
        details: dict[str, str | None] | None = None,
    ) -> None:
        """What is given replaces what was; the same again changes nothing."""
        if accepts is not None and _check_codes(accepts) != self.accepts:
            self.record(
                LandlordAcceptsChanged(landlord_id=self.id, on=on, accepts=_check_codes(accepts))
            )
        if details:
            self._describe(on, self.details | details)

    def read_details(self, *, by: str, on: date, purpose: str) -> dict[str, str | None]:
        """Name, contact, telephone and account; the reading is recorded."""
        code = require_code("purpose", purpose)
        self.record(LandlordRead(landlord_id=self.id, on=on, desk=by, purpose=code))
        return dict(self.details)

    def _describe(self, on: date, details: dict[str, str | None]) -> None:
        known = {name: details.get(name) for name in DETAILS}
        if known != self.details and any(known.values()):
            self.record(LandlordDescribed(landlord_id=self.id, person_id=self.id, on=on, **known))

    # -- what happened ----------------------------------------------------------------------------

    @applies(LandlordWon)
    def _won(self, e: LandlordWon) -> None:
        self.accepts = e.accepts

    @applies(LandlordDescribed)
    def _described(self, e: LandlordDescribed) -> None:
        self.details = {name: getattr(e, name) for name in DETAILS}

    @applies(LandlordAcceptsChanged)
    def _accepts_changed(self, e: LandlordAcceptsChanged) -> None:
        self.accepts = e.accepts


def _check_codes(accepts: Iterable[str]) -> tuple[str, ...]:
    return tuple(require_code("accepts", code) for code in dict.fromkeys(accepts))


LANDLORD_EVENTS: tuple[type, ...] = (
    LandlordWon, LandlordDescribed, LandlordAcceptsChanged, LandlordRead,
)  # fmt: skip

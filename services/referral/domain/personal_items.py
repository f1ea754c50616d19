"""The personal items of a sheet: who the person is and what the receiver needs to know."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

from tsunagu.domain.aggregate import personal


@dataclass(frozen=True, kw_only=True)
class PersonalItems:
    """Any may be missing; all are encrypted in the log and never published."""

    name: str | None = personal()
    kana: str | None = personal()
    address: str | None = personal()
    phone: str | None = personal()
    email: str | None = personal()
    sex: str | None = personal()
    age: int | None = personal()
    occupation: str | None = personal()
    family: str | None = personal()
    where_to_consult: str | None = personal()
    supporting_body: str | None = personal()
    staff_name: str | None = personal()
    remarks: str | None = personal()

    @classmethod
    def take_from(cls, other: PersonalItems) -> Self:
        """The items alone of what has more beside them."""
        return cls(**{name: getattr(other, name) for name in ITEM_NAMES})

    def names_given(self) -> list[str]:
        """Names of the items that are not missing, by alphabet."""
        return sorted(name for name in ITEM_NAMES if getattr(self, name) is not None)

    def fill_from(self, other: PersonalItems) -> PersonalItems:
        """These items, and the other's where one is missing here."""
        given = {name: getattr(self, name) for name in self.names_given()}
        return PersonalItems(**vars(other) | given)


ITEM_NAMES = tuple(field.name for field in fields(PersonalItems))

"""Ids that follow from what they are about, so that there is one of each."""

from __future__ import annotations

import uuid

_NAMESPACE = uuid.UUID("8c1b7a52-64a5-5d0e-9a9d-2f0f5b6f4c31")


def derive_seeker_id(person_id: str) -> str:
    """One person has one record as a job seeker, whoever opens it and however often."""
    return str(uuid.uuid5(_NAMESPACE, f"seeker/{person_id}"))


def derive_introduction_id(seeker_id: str, registration: int, opening_id: str) -> str:
    """In one support a person is put to an opening once."""
    return str(uuid.uuid5(_NAMESPACE, f"introduction/{seeker_id}/{registration}/{opening_id}"))

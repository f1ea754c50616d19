"""Tokens: who may use the REST interface, and as whom. Only a digest of a token is ever kept."""

from __future__ import annotations

import re
from datetime import date

from services.console.domain.refusals import UNKNOWN_ROLE
from tsunagu.domain.aggregate import Aggregate, applies, event


@event("console.token_issued")
class TokenIssued:
    """A token was given to somebody; the token itself was shown once and is nowhere kept."""

    token_id: str
    role: str
    digest: str
    label: str
    on: date


@event("console.token_revoked")
class TokenRevoked:
    """The token no longer works, from this moment on."""

    token_id: str
    digest: str
    on: date


class Token(Aggregate):
    """One bearer token, from its issue to its revocation."""

    category = "token"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.digest = ""
        self.revoked = False

    def issue(self, *, role: str, digest: str, label: str, on: date) -> None:
        if not ROLE.fullmatch(role):
            raise UNKNOWN_ROLE(role=role)
        self.record(TokenIssued(token_id=self.id, role=role, digest=digest, label=label, on=on))

    def revoke(self, *, on: date) -> None:
        """Revoking twice changes nothing more."""
        if not self.revoked:
            self.record(TokenRevoked(token_id=self.id, digest=self.digest, on=on))

    @applies(TokenIssued)
    def _issued(self, e: TokenIssued) -> None:
        self.digest = e.digest

    @applies(TokenRevoked)
    def _revoked(self, e: TokenRevoked) -> None:
        self.revoked = True


# department:<code> sends signals and asks after its own; caseworker:<desk> works on cases;
# reader sees figures; ops operates.
ROLE = re.compile(r"(department|caseworker):[a-z0-9_]{1,60}|ops|reader")

"""Codes: the short lower-case words that are published beside ids and dates.

A code must not be able to carry a sentence or a name, so it has one narrow form on the
whole platform. Pure: domains call `require_code` and `require_choice`, everybody else `is_code`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

FORM = r"[a-z][a-z0-9_-]{0,63}"
PATTERN = f"^{FORM}$"  # as JSON Schema writes it
_FORM = re.compile(FORM)

NOT_A_CODE = Refusal(
    "not_a_code",
    Text(
        "{field} は英小文字の符号で入れ、言葉は note に書いてください",
        "{field} is a lower-case code; words go into the note",
    ),
    field="{field}",
    remedy="a-z, 0-9, _ and -; 64 characters at most",
)
NOT_ONE_OF = Refusal(
    "not_one_of",
    Text("{field} に {value} は選べません", "{value} is no choice for {field}"),
    field="{field}",
    remedy="{choice}",
)
REFUSALS = (NOT_A_CODE, NOT_ONE_OF)


def is_code(text: str) -> bool:
    """Whether a text has the form of a code, so that it may be published as one."""
    return _FORM.fullmatch(text) is not None


def require_code(field: str, text: str) -> str:
    """The text if it is a code; free words belong in the encrypted note."""
    if not is_code(text):
        raise NOT_A_CODE(field=field)
    return text


def require_choice(field: str, value: str, choice: Iterable[str]) -> str:
    """The value if it is one of these."""
    known = tuple(choice)
    if value not in known:
        raise NOT_ONE_OF(field=field, value=value, choice=", ".join(known))
    return value

"""Text in both languages as a value, and what is wrong with an input beside what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Japanese and in English; `{name}` stands for what `fill` puts in."""

    ja: str
    en: str

    def __str__(self) -> str:
        """Japanese first, English beside it; where both are the same, once."""
        return self.ja if self.ja == self.en else f"{self.ja} / {self.en}"

    def fill(self, **values: Any) -> Text:
        """The sentence with its `{names}` filled in; dates in ISO form."""
        return Text(self.ja.format(**values), self.en.format(**values))


class Problem(str):
    """What is wrong with one field, and the remedy.

    A text for whoever only prints it ("problem → remedy"), so that it travels through
    marshmallow, which formats messages and keeps them in lists; both parts stay values.
    """

    text: Text
    remedy: Text

    def __new__(cls, text: Text, remedy: Text) -> Self:
        made = super().__new__(cls, f"{text} → {remedy}")
        made.text, made.remedy = text, remedy
        return made

    def format(self, *args: Any, **values: Any) -> Problem:  # marshmallow calls it
        """The problem with the `{names}` of both parts filled in."""
        return Problem(self.text.fill(**values), self.remedy.fill(**values))

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

    @property
    def one_line(self) -> str:
        """As `str`; but a full-width bracket brings its own space, so none follows it."""
        return f"{self.ja}/ {self.en}" if self.ja.endswith("）") else str(self)

    @classmethod
    def same(cls, text: str) -> Text:
        """What reads the same in both languages: a form, an example, a number."""
        return cls(text, text)

    def fill(self, **values: Any) -> Text:
        """The sentence with its `{names}` filled in; dates in ISO form."""
        return Text(self.ja.format(**values), self.en.format(**values))


NO_REMEDY = Text.same("")


class Problem(str):
    """What is wrong with one field, and the remedy where there is one.

    A text for whoever only prints it ("problem → remedy"), so that it travels through
    marshmallow, which formats messages and keeps them in lists; both parts stay values.
    """

    text: Text
    remedy: Text

    def __new__(cls, text: Text, remedy: Text = NO_REMEDY) -> Self:
        made = super().__new__(
            cls, text.one_line if remedy == NO_REMEDY else f"{text.one_line} → {remedy.one_line}"
        )
        made.text, made.remedy = text, remedy
        return made

    def format(self, *args: Any, **values: Any) -> Problem:  # marshmallow calls it
        """The problem with the `{names}` of both parts filled in."""
        return Problem(self.text.fill(**values), self.remedy.fill(**values))

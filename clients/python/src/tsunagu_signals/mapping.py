"""A department's mapping: which column of its export is which part of a signal. A TOML file.

Every fault of the file is named at once. Nothing of the data is looked at here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tsunagu_signals import dates, tables
from tsunagu_signals.answers import Fault, WrongUse
from tsunagu_signals.checking import CHECKS, GROUPS, REQUIRED
from tsunagu_signals.texts import key_of

DATES = ("noticed_on", "person.birth_date", "consent.on", "consent.until", "encouragement.on")
NO_CHOICE = "選べない値です / not one of the choices"
_PLACE = re.compile(r"\{([^{}]+)\}")


class BadMapping(WrongUse):
    """The mapping file is wrong; `faults` names everything at once."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        super().__init__(f"{path}:\n" + "\n".join(f"  {fault}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Source:
    """Where one part of a signal comes from: a column, several in a template, or always the same.

    `columns`: the names one column may have. `words`: what its words mean; `otherwise`:
    what every other word means, and without it they are refused.
    """

    columns: tuple[str, ...] = ()
    template: str | None = None
    value: Any = None
    today: bool = False
    words: MappingOf[str, Any] = field(default_factory=dict)
    otherwise: str | bool | None = None

    @property
    def places(self) -> list[str]:
        """The columns that a template names."""
        return _PLACE.findall(self.template or "")


@dataclass(frozen=True)
class Skip:
    """Rows that are none: a total below the list, a page break."""

    column: str
    matches: re.Pattern[str]


@dataclass(frozen=True)
class Mapping:
    """A department's export, described."""

    sources: MappingOf[str, Source]
    department: str | None = None
    encoding: str = tables.AUTO
    delimiter: str = "comma"
    header_row: int = 1
    skips: tuple[Skip, ...] = ()
    date_forms: tuple[str, ...] = dates.USUAL_FORMS
    bare_era: str | None = None


def read_mapping(path: Path, constants: MappingOf[str, str] | None = None) -> Mapping:
    """The mapping in a TOML file; BadMapping names all its faults.

    `constants`: parts of the signal that are the same in every row of this one list.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        fault = Fault("", f"TOML として読めません / not TOML: {why}", "UTF-8 で / in UTF-8")
        raise BadMapping(path, [fault]) from None
    faults: list[Fault] = []
    for name, value in (constants or {}).items():
        group, _, part = name.rpartition(".")
        table = document.setdefault(group, {}) if group else document
        if isinstance(table, dict):
            table[part] = {"value": value}
    mapping = _Reading(document, faults).mapping()
    if faults:
        raise BadMapping(path, faults)
    return mapping


class _Reading:
    """One document on its way to a mapping, collecting what is wrong with it."""

    def __init__(self, document: dict[str, Any], faults: list[Fault]) -> None:
        self.document, self.faults = document, faults

    def wrong(self, where: str, problem: str, remedy: str) -> None:
        self.faults.append(Fault(where, problem, remedy))

    def known(self, table: MappingOf[str, Any], where: str, names: tuple[str, ...]) -> None:
        for name in table:
            if name not in names:
                self.wrong(
                    f"{where}{name}", "知らない項目です / no such key", ", ".join(sorted(names))
                )

    def of(
        self, table: MappingOf[str, Any], name: str, where: str, kind: type, default: Any
    ) -> Any:
        value = table.get(name, default)
        if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            return value
        if name in table:
            self.wrong(where + name, "形が違います / has the wrong form", f"{kind.__name__}")
        return default

    def mapping(self) -> Mapping:
        self.known(self.document, "", ("department", "file", "dates", *CHECKS, *GROUPS))
        given = {name: each for name, each in self.document.items() if name in CHECKS}
        for group, parts in GROUPS.items():
            table = self.of(self.document, group, "", dict, {})
            self.known(table, f"{group}.", tuple(parts))
            given |= {f"{group}.{name}": each for name, each in table.items() if name in parts}
        for name in REQUIRED:
            if name not in given:
                self.wrong(
                    name,
                    "どこから来るか書かれていません / does not say where it comes from",
                    f'[{name}] column = "…" / template = "…" / value = "…"',
                )
        sources = {name: self.source(name, each) for name, each in given.items()}
        file = self.of(self.document, "file", "", dict, {})
        self.known(file, "file.", ("encoding", "delimiter", "header_row", "skip"))
        forms, era = self.dates()
        return Mapping(
            sources=sources,
            department=self.of(self.document, "department", "", str, None),
            encoding=self.choice(file, "encoding", (tables.AUTO, *tables.ENCODINGS), tables.AUTO),
            delimiter=self.choice(file, "delimiter", tuple(tables.DELIMITERS), "comma"),
            header_row=self.of(file, "header_row", "file.", int, 1),
            skips=self.skips(file),
            date_forms=forms,
            bare_era=era,
        )

    def choice(self, table: MappingOf[str, Any], name: str, allowed: Any, default: str) -> str:
        value = str(table.get(name, default)).lower()
        if value not in allowed:
            self.wrong(f"file.{name}", NO_CHOICE, ", ".join(allowed))
            return default
        return value

    def source(self, name: str, given: Any) -> Source:
        where = f"{name}."
        if not isinstance(given, dict):
            self.wrong(name, "表ではありません / not a table", f'[{name}] column = "…"')
            return Source()
        self.known(given, where, ("column", "template", "value", "today", "words", "otherwise"))
        ways = [way for way in ("column", "template", "value", "today") if way in given]
        if len(ways) != 1:
            self.wrong(
                name,
                "column、template、value、today のどれか一つを / exactly one of these four",
                'column = "列の名前"',
            )
        if "today" in given and name not in DATES:
            self.wrong(where + "today", "日付の項目だけ / only for a date", 'value = "…"')
        names = given.get("column", ())
        names = (names,) if isinstance(names, str) else names
        if not all(isinstance(each, str) for each in names):
            self.wrong(where + "column", "列の名前ではありません / not a name", '"…" か ["…", "…"]')
            names = ()
        words = self.of(given, "words", where, dict, {})
        template = self.of(given, "template", where, str, None)
        if template is not None and not _PLACE.search(template):
            self.wrong(where + "template", "列がありません / names no column", "{列の名前}")
        otherwise = given.get("otherwise")
        means = {f"words.{word}": meaning for word, meaning in words.items()}
        for way, value in {"value": given.get("value"), "otherwise": otherwise, **means}.items():
            self.meaning(name, where + way, value)
        return Source(
            columns=tuple(names),
            template=template,
            value=given.get("value"),
            today=bool(given.get("today")),
            words={key_of(word): meaning for word, meaning in words.items()},
            otherwise=otherwise,
        )

    def meaning(self, name: str, where: str, value: Any) -> None:
        """What the mapping itself says of a signal is checked here, once and not in every row."""
        if value is None or (value == "" and name not in REQUIRED):
            return  # left out
        group, _, part = name.rpartition(".")
        fault = (GROUPS[group] if group else CHECKS)[part](value)
        if fault:
            self.wrong(where, *fault)

    def skips(self, file: MappingOf[str, Any]) -> tuple[Skip, ...]:
        found = []
        for place, each in enumerate(self.of(file, "skip", "file.", list, [])):
            try:
                found.append(Skip(each["column"], re.compile(each["matches"])))
            except (TypeError, KeyError, re.error):
                self.wrong(
                    f"file.skip.{place}",
                    "読めません / cannot be read",
                    '{ column = "…", matches = "合計|小計" }',
                )
        return tuple(found)

    def dates(self) -> tuple[tuple[str, ...], str | None]:
        table = self.of(self.document, "dates", "", dict, {})
        self.known(table, "dates.", ("forms", "era"))
        forms = tuple(self.of(table, "forms", "dates.", list, list(dates.USUAL_FORMS)))
        if not forms or any(form not in dates.FORMS for form in forms):
            self.wrong("dates.forms", NO_CHOICE, ", ".join(dates.FORMS))
            forms = dates.USUAL_FORMS
        era = self.of(table, "era", "dates.", str, None)
        if dates.BARE_ERA in forms and era not in dates.modern_eras():
            self.wrong("dates.era", "元号がありません / names no era", 'era = "令和"')
        return forms, era

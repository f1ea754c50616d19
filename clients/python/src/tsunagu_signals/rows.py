"""From one row of a department's export to one signal, or everything that is wrong with the row.

A row whose basis allows no identity loses its person here, before it leaves the desk.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tsunagu_signals import checking
from tsunagu_signals.answers import Fault
from tsunagu_signals.checking import REQUIRED
from tsunagu_signals.dates import NoDate, read_date
from tsunagu_signals.mapping import DATES, Mapping, Source
from tsunagu_signals.tables import Row, Table, blank
from tsunagu_signals.texts import clean, key_of, unreadable, without_private_characters

_YES = {"1", "y", "yes", "true", "はい", "有", "あり", "要", "○", "〇", "◯", "該当", "緊急", "至急"}
_NO = {"", "0", "n", "no", "false", "いいえ", "無", "なし", "否", "×", "-", "非該当"}


@dataclass
class Made:
    """What one row became. `faults`: (column, fault); `notes`: what was changed on the way.

    `as_read`: part of a signal → its value in the row, before the basis left some of them out;
    where it could not be read, the cells. `left_out`: those parts.
    """

    row: Row
    signal: dict[str, Any] = field(default_factory=dict)
    as_read: dict[str, Any] = field(default_factory=dict)
    left_out: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Maker:
    """Makes signals of a table's rows, by a mapping."""

    def __init__(self, mapping: Mapping, table: Table) -> None:
        self.mapping = mapping
        self._table = table
        self._places: dict[str, int] = {}
        self.faults: list[Fault] = []
        for name, source in mapping.sources.items():
            self._find(name, source)
        for skip in mapping.skips:
            self._look_up("file.skip", (skip.column,))

    def _find(self, name: str, source: Source) -> None:
        if source.columns:
            self._look_up(name, source.columns)
        for place in source.places:
            self._look_up(name, (place,))

    def _look_up(self, name: str, columns: tuple[str, ...]) -> None:
        for column in columns:
            place = self._table.column(column)
            if place is None:
                continue
            if self._table.repeated(column):
                self.faults.append(
                    Fault(
                        name,
                        f"「{column}」という列が二つ以上あります / stands more than once",
                        "#3 のように番号で / name it by number, like #3",
                    )
                )
            self._places[column] = place
            return
        self.faults.append(
            Fault(
                name,
                f"「{'」「'.join(columns)}」という列がありません / no such column",
            )
        )

    @property
    def finds_some(self) -> bool:
        """Whether at least one of the mapping's columns is there by its name."""
        return any(not column.startswith("#") for column in self._places)

    def skipped(self, row: Row) -> bool:
        """Whether the mapping says that this row is none."""
        return any(
            skip.matches.search(clean(self._cell(row, skip.column)).replace(" ", ""))
            for skip in self.mapping.skips
        )

    def make(self, row: Row) -> Made:
        """The row as a signal, checked as the platform will check it."""
        made = Made(row)
        if row.fault is not None:
            made.faults.append(("", Fault("", *row.fault)))
            return made
        if len(self._table.header) > len(row.cells):
            made.faults.append(("", Fault("", *_TOO_FEW)))
            return made
        if self._has_too_many(row):
            # Every value may stand under the wrong title: nothing of the row is believed.
            made.faults.append(("", Fault("", *_TOO_MANY)))
            return made
        for name, source in self.mapping.sources.items():
            value = self._value(name, source, made)
            made.as_read[name] = self._cells(row, source) if value is None else value
            if value in (None, "") and name not in REQUIRED:
                continue
            group, _, part = name.rpartition(".")
            (made.signal.setdefault(group, {}) if group else made.signal)[part] = value
        _leave_out_what_the_basis_does_not_carry(made)
        known = {fault.field for _, fault in made.faults}
        for fault in checking.faults_of(made.signal):
            if fault.field not in known:
                made.faults.append((self.column_of(fault.field), fault))
        return made

    def _has_too_many(self, row: Row) -> bool:
        """Whether a comma too many has shifted its values, even where the last ones are empty."""
        beyond = row.cells[len(self._table.header) :] if self._table.header else []
        return bool(beyond) and (not blank(beyond) or len(row.cells) > self._usual_width)

    @cached_property
    def _usual_width(self) -> int:
        """How many cells most rows have: a system may end each of them with empty ones."""
        widths = Counter(len(row.cells) for row in self._table.rows if not blank(row.cells))
        return max(sorted(widths), key=widths.__getitem__, default=0)

    # -- one value ----------------------------------------------------------------------------

    def _value(self, name: str, source: Source, made: Made) -> Any:
        if source.today:
            return checking.city_today().isoformat()
        if source.value is not None:
            return source.value
        try:
            text = self._text(name, source, made)
            if source.words or source.otherwise is not None:
                return _meaning(source, text)
            if name in DATES:
                return self._date(text, required=name in REQUIRED)
            if name == "urgent":
                return _yes_or_no(text)
            if name == "sequence" and text.isdecimal():
                return int(text)
        except _Wrong as wrong:
            made.faults.append((self.column_of(name), Fault(name, wrong.problem, wrong.remedy)))
            return None
        return text

    def _text(self, name: str, source: Source, made: Made) -> str:
        if source.template is None:
            column = next(c for c in source.columns if c in self._places)
            return self._clean(self._cell(made.row, column), made)
        text = source.template
        for column in source.places:
            part = self._clean(self._cell(made.row, column), made)
            if not part and name == "id":
                raise _Wrong(
                    f"番号の「{column}」が空です / a part of the id is empty",
                    "欄を埋めるか、[id] にいつもある列を / fill the cell, or make [id] of columns "
                    "that are never empty",
                )
            text = text.replace(f"{{{column}}}", part)
        return clean(text)

    def _clean(self, cell: str, made: Made) -> str:
        # The sign a refused-rows file puts before what a spreadsheet would take for a formula.
        if cell[:1] == "'" and cell[1:2] in "=+-@":
            cell = cell[1:]
        text, replaced = without_private_characters(clean(cell))
        if unreadable(text):
            raise _Wrong(
                "読めない文字があります / holds characters that cannot be read",
                "この欄を入れ直す / type this cell again",
            )
        if replaced and "private_characters" not in made.notes:
            made.notes.append("private_characters")
        return text

    def _cell(self, row: Row, column: str) -> str:
        place = self._places.get(column)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def _cells(self, row: Row, source: Source) -> list[str]:
        return [clean(self._cell(row, column)) for column in (*source.columns, *source.places)]

    def _date(self, text: str, required: bool) -> str | None:
        if not text and not required:
            return None
        try:
            day = read_date(text, self.mapping.date_forms, self.mapping.bare_era)
        except NoDate as wrong:
            raise _Wrong(wrong.problem, wrong.remedy) from None
        return day.isoformat()

    def column_of(self, name: str) -> str:
        """The columns that a part of a signal comes from, as the file's header calls them."""
        source = self.mapping.sources.get(name)
        if source is None:
            return ""
        columns = [c for c in (*source.columns, *source.places) if c in self._places]
        header = self._table.header
        titles = [header[p] if (p := self._places[c]) < len(header) else c for c in columns]
        return "、".join(dict.fromkeys(titles))


def _leave_out_what_the_basis_does_not_carry(made: Made) -> None:
    """One list may hold rows of several bases: each row keeps what belongs to its own."""
    basis = made.signal.get("basis")
    if basis not in checking.BASES:
        return
    left_out = [name for name, needed in _CARRIED_BY.items() if basis not in needed]
    made.left_out = {
        name: value for name, value in made.as_read.items() if name.partition(".")[0] in left_out
    }
    for name in left_out:
        if made.signal.pop(name, None) is not None and name == "person":
            made.notes.append("without_identity")
    made.faults = [
        (column, fault)
        for column, fault in made.faults
        if fault.field.partition(".")[0] not in left_out
    ]


_CARRIED_BY = {
    "person": checking.IDENTITY_ALLOWED,
    "consent": (checking.CONSENT,),
    "conference_id": (checking.CONFERENCE,),
}


class _Wrong(Exception):
    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


_TOO_FEW = (
    "列が足りません / fewer cells than the header has",
    "区切りと引用符を確かめる / check separators and quotation marks",
)

_TOO_MANY = (
    "列が見出しより多い / more cells than the header has",
    "金額や住所のカンマを引用符で囲む。余分な空の列は消す / quote amounts and addresses that hold "
    "commas; delete columns that are empty",
)


def _meaning(source: Source, text: str) -> Any:
    key = key_of(text)
    if key in source.words:
        return source.words[key]
    if source.otherwise is not None:
        return source.otherwise
    raise _Wrong(
        "対応表にない言葉です / a word that the mapping does not know",
        "対応表の words に足すか、欄を直す / add it to words in the mapping, or mend the cell",
    )


def _yes_or_no(text: str) -> bool:
    key = key_of(text)
    if key in _YES or key in _NO:
        return key in _YES
    raise _Wrong(
        "はい・いいえと読めません / neither yes nor no",
        "○ か空欄、または words を / ○ or empty, or use words",
    )

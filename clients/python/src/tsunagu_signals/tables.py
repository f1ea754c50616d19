"""Reading a CSV as a department's system wrote it: encoding, separator, header, rows.

The encoding is told from the file itself: a byte order mark, else what reads without a
fault, and where two would do, the one under which the header has the mapping's columns. Rows
keep their number as a spreadsheet shows it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tsunagu_signals.answers import Fault
from tsunagu_signals.texts import key_of

AUTO = "auto"
ENCODINGS = {
    "utf-8": "utf-8-sig",  # with or without the mark
    "cp932": "cp932",  # what is called Shift_JIS on Windows, with its own characters
    "shift_jis": "cp932",
    "utf-16": "utf-16",
}
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # .xlsx, .xls
_GUESSES = ("utf-8", "cp932")
UNREADABLE = "\ufffd"  # stands for bytes that are no character
DELIMITERS = {"comma": ",", "tab": "\t", "semicolon": ";", ",": ",", "\t": "\t", ";": ";"}
_NAMES = ("tab", "comma", "semicolon")
LARGEST_CELL = 1_000_000
_OF_A_ROW = re.compile(r"(\d\D*){6}")  # dates, telephone and customer numbers; no header has them


class BadTable(ValueError):
    """The file as a whole cannot be read; `fault.field` holds the line."""

    def __init__(self, line: int, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.fault = Fault(str(line) if line else "", problem, remedy)
        self.line = line


@dataclass(frozen=True)
class Row:
    """One record: `number` as a spreadsheet counts, `line` as an editor does."""

    number: int
    line: int
    cells: list[str]
    fault: tuple[str, str] | None = None


@dataclass(frozen=True)
class Table:
    """The rows below the header; `above` is what stands before and with it."""

    encoding: str
    delimiter: str
    above: list[list[str]]
    header: list[str]
    rows: list[Row]

    def column(self, name: str) -> int | None:
        """Where a column is: by its name, whatever its width and spaces, or by `#3`."""
        if name.startswith("#") and name[1:].isdecimal():
            return int(name[1:]) - 1
        wanted = key_of(name)
        found = [place for place, title in enumerate(self.header) if key_of(title) == wanted]
        return found[0] if found else None

    def repeated(self, name: str) -> bool:
        """Whether more than one column has this name."""
        wanted = key_of(name)
        return sum(key_of(title) == wanted for title in self.header) > 1


def read_table(
    path: Path,
    *,
    encoding: str = AUTO,
    delimiter: str = "comma",
    header_row: int = 1,
    fits: Callable[[Table], bool] = lambda table: True,
) -> Table:
    """The table in the file. `fits` says whether a header is the one expected.

    A byte that is no character spoils its own row only. BadTable where nothing fits.
    """
    raw = _drop_half_a_unit(path.read_bytes())
    _be_a_text(raw)
    clean, broken = _candidates(raw) if encoding == AUTO else ([encoding], [])
    tables = []
    for name in [*clean, *broken]:
        text = _end_file(raw.decode(ENCODINGS[name], errors="replace"))
        table = _table(text, name, DELIMITERS[delimiter], header_row)
        if fits(table) and name in clean:
            return table
        tables.append((text.count(UNREADABLE), table))
    fitting = [(count, table) for count, table in tables if fits(table)]
    if fitting:
        return min(fitting, key=lambda found: found[0])[1]
    if clean:
        return tables[0][1]  # the mapping says which columns are missing
    raise BadTable(
        _broken_at(raw, _GUESSES[0]) or 1,
        "UTF-8 とも Shift_JIS とも読めないか、見出しが対応表と合いません / neither UTF-8 nor "
        "Shift_JIS, or the header is not the mapping's",
        "UTF-8 で書き出すか、対応表の encoding と header_row を確かめる / export as UTF-8, or "
        "check encoding and header_row in the mapping",
    )


def _be_a_text(raw: bytes) -> None:
    """BadTable for what is no list at all: a workbook, a file with nothing in it."""
    if raw.startswith(_WORKBOOKS):
        raise BadTable(
            0,
            "Excel ブックです / this is an Excel workbook",
            "Excel で「CSV UTF-8」として保存する / save it as CSV UTF-8 in Excel",
        )
    mark = next((mark for mark, _ in _MARKS if raw.startswith(mark)), b"")
    if not raw.removeprefix(mark).strip(b"\0\x1a \t\r\n\f\v"):
        raise BadTable(0, "空のファイルです / the file is empty", "書き出し直す / export it again")


def _drop_half_a_unit(raw: bytes) -> bytes:
    """UTF-16 without the one byte too many that an older program has put at its end."""
    is_utf16 = any(raw.startswith(mark) for mark, name in _MARKS if name == "utf-16")
    odd = is_utf16 and len(raw) % 2 and raw[-1:] in (b"\0", b"\x1a")
    return raw[:-1] if odd else raw


def _end_file(text: str) -> str:
    """The text up to its end: DOS ends a file by 0x1A, hosts fill their blocks with it or NUL."""
    end = text.rstrip("\0\x1a \t\r\n")
    return text if text[len(end) :].isspace() else end


def _candidates(raw: bytes) -> tuple[list[str], list[str]]:
    """Encodings in which every byte is part of a character, and those in which some are not."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return [name], []
    clean = [name for name in _GUESSES if _broken_at(raw, name) is None]
    return clean, [name for name in _GUESSES if name not in clean]


def _broken_at(raw: bytes, name: str) -> int | None:
    """The line with the first byte that is no character; None if all are."""
    try:
        raw.decode(ENCODINGS[name])
    except UnicodeDecodeError as broken:
        return raw.count(b"\n", 0, broken.start) + 1
    return None


def _table(text: str, encoding: str, delimiter: str, header_row: int) -> Table:
    records = list(_records(text, delimiter))
    above = [row.cells for row in records if row.number <= header_row]
    header = [title.strip() for title in above[-1]] if header_row and above else []
    rows = [row for row in records if row.number > header_row]
    return Table(encoding, delimiter, above, header, rows)


def _records(text: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = line = 0
    while True:
        number, start = number + 1, line + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as why:
            line = reader.line_num
            yield Row(number, start, [], _csv_fault(str(why)))
            continue
        line = reader.line_num
        yield Row(number, start, cells)


def _csv_fault(why: str) -> tuple[str, str]:
    if "unexpected end" in why or "larger than" in why:
        return (
            '引用符 " が閉じていません。ここから後は読めません / a quotation mark is not closed; '
            "nothing after it can be read",
            'この行の " を直す / mend the quotation marks of this line',
        )
    return (
        '引用符 " の使い方が違います / quotation marks in the wrong place',
        '中の " は "" と重ねる / double those inside a quoted cell',
    )


def blank(cells: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in cells)


def looks_like_data(cells: Sequence[str]) -> bool:
    """Whether this is a row of somebody's data rather than a header."""
    return any(_OF_A_ROW.search(cell) or cell.strip().isdecimal() for cell in cells)


def other_delimiter(table: Table) -> str | None:
    """The separator that the header seems to have, if it is another than the one it was read by."""
    if len(table.header) != 1:
        return None
    (title,) = table.header
    return next((name for name in _NAMES if DELIMITERS[name] in title), None)

"""A monthly list into signals: read, checked as a whole, then sent in its order through the spool.

Importing the same file again changes nothing, for each row's id is made of the row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tsunagu_signals.answers import (
    ACCEPTED,
    FIT,
    REFUSED,
    WAITING,
    Answer,
    Fault,
    Unsettled,
    WrongUse,
)
from tsunagu_signals.client import Client
from tsunagu_signals.mapping import Mapping
from tsunagu_signals.rows import Made, Maker
from tsunagu_signals.spool import trace_of
from tsunagu_signals.tables import Row, Table, blank, looks_like_data, other_delimiter, read_table

Show = Callable[[int, int], None]
PUT_AT_ONCE = 500
OPEN = ("id", "kind", "noticed_on", "basis", "urgent", "conference_id", "sequence")
SHOWN_EVERY = 50
ANOTHER_ID = "対応表の [id] に列を足す / add a column to [id] in the mapping"
STOOD_FOR_OTHER_CONTENT = {
    ACCEPTED: "この番号では、別の人か別の内容を前に送りました。前の内容のままです / "
    "this id was sent before for somebody or something else, which stands",
    WAITING: "この番号で待っていた別の内容を、これに置き換えました / "
    "this replaces other content that waited under the same id",
}


@dataclass(frozen=True)
class RefusedRow:
    """One fault or note of one row. `row`: as a spreadsheet counts; `line`: as an editor does."""

    row: int
    line: int
    column: str
    field: str
    problem: str
    remedy: str


@dataclass
class Imported:
    """What became of a list. `counts`: accepted, already, sent, waiting; of a dry run: fit."""

    file: str
    encoding: str
    rows: int = 0
    skipped: int = 0
    repeated: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)
    notes: list[RefusedRow] = field(default_factory=list)
    without_identity: int = 0
    private_characters: list[int] = field(default_factory=list)
    dry_run: bool = False
    example: dict[str, Any] | None = None
    why: str | None = None

    @property
    def refused_rows(self) -> list[int]:
        return sorted({each.row for each in self.refused})

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "refused_rows": len(self.refused_rows)}


@dataclass
class MonthlyList:
    """A list that has been read: the signals that may go out, and what is wrong with the others."""

    table: Table
    maker: Maker
    made: list[Made]
    result: Imported

    @property
    def of_conferences(self) -> bool:
        """Whether any row names a support conference: only the platform knows those."""
        return any("conference_id" in one.signal for one in self.made)

    def tried(self) -> None:
        """Mark it as a dry run: how many rows may be sent, and the first of them."""
        self.result.dry_run = True
        self.result.counts = {FIT: len(self.made)}
        self.result.example = example_of(self.made[0]) if self.made else None


def example_of(one: Made) -> dict[str, Any]:
    """A row as the signal it became: of what may tell who somebody is, only the names of parts."""
    flat: dict[str, Any] = {}
    for name, value in one.signal.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{part}": each for part, each in value.items()}
        else:
            flat[name] = value
    return {
        "row": one.row.number,
        "signal": {name: value for name, value in flat.items() if name in OPEN},
        "not_shown": [name for name in flat if name not in OPEN],
    }


class Unusable(WrongUse):
    """The mapping and the file do not belong together."""


def read_list(path: Path, mapping: Mapping) -> MonthlyList:
    """Read and check everything; nothing is sent. Unusable where columns are missing."""
    table = read_table(
        path,
        encoding=mapping.encoding,
        delimiter=mapping.delimiter,
        header_row=mapping.header_row,
        fits=lambda table: not Maker(mapping, table).faults,
    )
    maker = Maker(mapping, table)
    if maker.faults:
        said = [*map(str, maker.faults), _about_the_header(table, maker, mapping)]
        raise Unusable(f"{path}:\n" + "\n".join(f"  {each}" for each in said))
    result = Imported(path.name, table.encoding)
    made: list[Made] = []
    first: dict[str, Made] = {}
    for row in table.rows:
        if blank(row.cells) and row.fault is None:
            continue
        if row.fault is None and maker.skipped(row):
            result.skipped += 1
            continue
        result.rows += 1
        one = maker.make(row)
        if not one.faults and _repeats(one, first, maker):
            result.repeated += 1
            continue
        _note(one, result)
        if not one.faults:
            made.append(one)
    return MonthlyList(table, maker, made, result)


def _about_the_header(table: Table, maker: Maker, mapping: Mapping) -> str:
    """What stands where the header should; its cells only where it is one, for rows hold people."""
    if delimiter := other_delimiter(table):
        return (
            f'→ 区切りが違うようです。対応表の [file] に delimiter = "{delimiter}" を / '
            f'another separator, it seems: put delimiter = "{delimiter}" under [file]'
        )
    if maker.finds_some and not looks_like_data(table.header):
        return (
            "→ 対応表の列の名前を確かめる / check the columns' names in the mapping. "
            f"見出し / header: {'、'.join(table.header)}"
        )
    row = mapping.header_row
    return (
        f"→ {row} 行目は、この対応表の見出しではありません。ファイルと header_row を確かめる / "
        f"row {row} is not the header of this mapping; check the file and header_row"
    )


def _repeats(one: Made, first: dict[str, Made], maker: Maker) -> bool:
    """Whether the row says again what an earlier one said; one id for two things is a fault."""
    earlier = first.setdefault(one.signal["id"], one)
    if earlier is one:
        return False
    if earlier.as_read == one.as_read:
        return True
    names = [name for name, value in one.as_read.items() if earlier.as_read.get(name) != value]
    columns = "、".join(dict.fromkeys(maker.column_of(name) for name in names))
    one.faults.append(
        (
            maker.column_of("id"),
            Fault(
                "id",
                f"{earlier.row.number} 行目と同じ番号で「{columns}」が違います / "
                f"row {earlier.row.number} has this id too, and says something else in {columns}",
                ANOTHER_ID,
            ),
        )
    )
    return False


def _note(one: Made, result: Imported) -> None:
    result.without_identity += "without_identity" in one.notes
    if "private_characters" in one.notes:
        result.private_characters.append(one.row.number)
    for column, fault in one.faults:
        result.refused.append(_refused(one.row, column, fault))


def _refused(row: Row, column: str, fault: Fault) -> RefusedRow:
    return RefusedRow(row.number, row.line, column, fault.field, fault.problem, fault.remedy)


def send_list(found: MonthlyList, client: Client, show: Show | None = None) -> Imported:
    """Send what was read. What does not arrive waits in the spool; refusals name their row."""
    result = found.result
    by_id = {one.signal["id"]: one for one in found.made}
    told: dict[str, Answer] = {}

    def tell(answer: Answer) -> None:
        if answer.id in by_id:
            told[answer.id] = answer
            if show is not None and (len(told) % SHOWN_EVERY == 0 or len(told) == len(by_id)):
                show(len(told), len(by_id))

    signals = [one.signal for one in found.made]
    if signals:
        result.why = client.before_sending()
    traces = {id: trace_of(one.left_out) for id, one in by_id.items() if one.left_out}
    for start in range(0, len(signals), PUT_AT_ONCE):
        other = client.spool.put(signals[start : start + PUT_AT_ONCE], traces)
        for id, state in other.items():
            note = Fault("id", STOOD_FOR_OTHER_CONTENT[state], ANOTHER_ID)
            result.notes.append(_refused(by_id[id].row, found.maker.column_of("id"), note))
        if result.why is None:
            result.why = _flush(client, tell)
    here = client.spool.answers([id for id in by_id if id not in told])
    for id, one in by_id.items():
        answer = told.get(id) or here.get(id)
        if answer is None:
            continue
        if answer.state == REFUSED:
            for fault in answer.faults:
                column = found.maker.column_of(fault.field)
                result.refused.append(_refused(one.row, column, fault))
        else:
            result.counts[answer.state] = result.counts.get(answer.state, 0) + 1
        for note in answer.notes:
            result.notes.append(_refused(one.row, found.maker.column_of(note.field), note))
    for listed in (result.refused, result.notes):
        listed.sort(key=lambda each: each.row)
    return result


def _flush(client: Client, tell: Callable[[Answer], None]) -> str | None:
    """Why it stopped early, if it did; then the rest of the list waits on disk as well."""
    try:
        return client.flush(tell).why
    except Unsettled as why:
        return str(why)

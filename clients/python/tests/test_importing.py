"""Rows of a list as signals, and refused rows as a list to mend. Nothing is sent here."""

import csv
import sqlite3
import stat
from pathlib import Path

import pytest

from tsunagu_signals import Answer, Away, Client, Settings
from tsunagu_signals.answers import Stuck, Troubled
from tsunagu_signals.importing import Unusable, read_list, send_list
from tsunagu_signals.mapping import read_mapping
from tsunagu_signals.refused_rows import write_refused

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
MAPPING = """
[file]
skip = [{ column = "番号", matches = "合計" }]
[id]
template = "{番号}-{年月}"
[kind]
column = "科目"
words = { "水道" = "water_arrears", "税" = "tax_arrears" }
[noticed_on]
column = "督促日"
[basis]
column = "根拠"
words = { "同意" = "consent", "会議" = "conference", "勧奨" = "encouragement_only" }
[urgent]
column = "急ぎ"
[note]
column = "備考"
[person]
name = { column = ["氏名", "使用者"] }
birth_date = { column = "生年月日" }
"""
HEADER = ["番号", "年月", "科目", "督促日", "根拠", "急ぎ", "備考", "氏名", "生年月日"]
ROW = ["1", "202609", "水道", "R8.9.20", "同意", "", "", "見本 太郎", "S45.3.2"]


@pytest.fixture
def read(tmp_path):
    """`read([row, …], mapping=…)`: a list of these rows, read by the mapping."""

    def reading(rows, mapping=MAPPING, header=HEADER, encoding="utf-8-sig"):
        (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
        with (tmp_path / "list.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return read_list(tmp_path / "list.csv", read_mapping(tmp_path / "mapping.toml"))

    return reading


def row(**other):
    return [other.get(name, value) for name, value in zip(HEADER, ROW, strict=True)]


def faults(found):
    return [(each.row, each.column, each.field) for each in found.result.refused]


def test_a_row_becomes_a_signal(read):
    found = read([row(急ぎ="○", 備考="ﾒﾓ")])
    assert [one.signal for one in found.made] == [
        {
            "id": "1-202609",
            "kind": "water_arrears",
            "noticed_on": "2026-09-20",
            "basis": "consent",
            "urgent": True,
            "note": "メモ",
            "person": {"name": "見本 太郎", "birth_date": "1970-03-02"},
        }
    ]


def test_the_same_number_in_any_width_gives_the_same_id(read):
    first, second = (read([row(番号=number)]) for number in ("１２３", "123"))
    assert first.made[0].signal["id"] == second.made[0].signal["id"] == "123-202609"


def test_a_row_whose_basis_allows_no_identity_loses_its_person_here(read):
    found = read([row(根拠="勧奨", 生年月日="昭和99年1月1日")])
    assert "person" not in found.made[0].signal
    assert "見本" not in str(found.made[0].signal)
    assert found.result.without_identity == 1 and faults(found) == []


@pytest.mark.parametrize("basis", ["同意", "会議"])
def test_with_consent_or_a_conference_the_person_goes_along(read, basis):
    assert read([row(根拠=basis)]).made[0].signal["person"]["name"] == "見本 太郎"


def test_a_column_may_have_one_of_several_names(read):
    found = read([ROW], header=[*HEADER[:7], "使用者", HEADER[8]])
    assert found.made[0].signal["person"]["name"] == "見本 太郎"


@pytest.mark.parametrize(
    ("cell", "column", "field"),
    [
        ({"督促日": "平成32年1月1日"}, "督促日", "noticed_on"),
        ({"督促日": ""}, "督促日", "noticed_on"),
        ({"督促日": "R88.9.20"}, "督促日", "noticed_on"),
        ({"科目": "ガス"}, "科目", "kind"),
        ({"根拠": ""}, "根拠", "basis"),
        ({"急ぎ": "たぶん"}, "急ぎ", "urgent"),
        ({"生年月日": "S64.1.8"}, "生年月日", "person.birth_date"),
        ({"氏名": "見\x07本"}, "氏名", "person.name"),
        ({"番号": "1" * 200}, "番号、年月", "id"),
    ],
    ids=lambda value: next(iter(value.items()))[0] if isinstance(value, dict) else "",
)
def test_a_faulty_cell_is_named_with_row_and_column(read, cell, column, field):
    found = read([[*ROW[:1], "202608", *ROW[2:]], row(**cell)])
    assert faults(found) == [(3, column, field)]
    assert found.result.refused[0].remedy
    assert len(found.made) == 1


def test_every_fault_of_a_row_is_named_at_once(read):
    found = read([row(科目="ガス", 督促日="いつか", 生年月日="S64.1.8")])
    assert {field for _, _, field in faults(found)} == {"kind", "noticed_on", "person.birth_date"}
    assert found.result.refused_rows == [2]


def test_a_row_with_too_few_cells_is_refused(read):
    assert faults(read([ROW[:5]])) == [(2, "", "")]


@pytest.mark.parametrize(
    "cells", [[*ROW, "○"], [*ROW[:3], "8", "400", *ROW[3:]], [*ROW, "", "x"]], ids=str
)
def test_a_row_with_more_cells_than_the_header_is_refused_whole(read, cells):
    found = read([cells])
    assert found.made == [] and faults(found) == [(2, "", "")]
    assert "引用符" in found.result.refused[0].remedy


def test_empty_cells_beyond_the_header_are_nothing_where_every_row_has_them(read):
    wide = [[*row(番号=str(n)), "", " "] for n in range(3)]
    assert len(read(wide).made) == 3


def test_a_shifted_row_is_found_though_its_last_cells_are_empty(read):
    shifted = ["2", "202609", "水道", "R8.9.20", "同意", "", "8", "400", "", ""]
    assert faults(read([ROW, shifted])) == [(3, "", "")]


@pytest.mark.parametrize("empty", ["番号", "年月"])
def test_a_row_of_whose_id_a_part_is_empty_is_refused(read, empty):
    found = read([row(**{empty: "　"})])
    assert faults(found) == [(2, "番号、年月", "id")] and found.made == []
    assert empty in found.result.refused[0].problem


def test_another_separator_is_guessed(read, tmp_path):
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    text = "\t".join(HEADER) + "\n" + "\t".join(ROW)
    (tmp_path / "list.txt").write_text(text, encoding="utf-16")
    with pytest.raises(Unusable) as refused:
        read_list(tmp_path / "list.txt", read_mapping(tmp_path / "mapping.toml"))
    assert 'delimiter = "tab"' in str(refused.value) and "見出し / header" not in str(refused.value)


def test_totals_and_empty_rows_are_none(read):
    found = read([ROW, [], row(番号="合　計"), row(番号="合計")])
    assert (found.result.rows, found.result.skipped) == (1, 2)


def test_one_id_for_two_different_things_is_a_fault_of_the_second(read):
    found = read([ROW, ROW, row(備考="別のこと")])
    assert (found.result.repeated, len(found.made)) == (1, 1)
    assert faults(found) == [(4, "番号、年月", "id")]
    assert "2 行目" in found.result.refused[0].problem


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ({"氏名": "別 花子"}, "氏名"),
        ({"生年月日": "S45.3.3"}, "生年月日"),
        ({"氏名": "別\x07"}, "氏名"),
    ],
    ids=["name", "birth", "unreadable"],
)
def test_one_id_for_two_people_is_a_fault_though_neither_goes_along(read, cell, column):
    found = read([row(根拠="勧奨"), row(根拠="勧奨"), row(根拠="勧奨", **cell)])
    assert (found.result.repeated, len(found.made)) == (1, 1)
    assert faults(found) == [(4, "番号、年月", "id")] and found.result.refused[0].line == 4
    problem = found.result.refused[0].problem
    assert "2 行目" in problem and column in problem and "別" not in problem.replace("別のこと", "")


class Taking:
    """A platform that takes everything, and knows an id again."""

    most_at_once, most_bytes = 500, 1_000_000

    def __init__(self):
        self.known, self.away = {}, False

    def deliver(self, signals):
        if self.away:
            raise Away("cut")
        return [self._take(signal) for signal in signals]

    def _take(self, signal):
        state = "already" if signal["id"] in self.known else "accepted"
        self.known.setdefault(signal["id"], signal)
        return Answer(signal["id"], state, f"s-{signal['id']}")

    def close(self):
        pass


@pytest.fixture
def send(tmp_path):
    """`send(found)`: one run of the client with the same spool; `send.platform` is who takes it."""

    def sending(found):
        settings = Settings("waterworks", spool=tmp_path / "spool")
        with Client(settings=settings, transport=sending.platform) as client:
            return send_list(found, client)

    sending.platform = Taking()
    return sending


def noted(result):
    return [(each.row, each.column, each.field) for each in result.notes]


def test_a_later_list_with_the_same_id_for_somebody_else_is_told_that_the_first_stands(read, send):
    send(read([row(根拠="勧奨")]))
    assert noted(send(read([row(根拠="勧奨")]))) == []
    result = send(read([row(根拠="勧奨", 氏名="別 花子")]))
    assert result.counts == {"already": 1}
    assert noted(result) == [(2, "番号、年月", "id")] and "前の内容" in result.notes[0].problem
    assert noted(send(read([row(根拠="勧奨")]))) == []  # the first still stands
    assert "別" not in str(send.platform.known)


def test_what_waits_and_is_replaced_by_other_content_is_told(read, send):
    send.platform.away = True
    send(read([row(根拠="勧奨")]))
    assert noted(send(read([row(根拠="勧奨")]))) == []
    assert noted(send(read([row(根拠="勧奨", 氏名="別 花子")]))) == [(2, "番号、年月", "id")]
    assert noted(send(read([row(根拠="同意")]))) == [(2, "番号、年月", "id")]
    send.platform.away = False
    result = send(read([row(番号="2")]))
    assert noted(result) == [] and set(send.platform.known) == {"1-202609", "2-202609"}
    assert send.platform.known["1-202609"]["basis"] == "consent"


def test_a_spool_of_an_earlier_release_goes_on(read, send, tmp_path):
    send(read([row(根拠="勧奨")]))
    with sqlite3.connect(tmp_path / "spool" / "spool.sqlite") as spool:
        spool.execute("ALTER TABLE signal DROP COLUMN left_out")
    assert noted(send(read([row(根拠="勧奨", 氏名="別 花子")]))) == []  # nothing to compare with


@pytest.mark.parametrize("failure", [Troubled, Stuck])
def test_a_row_that_keeps_failing_is_set_aside_named_and_taken_again(read, send, failure):
    take = send.platform.deliver

    def deliver(signals):
        if "7-202609" in [signal["id"] for signal in signals]:
            raise failure("no")
        return take(signals)

    send.platform.deliver = deliver
    rows = [row(番号=str(n)) for n in range(1, 2001)]
    result = send(read(rows))
    assert result.why is None and len(send.platform.known) == 1999
    assert result.counts["accepted"] == 1999
    told = [*result.refused, *result.notes]
    assert [each.row for each in told] == [8] and "エラー" in told[0].problem
    send.platform.deliver = take
    again = send(read(rows))
    assert (len(send.platform.known), again.counts["already"]) == (2000, 1999)
    assert again.counts["accepted"] == 1 and again.refused == [] == again.notes


def test_characters_of_the_office_s_own_are_replaced_and_said(read):
    found = read([row(氏名="\ue000田")])
    assert found.made[0].signal["person"]["name"] == "〓田"
    assert found.result.private_characters == [2]


def test_columns_that_are_missing_or_stand_twice_are_named_at_once(read):
    header = ["番号", "番号", "科目", "督促日", "根拠", "急", "備考", "氏名", "生年月日"]
    with pytest.raises(Unusable) as refused:
        read([ROW], header=header)
    said = str(refused.value)
    assert "番号" in said and "急ぎ" in said and "年月" in said


def test_a_list_without_a_header_is_read_by_numbers(read):
    mapping = MAPPING.replace("[file]", "[file]\nheader_row = 0")
    for place, name in enumerate(HEADER, start=1):
        mapping = mapping.replace(f'"{name}"', f'"#{place}"').replace(
            f"{{{name}}}", f"{{#{place}}}"
        )
    mapping = mapping.replace('["#8", "使用者"]', '"#8"')
    found = read([ROW[1:]], mapping=mapping, header=ROW)
    assert [one.row.number for one in found.made] == [1]  # the second has too few cells
    assert found.made[0].signal["person"]["name"] == "見本 太郎"


def test_a_list_knocks_once_while_nobody_answers(read, tmp_path):
    knocks = []

    class Nobody:
        most_at_once, most_bytes = 500, 1_000_000

        def sender(self):
            knocks.append("sender")
            raise Away("cut")

        def deliver(self, signals):
            knocks.append("deliver")
            raise Away("cut")

        def close(self):
            pass

    settings = Settings("waterworks", spool=tmp_path / "spool")
    with Client(settings=settings, transport=Nobody()) as client:
        result = send_list(read([ROW]), client)
    assert (result.counts, result.why, knocks) == ({"waiting": 1}, "cut", ["sender"])


# -- refused rows as a list to mend ---------------------------------------------------------------


def test_refused_rows_are_mended_and_imported_again(read, tmp_path):
    found = read([ROW, row(番号="2", 督促日="9月20日"), row(番号="3", 科目="ガス")])
    file = tmp_path / "refused.csv"
    assert write_refused(found, file) == 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text(encoding="utf-8-sig")
    assert "督促日" in text and "暦" not in text
    mended = text.replace("9月20日", "R8.9.20").replace("ガス", "水道")
    file.write_text(mended, encoding="utf-8-sig")
    again = read_list(file, read_mapping(tmp_path / "mapping.toml"))
    assert [one.signal["id"] for one in again.made] == ["2-202609", "3-202609"]
    assert again.result.refused == []


def test_what_a_spreadsheet_takes_for_a_formula_is_harmless_and_comes_back_as_it_was(
    read, tmp_path
):
    found = read([row(備考="=cmd|'/C calc'!A0", 督促日="?"), row(番号="+81", 備考="-", 督促日="?")])
    file = tmp_path / "refused.csv"
    write_refused(found, file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for cells in list(csv.reader(lines))[1:]:
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    file.write_text(file.read_text(encoding="utf-8-sig").replace("?", "R8.9.20"), encoding="utf-8")
    again = read_list(file, read_mapping(tmp_path / "mapping.toml"))
    assert [one.signal.get("note") for one in again.made] == ["=cmd|'/C calc'!A0", "-"]
    assert again.made[1].signal["id"] == "+81-202609"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_every_encoding_gives_the_same_signals(read, codec):
    found = read([row(氏名="髙橋"), row(番号="2", 氏名="﨑山")], encoding=codec)
    assert [one.signal["person"]["name"] for one in found.made] == ["髙橋", "﨑山"]


@pytest.mark.parametrize(
    "folder", sorted(p.parent for p in EXAMPLES.glob("*/mapping.toml")), ids=str
)
def test_every_row_of_the_examples_becomes_a_signal(folder):
    (file,) = (path for path in folder.iterdir() if path.suffix in (".csv", ".tsv"))
    found = read_list(file, read_mapping(folder / "mapping.toml"))
    assert found.result.refused == [] and len(found.made) == found.result.rows >= 4

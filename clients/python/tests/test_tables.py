"""CSV files as systems export them."""

import pytest

from tsunagu_signals.tables import BadTable, looks_like_data, other_delimiter, read_table

HEADER, ROW = "番号,氏名,ｶﾅ", "1,髙橋 花子,ﾀｶﾊｼ"


def table_of(tmp_path, raw, **how):
    file = tmp_path / "list.csv"
    file.write_bytes(raw)
    return read_table(file, **how)


def cells(table):
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"], ids=["crlf", "lf", "cr"])
@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp932", "cp932"),
        ("utf-16", "utf-16"),
    ],
)
def test_the_encoding_is_told_from_the_file(tmp_path, codec, told, newline):
    table = table_of(tmp_path, f"{HEADER}{newline}{ROW}{newline}".encode(codec))
    assert table.encoding == told
    assert table.header == ["番号", "氏名", "ｶﾅ"]
    assert cells(table) == [["1", "髙橋 花子", "ﾀｶﾊｼ"]]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize(
    "end", ["\x1a", "\r\n\x1a", "\r\n\x1a\r\n", "\r\n" + "\x1a" * 90, "\0" * 512]
)
def test_a_file_may_end_as_dos_and_hosts_end_it(tmp_path, codec, end):
    table = table_of(tmp_path, f"{HEADER}\r\n{ROW}{end}".encode(codec))
    assert cells(table) == [["1", "髙橋 花子", "ﾀｶﾊｼ"]]


@pytest.mark.parametrize("end", [b"\x1a", b"\0"])
def test_one_byte_too_many_ends_utf_16_too(tmp_path, end):
    table = table_of(tmp_path, f"{HEADER}\r\n{ROW}\r\n".encode("utf-16") + end)
    assert cells(table) == [["1", "髙橋 花子", "ﾀｶﾊｼ"]]


@pytest.mark.parametrize("inside", ["\x1a", "\0"])
def test_within_a_file_such_a_byte_is_no_end(tmp_path, inside):
    table = table_of(tmp_path, f"{HEADER}\r\n1,a{inside},b\r\n2,c,d\r\n".encode())
    assert cells(table) == [["1", f"a{inside}", "b"], ["2", "c", "d"]]


def test_a_file_of_nothing_but_its_end_is_empty(tmp_path):
    with pytest.raises(BadTable, match="empty"):
        table_of(tmp_path, b"\r\n\x1a\0\0")


def test_where_two_encodings_would_do_the_header_decides(tmp_path):
    raw = "ﾃｽ\r\n1".encode("cp932")
    assert raw.decode("utf-8") != "ﾃｽ\r\n1"  # it reads as something else, without a fault
    table = table_of(tmp_path, raw, fits=lambda table: table.column("テス") is not None)
    assert table.encoding == "cp932"
    assert table_of(tmp_path, raw).encoding == "utf-8"
    assert table_of(tmp_path, raw, encoding="cp932").header == ["ﾃｽ"]


@pytest.mark.parametrize(("codec", "bad"), [("cp932", b"\x81\xff"), ("utf-8", b"\xff\xfe")])
def test_a_byte_that_is_no_character_spoils_its_own_row_only(tmp_path, codec, bad):
    lines = [f"{HEADER}\r\n".encode(codec), b"1," + bad + b",x\r\n", f"2{ROW[1:]}".encode(codec)]
    table = table_of(tmp_path, b"".join(lines), fits=lambda t: t.column("氏名") is not None)
    assert table.encoding == codec
    assert "\ufffd" in table.rows[0].cells[1]
    assert table.rows[1].cells == ["2", "髙橋 花子", "ﾀｶﾊｼ"]


def test_a_file_that_fits_in_no_encoding_is_refused_with_the_line(tmp_path):
    raw = "番号,氏名\r\n1,".encode("euc-jp") + b"\xff\xff\r\n"
    with pytest.raises(BadTable) as refused:
        table_of(tmp_path, raw, fits=lambda t: t.column("氏名") is not None)
    assert refused.value.line == 1 and refused.value.fault.remedy


def test_rows_are_numbered_as_a_spreadsheet_does_and_lines_as_an_editor_does(tmp_path):
    text = '題\n\n番号,住所\n1,"一行目\n二行目"\n\n2,次\n'
    table = table_of(tmp_path, text.encode(), header_row=3)
    assert table.header == ["番号", "住所"]
    assert [(row.number, row.line) for row in table.rows] == [(4, 4), (5, 6), (6, 7)]
    assert table.rows[0].cells == ["1", "一行目\n二行目"]


def test_a_quotation_mark_in_the_wrong_place_spoils_one_row(tmp_path):
    table = table_of(tmp_path, '番号,氏名\n1,"あ"い\n2,う\n'.encode())
    assert table.rows[0].fault and table.rows[0].number == 2
    assert table.rows[1].cells == ["2", "う"] and table.rows[1].number == 3


def test_one_that_is_never_closed_is_told_with_the_row_where_it_opens(tmp_path):
    table = table_of(tmp_path, '番号,氏名\n1,あ\n2,"い\n3,う\n'.encode())
    assert [row.number for row in table.rows if row.fault] == [3]
    assert "閉じて" in table.rows[-1].fault[0]


def test_columns_are_found_whatever_their_width_or_by_number(tmp_path):
    table = table_of(tmp_path, "ｶﾅ 氏名,お客様番号,お客様番号\n".encode())
    assert table.column("カナ氏名") == 0
    assert table.column("#3") == 2
    assert table.column("氏名") is None
    assert table.repeated("お客様番号") and not table.repeated("ｶﾅ氏名")


@pytest.mark.parametrize("raw", [b"", b"\r\n  \n", b"\xef\xbb\xbf\r\n", b"\xff\xfe\r\0\n\0"])
def test_an_empty_file_is_refused(tmp_path, raw):
    with pytest.raises(BadTable, match="空"):
        table_of(tmp_path, raw)


@pytest.mark.parametrize("raw", [b"PK\x03\x04\x14\0x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"])
def test_a_workbook_is_told_to_be_saved_as_csv(tmp_path, raw):
    with pytest.raises(BadTable, match="Excel") as refused:
        table_of(tmp_path, raw)
    assert "CSV" in refused.value.fault.remedy


@pytest.mark.parametrize(
    ("header", "seems"),
    [("番号\t氏名", "tab"), ("番号;氏名", "semicolon"), ("番号,氏名", None), ("番号", None)],
)
def test_the_separator_that_a_header_seems_to_have_is_told(tmp_path, header, seems):
    assert other_delimiter(table_of(tmp_path, header.encode())) == seems


@pytest.mark.parametrize(
    ("cells", "data"),
    [
        (["番号", "氏名", "令和8年度", "未納額（4月末）"], False),
        (["番号", "2026年4月16日", "氏名"], True),
        (["見本", "046-000-0001"], True),
        (["１０００１２３", "見本"], True),
        (["見本", "2"], True),
    ],
    ids=str,
)
def test_a_row_of_data_is_told_from_a_header(cells, data):
    assert looks_like_data(cells) == data

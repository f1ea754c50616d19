"""Mapping files: what is wrong with one is said all at once."""

from pathlib import Path

import pytest

from tsunagu_signals.mapping import BadMapping, read_mapping

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
LEAST = """
id = { column = "番号" }
kind = { value = "tax_arrears" }
noticed_on = { today = true }
basis = { value = "encouragement_only" }
"""


def mapping_of(tmp_path, text):
    file = tmp_path / "mapping.toml"
    file.write_text(text, encoding="utf-8")
    return read_mapping(file)


def wrong_fields(tmp_path, text):
    with pytest.raises(BadMapping) as refused:
        mapping_of(tmp_path, text)
    assert all(fault.remedy for fault in refused.value.faults)
    return sorted(fault.field for fault in refused.value.faults)


def test_the_least_that_a_mapping_says(tmp_path):
    mapping = mapping_of(tmp_path, LEAST)
    assert mapping.sources["id"].columns == ("番号",)
    assert (mapping.encoding, mapping.header_row, mapping.department) == ("auto", 1, None)


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("*/mapping.toml")), ids=lambda p: p.parent.name
)
def test_the_examples_are_read(path):
    assert read_mapping(path).department == path.parent.name


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ("", []),
        ("[file]\nencoding = 'ebcdic'\ndelimiter = '|'\nheader_row = 'x'", 3),
        ("[file]\nskip = [{ column = '番号', matches = '(' }]", ["file.skip.0"]),
        ("[file]\nskip = [{ column = '番号' }]", ["file.skip.0"]),
        ("[dates]\nforms = ['lunar']", ["dates.forms"]),
        ("[dates]\nforms = ['bare_era']", ["dates.era"]),
        ("[note]\ntemplate = 'いつも同じ'", ["note.template"]),
        ("[note]\ncolumn = 'あ'\nvalue = 'い'", ["note"]),
        ("[note]", ["note"]),
        ("[note]\ntoday = true", ["note.today"]),
        ("[person]\nnickname = { column = 'あだ名' }", ["person.nickname"]),
        ("[person]\nname = '氏名'", ["person.name"]),
        ("[person]\nname = { column = [1] }", ["person.name.column"]),
        ("[urgent]\nvalue = 'true'", ["urgent.value"]),
        ("[urgent]\ncolumn = 'あ'\notherwise = 'いいえ'", ["urgent.otherwise"]),
        ("[urgent]\ncolumn = 'あ'\nwords = { '急' = true }\notherwise = false", []),
        ("[note]\ncolumn = 'あ'\nwords = { 'なし' = '' }\notherwise = 'あり'", []),
        ("[consent]\non = { value = '2026-04-31' }", ["consent.on.value"]),
        ("[colour]\ncolumn = 'x'", ["colour"]),
        ("[note]\ncolumn = 'あ'\nwrods = {}", ["note.wrods"]),
    ],
)
def test_what_is_wrong_with_a_mapping_is_named(tmp_path, more, fields):
    if not fields:
        mapping_of(tmp_path, LEAST + more)
    elif isinstance(fields, int):
        assert len(wrong_fields(tmp_path, LEAST + more)) == fields
    else:
        assert wrong_fields(tmp_path, LEAST + more) == fields


def test_a_wrong_basis_is_named_at_once_and_not_in_every_row(tmp_path):
    wrong = LEAST.replace('"encouragement_only"', '"consnt"')
    assert wrong_fields(tmp_path, wrong) == ["basis.value"]
    words = LEAST.replace(
        'basis = { value = "encouragement_only" }',
        'basis = { column = "根拠", words = { "同意" = "consnt", "会議" = "conference" } }',
    )
    assert wrong_fields(tmp_path, words) == ["basis.words.同意"]


def test_everything_missing_is_named_at_once(tmp_path):
    assert wrong_fields(tmp_path, "") == ["basis", "id", "kind", "noticed_on"]


def test_no_toml_and_no_utf8_are_said_plainly(tmp_path):
    assert wrong_fields(tmp_path, "[id\n") == [""]
    file = tmp_path / "sjis.toml"
    file.write_bytes('[id]\ncolumn = "番号"'.encode("cp932"))
    with pytest.raises(BadMapping):
        read_mapping(file)

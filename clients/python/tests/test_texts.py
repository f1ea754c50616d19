"""Width, voiced kana and characters of an office's own; never the kanji of a name."""

import pytest

from tsunagu_signals.texts import clean, key_of, unreadable, without_private_characters


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ﾔﾏﾀﾞ　ﾀﾛｳ", "ヤマダ タロウ"),
        ("ﾊﾟｰﾄ", "パート"),
        ("Ｋ－１２３", "K-123"),
        ("０４６－０００－０００１", "046-000-0001"),
        ("（株）みほん", "(株)みほん"),
        ("  空\n白\t　も ", "空 白 も"),
        ("か\u3099", "が"),
        ("", ""),
    ],
)
def test_width_spaces_and_voiced_kana_are_made_one(written, meant):
    assert clean(written) == meant


@pytest.mark.parametrize("name", ["髙﨑", "\ufa19谷", "𠮷野", "葛\U000e0100城", "㈱見本", "渡邉"])
def test_the_kanji_of_a_name_stay_as_they_are(name):
    assert clean(name) == name


def test_words_of_a_mapping_are_found_whatever_their_width():
    assert key_of("ＡＢＣ　区分") == key_of("abc 区分") == key_of("AbC区分")


def test_characters_of_the_office_s_own_become_a_mark_that_stands_out():
    assert without_private_characters("\ue000田") == ("〓田", True)
    assert without_private_characters("𠮷田") == ("𠮷田", False)


@pytest.mark.parametrize("text", ["a\x00b", "a\x07b", "\u202eab", "\ufffd"])
def test_controls_turned_writing_and_broken_characters_are_unreadable(text):
    assert unreadable(text)
    assert not unreadable("改行なしの ふつうの文")

"""What is the same however it is written: names, addresses, telephones."""

import orjson
import pytest

from services.intake.domain.matching.addresses import Address, address_of
from services.intake.domain.matching.normalise import (
    Name,
    kana_form,
    kanji_form,
    phones_of,
    profile_from,
    profile_of,
    sounds,
)

SAME_READING = [
    ("ワタナベ", "ﾜﾀﾅﾍﾞ", "わたなべ", "ワタナベ　", "ﾜﾀﾅﾍﾞ"),
    ("ショウコ", "シヨウコ", "しょうこ", "ショーコ", "ｼｮｳｺ", "ｼﾖｳｺ", "ショ-コ", "ショ－コ"),
    ("オオノ", "オーノ", "オウノ", "おおの"),
    ("ケイイチ", "ケーイチ", "ｹｲｲﾁ"),
    ("ミヅキ", "ミズキ"),
    ("カヲル", "カオル"),
    ("グエン・ヴァン", "グエン ヴァン", "ｸﾞｴﾝ ｳﾞｧﾝ"),
]
OTHER_READING = [
    ("ユウキ", "ユキ"),
    ("オオノ", "オノ"),
    ("ヤマサキ", "ヤマザキ"),
    ("ハルカ", "ハルナ"),
]


@pytest.mark.parametrize("ways", SAME_READING, ids=lambda w: w[0])
def test_a_reading_is_one_in_any_width_kana_and_way_of_writing_long_vowels(ways):
    assert len({kana_form(way) for way in ways}) == 1


@pytest.mark.parametrize("pair", OTHER_READING, ids="・".join)
def test_readings_of_different_names_stay_apart(pair):
    assert kana_form(pair[0]) != kana_form(pair[1])


@pytest.mark.parametrize("pair", OTHER_READING[:3], ids="・".join)
def test_by_sound_alone_length_and_voicing_do_not_count(pair):
    assert sounds(kana_form(pair[0])) == sounds(kana_form(pair[1]))


@pytest.mark.parametrize(
    "ways",
    [
        ("渡辺", "渡邊", "渡邉", "渡辺\U000e0100"),
        ("高橋", "髙橋", "高𣘺"),
        ("山崎", "山﨑", "山嵜"),
        ("斎藤", "齋藤", "齊藤", "斉藤"),
        ("吉田", "𠮷田"),
        ("浜田", "濱田", "濵田"),
        ("桜井", "櫻井"),
        ("神田", "\ufa19田"),
        ("佐々木", "佐佐木"),
        ("みさ子", "ミサ子"),
        ("NGUYEN VAN", "Nguyễn　Văn", "ＮＧＵＹＥＮ ＶＡＮ"),
    ],
    ids=lambda w: w[0],
)
def test_a_name_is_one_in_old_new_and_variant_characters(ways):
    assert len({kanji_form(way) for way in ways}) == 1


@pytest.mark.parametrize(
    "pair", [("大田", "太田"), ("河合", "川合"), ("裕子", "祐子")], ids="・".join
)
def test_names_of_different_characters_stay_apart(pair):
    assert kanji_form(pair[0]) != kanji_form(pair[1])


CHOME = Address("緑ケ丘", (1, 2, 3))
LOT = Address("栗原", (1234, 5))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("神奈川県座間市緑ケ丘一丁目2番3号", CHOME),
        ("座間市緑ヶ丘１－２－３", CHOME),
        ("緑が丘1丁目2-3", CHOME),
        ("緑ケ丘一ー二ー三", CHOME),
        ("座間市 緑ケ丘 １丁目 ２番 ３号", CHOME),
        ("緑ケ丘1-2-3 コーポ座間201号室", Address("緑ケ丘", (1, 2, 3), "201")),
        ("緑ケ丘1‐2‐3‐201", Address("緑ケ丘", (1, 2, 3), "201")),
        ("緑ケ丘1丁目2番3号　メゾン　Ｂ", Address("緑ケ丘", (1, 2, 3), "B")),
        ("座間市栗原１２３４番地の５", LOT),
        ("大字栗原千二百三十四番地五", LOT),
        ("栗原1234ー5", LOT),
        ("栗原1234-5-201", Address("栗原", (1234, 5), "201")),
        ("入谷東三丁目六十番十一号", Address("入谷東", (3, 60, 11))),
        ("相模原市南区相模大野5丁目31番1号", Address("相模大野", (5, 31, 1))),
        ("愛甲郡愛川町中津1-2", Address("中津", (1, 2))),
        ("東京都千代田区一番町10-2", Address("一番町", (10, 2))),
        ("港区六本木六丁目10番1号", Address("六本木", (6, 10, 1))),
        ("四日市市諏訪町1-5", Address("諏訪町", (1, 5))),
        ("住所不定", Address("住所不定")),
        ("", Address()),
    ],
)
def test_an_address_is_one_in_kanji_or_digits_words_or_hyphens(written, meant):
    assert address_of(written) == meant


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("046-255-1111", ("462551111",)),
        ("０４６（２５５）１１１１", ("462551111",)),
        ("+81 46-255-1111", ("462551111",)),
        ("255-1111", ("2551111",)),
        ("090-1234-5678 / 046-255-1111", ("9012345678", "462551111")),
        ("なし", ()),
    ],
)
def test_a_telephone_number_is_one_in_any_writing(written, numbers):
    assert phones_of(written) == numbers


def test_a_profile_survives_being_kept():
    profile = profile_of(
        {"name": "渡邊　花子", "kana": "ﾜﾀﾅﾍﾞ ﾊﾅｺ", "birth_date": "1970-01-02", "sex": "女",
         "address": "緑ケ丘1-1-1-201", "phone": "046-255-1111"}
    )  # fmt: skip
    assert profile.kanji == Name("渡辺花子", ("渡辺", "花子"))
    assert profile.heard == "ワタナヘハナコ"
    assert profile_from(orjson.loads(orjson.dumps(profile.as_json()))) == profile


def test_kana_in_the_place_of_kanji_is_a_reading():
    assert profile_of({"name": "わたなべ はなこ"}).kana.whole == "ワタナベハナコ"
    assert profile_of({"name": "わたなべ はなこ"}).kanji == Name()

"""What is the same however it is written: readings, telephones, and a profile of it all."""

import orjson
import pytest

from services.intake.domain.matching.normalise import (
    Name,
    kana_form,
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
    ("written", "numbers"),
    [
        ("046-255-1111", ("462551111",)),
        ("０４６（２５５）１１１１", ("462551111",)),
        ("+81 46-255-1111", ("462551111",)),
        ("255-1111", ("2551111",)),
        ("090-1234-5678 / 046-255-1111", ("9012345678", "462551111")),
        ("090-1234-5678、090-1234-5678", ("9012345678",)),
        ("²５５-①①①１", ("2551111",)),
        ("なし", ()),
        ("1/" * 5_000, ()),
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

"""Pairs of two different people whom matching must not take for one, each alone on record.

Made from a seed like `residents.py`. One of a pair is registered, a signal comes about
the other; everything but what the population is named for is the same, which is the
hardest case: twins share birthday, house and telephone, and strangers without a name
share what a form puts in the place of everything.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from notices import Details
from residents import TODAY, Maker, Name, foreign_name

Pair = tuple[Details, Details]

TWINS_UNSPACED = "twins, written without a space"
FOREIGN_MIDDLE = "foreign names that differ in a middle part"
PLACEHOLDERS = "strangers, everything a placeholder"
LOST_CHARACTERS = "twins whose differing character was lost"
FAMILY_NAME_ALONE = "twins, only the family name written"

NAMELESS = (
    "氏名不詳", "不詳", "不明", "氏名不明", "匿名", "匿名希望", "匿名さん", "名無し",
    "名無しの権兵衛", "なし", "仮名", "テスト", "テスト太郎", "test", "Unknown", "N/A",
    "anonymous", "NO NAME", "ダミー", "行旅死亡人", "行旅病人", "身元不明", "身元不明者", "○○",
    "◯◯ ◯◯", "＊＊", "***", "X", "XX", "A", "-", "―", "？", "??", "同上", "〃", "未記入",
    "記入なし", "記載なし", "未定", "確認中", "非公開", "フメイ", "ふめい", "シメイフショウ",
    "ﾄｸﾒｲ", "ななし", "■■■", "〓〓", "不明 不明", "不詳　男性",
)  # fmt: skip
DATELESS = (
    "1900-01-01", "1901-01-01", "1901-12-31", "1111-11-11", "9999-12-31", "9999-09-09",
    "0001-01-01", "1899-12-30", "1904-01-01", "1970-01-01", "1900-12-31", "2999-12-31",
    "1980-01-01",
)  # fmt: skip
PLACELESS = (
    "座間市緑ケ丘1-1-1", "神奈川県座間市緑ヶ丘一丁目1番1号", "緑ケ丘1-1-1 座間市役所",
    "座間市役所", "住所不定", "住居不定", "不定", "不詳", "不明", "同上", "〃", "なし", "無", "-",
    "未記入", "非公開", "路上", "車上生活", "ネットカフェ", "座間市", "＊＊＊",
    "座間市緑ケ丘1丁目",
)  # fmt: skip
LINELESS = (
    "090-0000-0000", "000-0000-0000", "0", "1234567890", "0000000000", "090-1111-1111",
    "999-9999-9999", "046-255-1111", "0462551111", "なし", "不明", "110", "0120-000-000",
    "090-****-****", "080-XXXX-XXXX", "03-0000-0000", "012-345-6789", "0123456789",
)  # fmt: skip


def pairs(seed: int, share: float) -> dict[str, list[Pair]]:
    """name of the population → its pairs; `share` of the full size of each."""
    maker = Maker(random.Random(seed))
    return {
        name: [make(maker) for _ in range(int(size * share))]
        for name, (size, make) in PAIRS.items()
    }


def _address(maker: Maker) -> str:
    home = maker.home()
    room = f" {home.building}{home.room}号室" if home.room else ""
    return f"座間市{home.town}{'-'.join(map(str, home.numbers))}{room}"


def _same_but_for(maker: Maker, names: tuple[Details, Details]) -> Pair:
    rest: Details = {
        "birth_date": maker.born(1, 90).isoformat(),
        "address": _address(maker),
        "phone": maker.fixed_line() if maker.rng.random() < 0.8 else None,
        "sex": maker.rng.choice(("m", "f", None)),
    }
    return names[0] | rest, names[1] | rest


def _twins(maker: Maker) -> tuple[Name, Name, Name]:
    """The family name, and two given names that are neither written nor read alike."""
    family, sex = maker.surname(), maker.rng.choice("mf")
    one = maker.given(sex, TODAY)
    alike = maker.rng.choice(("beginning", "ending", "no"))
    other = one
    while one[0] == other[0] or one[1] == other[1]:
        if alike == "ending":
            other = maker.given_ending(sex, one)
        else:
            other = maker.given(sex, TODAY, one[0] if alike == "beginning" else None)
    return family, one, other


def _twins_unspaced(maker: Maker) -> Pair:
    family, *given = _twins(maker)
    rng = maker.rng
    written = rng.choice(("name", "name", "both", "kana"))

    def details(name: Name) -> Details:
        space = " " if rng.random() < 0.15 else ""  # one desk in seven separates them
        return {
            "name": family[0] + space + name[0] if written != "kana" else None,
            "kana": family[1] + space + name[1] if written != "name" else None,
        }

    return _same_but_for(maker, (details(given[0]), details(given[1])))


def _foreign(maker: Maker) -> Pair:
    """Family, middle and last part, of which the middle one differs or is not there."""
    rng = maker.rng
    family, last = foreign_name(rng, "foreign_family"), foreign_name(rng, "foreign_given")
    middles = [foreign_name(rng, "foreign_given") for _ in range(2)]
    if rng.random() < 0.2:
        middles[1] = ("", "")
    if middles[0] == middles[1]:
        return _foreign(maker)
    with_kana, order = rng.random() < 0.4, rng.random() < 0.3

    def details(middle: Name) -> Details:
        parts = [family, middle, last] if order else [last, middle, family]
        return {
            "name": " ".join(part[0] for part in parts if part[0]),
            "kana": " ".join(part[1] for part in parts if part[1]) if with_kana else None,
        }

    return _same_but_for(maker, (details(middles[0]), details(middles[1])))


def _strangers(maker: Maker) -> Pair:
    """Two of whom the same was written where nothing was known; one field may be real."""
    rng = maker.rng
    written: Details = {
        "name": rng.choice(NAMELESS),
        "kana": rng.choice((None, None, "フメイ", "トクメイ", "-")),
        "birth_date": rng.choice(DATELESS),
        "address": rng.choice(PLACELESS),
        "phone": rng.choice((None, *LINELESS)),
        "sex": rng.choice(("m", None)),
    }
    real: Details = {
        "name": "".join(part[0] for part in (maker.surname(), maker.given("m", TODAY))),
        "birth_date": maker.born(20, 90).isoformat(),
        "address": _address(maker),
        "phone": maker.mobile(),
    }
    field = rng.choice([None, *real])
    if field:
        written[field] = real[field]
    return written, dict(written)


def _twins_with_lost_characters(maker: Maker) -> Pair:
    family, *given = _twins(maker)
    lost = maker.rng.choice("〓〓〓●■?？�*□\ue000")
    kept = maker.rng.choice(("", "子", "太", "美"))
    space = maker.rng.choice(("", " ", "　"))
    name = family[0] + space + lost + kept
    with_kana = maker.rng.random() < 0.3

    def details(one: Name) -> Details:
        return {"name": name, "kana": family[1] + " " + one[1] if with_kana else None}

    return _same_but_for(maker, (details(given[0]), details(given[1])))


def _twins_without_given_names(maker: Maker) -> Pair:
    family = maker.surname()
    given = maker.rng.choice(
        ("", "", " 不明", " 様", "様", " 某", " ○○", " 長男", " ベビー", " ？")
    )
    kana = family[1] if maker.rng.random() < 0.5 else None
    written: Details = {"name": family[0] + given, "kana": kana}
    return _same_but_for(maker, (written, dict(written)))


PAIRS: dict[str, tuple[int, Callable[[Maker], Pair]]] = {
    TWINS_UNSPACED: (8_000, _twins_unspaced),
    FOREIGN_MIDDLE: (4_000, _foreign),
    PLACEHOLDERS: (4_000, _strangers),
    LOST_CHARACTERS: (2_000, _twins_with_lost_characters),
    FAMILY_NAME_ALONE: (1_000, _twins_without_given_names),
}

"""What the findings mean, for the person who decides. Codes travel; sentences stay on screens."""

from __future__ import annotations

from services.intake.domain.matching.compare import Findings
from tsunagu.domain.text import Text

SENTENCES: dict[str, Text | None] = {
    "name_same": Text("氏名もかなも一致（旧字体・異体字を除く）", "name and kana equal"),
    "kana_same": Text("氏名のかなが一致", "name equal in kana"),
    "kanji_same": Text("氏名の漢字が一致（旧字体・異体字を除く）", "name equal in kanji"),
    "names_turned": Text(
        "姓と名が入れ替わっているが一致", "equal with family and given name turned"
    ),
    "kanji_same_kana_near": Text("漢字は一致、かなが少しちがう", "kanji equal, kana one sound off"),
    "kanji_same_kana_differs": Text("漢字は一致、読みがちがう", "kanji equal, read differently"),
    "kana_same_kanji_near": Text("かなは一致、漢字が一部ちがう", "kana equal, some kanji differ"),
    "kana_same_kanji_differs": Text("かなは一致、漢字がちがう", "kana equal, kanji differ"),
    "name_near": Text("氏名が一字ちがい", "name one character off"),
    "kanji_near": Text(
        "漢字が一字ちがい、かなは片方だけ", "kanji one character off, kana on one side at most"
    ),
    "name_short": Text(
        "氏名の一部が略されたか欠ける（通称？）", "a short form of the name, or a part left out"
    ),
    "name_legible": Text(
        "氏名の読める字・書かれた分は一致（〓や姓だけ）",
        "name equal as far as it can be read or is written",
    ),
    "family_same_given_near": Text(
        "姓は一致、名が似る（きょうだい？）", "family name equal, given alike"
    ),
    "given_same_family_differs": Text(
        "名は一致、姓がちがう（婚姻・離婚？）", "given name equal only"
    ),
    "given_same_in_one_script": Text(
        "名がかなか漢字で一致、姓がちがう",
        "given name equal in kana or in kanji, family name differs",
    ),
    "family_same_given_differs": Text("姓だけ一致（家族？）", "family name only"),
    "name_differs": Text("氏名がちがう", "name differs"),
    "name_unknown": Text("氏名を比べられない", "names cannot be compared"),
    "birth_same": Text("生年月日が一致", "birth date equal"),
    "birth_year_known": Text(
        "生まれた年は一致（1月1日は月日不明のことが多い）",
        "year of birth equal; 1 January often stands for an unknown day",
    ),
    "birth_month_known": Text(
        "生まれた年月は一致（1日は日不明のことがある）",
        "year and month of birth equal; the first may stand for an unknown day",
    ),
    "birth_one_digit_off": Text("生年月日が一桁ちがい", "birth date one digit off"),
    "birth_month_day_swapped": Text("生年月日の月と日が逆", "month and day of birth swapped"),
    "birth_era_mixed": Text(
        "元号の取りちがえなら生年月日が一致", "birth date equal but for the era"
    ),
    "birth_differs": Text("生年月日がちがう", "birth date differs"),
    "birth_unknown": Text("生年月日が不明", "birth date unknown"),
    "address_same": Text("住所が一致", "address equal"),
    "address_same_house": Text(
        "番地まで一致、部屋番号は片方だけ", "same house, room on one side only"
    ),
    "address_other_room": Text("同じ建物の別の部屋", "another room of the same house"),
    "address_near": Text("住所の番号が一つちがうか欠ける", "one number of the address differs"),
    "address_town_same": Text("町名だけ一致", "town only"),
    "address_differs": Text("住所がちがう（転居？）", "address differs"),
    "address_unknown": Text("住所が不明", "address unknown"),
    "phone_same": Text("電話番号が一致", "phone equal"),
    "phone_same_without_area_code": Text(
        "市外局番のほか電話が一致", "phone equal but for the area code"
    ),
    "phone_one_digit_off": Text("電話番号が一桁ちがい", "phone one digit off"),
    "phone_differs": Text("電話番号がちがう", "phone differs"),
    "phone_unknown": Text("電話番号が不明", "phone unknown"),
    "sex_differs": Text("性別がちがう", "sex differs"),
    "sex_not_against": None,
}


def list_reasons(findings: Findings) -> tuple[str, ...]:
    """The codes that say something, in the order of the fields."""
    return tuple(
        code for code in findings.codes if SENTENCES[code] and not code.endswith("_unknown")
    )


def describe(codes: tuple[str, ...]) -> list[str]:
    """What these codes mean, in both languages."""
    return [str(SENTENCES[code] or "") for code in codes]

"""Strangers, twins and namesakes stay two: what says "unknown", what many share, what is lost."""

import pytest

from services.intake.domain.matching.blocking import BIRTH, PHONE, PLACE
from services.intake.domain.matching.commonness import find_common
from services.intake.domain.matching.compare import compare
from services.intake.domain.matching.decide import Candidate, decide
from services.intake.domain.matching.normalise import profile_of
from services.intake.projections.person_index import NOBODY, read_profile

TWIN = {
    "birth_date": "1988-03-15",
    "address": "座間市東原3-4-5",
    "phone": "046-251-2345",
    "sex": "男",
}


def given(record, common=frozenset()):
    """What is on record."""
    return Candidate("p1", "p1", read_profile(record), common=common)


def when(signal, known):
    """What is decided when somebody is noticed."""
    return decide(read_profile(signal), [known])


# -- what says "unknown" proves nothing -----------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "氏名不詳", "不明", "氏名　不明", "匿名", "匿名希望", "匿名3", "名無し", "ななし", "仮名",
        "テスト", "ﾃｽﾄ 太郎", "行旅死亡人", "行旅病人", "コウリョシボウニン",
        "身元不明者", "◯◯", "○○　○○", "＊＊", "***", "X", "xx", "X氏", "甲", "-", "―", "？",
        "同上", "〃", "未記入", "記載なし", "非公開", "ふめい", "ﾌﾒｲ", "シメイフショウ",
        "トクメイ", "unknown", "N/A", "No Name", "anonymous", "test", "■■", "〓〓〓", "ああああ",
        "男性", "本人", "氏名",
    ],
)  # fmt: skip
@pytest.mark.parametrize("field", ["name", "kana"])
def test_a_placeholder_is_no_name(field, name):
    assert read_profile({field: name}) == NOBODY
    decision = when(TWIN | {field: name}, given(TWIN | {field: name}))
    assert decision.joined is None


@pytest.mark.parametrize(
    "name",
    ["七島 太郎", "ナナシマ タロウ", "カメイ ハジメ", "亀井 一", "無藤 隆", "モモ", "ナナ",
     "孫 正義", "氏家 一郎", "男澤 一", "中島 みゆき", "佐々木 花子", "LE VAN A", "A. B. SMITH",
     "仮名 幸", "見本 愛", "仮屋 薫", "名取 裕子", "テシガワラ ヒロシ"],
)  # fmt: skip
def test_a_name_that_looks_like_one_is_a_name(name):
    assert read_profile({"name": name}) == profile_of({"name": name})


@pytest.mark.parametrize(
    "birth",
    ["1900-01-01", "1901-01-01", "1901-12-31", "1899-12-30", "1111-11-11", "0001-01-01",
     "9999-12-31", "9999-09-09", "2222-02-22", "1904-01-01", "1970-01-01"],
)  # fmt: skip
def test_a_placeholder_is_no_birth_date(birth):
    assert read_profile({"birth_date": birth}) == NOBODY


@pytest.mark.parametrize(
    "address",
    [
        "座間市緑ケ丘1-1-1", "神奈川県座間市緑ヶ丘一丁目１番１号", "緑ケ丘1-1-1 座間市役所内",
        "座間市役所 気付", "住所不定", "住居不定", "不詳", "不明", "同上", "〃", "未記入", "なし",
        "非公開", "-", "＊＊＊", "座間市入谷東3-1-1 さがみ更生施設",
        "座間市東原1-2-3 特別養護老人ホーム みどり", "厚木市中町1-1-1 無料低額宿泊所",
        "座間市相武台1-2-3 シェルター", "座間市相武台1-2-3 ネットカフェ", "路上生活",
        "座間市〓ケ丘2-3-4", "東原1-2-＊",
    ],
)  # fmt: skip
def test_a_placeholder_is_no_address(address):
    assert read_profile({"address": address}) == NOBODY


@pytest.mark.parametrize(
    "phone",
    [
        "090-0000-0000", "000-0000-0000", "0", "0000000000", "1234567890", "0123456789",
        "090-1111-1111", "999-9999-9999", "046-255-1111", "０４６（２５５）１１１１", "255-1111",
        "0120-123-456", "0570-012-345", "不明", "なし", "110", "090-****-****", "090-1234-XXXX",
        "046-25●-1234",
    ],
)  # fmt: skip
def test_a_placeholder_is_no_telephone(phone):
    assert read_profile({"phone": phone}) == NOBODY


@pytest.mark.parametrize("phone", ["090-1234-5678", "046-255-0111", "080-1010-1010", "251-2345"])
def test_an_ordinary_number_is_one(phone):
    assert read_profile({"phone": phone}).phones


@pytest.mark.parametrize(
    "written",
    [
        {"name": "氏名不詳", "birth_date": "1900-01-01", "address": "座間市緑ケ丘1-1-1"},
        {"name": "匿名", "phone": "090-0000-0000"},
        {"name": "匿名", "kana": "トクメイ", "birth_date": "1901-01-01", "phone": "090-1234-4321"},
        {"name": "不明", "birth_date": "1988-03-15", "address": "住所不定"},
        {"name": "佐藤 健", "birth_date": "1900-01-01", "address": "住所不定"},
        {"name": "佐藤 健", "birth_date": "1988-03-15", "address": "同上", "phone": "0120-000-111"},
        {"name": "佐藤 健", "birth_date": "1988-03-15", "address": "座間市緑ケ丘1丁目"},
        {"name": "佐藤", "kana": "サトウ"} | TWIN,
        {"name": "佐藤 様"} | TWIN,
        {"name": "佐藤　長男", "kana": "サトウ チョウナン"} | TWIN,
        {"name": "佐藤ベビー"} | TWIN,
        {"name": "佐藤 ○○"} | TWIN,
        TWIN | {"name": "佐藤 健", "birth_date": "1980-01-01"},
    ],
    ids=str,
)  # fmt: skip
def test_two_of_whom_the_same_is_written_where_nothing_is_known_stay_two(written):
    assert when(written, given(written)).joined is None


@pytest.mark.parametrize(
    "nothing_else",
    [{"phone": "046-251-2345"}, {"address": "座間市東原3-4-5"}, {"birth_date": "1988-03-15"}],
    ids=str,
)
def test_two_without_a_name_who_have_one_thing_in_common_are_not_proposed(nothing_else):
    written = {"name": "匿名"} | nothing_else
    assert when(written, given(written)).proposed == ()


def test_what_was_decided_about_somebody_without_a_name_says_nothing_about_the_next():
    written = {"name": "匿名", "phone": "046-251-2345", "address": "座間市東原3-4-5"}
    settled = Candidate("p1", "p1", read_profile(written), settled=True)
    assert when(written, settled).joined is None


# -- characters that were lost --------------------------------------------------------------------


@pytest.mark.parametrize("lost", "〓●■□？?�*＊◯\ue000_")
def test_what_was_lost_equals_nothing_not_even_itself(lost):
    written = {"name": f"渡辺　{lost}太"} | TWIN
    decision = when(written, given(written))
    assert decision.joined is None
    (match,) = decision.proposed
    assert match.findings.name == "name_legible" and match.score < 90


def test_a_reading_that_is_whole_tells_who_it_is_beside_a_lost_character():
    one = {"name": "渡辺 〓太", "kana": "ワタナベ ショウタ"} | TWIN
    assert when(one | {"name": "渡辺 翔太"}, given(one)).joined
    twin = one | {"kana": "ワタナベ ケイタ"}
    assert when(twin, given(one)).joined is None


# -- names are equal only where the whole names are -----------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("佐藤健太郎", "佐藤慎太郎"),
        ("佐藤 健太郎", "佐藤慎太郎"),
        ("田中美咲", "田村美咲"),
        ("鈴木 翔", "鈴木大翔"),
        ("鈴木翔", "鈴木大翔"),
        ("鈴木 翔", "鈴木 翔太"),
        ("長谷川一郎", "長谷川一朗太"),
        ("サトウケンタロウ", "サトウシンタロウ"),
        ("サトウ ケンタ", "サトウシンタ"),
        ("NGUYEN VAN ANH", "NGUYEN THI ANH"),
        ("NGUYEN ANH", "NGUYEN VAN ANH"),
        ("NGUYENVANANH", "NGUYENTHIANH"),
        ("MARIA CRISTINA SANTOS", "MARIA LUISA SANTOS"),
        ("グエン ヴァン アイン", "グエン ティ アイン"),
        ("NGUYEN", "NGUYEN"),
        ("佐々木", "佐々木"),
        ("ハセガワ", "ハセガワ"),
        ("チュウジョウ", "チュウジョウ"),
        ("佐々木", "佐々木 健"),
    ],
)  # fmt: skip
def test_twins_whose_names_agree_in_part_stay_two(one, other):
    for record, signal in ((one, other), (other, one)):
        decision = when(TWIN | {"name": signal}, given(TWIN | {"name": record}))
        assert decision.joined is None
        assert all(match.score < 95 for match in decision.proposed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("佐藤健太郎", "佐藤 健太郎"),
        ("佐藤 健太郎", "健太郎　佐藤"),
        ("佐藤健太郎", "健太郎 佐藤"),
        ("林 翔", "林翔"),
        ("NGUYEN VAN ANH", "Nguyen Van Anh"),
        ("NGUYEN VAN ANH", "VAN ANH NGUYEN"),
        ("SANTOS MARIA CRISTINA", "MARIA CRISTINA SANTOS"),
        ("SANTOS MARIACRISTINA", "MARIA CRISTINA SANTOS"),
    ],
)  # fmt: skip
def test_whole_names_as_written_or_turned_join(one, other):
    assert when(TWIN | {"name": other}, given(TWIN | {"name": one})).joined


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"name": "佐藤 健太", "kana": "サトウ ケンタ"},
            {"name": "佐藤 陽翔", "kana": "サトウ ハルト"},
        ),
        ({"name": "佐藤 健太"}, {"name": "佐藤 陽翔"}),
        ({"kana": "サトウ ケンタ"}, {"kana": "サトウ ハルト"}),
        ({"name": "佐藤健太郎"}, {"name": "佐藤陽翔"}),
    ],
)  # fmt: skip
def test_plainly_different_given_names_are_not_proposed_whatever_else_agrees(one, other):
    assert when(TWIN | other, given(TWIN | one)).proposed == ()


# -- what many share ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "people", "many"),
    [(PHONE, 8, False), (PHONE, 9, True), (PLACE, 12, False), (PLACE, 13, True), (BIRTH, 60, False),
     (BIRTH, 61, True), ("name", 500, False)],
)  # fmt: skip
def test_a_key_is_common_once_more_people_have_it_than_one_household_or_day(kind, people, many):
    key = (kind, "x")
    assert (key in find_common([(key, {str(n) for n in range(people)})])) is many


HANAKO = {"name": "渡辺 花子", "kana": "ワタナベ ハナコ", "birth_date": "1975-04-12"}


@pytest.mark.parametrize(
    ("place", "common"),
    [
        ({"phone": "046-222-3456"}, (PHONE, "2223456")),
        ({"address": "座間市東原3-4-5"}, (PLACE, "東原 3 4 5 ")),
    ],
    ids=str,
)
def test_what_many_share_joins_nobody(place, common):
    written = HANAKO | place
    assert when(written, given(written)).joined
    assert when(written, given(written, frozenset({common}))).joined is None


def test_of_two_numbers_the_one_that_is_not_common_still_tells():
    written = HANAKO | {"phone": "046-222-3456 / 090-2345-6789"}
    assert when(written, given(written, frozenset({(PHONE, "2223456")}))).joined


# -- proposals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "code"),
    [("1975-01-01", "birth_year_known"), ("1975-04-01", "birth_month_known")],
)
def test_an_unknown_day_written_as_the_first_is_partly_known(birth, code):
    for other in (HANAKO, HANAKO | {"address": "座間市東原3-4-5"}):
        decision = when(other | {"birth_date": birth}, given(other))
        assert decision.joined is None
        (match,) = decision.proposed
        assert match.findings.birth == code


def test_the_same_first_of_january_is_a_year_and_no_day():
    written = HANAKO | {"birth_date": "1980-01-01"}
    assert compare(read_profile(written), read_profile(written)).birth == "birth_year_known"


@pytest.mark.parametrize(
    "phones", [(None, None), ("090-2345-6789",) * 2, ("046-251-2345", "090-2345-6789")]
)
def test_who_married_and_moved_is_proposed(phones):
    before = HANAKO | {"address": "座間市東原3-4-5", "phone": phones[0]}
    after = HANAKO | {"name": "小林 花子", "kana": "コバヤシ ハナコ", "address": "大和市中央1-2-3",
                      "phone": phones[1]}  # fmt: skip
    (match,) = when(after, given(before)).proposed
    assert match.findings.name == "given_same_family_differs"


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ({"name": "渡辺 美代", "kana": "ワタナベ ミヨ"}, {"name": "渡辺 美代子"}),
        ({"kana": "ワタナベ ミヨ"}, {"name": "渡辺 美代子", "kana": "ワタナベ ミヨコ"}),
        ({"kana": "サトウ ケン"}, {"kana": "サトウ ケンタロウ"}),
        ({"name": "SMITH ALEX"}, {"name": "SMITH ALEXANDER"}),
        ({"name": "CRISTINA SANTOS"}, {"name": "MARIA CRISTINA SANTOS"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("known", ["birth_date", "address", "phone"])
def test_a_short_form_of_the_name_is_proposed_beside_one_more_that_agrees(short, long, known):
    also = {known: TWIN[known]}
    (match,) = when(short | also, given(long | also)).proposed
    assert match.findings.name == "name_short" and match.score <= 90


@pytest.mark.parametrize(
    ("record", "signal"),
    [
        (
            {"name": "佐藤 健", "kana": "サトウ ケン", "phone": "046-251-2345"},
            {"name": "高橋 一", "kana": "タカハシ ハジメ", "phone": "046-251-2345"},
        ),
        (
            {"name": "佐藤 健", "kana": "サトウ ケン", "phone": "046-251-2345"},
            {"name": "佐藤 花", "kana": "サトウ ハナ", "phone": "046-251-2345"},
        ),
        (
            {"name": "佐藤 健", "kana": "サトウ ケン", "address": "座間市東原3-4-5"},
            {"name": "佐藤 健", "kana": "サトウ ケン", "address": "座間市入谷東1-2-3"},
        ),
    ],
    ids=["a landline of strangers", "a landline of relatives", "a name, another address"],
)
def test_a_shared_line_or_a_name_with_another_address_is_not_proposed(record, signal):
    assert when(signal, given(record)).proposed == ()

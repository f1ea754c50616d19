"""Characters: what published tables call one, is one; what they do not, is not."""

import csv
import itertools
import sys

import pytest

from services.intake.domain.matching.characters import VARIANTS, fold, plain
from services.intake.domain.matching.normalise import kana_form, kanji_form

with VARIANTS.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))

# Each pair that the table of characters for names (戸籍法施行規則別表第二) joins by a hyphen.
NAME_KANJI = "亘亙 凛凜 巌巖 晃晄 檜桧 槇槙 渚渚 猪猪 琢琢 禰祢 祐祐 禄祿 禎禎 穣穰 萌萠 遥遙 尭堯"
# What JIS X 0208-1983 has where JIS C 6226-1978 had the other.
JIS_1983 = """
鯵鰺 鴬鶯 蛎蠣 撹攪 竃竈 潅灌 諌諫 頚頸 砿礦 蕊蘂 靭靱 賎賤 壷壺 砺礪 梼檮 涛濤 迩邇 蝿蠅 桧檜
侭儘 薮藪 篭籠 尭堯 槙槇 遥遙 瑶瑤
"""
# The left ones are in CP932, where systems that know JIS X 0213 write the right ones.
CP932_TWINS = """
鴎鷗 剥剝 頬頰 掴摑 噛嚙 繋繫 侠俠 填塡 蝉蟬 顛顚 掻搔 屏屛 箪簞 莱萊 蒋蔣 蝋蠟 躯軀 醤醬 醗醱
麹麴 嚢囊 呑吞 祷禱 焔焰 痩瘦 繍繡 涜瀆 鹸鹼 頴穎 芦蘆 桝枡 麺麵 弯彎 唖啞 叱𠮟 騨驒
"""
NAMES = """
渡辺/渡邊/渡邉 斎藤/齋藤/斉藤/齊藤 高橋/髙橋/高𣘺 山崎/山﨑/山嵜/山碕 吉田/𠮷田 浜田/濱田/濵田
桜井/櫻井 神田/\ufa19田 中島/中嶋/中嶌 沢田/澤田 広瀬/廣瀬 富田/冨田 曽根/曾根 北条/北條
峰岸/峯岸 館山/舘山 田淵/田渕 桑田/桒田 柳田/栁田 土屋/圡屋 松本/枩本/柗本 秋山/穐山 園田/薗田
野村/埜村 柏木/栢木 梅田/楳田 涌井/湧井 関口/關口 滝川/瀧川 国分/國分/圀分 塩田/鹽田 竜田/龍田
徳永/德永 黒田/黑田 横山/橫山 福田/\ufa1b田 都築/\ufa26築 塚本/\ufa10本 増田/增田 瀬戸/瀨戶
緒方/緖方 豊田/豐田 草野/艸野 鶴田/靏田/靍田/鸖田 杉田/杦田 聡/聰 恵/惠 真澄/眞澄 栄/榮 実/實
寿/壽 静/靜 弥生/彌生 礼子/禮子 円/圓 翠/翆 涼/凉 昇/曻 哲/喆 亀/龜 薫/薰 晋/晉 総/總 宝/寶
万里/萬里 鉄/鐵/銕 剣/劍/劔/劒 学/學/斈 彦/彥 俊/儁 徳/悳
"""
SIGNS = """
佐々木/佐佐木/佐〻木/佐\u200b々木 ささき/さゝき/サヽキ みすず/みすゞ/ミスヾ つつ/つゝ/ツヽ
ばば/ばゞ 奈奈奈/奈々々
渡辺/渡\u200d辺/\ufeff渡辺/渡\u00ad辺/渡辺\U000e0100/渡\ufe00辺/\u202e渡辺/渡\x00辺 山田/⼭⽥
長谷川/⻑⾕川 青木/⻘木 が/か\u3099/か゛ みさ子/ミサ子/ﾐｻ子 NGUYEN/Nguyễn/ｎｇｕｙｅｎ DO/Đỗ
張/张 劉/刘 陳/陈 趙/赵
"""
# People of other names; many of these pairs are one somewhere in the tables, by a rare glyph.
OTHERS = """
大田/太田 河合/川合 裕子/祐子 佑子/祐子 升田/舛田 伝/傅 詰/誥 述/逑 介/个 丞/亟 朋/明 喜/壮
堯/喜 易/陽 雁/堆 売/殻 直/専 降/隆 北/比 島/雀 王/玉 功/切 帥/師 着/著 昼/書 太一/大一
土田/士田 末広/未広 智子/知子 光/晃 輝/暉 和/知 雄/男 苑田/園田 森/杜 吾/我 椙田/杉田 船/舟
花/華 郎/朗 藤/籐 幸/倖 亮/諒 淳/惇 宏/広 秀/季 しほ/しお みつ/みず
"""


def ways(text):
    return [entry.split("/") for entry in text.split()]


@pytest.mark.parametrize(
    "written",
    [*map(list, (NAME_KANJI + JIS_1983 + CP932_TWINS).split()), *ways(NAMES)],
    ids="".join,
)
def test_a_name_is_one_in_old_new_and_variant_characters(written):
    assert len({kanji_form(way) for way in written}) == 1


@pytest.mark.parametrize("written", ways(SIGNS), ids=lambda w: w[0])
def test_a_name_is_one_with_marks_of_repetition_and_with_what_nobody_sees(written):
    assert len({kanji_form(way) for way in written}) == 1


@pytest.mark.parametrize("written", ways(OTHERS), ids="・".join)
def test_names_of_different_characters_stay_apart(written):
    assert len({kanji_form(name) for name in written}) == len(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("みすゞ", "ミスズ"),
        ("さゝき", "ササキ"),
        ("づゝみ", "ズツミ"),
        ("バヾ", "ババ"),
        ("なゞこ", "ナナコ"),
        ("か゛", "ガ"),
        ("ゝ", "ゝ"),
    ],
)
def test_a_mark_of_repetition_says_whether_the_sound_is_voiced(written, meant):
    assert kana_form(written) == kana_form(meant)


def test_the_table_names_for_each_pair_who_published_it_and_is_of_one_step():
    usual = {row["usual"] for row in ROWS}
    variants = [variant for row in ROWS for variant in row["variants"]]
    assert len(variants) == len(set(variants)) > 20_000
    assert usual.isdisjoint(variants)
    assert {row["table"] for row in ROWS} == {
        "jinmeiyo",
        "jis_x_0208_1983",
        "nta",
        "mj_unification",
        "mj_register",
        "mj_residence",
        "mj_inference",
        "unicode_radical",
        "unihan_traditional",
        "none",
    }
    by_hand = [variant for row in ROWS if row["table"] == "none" for variant in row["variants"]]
    assert len(by_hand) == 10


def test_every_pair_of_the_table_is_one_name_and_stays_one_when_folded_again():
    for row in ROWS:
        for variant in row["variants"]:
            assert fold(f"山{variant}") == fold(f"山{row['usual']}") == f"山{row['usual']}"


def test_a_character_of_everyday_use_is_itself_unless_the_list_for_names_says_otherwise():
    """Level 1 of JIS X 0208 but for those that a law, a ministry or the standard itself names."""
    firsts, lasts = range(0xB0, 0xD0), range(0xA1, 0xFF)
    level_1 = [bytes(pair).decode("euc_jp", "ignore") for pair in itertools.product(firsts, lasts)]
    changed = {kanji for kanji in level_1 if kanji and fold(kanji) != kanji}
    assert len(changed) < 80
    assert not changed & set("一二三大小山川田中本木島崎藤高橋野村井上松原佐渡辺伊加斎")


@pytest.mark.parametrize("plane", range(4))
def test_the_form_of_a_character_is_its_own_form(plane):
    for code in range(plane << 16, min((plane + 1) << 16, sys.maxunicode)):
        once = fold(chr(code))
        assert fold(once) == once, hex(code)
        assert plain(plain(chr(code))) == plain(chr(code)), hex(code)

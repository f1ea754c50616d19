"""Addresses: written in whatever way, one house is one, and two houses are two."""

import itertools

import pytest

from services.intake.domain.matching.addresses import Address, address_of
from services.intake.domain.matching.compare import compare_addresses
from services.intake.domain.matching.normalise import profile_from, profile_of

CHOME = Address("緑丘", (1, 2, 3))
LOT = Address("栗原", (1234, 5))

# Each line is one house, in several writings; one that begins with | goes on with it.
ONE_HOUSE = """
座間市緑ケ丘1-2-3|緑ヶ丘１－２－３|緑が丘一丁目2番3号|緑丘1-2-3|緑ケ丘一ー二ー三|緑ケ丘①-②-③
|緑ケ丘1 - 2 - 3
北1条西2丁目3-4|北一条西二丁目3番4号|札幌市中央区北1条西2丁目3番4号|北１条西２－３－４
|中央区北1条西2-3-4
二十四軒4条1丁目2-3|24軒4条1丁目2番3号|西区二十四軒四条一丁目2-3
西五線北27号61番地|西5線北二十七号61番地
第3地割23番地4|三地割23-4|第三地割二十三番地四
戎之町東3丁1番2号|戎之町東3-1-2|堺区戎之町東三丁1-2
高田町三丁目南1-2|高田町3丁目南1番2号
寺ノ内町1-2|寺内町1-2|寺之内町1番2号|寺の内町1-2
霞が関1-2-3|霞ヶ関1-2-3|霞ケ関1-2-3|霞関1-2-3|霞ヵ関1-2-3
三ツ境1-2-3|三ッ境1-2-3|三っ境1丁目2番3号|三境1-2-3
一ノ宮1234|一の宮1234番地|一之宮1234|一宮1234
中之島1-2-3|中の島1-2-3|中ノ島一丁目2番3号
大字栗原字上原123|栗原上原123番地|字栗原上原123
青森市字沖館1-2|青森市沖館1番地2|青森市大字沖館1-2|沖館1-2
釧路郡釧路町別保1-2|釧路町別保1丁目2|北海道釧路町別保1-2|別保1-2|釧路町字別保1番地2
愛甲郡愛川町中津1-2|愛川町中津1-2|神奈川県愛川町中津1番2号|中津1-2
鶴岡市羽黒町手向101|羽黒町手向101|手向101
東京都三宅島三宅村阿古497|三宅村阿古497|阿古497番地
烏丸通御池上る二条殿町552|烏丸通御池上ル二条殿町552|烏丸通御池上がる二条殿町552|二条殿町552
龍ケ崎市3710|竜ヶ崎市3710|茨城県龍ヶ崎市3710番地
四日市市諏訪町1-5|諏訪町1-5|三重県四日市市諏訪町1番5号
廿日市市本町1-2|本町1-2|広島県廿日市市本町1番2
東京都千代田区一番町10-2|一番町10番2|1番町10-2
六本木六丁目10番1号|港区六本木6-10-1
十三本町一丁目2番3号|淀川区十三本町1-2-3
代々木1-2-3|代代木1-2-3|渋谷区代々木一丁目2番3号
栗原1234|座間市栗原一二三四番地|栗原千二百三十四番地|栗原千弐百参拾四番地
栗原45番地の6|栗原45-6|栗原四十五番地六|栗原45ノ6
緑ケ丘弐丁目5-6|緑ケ丘2-5-6
〒252-8566 座間市緑ケ丘1-1-1|252-8566座間市緑ケ丘1-1-1|〒2528566 神奈川県座間市緑ケ丘1丁目1番1号
|緑ケ丘1-1-1
緑ケ丘1丁目2番3号 201号室|緑ケ丘1-2-3-201|緑ケ丘1-2-3 コーポ２０１
|緑ケ丘一丁目二番三号二〇一号室|緑ケ丘1-2-3 コーポ二○一
緑ケ丘1-2-3 3号棟201号|緑ケ丘1-2-3-3-201|緑ケ丘1-2-3 3棟201号室
緑ケ丘1-2-3 コーポA101|緑ケ丘1-2-3コーポA-101号室
澤野1-2|沢野1-2
薬院1-2-3|藥院1-2-3
"""

# Each line is two houses.
TWO_HOUSES = """
北1条西2丁目3-4|北1条東2丁目3-4
北1条西2丁目3-4|北2条西2丁目3-4
北1条西2丁目3-4|北1条西3丁目3-4
北1条西2丁目3-4|北1条西2丁目4-3
二十四軒4条1丁目2-3|二十四軒3条1丁目2-3
西5線北27号1番地|西5線北28号1番地
第3地割23番地4|第4地割23番地4
高田町三丁目南1-2|高田町三丁目西1-2
釧路町桂1-2|釧路市桂1-2
釧路郡釧路町桂1-2|釧路市桂1-2
北海道釧路町桂1-2|北海道釧路市桂1-2
三宅村阿古497|八丈町阿古497
愛川町中津1-2|座間市中津1-2
愛甲郡愛川町中津1-2|愛甲郡清川村中津1-2
横浜市南区中央1-2|横浜市西区中央1-2
横浜市南区中央1-2|西区中央1-2
府中市宮町1-2|調布市宮町1-2
東京都府中市宮町1-2|広島県府中市宮町1-2
座間市緑ケ丘1-2|綾瀬市緑ケ丘1-2
富山市八尾町東町1-2|富山市東町1-2
中央1-2-3|南中央1-2-3
栗原中央1-2-3|中央1-2-3
緑ケ丘1-2-3|東緑ケ丘1-2-3
上長都1-2|長都1-2
中之島1-2-3|中島1-2-3
月の輪1-2|月輪1-2
四番町5|五番町5
1番町5-6|2番町5-6
三条町1|四条町1
六本木6-10-1|三本木6-10-1
甲123|乙123
い123番地|ろ123番地
入谷十十一番地|入谷十一番地
入谷十十一番地|入谷百百一番地
緑ケ丘11-2-3|緑ケ丘1-12-3
緑ケ丘1-23|緑ケ丘12-3
緑ケ丘1-2-3-201|緑ケ丘1-2-3-202
緑ケ丘1-2-3 3号棟201|緑ケ丘1-2-3 5号棟201
緑ケ丘1-2-3 A棟201|緑ケ丘1-2-3 B棟201
緑ケ丘1-2-3 コーポA101|緑ケ丘1-2-3 コーポB101
"""


def lines(text):
    return [line.split("|") for line in text.strip().replace("\n|", "|").splitlines()]


@pytest.mark.parametrize("writings", lines(ONE_HOUSE), ids=lambda w: w[0])
def test_one_house_is_one_in_whatever_way_it_is_written(writings):
    for one, other in itertools.combinations(writings, 2):
        found = compare_addresses(address_of(one), address_of(other))
        assert found == "address_same", (one, other)


@pytest.mark.parametrize("writings", lines(TWO_HOUSES), ids="・".join)
def test_two_houses_are_two_though_much_of_them_is_the_same(writings):
    found = compare_addresses(*map(address_of, writings))
    assert found not in ("address_same", "address_same_house")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("緑ケ丘1-2-3", CHOME),
        ("緑ケ丘1-2-3 コーポ座間201号室", Address("緑丘", (1, 2, 3), "201")),
        ("緑ケ丘1‐2‐3‐201", Address("緑丘", (1, 2, 3), "201")),
        ("緑ケ丘1丁目2番3号　メゾン　Ｂ", Address("緑丘", (1, 2, 3), "B")),
        ("大字栗原千二百三十四番地五", LOT),
        ("栗原1234ー5", LOT),
        ("栗原1234-5-201", Address("栗原", (1234, 5), "201")),
        ("入谷東三丁目六十番十一号", Address("入谷東", (3, 60, 11))),
        ("神奈川県相模原市南区相模大野5丁目31番1号",
         Address("相模大野", (5, 31, 1), "", ("神奈川県", "相模原市", "南区"))),
        ("愛甲郡愛川町中津1-2", Address("中津", (1, 2), "", ("", "愛川町", ""))),
        ("東京都千代田区一番町10-2", Address("1番町", (10, 2), "", ("東京都", "", "千代田区"))),
        ("北1条西2丁目3-4", Address("北1条西", (2, 3, 4))),
        ("入谷十十一番地", Address("入谷十十一番地")),
        ("住所不定", Address("住所不定")),
        ("座間市", Address("", (), "", ("", "座間市", ""))),
        ("", Address()),
    ],
)  # fmt: skip
def test_an_address_says_municipality_town_place_and_room(written, meant):
    assert address_of(written) == meant


def test_an_address_survives_being_kept():
    profile = profile_of({"address": "神奈川県相模原市南区相模大野5丁目31番1号 3号棟201"})
    assert profile.address.room == "3-201"
    assert profile_from(profile.as_json()) == profile

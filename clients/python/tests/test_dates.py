"""Dates as offices write them."""

from datetime import date

import pytest

from tsunagu_signals.dates import FORMS, USUAL_FORMS, NoDate, in_era, read_date


@pytest.mark.parametrize(
    "text",
    [
        *(
            "令和7年4月1日",
            "令和７年４月１日",
            "令和 7年 4月 1日",
            "令和07年04月01日",
            "㋿7年4月1日",
        ),
        *("R7.4.1", "Ｒ７．４．１", "R07/04/01", "r7-4-1", "R.7.4.1", "令7.4.1", "R7・4・1"),
        *(
            "2025-04-01",
            "2025/4/1",
            "2025.4.1",
            "2025年4月1日",
            "２０２５年４月１日",
            "西暦2025年4月1日",
        ),
        *("20250401", "２０２５０４０１", "2025/04/01 00:00:00", "令和7年4月1日(火)", " R7.4.1 "),
    ],
)
def test_one_day_in_every_way_offices_write_it(text):
    assert read_date(text) == date(2025, 4, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明治45年7月29日", date(1912, 7, 29)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("S64.1.7", date(1989, 1, 7)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("平成1年1月8日", date(1989, 1, 8)),
        ("H31/4/30", date(2019, 4, 30)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R6.2.29", date(2024, 2, 29)),
    ],
)
def test_the_first_and_last_day_of_each_era(text, day):
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("明治45年7月30日", "大正元年7月30日"),
        ("大正15年12月25日", "昭和元年12月25日"),
        ("昭和64年1月8日", "平成元年1月8日"),
        ("昭和元年12月24日", "大正15年12月24日"),
        ("H31.5.1", "令和元年5月1日"),
        ("平成32年4月1日", "令和2年4月1日"),
        ("令和元年4月30日", "平成31年4月30日"),
    ],
)
def test_a_day_outside_its_era_is_refused_and_the_right_notation_named(text, meant):
    with pytest.raises(NoDate) as refused:
        read_date(text)
    assert meant in refused.value.remedy
    assert in_era(read_date(meant)) == meant


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "なし",
            "25/4/1",
            "7.4.1",
            "5070401",
            "令和7年4月",
            "2025/13/1",
            "2025-02-29",
            "R7.2.30",
        ),
        *("令和0年1月1日", "X7.4.1", "2025040", "202504011", "4/1", "令和7年4月1日から", "45748"),
    ],
)
def test_what_is_no_day_is_refused_with_a_remedy(text):
    with pytest.raises(NoDate) as refused:
        read_date(text)
    assert refused.value.remedy


def test_era_numbers_and_bare_years_only_where_the_mapping_allows_them():
    assert read_date("5070401", FORMS) == date(2025, 4, 1)
    assert read_date("3600315", FORMS) == date(1985, 3, 15)
    assert read_date("7.4.1", FORMS, "令和") == date(2025, 4, 1)
    assert read_date("元年5月1日", FORMS, "令和") == date(2019, 5, 1)
    for forms, text in ((USUAL_FORMS, "5070401"), (USUAL_FORMS, "7.4.1"), (FORMS, "9070401")):
        with pytest.raises(NoDate):
            read_date(text, forms, "令和")


def test_only_the_forms_asked_for_are_read():
    with pytest.raises(NoDate):
        read_date("令和7年4月1日", ("western",))
    with pytest.raises(NoDate):
        read_date("2025-04-01", ("era",))

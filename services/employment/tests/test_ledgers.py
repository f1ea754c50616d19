"""The ledgers as Excel: what is in them, how it prints, and what happens without names."""

import base64
import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest

from services.employment.commands.person_names import look_up_names
from services.employment.queries.ledgers import openings, workbook
from services.employment.queries.ledgers.workbook import Column, Table
from services.employment.tests.conftest import Employment
from services.employment.tests.people import PLACEMENT
from tsunagu.domain.calendar import add_months
from tsunagu.domain.errors import NotFound, Unavailable
from tsunagu.domain.text import Text

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Book:
    """An .xlsx as it was written, read with nothing but zipfile and XML."""

    def __init__(self, content):
        self.parts = zipfile.ZipFile(io.BytesIO(content))
        self.page = ElementTree.fromstring(self.parts.read("xl/worksheets/sheet1.xml"))
        shared = ElementTree.fromstring(self.parts.read("xl/sharedStrings.xml"))
        self.texts = ["".join(t.itertext()) for t in shared.findall(f"{MAIN}si")]

    @property
    def rows(self):
        """Row number → cells by column letter; texts as texts, the rest as numbers."""
        return {
            int(row.get("r")): {
                re.sub(r"\d", "", cell.get("r")): self._value(cell)
                for cell in row
                if cell.find(f"{MAIN}v") is not None
            }
            for row in self.page.iter(f"{MAIN}row")
        }

    def _value(self, cell):
        value = cell.find(f"{MAIN}v").text
        return self.texts[int(value)] if cell.get("t") == "s" else float(value)

    def lines(self):
        """The table's lines as heading → value."""
        rows = self.rows
        heads = {letter: text.split("\n")[0] for letter, text in rows[3].items()}
        below = []
        for number in range(4, max(rows) + 1):
            if number not in rows:
                break
            below.append({heads[k]: v for k, v in rows[number].items() if v != ""})
        return below

    def notes(self):
        return [row["A"] for n, row in self.rows.items() if n > len(self.lines()) + 4]

    def widths(self):
        return [float(c.get("width")) for c in self.page.iter(f"{MAIN}col")]


def book_of(file):
    assert file["type"] == workbook.XLSX and file["name"].endswith(".xlsx")
    return Book(base64.b64decode(file["base64"]))


def serial(day):
    """A day as Excel counts it."""
    return float((day - date(1899, 12, 30)).days)


# -- what is in them ------------------------------------------------------------------------------


def line_of(lines, key, value):
    [line] = [line for line in lines if line.get(key) == value]
    return line


def test_the_ledger_of_openings_has_the_ministrys_items(employment, today):
    employer_id = employment.employer(
        name="=cmd|' /C calc'!A0", address="座間市緑ケ丘一丁目", contact_phone="046-000-0000"
    )
    opening_id = employment.opening(
        employer_id,
        workplace="座間市入谷",
        wage_min=1250,
        wage_max=1300,
        wage_per="hour",
        hours_min=20,
        hours_max=24,
        contract_months=6,
        places=2,
    )
    seeker_id = employment.seeker()["seeker_id"]
    employment.hired(employment.introduced(seeker_id, opening_id), open_ended=True)
    book = book_of(employment("openings_ledger", first=employment.day(), last=employment.day()))
    line = line_of(book.lines(), "求人番号", opening_id)
    assert line == {
        "受付日": serial(today),
        "求人番号": opening_id,
        "求人者": "=cmd|' /C calc'!A0",
        "所在地": "座間市緑ケ丘一丁目",
        "連絡先": "山田 花子\n046-000-0000",
        "職種": "クリーニング",
        "仕事": "仕上げ",
        "就業場所": "座間市入谷",
        "雇用形態": "パート・アルバイト",
        "雇用期間": "6 か月",
        "賃金": "時給 1,250–1,300 円",
        "週の時間": "20–24",
        "求人数": 2.0,
        "有効期間の始め": serial(today),
        "有効期間の終わり": serial(date.fromisoformat(employment.day(60))),
        "紹介日": serial(today),
        "求職者番号": seeker_id,
        "結果": "採用",
        "結果の日": serial(today),
        "就業の始め": serial(today),
        "無期雇用": "○",
    }
    assert b"<f>" not in book.parts.read("xl/worksheets/sheet1.xml"), "no text became a formula"


def test_an_opening_to_which_nobody_was_introduced_stands_by_itself(employment):
    opening_id = employment.opening()
    line = line_of(book_of(employment("openings_ledger")).lines(), "求人番号", opening_id)
    assert "紹介日" not in line and "結果" not in line and line["雇用期間"] == "期間の定めなし"


def test_it_says_until_when_it_is_kept_once_all_is_over(employment, today):
    opening_id = employment.opening(places=1)
    job = employment.hired(employment.introduced(opening_id=opening_id))
    line = line_of(book_of(employment("openings_ledger")).lines(), "求人番号", opening_id)
    assert line["保存の期限"] == serial(add_months(add_months(today, 6), 24))
    employment("leave_work", record_id=job["record_id"], by=PLACEMENT, reason="too_far")
    line = line_of(book_of(employment("openings_ledger")).lines(), "求人番号", opening_id)
    assert line["保存の期限"] == serial(add_months(today, 24))
    assert line["6か月以内の離職"] == serial(today)


def test_the_ledger_of_seekers_has_a_line_for_each_introduction(employment, today):
    seeker_id = employment.seeker(wishes={"occupations": ["laundry", "cook"]})["seeker_id"]
    refused, hired = (employment.introduced(seeker_id) for _ in range(2))
    decided = {"result": "not_hired", "reason": "no_experience"}
    employment("decide_introduction", introduction_id=refused, by=PLACEMENT, **decided)
    employment.hired(hired, type="regular", open_ended=True)
    employment("end_support", seeker_id=seeker_id, by=PLACEMENT, outcome="found_work")
    book = book_of(employment("seekers_ledger"))
    lines = [line for line in book.lines() if line["求職者番号"] == seeker_id]
    assert {line["結果"] for line in lines} == {"不採用", "採用"}
    assert {line["希望職種"] for line in lines} == {"調理・クリーニング", "クリーニング・調理"} & {
        line["希望職種"] for line in lines
    }
    assert all(line["支援の結果"] == "就職した" for line in lines)
    assert line_of(lines, "結果", "採用")["雇用形態"] == "正社員"
    assert not any("氏名" in line for line in lines)
    assert book.notes() == ["氏名なしで出力しました / without names, as asked"]


def test_a_second_support_is_a_line_of_its_own(employment):
    first = employment.seeker()
    employment.introduced(first["seeker_id"])
    employment("end_support", seeker_id=first["seeker_id"], by=PLACEMENT, outcome="moved_away")
    employment.seeker(person_id=first["person_id"])
    lines = book_of(employment("seekers_ledger")).lines()
    mine = [line for line in lines if line["求職者番号"] == first["seeker_id"]]
    assert len(mine) == 2
    assert [line.get("支援の結果") for line in mine] == ["転出", None]
    assert [line.get("結果") for line in mine] == ["支援が終わった", None]


def test_only_what_was_received_in_the_period(employment):
    opening_id = employment.opening(on=employment.day(-40), valid_until=employment.day(60))
    asked = {"first": employment.day(-50), "last": employment.day(-40)}
    lines = book_of(employment("openings_ledger", **asked)).lines()
    assert [line["求人番号"] for line in lines] == [opening_id]
    assert book_of(employment("openings_ledger", last=employment.day(-41))).lines() == []
    refusal = employment.refused("invalid_input", "openings_ledger", first="yesterday")
    assert refusal.faults[0]["field"] == "first"


# -- names ----------------------------------------------------------------------------------------


@pytest.fixture
def town(platform):
    return Employment(platform)


def named(town, name, **details):
    person = {"name": name, **details}
    return town.platform.call("intake", "register_person", person=person)["person_id"]


@pytest.mark.services("employment", "intake", "referral")
def test_names_come_from_intake_with_the_purpose_on_record_there(town):
    person_id = named(town, "座間 太郎", address="座間市相武台", birth_date="1971-05-01")
    unnamed = town.platform.call("intake", "register_person")["person_id"]
    for id in (person_id, unnamed, "nobody-knows"):
        town.seeker(person_id=id)
    intake = town.platform.runtime("intake").store
    book = book_of(town("seekers_ledger", names=True, _meta={"actor": "sato"}))
    line = line_of(book.lines(), "氏名", "座間 太郎")
    assert (line["住所"], line["生年月日"]) == ("座間市相武台", serial(date(1971, 5, 1)))
    assert len([line for line in book.lines() if "氏名" not in line]) == 2
    [note] = book.notes()
    assert str(note).startswith("2 人の氏名は空欄です")
    with intake.reading() as connection:
        reads = connection.exec_driver_sql(
            "SELECT actor, data FROM event WHERE type = 'intake.person_read' ORDER BY position"
        ).fetchall()
    assert reads[0].actor == "sato" and '"purpose":"ledger"' in reads[0].data


@pytest.mark.services("employment", "intake", "referral")
def test_a_name_whose_key_is_gone_leaves_its_cell_empty_and_the_ledger_says_so(town):
    person_id = named(town, "座間 花子")
    town.seeker(person_id=person_id)
    intake = town.platform.runtime("intake").store
    with intake.database.writing() as connection:
        assert intake.keyring.destroy(connection, person_id)
    book = book_of(town("seekers_ledger", names=True))
    assert not any("氏名" in line for line in book.lines())
    assert book.notes()[0].startswith("1 人の氏名は空欄です")


def test_where_intake_does_not_answer_it_is_asked_once_and_the_ledger_says_so():
    asked = []

    def silent(service, method, **arguments):
        asked.append(arguments["person_id"])
        raise Unavailable("service_unavailable", "intake が応答しません / does not answer")

    details, [note] = look_up_names(silent, ["p1", "p2", "p1"], {"actor": "sato"})
    assert details == {} and asked == ["p1"]
    assert str(note).startswith("相談受付（intake）が応答しないため、2 人の氏名は空欄です")


def test_a_person_intake_does_not_know_is_counted_and_the_others_are_named():
    def known(service, method, person_id, purpose, _meta):
        if person_id == "p2":
            raise NotFound("not_found", "見つかりません / is not known")
        return {"details": {"name": f"name of {person_id}"}}

    details, [note] = look_up_names(known, ["p1", "p2"], {})
    assert details == {"p1": {"name": "name of p1"}} and str(note).startswith("1 人")


# -- how it prints --------------------------------------------------------------------------------

COLUMNS = [Column("受付日", "received"), Column("求人者", "employer"), Column("求人数", "places")]


@pytest.mark.parametrize("text", ["=1+1", "+81", "-1", "@SUM(A1)", "https://a.example", ""])
def test_whatever_a_text_begins_with_it_stays_a_text(text):
    table = Table(Text("試し", "a try"), COLUMNS, [[date(2026, 11, 24), text, 2]])
    book = Book(workbook.render_workbook(table))
    assert book.rows[4]["B"] == text
    page = book.parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page and "hyperlink" not in page


def test_columns_are_as_wide_as_what_is_in_them_a_japanese_character_counting_two():
    narrow = Table(Text("試し", "a try"), COLUMNS, [[date(2026, 11, 24), "あ", 2]])
    wide = Table(Text("試し", "a try"), COLUMNS, [[date(2026, 11, 24), "あ" * 7, 1_000]])
    very = Table(Text("試し", "a try"), COLUMNS, [[date(2026, 11, 24), "あ" * 100, 2]])
    employers = [Book(workbook.render_workbook(t)).widths()[1] for t in (narrow, wide, very)]
    assert employers[0] < employers[1] and employers[1] == pytest.approx(15, abs=1)
    assert employers[2] == pytest.approx(17, abs=1), "a very long text is wrapped instead"


def test_it_prints_on_a3_across_with_its_head_on_every_page():
    table = Table(Text("試し", "a try"), COLUMNS, [[date(2026, 11, 24), "店", n] for n in range(3)])
    book = Book(workbook.render_workbook(table))
    setup = book.page.find(f"{MAIN}pageSetup")
    assert (setup.get("paperSize"), setup.get("orientation")) == ("8", "landscape")
    assert (setup.get("fitToHeight"), setup.get("fitToWidth")) == ("0", None)
    names = book.parts.read("xl/workbook.xml").decode()
    assert "_xlnm.Print_Titles" in names and "$3:$3" in names
    assert book.page.find(f"{MAIN}autoFilter").get("ref") == "A3:C6"
    styles = book.parts.read("xl/styles.xml").decode()
    assert "[$-411]ge.m.d" in styles, "days carry the Japanese era"


def test_an_empty_ledger_is_a_ledger_too():
    book = Book(workbook.render_workbook(Table(openings.TITLE, openings.COLUMNS)))
    assert book.rows[1]["A"] == "求人管理簿 / Ledger of openings"
    assert book.lines() == [] and book.page.find(f"{MAIN}autoFilter") is None

"""Past records nobody has seen give their right figures, and the same ones either way."""

import random
from datetime import date

import pytest

from tests.journeys import model
from tests.journeys.history import Writer, write_file

YEARS = (2017, 2018, 2019)
AS_OF = "2018-12-31"


@pytest.fixture(params=[random.Random("unseen").randrange(10**6)])
def lines(request):
    """Some lines stand twice: identical lines count once."""
    drawn = Writer(request.param, persons=150).lines()
    return drawn + drawn[:20]


def counted_right(town, known, **as_of):
    for year in YEARS:
        table = town.report("consultation_table", fiscal_year=year, **as_of)
        expected = model.consultation_table(known, year)
        assert {key: table[key] for key in expected} == expected

        got = town.report("issues", fiscal_year=year, **as_of)
        wanted = model.issues(known, year)
        pairs = {(p["a"], p["b"]): p["n"] for p in got["pairs"]}
        assert {key: got[key] for key in wanted if key != "pairs"} | {"pairs": pairs} == wanted

        got, (months, rate) = (
            town.report("monthly", fiscal_year=year, **as_of),
            model.monthly(known, year),
        )
        assert [{key: m[key] for key in months[0]} for m in got["months"]] == months
        assert got["work_and_income_rate"] == rate

        desks = town.report("sources", fiscal_year=year, **as_of)["desks"]
        assert {
            d["desk"]: (d["first_on"], d["handovers"], d["repeater"]) for d in desks
        } == model.sources(known, year)


def test_an_unseen_history_gives_its_right_figures_now_and_as_of_a_past_day(town, tmp_path, lines):
    file = write_file(tmp_path / "history.jsonl", lines)
    imported = town.json("import", file)
    assert imported["refused"] == []
    assert imported["accepted"] == len(lines) - 20
    assert imported["already"] == 20

    with town.running():
        counted_right(town, model.known_lines(lines))
        counted_right(town, model.known_lines(lines, as_of=AS_OF), as_of=AS_OF)

    assert town.json("verify")["violations"] == []
    again = town.json("import", file)
    assert (again["accepted"], again["already"]) == (0, len(lines))


def test_a_refused_line_is_named_and_leaves_nothing(town, tmp_path):
    good = {"do": "consultation", "on": "2018-05-01", "person": "a", "channel": "phone"}
    bad = [
        good | {"person": "b", "channel": "pigeon"},
        good | {"person": "c", "on": "2018-02-30"},
        {"do": "ending", "on": "2018-05-01", "person": "d", "reason": "goal_met"},
        {"do": "assessment", "on": "2018-05-01", "person": "e", "issues": ["debt"], "main": "care"},
        {"do": "dance", "on": "2018-05-01", "person": "f"},
        {"do": "referral_state", "on": "2018-05-01", "person": "g", "id": "x", "state": "accepted"},
        good | {"person": "h", "on": f"{date.today().year + 1}-05-01"},
        good | {"person": "i", "from_desk": "nowhere"},
    ]
    file = write_file(tmp_path / "some.jsonl", [good, *bad])
    file.write_bytes(
        file.read_bytes() + b'{"do": "consultation", "do": "plan"}\n{"do": \n\xff\xfe\n'
    )
    result = town.json("import", file, code=1)

    assert result["accepted"] == 1
    named = {(refusal["line"], refusal["field"]) for refusal in result["refused"]}
    assert named >= {
        (2, "channel"),
        (3, "on"),
        (4, "person"),
        (5, "main"),
        (6, "do"),
        (7, "id"),
        (8, "on"),
        (9, "from_desk"),
        (10, ""),
        (11, ""),
        (12, ""),
    }
    assert all(refusal["remedy"] for refusal in result["refused"] if refusal["line"] < 9)
    table = town.report("consultation_table", fiscal_year=2018)
    assert table["total_persons"] == 1
    assert town.report("issues")["assessments"] == 0
    assert town.json("verify")["violations"] == []

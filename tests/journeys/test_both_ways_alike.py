"""The same records give the same reports to the last figure, embedded and deployed."""

import random

from tests.journeys.history import Writer, write_file
from tests.town import Embedded, deployed

ASKED = (
    ("consultation_table", {"fiscal_year": 2017}),
    ("consultation_table", {"fiscal_year": 2018, "as_of": "2018-10-01"}),
    ("issues", {}),
    ("monthly", {"fiscal_year": 2018}),
    ("sources", {}),
    ("referrals", {}),
    ("referrals", {"as_of": "2018-06-30"}),
    ("network", {}),
    ("unmet_needs", {"fiscal_year": 2017}),
    ("signals", {}),
)


def test_every_report_is_the_same_in_both_ways_of_running(postgres_server, amqp_url, tmp_path):
    lines = Writer(random.Random("alike").randrange(10**6), persons=120).lines()
    file = write_file(tmp_path / "history.jsonl", lines)
    one = Embedded(tmp_path / "data")
    (tmp_path / "deployed").mkdir()
    with deployed(postgres_server, amqp_url, tmp_path / "deployed") as other:
        assert one.json("import", file) == other.json("import", file)
        with one.running():
            for name, asked in ASKED:
                assert one.report(name, **asked) == other.report(name, **asked), (name, asked)

"""What one request writes into the logs: found in every service by its correlation."""

from tsunagu.process.structured_logging import capture_log
from tsunagu.testing import eventually

CANARY = "秘密花子"


def with_correlation(lines, correlation):
    return [line for line in lines if line.get("correlation") == correlation]


def steps(lines):
    return {(line["service"], line["event"]) for line in lines}


def test_one_request_is_found_in_the_lines_of_every_service_it_reaches(rest):
    with capture_log() as lines:
        answer = rest(
            "caseworker",
            "POST",
            "/consultations",
            {"channel": "walk_in", "person": {"name": CANARY}},
            headers={"X-Correlation-ID": "walk-1"},
        )
        assert answer.status_code == 201, answer.text
        everywhere = {
            ("console", "request answered"),
            ("intake", "command answered"),
            ("foodbank", "fact applied"),
        }
        eventually(lambda: everywhere <= steps(with_correlation(lines, "walk-1")))
    asked = [one for one in with_correlation(lines, "walk-1") if one["service"] == "intake"]
    assert asked[0]["actor"].startswith("caseworker:consultation_support/")
    assert CANARY not in str(lines)


def test_a_request_leaves_nothing_behind_for_the_next_on_its_connection(rest):
    with capture_log() as lines:
        rest("caseworker", "GET", "/cases/none", headers={"X-Correlation-ID": "first"})
        rest(None, "GET", "/cases/none", headers={"X-Correlation-ID": "second"})
    first, second = (with_correlation(lines, name) for name in ("first", "second"))
    assert first and second
    assert all("actor" not in line for line in second)

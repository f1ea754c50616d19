"""The refusals of a service, as its source has them."""

from tsunagu.contracts.error_catalogue import find_refusals

SOURCE = """
from tsunagu.errors import Conflict, Forbidden, NotFound, Refused

def refused(code, sentence):
    return Refused(code, sentence)

def plant(tree, desk):
    raise Refused("too_cold", f"{tree} には寒すぎます / too cold for {tree.name}", field="tree")

def find(id):
    raise errors.NotFound("no_such_tree", "ありません / "
                          f"there is no tree {', '.join(id)}")

def fell():
    if refused("already_felled", "切られています / was felled already"):
        raise Forbidden("not_yours", "あなたの木ではありません / not your tree")
    fault("age", "若すぎます / too young")
    other("no_words", "only one language")
    other("Not a code", "ちがいます / no code")
"""


def test_every_code_is_found_with_its_status_and_sentence_and_nothing_else(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_it.py").write_text(SOURCE.replace("too_cold", "only_a_test"))
    (tmp_path / "garden.py").write_text(SOURCE)
    assert find_refusals(tmp_path) == [
        {
            "code": "not_yours",
            "status": 403,
            "ja": "あなたの木ではありません",
            "en": "not your tree",
        },
        {"code": "no_such_tree", "status": 404, "ja": "ありません", "en": "there is no tree {…}"},
        {
            "code": "already_felled",
            "status": 422,
            "ja": "切られています",
            "en": "was felled already",
        },
        {
            "code": "too_cold",
            "status": 422,
            "ja": "{tree} には寒すぎます",
            "en": "too cold for {name}",
        },
    ]


def test_what_the_kit_says_for_a_service_is_found_too(tmp_path):
    own = 'raise Refused("has_ended", "枯れました / it has withered")'
    (tmp_path / "garden.py").write_text("from tsunagu.domain.work_item import WorkItem\n" + own)
    found = {one["code"]: one["en"] for one in find_refusals(tmp_path)}
    assert found["has_ended"] == "it has withered", "its own words come first"
    assert found["due_in_the_past"] == "a due date cannot lie in the past"
    assert found["not_this_desks_work"] == "only {choice} may do this"
    assert "not_a_code" in found, "a work item checks its next step by `tsunagu.domain.codes`"


def test_of_the_kit_only_what_it_imports(tmp_path):
    (tmp_path / "garden.py").write_text("from tsunagu.domain.work_item import checked_due")
    assert [one["code"] for one in find_refusals(tmp_path)] == ["due_in_the_past"]


def test_a_function_of_the_kit_that_a_service_refuses_with_is_among_its_refusals(tmp_path):
    (tmp_path / "garden.py").write_text("from tsunagu.domain.codes import checked_code, is_code\n")
    assert [(one["code"], one["status"]) for one in find_refusals(tmp_path)] == [
        ("not_a_code", 422)
    ]

"""The refusals of a service, as its source has them."""

from tsunagu.contracts.error_catalogue import refusals_in

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
    assert refusals_in(tmp_path) == [
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

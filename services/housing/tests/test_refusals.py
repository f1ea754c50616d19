"""Every refusal is declared, and listed for the documents beside those of the kit."""

import pytest

from services.housing.definition import DEFINITION
from services.housing.domain.refusals import benefit, residence, shelter
from tsunagu.hosting.asyncapi import describe_service

LISTED = {one["code"]: one for one in describe_service(DEFINITION)["refusals"]}


@pytest.mark.parametrize("refusal", DEFINITION.refusals, ids=lambda refusal: refusal.code)
def test_a_declared_refusal_is_listed_in_both_languages(refusal):
    listed = LISTED[refusal.code]
    assert listed["status"] == refusal.status and listed["ja"] and listed["en"]
    assert " / " not in listed["ja"] + listed["en"]


@pytest.mark.parametrize("code", ["not_a_code", "not_one_of", "transition_not_allowed"])
def test_a_refusal_of_the_kit_is_listed_too(code):
    assert LISTED[code]["status"] == 422


def test_one_code_of_several_sentences_is_listed_with_the_first():
    assert LISTED["already_begun"]["ja"] == shelter.SHELTER_ALREADY_BEGUN.text.ja


def test_what_a_refusal_fills_in_reaches_whoever_asked():
    refusal = benefit.DOCUMENTS_OUTSTANDING(missing="lease, income", outstanding=["lease"])
    assert refusal.message == (
        "書類がまだそろっていません（lease, income）/ "
        "documents are still outstanding: lease, income"
    )
    assert refusal.details["outstanding"] == ["lease"]


def test_a_remedy_says_what_there_is_to_choose_or_that_there_is_nothing():
    waiting = residence.NOT_WAITING_FOR_ANSWER(id="a1", waiting="a2, a3")
    assert waiting.details["remedy"] == "a2, a3"
    none = residence.NOT_WAITING_FOR_ANSWER(id="a1", waiting=residence.NONE_IS_WAITING)
    assert none.details["remedy"] == "返事待ちの申込はありません / none is waiting"

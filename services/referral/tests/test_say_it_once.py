"""What was said once is on the sheet: from intake, or from the sheet before."""

import pytest

from tsunagu.testing import embedded_platform

PERSON = {
    "name": "座間 花子",
    "kana": "ザマ ハナコ",
    "address": "座間市緑ケ丘一丁目",
    "birth_date": "1980-06-15",
}


@pytest.fixture(scope="module")
def call(tmp_path_factory):
    folder = tmp_path_factory.mktemp("once")
    with embedded_platform(folder, ["intake", "referral"]) as platform:
        yield platform.call


@pytest.fixture
def case(call):
    body = {"channel": "phone", "on": "2026-05-01", "person": PERSON}
    return call("intake", "accept_consultation", **body)


def refer(call, case, **more):
    body = {
        "by": "consultation_support",
        "to": "legal_advice",
        "person_id": case["person_id"],
        "on": "2026-06-14",
        "basis": "consent",
        "consent_id": "k1",
    }
    return call("referral", "refer", **body | more)


def items(call, sent):
    read = {"by": "consultation_support", "purpose": "support"}
    return call("referral", "read_sheet", referral_id=sent["referral_id"], **read)["sheet"]


def test_what_intake_knows_is_on_the_sheet_with_the_age_of_that_day(call, case):
    before = call("intake", "lag")["log"]
    sent = refer(call, case)
    sheet = items(call, sent)
    assert {name: sheet[name] for name in ("name", "kana", "address")} == {
        name: PERSON[name] for name in ("name", "kana", "address")
    }
    assert sheet["age"] == 45  # 46 on the day after
    assert sent["prefilled"] == ["address", "age", "kana", "name"]
    assert call("intake", "lag")["log"] == before + 1, "the reading is on record at intake"


def test_what_the_sender_writes_stays_as_written(call, case):
    sent = refer(call, case, sheet={"name": "仮名", "remarks": "夜に電話"})
    assert items(call, sent)["name"] == "仮名"
    assert items(call, sent)["address"] is None
    assert sent["prefilled"] == []


def test_nothing_is_filled_in_where_the_sender_does_not_want_it(call, case):
    assert items(call, refer(call, case, prefill=False))["name"] is None


def test_a_sheet_after_a_rejected_one_keeps_its_story(call, case):
    first = refer(call, case, sheet={"name": "座間 花子", "remarks": "夜に電話"})
    call(
        "referral",
        "reject",
        referral_id=first["referral_id"],
        by="legal_advice",
        on="2026-06-14",
        reason="no_capacity",
    )
    second = refer(
        call,
        case,
        to="household_budget",
        replaces=first["referral_id"],
        sheet={"remarks": "昼でもよい"},
    )
    sheet = items(call, second)
    assert (sheet["name"], sheet["remarks"]) == ("座間 花子", "昼でもよい")


def test_somebody_intake_does_not_know_is_referred_all_the_same(call):
    sent = refer(call, {"person_id": "nobody-knows"})
    assert sent["state"] == "requested"
    assert sent["prefilled"] == []

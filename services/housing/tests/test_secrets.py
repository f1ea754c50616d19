"""Nothing personal leaves the encrypted log: canaries, and a person who is forgotten."""

import pytest

from services.housing.tests.conftest import BENEFIT_DESK, RESIDENCE_DESK, SHELTER_DESK, Housing

pytestmark = pytest.mark.services("housing", "referral", "intake")
CANARIES = ("金糸雀太郎", "カナリア荘", "987654321012", "カナリアの声")
FIGURES = ("income", "assets", "rent", "rent_up_to", "account", "address", "words", "explanation")


@pytest.fixture
def told(platform, alone):
    """Every personal field that the service takes, filled with canaries."""
    housing = Housing(platform)
    details = {"name": "金糸雀太郎", "account": "987654321012", "phone": "カナリア荘"}
    landlord = housing.landlord(details=details)
    benefit = housing.application(landlord_id=landlord)
    figures = alone | {"assets": 477_123, "income": 77_712}
    asked = {"benefit_id": benefit, "by": BENEFIT_DESK}
    housing("decide_benefit", **asked, figures=figures)
    housing("stop_benefit", **asked, reason="illness_or_injury", note="カナリアの声")
    search = housing.search(words="カナリアの声", rent_up_to=777_123)
    asked = {"search_id": search, "by": RESIDENCE_DESK}
    housing("view_flat", **asked, landlord_id=landlord, address="カナリア荘")
    told = housing("apply_for_flat", **asked, landlord_id=landlord, rent=777_123)
    application = told["application_id"]
    housing("note_agreement", **asked, application_id=application)
    housing("note_guarantor", **asked, guarantor="relative", name="金糸雀太郎")
    told = housing("move_in", **asked, application_id=application, address="カナリア荘")
    watch = told["watch_id"]
    housing(
        "end_watch_over", watch_id=watch, by=RESIDENCE_DESK, reason="other", note="カナリアの声"
    )
    stay = housing.check_in(housing.shelter())["stay_id"]
    asked = {"stay_id": stay, "by": SHELTER_DESK, "reason": "other", "note": "カナリアの声"}
    housing("check_out", **asked)
    return housing, benefit, landlord


def test_no_canary_is_readable_in_the_database_or_in_any_fact(told, tmp_path):
    housing, _, _ = told
    housing.platform.wait_until_level()
    facts = " ".join(housing("feed", after=0, limit=1000)["facts"])
    files = list((tmp_path / "platform").glob("*.sqlite*"))
    assert files
    stored = b"".join(file.read_bytes() for file in files)
    for canary in (*CANARIES, *(f'"{name}":' for name in FIGURES)):
        assert canary not in facts
        assert canary.encode() not in stored


def test_a_person_forgotten_leaves_decisions_without_their_figures_and_a_whole_log(told):
    housing, benefit, landlord = told
    runtime = housing.platform.runtime("housing")
    asked = {"kind": "benefit", "id": benefit, "by": BENEFIT_DESK, "purpose": "appeal"}
    seen = housing("read_details", **asked)
    assert seen["inputs"]["assets"] == 477_123
    with runtime.database.writing() as connection:
        person = housing("get_benefit", benefit_id=benefit)["person_id"]
        runtime.keyring.destroy(connection, person)
        runtime.keyring.destroy(connection, landlord)
    assert housing("read_details", **asked) == {"inputs": None, "explanation": None}
    told_of = housing("read_landlord", landlord_id=landlord, by=BENEFIT_DESK, purpose="payment")
    assert set(told_of["details"].values()) == {None}
    shown = housing("get_benefit", benefit_id=benefit)
    assert (shown["state"], shown["amount"], shown["rule_version"]) == (
        "stopped",
        40_000,
        "142166-2025-04-01",
    )
    assert housing.verify() == []

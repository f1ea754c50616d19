"""The food bank with referral and intake on an embedded platform: real SQLite, the real bus."""

import pytest

from tsunagu.testing import ServiceDriver, embedded_platform

DESK = "food_bank"
AIDE_READS = {"by": DESK, "purpose": "pack"}


class FoodBank(ServiceDriver):
    """The service as its screens have it; `foodbank("hand_out", ...)` acts as its desk."""

    service = "foodbank"

    def do(self, method, **arguments):
        return self(method, **{"by": DESK} | arguments)

    def refused(self, code, method, **arguments):
        return super().refused(code, method, **{"by": DESK} | arguments)

    def stock(self, item="retort_curry", **other):
        """A lot on the shelf, whose label was read and names nothing."""
        lot = {"units": 20, "unit_grams": 200, "expires_on": None, "label": "all"}
        lot |= {"item": item, "source": "company"}
        return self.do("receive_stock", **lot | other)["lot_id"]

    def clear(self):
        """Empty every shelf: what another test left is not found by the next."""
        for lot in self("list_stock", limit=500)["lots"]:
            for place, units in lot["places"].items():
                where = {"lot_id": lot["lot_id"], "units": units, "place": place}
                self.do("discard_stock", **where, reason="missing_at_count")

    def visitor(self, **other):
        return self.do("register_visitor", **other)["visitor_id"]

    def refer(self, **other):
        """A sheet of somebody new from consultation support to the food bank, as it arrived."""
        consultation = self.platform.call("intake", "accept_consultation", channel="walk_in")
        ids = {name: consultation[name] for name in ("person_id", "case_id")}
        asked = {"by": "consultation_support", "to": DESK, "issues": ["no_food"]}
        asked |= {"basis": "conference", "despite_capacity": True} | ids
        sent = self.platform.call("referral", "refer", **asked | other)
        self.platform.wait_until_level()
        return sent | ids

    def sheet(self, referral_id):
        [row] = [
            sheet
            for sheet in self("list_sheets", state="all", limit=500)["sheets"]
            if sheet["referral_id"] == referral_id
        ]
        return row

    def promises(self, kind=None):
        """id → (owner, next step, due date) of everything promised."""
        page = self("list_promises", limit=500, **({"kind": kind} if kind else {}))
        return {p["id"]: (p["owner_desk"], p["next_step"], p["due_on"]) for p in page["promises"]}


@pytest.fixture(scope="module")
def foodbank(tmp_path_factory):
    folder = tmp_path_factory.mktemp("foodbank")
    with embedded_platform(folder, ["foodbank", "referral", "intake"]) as platform:
        yield FoodBank(platform)


@pytest.fixture
def shelves(foodbank):
    """Empty shelves before the test."""
    foodbank.clear()
    return foodbank

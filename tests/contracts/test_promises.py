"""A programme that breaks what it promised: `tsunagu contracts --check` says so, and the remedy."""

import json
import os
import subprocess
import sys
from pathlib import Path

TSUNAGU = Path(sys.executable).with_name("tsunagu")

DOMAIN = """
from datetime import date
from tsunagu.domain.aggregate import event

@event("garden.planted"{schema})
class Planted:
    plot_id: str
    on: date
    {count}: int
    sort: str
"""
SERVICE = """
import sqlalchemy as sa
from marshmallow import fields, validate
from services.garden.domain import Planted
from tsunagu.contracts.facts import Catalogue, FactSchema, FactType
from tsunagu.hosting.definition import Definition
from tsunagu.hosting.nameko_service import ServiceBase

class PlantedSchema(FactSchema):
    plot_id = fields.String(required=True, metadata={{"description": "which plot"}})
    {count} = fields.Integer(required=True{options})
    sort = fields.String(required=True, validate=validate.OneOf({sorts}))

EXAMPLE = {{"plot_id": "p", "on": "2026-11-20", "{count}": 3, "sort": "oak"}}

class GardenService(ServiceBase):
    name = "garden"
    definition = Definition(
        name="garden",
        package="services.garden",
        metadata=sa.MetaData(),
        events=[Planted],
        upcasters={upcasters},
        catalogue=Catalogue("garden", [{published}]),
    )
"""
FACT = "FactType(Planted, PlantedSchema, EXAMPLE)"
LIFT = '{("garden.planted", 1): lambda old: {**old, "plants": old["trees"]}}'


class Garden:
    """A checkout with one service, as its programme's team has it."""

    def __init__(self, home):
        self.home = home
        self.folder = home / "services" / "garden"
        self.folder.mkdir(parents=True)

    def write(self, schema="", count="trees", options="", sorts=("oak", "fir"), **other):
        filled = {"upcasters": "{}", "published": FACT} | other
        domain = DOMAIN.format(schema=schema, count=count)
        service = SERVICE.format(count=count, options=options, sorts=list(sorts), **filled)
        (self.folder / "domain.py").write_text(domain)
        (self.folder / "service.py").write_text(service)

    def contracts(self, *arguments):
        environment = os.environ | {"TSUNAGU_HOME": str(self.home), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [TSUNAGU, "contracts", "--json", *arguments],
            cwd=self.home,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        return done.returncode, json.loads(done.stdout)


def test_a_broken_promise_fails_the_check_until_the_version_is_raised_with_an_upcaster(tmp_path):
    garden = Garden(tmp_path)
    garden.write()
    code, told = garden.contracts()
    assert code == 0
    assert set(told["written"]) >= {"garden/planted.v1.json", "garden/planted.v1.schema.json"}
    frozen = tmp_path / "contracts" / "garden" / "planted.v1.schema.json"
    kept = frozen.read_text()

    garden.write(count="plants", sorts=("oak",))
    code, told = garden.contracts("--check")
    assert code == 1
    [renamed] = told["breaking"]
    assert "trees: なくなりました（plants に改名？）" in renamed and "add an upcaster" in renamed
    [narrower] = told["compatible"]
    assert "sort: 値が減りました / fewer values: fir" in narrower

    garden.write(schema=", schema=2", count="plants", upcasters=LIFT)
    code, told = garden.contracts()
    assert frozen.read_text() == kept  # nothing that was published is ever written again
    assert (code, told["breaking"], told["stale"]) == (0, [], [])
    assert set(told["written"]) >= {"garden/planted.v2.json", "garden/planted.v2.schema.json"}
    assert any("garden/planted.v2: trees: なくなりました" in said for said in told["compatible"])

"""AsyncAPI and OpenAPI of the whole platform, judged by their own validators.

AsyncAPI's is written in JavaScript: `npm ci --prefix tests/contracts/javascript` brings it, as CI
does; where it is not, that test is skipped.
"""

import json
import shutil
import subprocess
from copy import deepcopy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from tsunagu.cli.contracts import describe_services, render_openapi
from tsunagu.hosting import asyncapi

HERE = Path(__file__).parent / "asyncapi"
NODE = shutil.which("node")
PARSER = HERE / "node_modules" / "@asyncapi" / "parser"

WITH_PARSER = pytest.mark.skipif(
    NODE is None or not PARSER.is_dir(),
    reason="AsyncAPI の検査器がありません / AsyncAPI's parser is not here: "
    "npm ci --ignore-scripts --prefix tests/contracts/javascript",
)


@pytest.fixture(scope="module")
def services():
    return describe_services()


def test_openapi_is_valid():
    assert list(OpenAPIV31SpecValidator(json.loads(render_openapi())).iter_errors()) == []


def test_the_openapi_validator_would_see_a_fault():
    document = json.loads(render_openapi())
    document["paths"] = {"/signals": document["paths"]["/signals"]}
    document["paths"]["/signals"]["post"]["responses"] = {"202": {}}
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) != []


def complaints(documents, folder):
    """What AsyncAPI's own parser says of each document."""
    files = []
    for number, document in enumerate(documents):
        files.append(folder / f"{number}.json")
        files[-1].write_text(json.dumps(document))
    done = subprocess.run(
        [NODE, HERE / "validate.js", *files],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return json.loads(done.stdout)


@WITH_PARSER
def test_asyncapi_is_valid(services, tmp_path):
    assert complaints([asyncapi.build_asyncapi(services)], tmp_path) == [[]]


def other_binding(document):
    document["channels"]["referral.events"]["bindings"]["amqp"]["is"] = "pigeon"


def other_type(document):
    messages = document["channels"]["referral.events"]["messages"]
    messages["referral.accepted"]["payload"]["properties"]["data"]["type"] = "words"


def lost_reference(document):
    document["operations"]["publish_referral"]["channel"]["$ref"] = "#/channels/nowhere"


SPOILT = {
    "channels.referral.events.bindings.amqp.is": other_binding,
    "referral.accepted.payload.properties.data.type": other_type,
    "operations.publish_referral.channel": lost_reference,
}


@WITH_PARSER
def test_the_asyncapi_parser_would_see_a_fault(services, tmp_path):
    [referral] = [one for one in services if one["service"] == "referral"]
    documents = [deepcopy(asyncapi.build_asyncapi([referral])) for _ in SPOILT]
    for spoil, document in zip(SPOILT.values(), documents, strict=True):
        spoil(document)
    for place, said in zip(SPOILT, complaints(documents, tmp_path), strict=True):
        assert place in "\n".join(said)


def misfits(document):
    """Examples of the document that do not fit the payload they stand beside."""
    for name, channel in document["channels"].items():
        for message, one in channel["messages"].items():
            place = {"$ref": f"#/channels/{name}/messages/{message}/payload"}
            check = Draft202012Validator(document | place, format_checker=FormatChecker())
            for example in one.get("examples", ()):
                yield from (
                    f"{message}: {e.message}" for e in check.iter_errors(example["payload"])
                )


def test_every_example_in_asyncapi_fits_its_payload(services):
    document = deepcopy(asyncapi.build_asyncapi(services))
    assert list(misfits(document)) == []
    accepted = document["channels"]["referral.events"]["messages"]["referral.accepted"]
    del accepted["examples"][0]["payload"]["data"]["to_desk"]
    assert list(misfits(document)) == ["referral.accepted: 'to_desk' is a required property"]


def test_departments_find_the_channel_of_signals_and_of_those_refused(services):
    document = asyncapi.build_asyncapi(services)
    assert {"signals", "signals.refused"} <= document["channels"].keys()
    assert document["operations"]["receive_signals"]["action"] == "receive"
    [message] = document["channels"]["signals"]["messages"].values()
    assert message["name"] == "jp.tsunagu.signal.v1"
    assert message["examples"]

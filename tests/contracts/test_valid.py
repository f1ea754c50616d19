"""AsyncAPI and OpenAPI of the whole platform, judged by their own validators and by linters."""

import json
import subprocess
from copy import deepcopy

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.contracts.javascript_engine import HERE, NODE, WITH_CHECKERS, run_checker
from tsunagu.cli.contracts import describe_services, render_openapi
from tsunagu.hosting import asyncapi


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


@WITH_CHECKERS
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


@WITH_CHECKERS
def test_the_asyncapi_parser_would_see_a_fault(services, tmp_path):
    [referral] = [one for one in services if one["service"] == "referral"]
    documents = [deepcopy(asyncapi.build_asyncapi([referral])) for _ in SPOILT]
    for spoil, document in zip(SPOILT.values(), documents, strict=True):
        spoil(document)
    for place, said in zip(SPOILT, complaints(documents, tmp_path), strict=True):
        assert place in "\n".join(said)


# -- style, by the recommended rules of two linters ------------------------------------------------


def spectral_findings(document, kind, folder):
    """`code path: message` of whatever Spectral's recommended rules find, hints too."""
    file = folder / f"{kind}.json"
    file.write_text(json.dumps(document))
    found = json.loads(
        run_checker(
            "node_modules/@stoplight/spectral-cli/dist/index.js",
            *("lint", "--quiet", "--format", "json", "--fail-severity", "hint"),
            *("--ruleset", HERE / f"spectral-{kind}.yaml", file),
        )
    )
    return [f"{one['code']} {'.'.join(map(str, one['path']))}: {one['message']}" for one in found]


def redocly_findings(document, kind, folder):
    """`rule pointer: message` of whatever Redocly's recommended rules find, warnings too."""
    file = folder / f"{kind}.json"
    file.write_text(json.dumps(document))
    found = json.loads(
        run_checker(
            "node_modules/@redocly/cli/bin/cli.js",
            *("lint", "--extends", "recommended", "--format", "json", "--max-problems", "1000"),
            file,
        )
    )
    return [
        f"{one['ruleId']} {one['location'][0]['pointer']}: {one['message']}"
        for one in found["problems"]
    ]


LINTERS = pytest.mark.parametrize("lint", [spectral_findings, redocly_findings])


@WITH_CHECKERS
@LINTERS
def test_openapi_follows_the_recommended_rules(lint, tmp_path):
    assert lint(json.loads(render_openapi()), "openapi", tmp_path) == []


@WITH_CHECKERS
@LINTERS
def test_asyncapi_follows_the_recommended_rules(lint, services, tmp_path):
    assert lint(asyncapi.build_asyncapi(services), "asyncapi", tmp_path) == []


@WITH_CHECKERS
def test_the_linters_would_see_what_they_are_asked_for(services, tmp_path):
    document = json.loads(render_openapi())
    document["tags"] = []
    document["paths"]["/signals/months/{month}"] = document["paths"].pop(
        "/departments/own/months/{month}"
    )
    assert "operation-tag-defined" in "".join(spectral_findings(document, "openapi", tmp_path))
    assert "no-ambiguous-paths" in "".join(redocly_findings(document, "openapi", tmp_path))
    document = deepcopy(asyncapi.build_asyncapi(services))
    del document["info"]["contact"], document["servers"]
    assert "asyncapi-info-contact" in "".join(spectral_findings(document, "asyncapi", tmp_path))
    assert "security-defined" in "".join(redocly_findings(document, "asyncapi", tmp_path))


# -- what they say of themselves -------------------------------------------------------------------


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

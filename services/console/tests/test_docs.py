"""The documents at /docs: everything that is offered, by itself, and whoever is down."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import pytest
import requests

from services.console.pages.docs import mark_code, render_text
from services.console.pages.docs_view import (
    find_meaning,
    lay_out_route,
    list_fields,
    read_words,
    translate,
)
from services.console.pages.wire_texts import read_problem, read_text
from services.console.tests.meals import MealsService
from services.console.tests.test_directory import started
from tsunagu.cli.contracts import describe_services, load_definitions
from tsunagu.contracts.facts import Envelope
from tsunagu.contracts.openapi import build_json_schema, describe_route, name_operation
from tsunagu.contracts.parse_errors import INBOUND, JSON
from tsunagu.contracts.routes import DEPARTMENT
from tsunagu.domain.text import Problem, Text
from tsunagu.hosting import asyncapi
from tsunagu.testing import eventually

ROUTES = [(d.name, describe_route(route)) for d in load_definitions() for route in d.routes]
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """A page's text, anchors and links; whatever would ask for a script or another host."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.faults, self.open = [], [], [], []
        self.words = ""
        self.feed(text)
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        for name in ("href", "src"):
            if name in given:
                self.links.append(given[name])
        if tag in ("script", "iframe", "form", "object") or "style" in given:
            self.faults.append(f"<{tag}> or a style of its own")
        self.faults += [f"{name}=" for name in given if name.startswith("on")]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes another")

    def handle_data(self, data):
        self.words += data


def page(rest, address):
    answer = requests.get(urljoin(rest.root, address), timeout=30)
    assert answer.status_code == 200, (address, answer.text)
    return answer


@pytest.fixture(scope="module")
def pages(rest):
    """Every page that can be reached from /docs without leaving it: address → page."""
    found, waiting = {}, ["/docs"]
    while waiting:
        address = waiting.pop()
        found[address] = Page(page(rest, address).text)
        for link in found[address].links:
            target = urldefrag(urljoin(address, link))[0]
            if target.startswith("/docs") and target not in {*found, *waiting}:
                waiting.append(target)
    return found


def test_there_is_a_page_for_each_service_and_for_departments(pages):
    names = {name for name, _ in ROUTES}
    assert {f"/docs/services/{name}" for name in names} <= set(pages)
    assert {"/docs", "/docs/signals", "/docs/envelope"} <= set(pages)


def test_every_link_leads_somewhere_on_this_very_host(rest, pages):
    elsewhere = set()
    for address, found in pages.items():
        for link in found.links:
            assert not re.match(r"(\w+:)?//", link), link
            target, anchor = urldefrag(urljoin(address, link))
            if target not in pages:
                elsewhere.add(target)
            elif anchor:
                assert anchor in pages[target].ids, (address, link)
    for target in elsewhere:  # the style, the status page, the documents for machines
        page(rest, target)


def test_no_page_needs_a_script_and_the_policy_allows_none(rest, pages):
    for address, found in pages.items():
        assert found.faults == [], address
        assert len(set(found.ids)) == len(found.ids), address
    policy = page(rest, "/docs").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "script" not in policy


def test_every_route_is_shown_with_its_roles_and_every_field_of_it(pages):
    for name, route in ROUTES:
        at, overview = pages[f"/docs/services/{name}"], pages["/docs"]
        it = lay_out_route(route)
        assert name_operation(route["verb"], route["path"]) in at.ids
        for text in (it.path, it.title.ja, it.title.en):
            assert text in overview.words and text in at.words
        for field in (*it.query, *it.body):
            assert field.path in at.words
            assert field.meaning.ja or field.meaning.en, (route["path"], field.path)


def test_every_fact_is_shown_with_its_meaning_its_fields_and_its_example(pages):
    for said in describe_services():
        at = pages.get(f"/docs/services/{said['service']}")
        for fact in said["facts"]:
            assert fact["type"] in at.ids and fact["type"] in pages["/docs"].words
            assert fact["ja"] in at.words and fact["en"].replace("`", "") in at.words
            for field in list_fields(fact["data"]):
                assert field.path in at.words
            example = json.dumps(fact["example"], ensure_ascii=False, indent=2)
            assert example in at.words
        for refusal in said["refusals"]:
            assert refusal["code"] in at.words


def test_the_ways_in_are_as_the_service_says_that_takes_them(pages):
    [takes] = [said["takes"] for said in describe_services() if said["takes"]] or [None]
    at = pages["/docs/signals"]
    if takes is None:
        assert "受け取るサービスがありません" in at.words
        return
    for text in (takes["type"], takes["exchange"], takes["refused"], takes["one"], "--mapping"):
        assert text in at.words
    for field in list_fields(takes["payload"]["properties"]["data"]):
        assert field.path in at.words


def test_kinds_and_departments_are_listed_by_name_the_most_urgent_first(rest, pages):
    at = pages["/docs/signals"].words
    for kind in rest("department", "GET", "/signals/kinds").json():
        assert kind["code"] in at and kind["ja"] in at and kind["en"] in at
        if kind["urgent_hours"]:
            assert f"{kind['urgent_hours']} 時間以内" in at
    for desk in rest("department", "GET", "/desks").json():
        assert desk["desk"] in at and desk["ja"] in at
    assert at.index("自殺のおそれ") < at.index("数日中の給水停止") < at.index("市税の滞納")


def test_asyncapi_is_served_as_it_is_in_the_checkout(rest):
    answer = page(rest, "/api/v1/asyncapi.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == asyncapi.build_asyncapi(describe_services())


def test_a_fact_is_found_by_its_type_and_an_unknown_one_is_not(rest):
    answer = requests.get(f"{rest.root}/docs/facts/referral.accepted", timeout=30)
    assert answer.url.endswith("/docs/services/referral#referral.accepted")
    for nowhere in ("facts/referral.never", "facts/x", "services/nobody"):
        answer = requests.get(f"{rest.root}/docs/{nowhere}", timeout=30)
        assert answer.status_code == 404


# -- services that come, and are down -------------------------------------------------------------


def test_a_new_programme_is_in_the_documents_when_it_starts_and_stays_when_it_is_down(town):
    with town("referral", installed=["meals"]) as rest:
        never = page(rest, "/docs/services/meals").text
        assert "まだ説明を聞いていません" in never
        with started(rest, MealsService):

            def there():
                text = page(rest, "/docs/services/meals").text
                return "running" in text and "/api/v1/meals/{place}/bookings" in text

            eventually(there)

        def down():
            text = page(rest, "/docs/services/meals").text
            return "最後に聞いた説明です" in text and "/api/v1/meals/{place}/bookings" in text

        eventually(down)
        assert "最後に聞いた説明です" in page(rest, "/docs").text
    with town("referral", installed=["meals"]) as rest:  # the console itself was restarted
        assert "/api/v1/meals/{place}/bookings" in page(rest, "/docs/services/meals").text


def test_departments_read_on_while_the_services_with_the_lists_are_down(town):
    with town("intake", "referral") as rest:
        there = page(rest, "/docs/signals").text
        assert "時間以内" in there and "cannot be shown" not in there
    with town(installed=["intake", "referral"]) as rest:
        text = page(rest, "/docs/signals").text
        assert "noticed_on" in text and "時間以内" not in text
        assert text.count("cannot be shown") == 2


def test_facts_of_a_service_that_is_down_stay_in_asyncapi(town):
    with town("referral") as rest:
        named = page(rest, "/api/v1/asyncapi.json").json()["channels"]
        assert set(named) == {"referral.events"}
    with town(installed=["referral"]) as rest:
        assert page(rest, "/api/v1/asyncapi.json").json()["channels"] == named


# -- texts ----------------------------------------------------------------------------------------


def test_what_a_service_says_is_text_and_never_markup():
    assert mark_code("a `<b>` & <i>") == "a <code>&lt;b&gt;</code> &amp; &lt;i&gt;"
    assert render_text(Text("<b>", "<i>")) == '&lt;b&gt; <span lang="en">&lt;i&gt;</span>'


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("相談 / a consultation", Text("相談", "a consultation")),
        ("上限（256 KiB）/ the limit", Text("上限（256 KiB）", "the limit")),
        ("kind of a/b", Text("kind of a/b", "kind of a/b")),
    ],
)
def test_a_text_that_came_as_one_string_is_read_in_both_languages(written, text):
    assert read_text(written) == text
    assert read_text(text.one_line) == text


@pytest.mark.parametrize("problem", [*(JSON | INBOUND).values(), Problem(Text("だめ", "no"))])
def test_a_problem_that_came_as_one_string_is_read_with_its_remedy(problem):
    read = read_problem(str(problem))
    assert (read.text, read.remedy) == (problem.text, problem.remedy)


def names_in(schema):
    for name, one in (schema or {}).get("properties", {}).items():
        yield name
        yield from names_in(one)
        yield from names_in(one.get("items"))


def rows_that_departments_meet():
    for said in describe_services():
        if said["takes"]:
            yield from list_fields(said["takes"]["payload"])
    for _, route in ROUTES:
        if DEPARTMENT in route["roles"]:
            yield from list_fields(route["body"])
            yield from list_fields(route["query"])
    yield from list_fields(build_json_schema(Envelope()))


def test_the_japanese_tells_departments_as_much_as_the_english():
    told = {row.meaning.en for row in rows_that_departments_meet() if row.meaning.en}
    assert len(told) > 50
    untold = {en for en in told if not find_meaning(en) and read_text(en) == Text.same(en)}
    assert untold - {""} == set(), "services/console/pages/meanings.csv"


def test_a_meaning_that_the_word_says_already_is_not_said_twice():
    assert translate("birth_date", "date of birth") == "生年月日"
    assert translate("kind", "something else") == "種類"
    assert translate("on", "when the person agreed; `noticed_on` if left out").startswith(
        f"{read_words()['on']}：同意した日"
    )


def test_every_field_that_departments_meet_and_of_every_envelope_is_named_in_japanese():
    used = set(names_in(build_json_schema(Envelope())))
    for _, route in ROUTES:
        if DEPARTMENT in route["roles"]:
            used |= {*names_in(route["body"]), *names_in(route["query"])}
    assert len(used) > 30
    assert used - set(read_words()) == set(), "services/console/pages/words.csv"

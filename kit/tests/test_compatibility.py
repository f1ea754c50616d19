"""Which change of a schema breaks readers, which breaks writers, and which nobody."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tsunagu.contracts.compatibility import (
    BREAKS_READERS,
    BREAKS_WRITERS,
    find_breaking_changes,
    find_changes,
    find_compatible_changes,
    strip_words,
)

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}


def data(required=(), **properties):
    return {"type": "object", "properties": properties, "required": sorted(required)}


HELD = data(
    ["on", "kind", "days", "places", "whom"],
    on={"type": "string", "format": "date"},
    kind={"type": "string", "enum": ["walk_in", "phone"]},
    days={"type": "integer", "minimum": 1, "maximum": 7},
    places={"type": "array", "items": {"type": "string"}, "minItems": 1},
    whom=data(["desk"], desk=TEXT, since={"type": ["string", "null"]}),
    note=TEXT,
)


def changed(*path, required=None, **values):
    """HELD with something changed at a place: `name=...` sets, `name=None` takes away."""
    whole = strip_words(HELD)
    place = whole
    for step in path:
        place = place[step]
    for name, value in values.items():
        if value is None:
            place.pop(name)
        else:
            place[name] = value
    if required is not None:
        place["required"] = required
    return whole


FIELDS = ("properties",)
WHOM = ("properties", "whom")
ALL = ["days", "kind", "on", "places", "whom"]

# what was changed, the schema now, whom it breaks, and what the sentence names
READERS, WRITERS, BOTH, NOBODY = {"readers"}, {"writers"}, {"readers", "writers"}, set()
TABLE = [
    ("nothing", HELD, NOBODY, None),
    ("words", changed(title="t", description="d", default=0, examples=[1]), NOBODY, None),
    ("a field removed", changed(*FIELDS, note=None), BOTH, "note: なくなりました"),
    (
        "a required field removed",
        changed(*FIELDS, kind=None, required=None) | {"required": ["days", "on", "places", "whom"]},
        BOTH,
        "kind: なくなりました",
    ),
    (
        "a field renamed",
        changed(*FIELDS, note=None, remark=TEXT),
        BOTH,
        "renamed to remark?",
    ),
    ("a field added where any was let pass", changed(*FIELDS, more=NUMBER), WRITERS, "more: 項目"),
    (
        "a required field added",
        changed(*FIELDS, more=NUMBER) | {"required": [*ALL, "more"]},
        WRITERS,
        "more: 必須の項目",
    ),
    ("a text becomes a number", changed(*FIELDS, note=NUMBER), BOTH, "note: 型が string から"),
    (
        "a whole number becomes any",
        changed(*FIELDS, "days", type="number"),
        BOTH,
        "integer became number",
    ),
    (
        "one type becomes two",
        changed(*FIELDS, "note", type=["string", "integer"]),
        BOTH,
        "note: 型",
    ),
    ("a type is dropped", changed(*FIELDS, "note", type=None), BOTH, "string became any"),
    (
        "no longer required",
        changed(required=["days", "kind", "on", "whom"]),
        READERS,
        "places: ない",
    ),
    ("required from now on", changed(required=[*ALL, "note"]), WRITERS, "note: 必ずあります"),
    (
        "may now be null",
        changed(*FIELDS, "note", type=["string", "null"]),
        READERS,
        "note: null になりえます",
    ),
    (
        "never null any more",
        changed(*WHOM, "properties", "since", type="string"),
        WRITERS,
        "whom.since: null になりません",
    ),
    (
        "a closed list extended",
        changed(*FIELDS, "kind", enum=["walk_in", "phone", "letter"]),
        READERS,
        "kind: 値が増えました / further values: letter",
    ),
    (
        "a closed list shrunk",
        changed(*FIELDS, "kind", enum=["walk_in"]),
        WRITERS,
        "fewer values: phone",
    ),
    ("a closed list opened", changed(*FIELDS, "kind", enum=None), READERS, "kind: 決まった値"),
    ("a list of choices set", changed(*FIELDS, "note", enum=["a"]), WRITERS, "note: 選べる値"),
    ("a form set", changed(*FIELDS, "note", format="date"), WRITERS, "note: format"),
    ("a form dropped", changed(*FIELDS, "on", format=None), READERS, "on: format"),
    ("another form", changed(*FIELDS, "on", format="date-time"), BOTH, "date → date-time"),
    ("another pattern", changed(*FIELDS, "note", pattern="^a$"), WRITERS, "note: pattern"),
    ("a smaller least", changed(*FIELDS, "days", minimum=0), READERS, "looser: 1 → 0"),
    ("a greater least", changed(*FIELDS, "days", minimum=2), WRITERS, "narrower: 1 → 2"),
    ("a greater most", changed(*FIELDS, "days", maximum=8), READERS, "looser: 7 → 8"),
    ("a smaller most", changed(*FIELDS, "days", maximum=6), WRITERS, "narrower: 7 → 6"),
    ("a limit dropped", changed(*FIELDS, "days", maximum=None), READERS, "looser: 7 → None"),
    (
        "may now be an empty list",
        changed(*FIELDS, "places", minItems=0),
        READERS,
        "places: minItems",
    ),
    (
        "a list of others",
        changed(*FIELDS, "places", items=NUMBER),
        BOTH,
        "places[]: 型が string から integer",
    ),
    ("a list of anything", changed(*FIELDS, "places", items=None), BOTH, "places[]: 型"),
    ("a nested field removed", changed(*WHOM, "properties", desk=None), BOTH, "whom.desk: なくな"),
    ("a nested field optional", changed(*WHOM, required=[]), READERS, "whom.desk: ないことが"),
    ("no further fields", changed(additionalProperties=False), WRITERS, "*: ほかの項目は来ません"),
    ("what nobody knows", changed(*FIELDS, "note", contains=TEXT), BOTH, "contains が変わりました"),
]


@pytest.mark.parametrize(
    ("now", "breaks", "sentence"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_change_breaks_whom_the_table_says(now, breaks, sentence):
    for side, kinds in (("readers", BREAKS_READERS), ("writers", BREAKS_WRITERS)):
        broken, fine = (
            find_breaking_changes(HELD, now, kinds),
            find_compatible_changes(HELD, now, kinds),
        )
        assert bool(broken) == (side in breaks), (broken, fine)
        assert len(broken) + len(fine) == len(list(find_changes(HELD, now)))
        if sentence is not None:
            assert any(sentence in said for said in (broken if side in breaks else fine))
        else:
            assert broken == fine == []


def test_a_field_that_a_closed_schema_did_not_have_breaks_its_readers():
    closed = HELD | {"additionalProperties": False}
    now = changed(*FIELDS, more=TEXT) | {"additionalProperties": False}
    assert any(said.startswith("more: 加わらない") for said in find_breaking_changes(closed, now))
    assert find_breaking_changes(closed, now, BREAKS_WRITERS) == []


A, B = "^[a-z][a-z0-9_]{0,49}$", "^[a-z][a-z0-9_-]{0,63}$"


@pytest.mark.parametrize(
    ("was", "now", "breaks"),
    [
        (A, B, READERS),
        (B, A, WRITERS),
        (A, "^[a-z][a-z0-9_]{0,63}$", READERS),
        (A, "^[a-z][a-z0-9_-]{0,9}$", BOTH),  # a further character, but shorter
        (A, "^[a-y][a-z0-9_-]{0,63}$", BOTH),  # another first character
        (A, "^[a-z][^0-9]{0,63}$", BOTH),
        (A, "^[a-z][a-z0-9_-]{1,63}$", BOTH),  # of no form that is compared
        (A, "[a-z][a-z0-9_-]{0,63}", BOTH),
    ],
)
def test_of_patterns_only_the_form_of_codes_is_compared(was, now, breaks):
    old, new = data(a=TEXT | {"pattern": was}), data(a=TEXT | {"pattern": now})
    for side, kinds in (("readers", BREAKS_READERS), ("writers", BREAKS_WRITERS)):
        assert bool(find_breaking_changes(old, new, kinds)) == (side in breaks)


def test_of_two_alike_fields_none_is_taken_for_the_renamed_one():
    old, new = data(a=TEXT, b=TEXT), data(c=TEXT, d=TEXT)
    assert find_breaking_changes(old, new) == [
        "a: なくなりました / is gone",
        "b: なくなりました / is gone",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"const": "a"}, {"enum": ["a"]}),
        ({"anyOf": [TEXT, {"type": "null"}]}, {"type": ["string", "null"]}),
        ({"allOf": [TEXT]}, TEXT),
        ({"type": "string", "nullable": True}, {"type": ["null", "string"]}),
        ({"type": ["string", "null"], "enum": ["a"]}, {"type": "string", "enum": ["a"]}),
        (True, {}),
    ],
)
def test_what_may_be_written_in_two_ways_is_no_change(one, other):
    assert list(find_changes(data(a=one), data(a=other))) == []
    assert list(find_changes(data(a=other), data(a=one))) == []


def test_a_field_that_is_called_as_a_word_is_kept():
    assert strip_words(data(title=TEXT | {"title": "T"}))["properties"] == {"title": TEXT}


# -- whatever the pair of schemas -----------------------------------------------------------------

TEXTS = st.fixed_dictionaries(
    {"type": st.sampled_from(["string", ["string", "null"]])},
    optional={
        "enum": st.lists(st.sampled_from(["", "a", "bb"]), min_size=1, unique=True),
        "minLength": st.integers(0, 2),
        "maxLength": st.integers(1, 3),
        "pattern": st.sampled_from(["^a", "b$", "^[a-b][a-b]{0,1}$", "^[ab][b-]{0,1}$"]),
    },
)
NUMBERS = st.fixed_dictionaries(
    {"type": st.sampled_from(["integer", "number", ["integer", "null"]])},
    optional={"minimum": st.integers(0, 3), "maximum": st.integers(1, 5)},
)
LISTS = st.fixed_dictionaries(
    {"type": st.just("array")},
    optional={
        "items": st.sampled_from([TEXT, NUMBER, {}]),
        "minItems": st.integers(0, 2),
        "uniqueItems": st.booleans(),
    },
)
OF_TEXT = st.sampled_from([None, "", "a", "aa", "b-", "bb", "abb", 1])
OF_NUMBER = st.sampled_from([None, 0, 1, 2, 5, 1.5, "a"])
OF_LIST = st.lists(st.sampled_from(["a", 1]), max_size=2) | st.none()
PAIRS = [st.tuples(TEXTS, TEXTS, OF_TEXT), st.tuples(NUMBERS, NUMBERS, OF_NUMBER)]
LISTED = st.lists(st.sampled_from(["a", "bb"]), min_size=1, unique=True)
CLOSED = st.builds(lambda enum: {"type": "string", "enum": enum}, LISTED)
PAIRS += [st.tuples(CLOSED, CLOSED, OF_TEXT)]
PAIRS += [st.tuples(LISTS, LISTS, OF_LIST), st.tuples(TEXTS | NUMBERS, TEXTS | LISTS, OF_TEXT)]

NAMES = st.sampled_from(["on", "kind"])
LEAVES = st.sampled_from([TEXT, TEXT, NUMBER, {}])


def objects(leaves):
    return st.builds(
        lambda properties, required, others: {
            "type": "object",
            "properties": properties,
            "required": sorted(required & properties.keys()),
            **({} if others is None else {"additionalProperties": others}),
        },
        st.dictionaries(NAMES, leaves, max_size=2),
        st.sets(NAMES),
        st.sampled_from([None, True, False, TEXT]),
    )


def instances(leaves):
    return st.dictionaries(NAMES, leaves, max_size=2)


FLAT, VALUES = objects(LEAVES), instances(st.sampled_from(["a", "a", 1]))


def nothing_breaks_unnamed(old, new, instance):
    """What only one of the schemas lets pass breaks somebody, and that was said."""
    by_old = Draft202012Validator(old).is_valid(instance)
    by_new = Draft202012Validator(new).is_valid(instance)
    if by_new and not by_old:  # we may send it now, and readers by the old schema do not know it
        assert find_breaking_changes(old, new), instance
    if by_old and not by_new:  # writers by the old schema may send it, and we refuse it now
        assert find_breaking_changes(old, new, BREAKS_WRITERS), instance


@given(st.one_of(PAIRS))
@settings(max_examples=600, deadline=None)
def test_of_one_field_nothing_breaks_that_was_not_named(pair_and_value):
    old, new, value = pair_and_value
    nothing_breaks_unnamed(data(field=old), data(field=new), {"field": value})


@given(FLAT, FLAT, VALUES)
@settings(max_examples=400, deadline=None)
def test_of_an_object_nothing_breaks_that_was_not_named(old, new, instance):
    nothing_breaks_unnamed(old, new, instance)


@given(objects(FLAT), objects(FLAT), instances(VALUES))
@settings(max_examples=200, deadline=None)
def test_of_nested_objects_nothing_breaks_that_was_not_named(old, new, instance):
    nothing_breaks_unnamed(old, new, instance)

"""What changed between two JSON Schemas, and whether it breaks those who rely on the older one.

Two sides rely on a schema. Whoever reads what we publish breaks when we may now send
something that the old schema did not allow; whoever writes to us breaks when we now
refuse something that it did. So each change is named once, as a kind, and two tables say
for whom it breaks. What this module cannot judge counts as breaking: nothing passes
because it was not understood.

A closed list (`enum`) is a promise to readers: a further value breaks them. Who wants to
add values later publishes a code without listing them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tsunagu.domain.json_object import JsonObject

Schema = Mapping[str, Any]

REMOVED, RENAMED, RETYPED, OPTIONAL, NULLABLE, WIDENED, UNJUDGED = (
    "removed",
    "renamed",
    "retyped",
    "optional",
    "nullable",
    "widened",
    "unjudged",
)
ADDED, CLAIMED, DEMANDED, ALWAYS, NEVER_NULL, NARROWED = (
    "added",
    "claimed",
    "demanded",
    "always",
    "never_null",
    "narrowed",
)
BREAKS_READERS = frozenset({REMOVED, RENAMED, RETYPED, OPTIONAL, NULLABLE, WIDENED, UNJUDGED})
BREAKS_WRITERS = frozenset(
    {REMOVED, RENAMED, RETYPED, CLAIMED, DEMANDED, ALWAYS, NEVER_NULL, NARROWED, UNJUDGED}
)

# For people only: they promise nothing to a machine.
ANNOTATIONS = frozenset({"title", "description", "example", "examples", "default", "deprecated"})
LOWER_LIMITS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
UPPER_LIMITS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
TEXT_KEYWORDS = ("format", "pattern", "contentEncoding", "contentMediaType")
COMPARED_KEYWORDS = frozenset(
    {"type", "enum", "const", "properties", "required", "items", "additionalProperties"}
    | {*LOWER_LIMITS, *UPPER_LIMITS, *TEXT_KEYWORDS, "uniqueItems"}
    | {"$schema", "$id", "x-version"}
)


class Change(NamedTuple):
    """One difference: its kind, where it is, and a sentence about it."""

    kind: str
    path: str
    what: str

    @property
    def sentence(self) -> str:
        return f"{self.path or 'data'}: {self.what}"


def find_breaking_changes(
    old: Schema, new: Schema, breaks: frozenset[str] = BREAKS_READERS
) -> list[str]:
    """What breaks those who rely on the old schema, in a sentence each."""
    return [change.sentence for change in find_changes(old, new) if change.kind in breaks]


def find_compatible_changes(
    old: Schema, new: Schema, breaks: frozenset[str] = BREAKS_READERS
) -> list[str]:
    """What changed and breaks nobody of that side, in a sentence each."""
    return [change.sentence for change in find_changes(old, new) if change.kind not in breaks]


def strip_words(schema: Any) -> Any:
    """The schema as machines see it: no descriptions, and in a stable order."""
    if isinstance(schema, Mapping):
        return {
            name: {field: strip_words(one) for field, one in sorted(value.items())}
            if name == "properties"
            else strip_words(value)
            for name, value in sorted(schema.items())
            if name not in ANNOTATIONS
        }
    if isinstance(schema, list):
        return [strip_words(one) for one in schema]
    return schema


def find_changes(old: Schema, new: Schema, path: str = "") -> Iterator[Change]:
    """Every difference that a machine can notice."""
    old, new = _normalise(old), _normalise(new)
    if retyped := list(_compare_types(old, new, path)):
        yield from retyped
        if any(change.kind == RETYPED for change in retyped):
            return  # of another type, what else differs says nothing
    yield from _compare_choices(old, new, path)
    yield from _compare_limits(old, new, path)
    yield from _compare_texts(old, new, path)
    yield from _compare_fields(old, new, path)
    yield from _compare_required(old, new, path)
    yield from _compare_further_fields(old, new, path)
    yield from _compare_items(old, new, path)
    for name in sorted((old.keys() | new.keys()) - COMPARED_KEYWORDS - ANNOTATIONS):
        if strip_words(old.get(name)) != strip_words(new.get(name)):
            yield Change(UNJUDGED, path, f"{name} が変わりました / {name} differs: not judged")


# -- one form for what may be written in several --------------------------------------------------


def _normalise(schema: Any) -> JsonObject:
    """`const` as a list of one; `anyOf` with null, and `allOf` of one, as what they mean."""
    if schema is True:
        return {}
    if schema is False:
        return {"enum": []}
    plain = dict(schema)
    for name in ("anyOf", "oneOf"):
        others = [one for one in plain.get(name, ()) if one != {"type": "null"}]
        if len(others) == 1 and len(others) < len(plain[name]) and _list_types(others[0]):
            plain.pop(name)
            inner = _normalise(others[0])
            plain |= inner | {"type": [*_list_types(inner), "null"]}
    if len(plain.get("allOf", ())) == 1:
        plain |= _normalise(plain.pop("allOf")[0])
    if "const" in plain:
        plain["enum"] = [plain.pop("const")]
    if plain.pop("nullable", False) and _list_types(plain):
        plain["type"] = [*_list_types(plain), "null"]
    if "enum" in plain and "null" in _list_types(plain):  # the list says whether null is meant
        if None not in plain["enum"]:
            plain["type"] = [one for one in _list_types(plain) if one != "null"]
        plain["enum"] = [one for one in plain["enum"] if one is not None]
    return plain


def _list_types(schema: Schema) -> list[str]:
    named = schema.get("type", [])
    return [named] if isinstance(named, str) else list(named)


# -- kinds of differences -------------------------------------------------------------------------


def _compare_types(old: Schema, new: Schema, path: str) -> Iterator[Change]:
    was, now = set(_list_types(old)), set(_list_types(new))
    if was == now:
        return
    if not was:
        yield Change(NARROWED, path, f"型が決まりました / is now of type {_join_types(now)}")
        return
    if now == was | {"null"}:
        yield Change(NULLABLE, path, "null になりえます / may now be null")
    elif was == now | {"null"}:
        yield Change(NEVER_NULL, path, "null になりません / is never null any more")
    elif now and all(one in was or (one == "integer" and "number" in was) for one in now):
        yield Change(NARROWED, path, f"型が狭まりました / is now only {_join_types(now)}")
    else:
        before, after = _join_types(was), _join_types(now)
        what = f"型が {before} から {after} に / {before} became {after}"
        yield Change(RETYPED, path, what)


def _join_types(types: set[str]) -> str:
    return "|".join(sorted(types)) or "any"


def _compare_choices(old: Schema, new: Schema, path: str) -> Iterator[Change]:
    was, now = old.get("enum"), new.get("enum")
    if was is None and now is not None:
        yield Change(NARROWED, path, "選べる値が決まりました / now one of a list")
    elif was is not None and now is None:
        yield Change(WIDENED, path, "決まった値でなくなりました / any value now, not one of a list")
    elif was is not None and now is not None:
        if more := [str(one) for one in now if one not in was]:
            what = f"値が増えました / further values: {', '.join(more)}"
            yield Change(WIDENED, path, what)
        if fewer := [str(one) for one in was if one not in now]:
            what = f"値が減りました / fewer values: {', '.join(fewer)}"
            yield Change(NARROWED, path, what)


def _compare_limits(old: Schema, new: Schema, path: str) -> Iterator[Change]:
    for names, sign in ((LOWER_LIMITS, 1), (UPPER_LIMITS, -1)):
        for name in names:
            was, now = old.get(name), new.get(name)
            if was == now:
                continue
            looser = now is None or (was is not None and sign * now < sign * was)
            kind = WIDENED if looser else NARROWED
            said = "緩みました / looser" if looser else "狭まりました / narrower"
            yield Change(kind, path, f"{name} が{said}: {was} → {now}")
    if old.get("uniqueItems", False) != new.get("uniqueItems", False):
        kind = WIDENED if old.get("uniqueItems") else NARROWED
        yield Change(kind, path, "uniqueItems が変わりました / uniqueItems differs")


def _compare_texts(old: Schema, new: Schema, path: str) -> Iterator[Change]:
    for name in TEXT_KEYWORDS:
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        if was is None:
            yield Change(NARROWED, path, f"{name} が決まりました / now of the {name} {now}")
        elif now is None:
            yield Change(WIDENED, path, f"{name} がなくなりました / no {name} any more, was {was}")
        else:
            kind = _classify_pattern_change(was, now) if name == "pattern" else RETYPED
            yield Change(kind, path, f"{name} が {was} から {now} に / {name} {was} → {now}")


# The one form of pattern that is compared: a character of a set, then up to n of another.
_CODES = re.compile(r"\^\[([^]\\^[]+)\]\[([^]\\^[]+)\]\{0,(\d+)\}\$")


def _classify_pattern_change(was: str, now: str) -> str:
    old, new = _CODES.fullmatch(was), _CODES.fullmatch(now)
    if old is None or new is None:
        return RETYPED
    if _is_at_least_as_wide(new, old):
        return WIDENED
    return NARROWED if _is_at_least_as_wide(old, new) else RETYPED


def _is_at_least_as_wide(wide: re.Match[str], narrow: re.Match[str]) -> bool:
    """Whether the one lets everything pass that the other does."""
    sets = all(_expand_characters(wide[i]) >= _expand_characters(narrow[i]) for i in (1, 2))
    return sets and int(wide[3]) >= int(narrow[3])


def _expand_characters(written: str) -> set[str]:
    """The characters of a set as patterns write it: `a-z_` and the like."""
    spans = re.findall(r".-.|.", written)
    return {chr(n) for span in spans for n in range(ord(span[0]), ord(span[-1]) + 1)}


def _compare_fields(old: Schema, new: Schema, path: str) -> Iterator[Change]:
    was, now = old.get("properties", {}), new.get("properties", {})
    gone = [name for name in was if name not in now]
    come = [name for name in now if name not in was]
    for name in gone:
        alike = [one for one in come if _is_same(was[name], now[one])]
        if len(alike) == 1 and not any(
            _is_same(was[one], was[name]) for one in gone if one != name
        ):
            come.remove(alike[0])
            what = f"なくなりました（{alike[0]} に改名？）/ is gone (renamed to {alike[0]}?)"
            yield Change(RENAMED, _join_path(path, name), what)
        else:
            yield Change(REMOVED, _join_path(path, name), "なくなりました / is gone")
    for name in come:
        demanded = name in new.get("required", ())
        yield from _judge_new_field(_join_path(path, name), now[name], demanded, old)
    for name in was:
        if name in now:
            yield from find_changes(was[name], now[name], _join_path(path, name))


def _judge_new_field(path: str, field: Schema, demanded: bool, old: Schema) -> Iterator[Change]:
    others = old.get("additionalProperties", True)
    if demanded:
        yield Change(DEMANDED, path, "必須の項目が加わりました / a new, required field")
    elif others in (True, {}) and _normalise(field):
        # Whoever wrote anything under that name was let pass until now.
        yield Change(CLAIMED, path, "項目が加わりました / a new field, where any was let pass")
    else:
        yield Change(ADDED, path, "項目が加わりました / a new field")
    if others is False:
        yield Change(WIDENED, path, "加わらないはずでした / the old schema allowed no more fields")
    elif others not in (True, {}):
        yield from find_changes(others, field, path)


def _is_same(one: Schema, other: Schema) -> bool:
    return bool(strip_words(one) == strip_words(other))


def _compare_required(old: Schema, new: Schema, path: str) -> Iterator[Change]:
    was, now = set(old.get("required", ())), set(new.get("required", ()))
    kept = old.get("properties", {}).keys() & new.get("properties", {}).keys()
    for name in sorted((was - now) & kept):
        yield Change(OPTIONAL, _join_path(path, name), "ないことがあります / is no longer required")
    for name in sorted((now - was) & kept):
        yield Change(ALWAYS, _join_path(path, name), "必ずあります / is always there now")


def _compare_further_fields(old: Schema, new: Schema, path: str) -> Iterator[Change]:
    """Fields beyond those named; absent means that any may come."""
    was, now = old.get("additionalProperties", True), new.get("additionalProperties", True)
    if was == now:
        return
    inner = _join_path(path, "*")
    if now is False:
        yield Change(NARROWED, inner, "ほかの項目は来ません / no further fields any more")
    elif was in (True, {}):
        yield Change(NARROWED, inner, "ほかの項目が決まりました / further fields are limited now")
    elif was is False or now in (True, {}):
        what = "知らない項目が来ることがあります / further fields may come now"
        yield Change(WIDENED, inner, what)
    else:
        yield from find_changes(was, now, inner)


def _compare_items(old: Schema, new: Schema, path: str) -> Iterator[Change]:
    was, now = old.get("items", {}), new.get("items", {})
    if was != now:
        yield from find_changes(was, now, f"{path}[]")


def _join_path(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name

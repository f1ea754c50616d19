"""Requests with impossible days, made from the OpenAPI document of a running platform.

Every other field is filled with something the platform takes: ids that its lists show, and the
choices that its own refusals name. So an impossible day gets as far as it can.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

DAYS = ("0001-01-01", "1900-02-29", "9999-12-31")
MOMENTS = ("0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-12:00")
MONTHS = ("0001-01", "9999-12")
YEARS = ("-1", "1899", "99999999999")
MOST_BYTES = 1_000_000
TRIES = 8  # as often as a refusal names another field
DESKS = {
    "employment": ("free_job_placement", "work_preparation"),
    "housing": ("housing_security_benefit", "temporary_shelter", "community_residence"),
    "foodbank": ("food_bank",),
}
SUPPORT = "consultation_support"
_CODES = re.compile(r"[a-z][a-z0-9_]*(, [a-z][a-z0-9_]*)+")


@dataclass(frozen=True)
class Place:
    """One field that holds a day: of an operation's query, or at a path in its body."""

    verb: str
    path: str
    where: tuple[str, ...]
    kind: str
    in_body: bool

    def __str__(self):
        return f"{self.verb} {self.path} {'.'.join(self.where)}"


EXTREMES = {"date": DAYS, "date-time": MOMENTS, "month": MONTHS, "year": YEARS}


def find_places(document):
    """Every field of every operation that holds a day, a moment, a month or a fiscal year."""
    for path, operations in document["paths"].items():
        for verb, operation in operations.items():
            for parameter in _parameters_of(operation):
                if kind := _kind_of(parameter["name"], parameter["schema"]):
                    yield Place(verb.upper(), path, (parameter["name"],), kind, False)
            for where, kind in _find_in(_body_of(operation)):
                yield Place(verb.upper(), path, where, kind, True)


def _parameters_of(operation):
    """Its own parameters, without those that every operation shares."""
    return [one for one in operation["parameters"] if "$ref" not in one]


def _body_of(operation):
    content = operation.get("requestBody", {}).get("content", {})
    return content.get("application/json", {}).get("schema", {})


def _find_in(schema, above=()):
    for name, field in schema.get("properties", {}).items():
        if kind := _kind_of(name, field):
            yield (*above, name), kind
        yield from _find_in(field, (*above, name))
        yield from _find_in(field.get("items", {}), (*above, name, "0"))


def _kind_of(name, schema):
    if schema.get("format") in ("date", "date-time"):
        return schema["format"]
    if name == "fiscal_year":
        return "year"
    return "month" if name == "month" or name.endswith("_month") else None


class Asker:
    """Asks each place with each impossible day, as a desk that may."""

    def __init__(self, city, document):
        self.city, self.document = city, document
        self.ids = {}
        self.reports = [one["name"] for one in city.ask("reader", "GET", "/reports").body]

    def learn_ids(self):
        """The ids that the platform's lists show, by the name of their field."""
        for path, operations in self.document["paths"].items():
            if "get" in operations and "{" not in path:
                for desk in self._desks(path):
                    answer = self.city.ask(f"caseworker:{desk}", "GET", self._filled(path))
                    if answer.status == 200 and "json" in answer.headers["Content-Type"]:
                        self._note_ids(answer.body)

    def _note_ids(self, found):
        if isinstance(found, dict):
            for name, value in found.items():
                if isinstance(value, str) and (name.endswith("_id") or name in ("id", "month")):
                    self.ids.setdefault(name, []).append(value)
                self._note_ids(value)
        elif isinstance(found, list):
            for one in found:
                self._note_ids(one)

    def ask_all(self, place):
        """What each impossible day is answered: (day, status, bytes)."""
        reports = self.reports if place.path == "/reports/{name}" else [None]
        for day in EXTREMES[place.kind]:
            for desk in self._desks(place.path):
                for report in reports:
                    answer = self._ask(place, day, f"caseworker:{desk}", report)
                    yield day, answer.status, len(answer.content)

    def _desks(self, path):
        return DESKS.get(path.split("/")[1], (SUPPORT,))

    def _ask(self, place, day, role, report=None):
        operation = self.document["paths"][place.path][place.verb.lower()]
        schema, path = _body_of(operation), self._filled(place.path, {"name": report})
        if not place.in_body:
            required = {
                p["name"]: self._value(p["name"], p["schema"])
                for p in _parameters_of(operation)
                if p["in"] == "query" and p["required"]
            }
            if place.where[0] in place.path:
                path = self._filled(place.path, {place.where[0]: day})
            else:
                path += "?" + urlencode(required | {place.where[0]: day})
            body = self._object(schema, ()) if schema else None
            return self.city.ask(role, place.verb, path, body)
        body = self._object(schema, place.where)
        _put(body, place.where, day)
        answer = self.city.ask(role, place.verb, path, body)
        for _ in range(TRIES):
            if answer.status != 400 or not self._mend(body, schema, answer.body, place.where):
                return answer
            answer = self.city.ask(role, place.verb, path, body)
        return answer

    def _mend(self, body, schema, problem, but):
        """Fill in what the refusal asks for; False where it asks for nothing more."""
        mended = False
        for fault in problem.get("faults", ()):
            where = tuple(fault["field"].split("."))
            if where == but or not where[0]:
                continue
            choice = _CODES.search(fault["remedy"])
            if choice:
                mended |= _put(body, where, choice[0].split(", ")[0])
            elif (field := _field_at(schema, where)) is not None:
                mended |= _put(body, where, self._value(where[-1], field))
            else:
                mended |= _put(body, where, SUPPORT)
        return mended

    def _filled(self, path, given=None):
        def fill(match):
            name = match[1]
            known = (given or {}).get(name) or self._id(name) or "unknown"
            return quote(str(known), safe="")

        return re.sub(r"\{(\w+)\}", fill, path)

    def _id(self, name):
        return next(iter(self.ids.get(name, ())), None)

    def _object(self, schema, where):
        wanted = [*schema.get("required", ()), *where[:1]]
        fields = schema.get("properties", {})
        return {
            name: self._object(fields[name], where[1:])
            if name == where[:1] and fields[name].get("properties")
            else self._value(name, fields[name])
            for name in wanted
            if name in fields
        }

    def _value(self, name, schema):
        if schema.get("enum"):
            return next(one for one in schema["enum"] if one is not None)
        kinds = schema.get("type", "string")
        kind = kinds if isinstance(kinds, str) else next(one for one in kinds if one != "null")
        if kind == "object":
            return self._object(schema, ())
        if kind == "array":
            return [self._value(name, schema.get("items", {}))]
        if kind in ("integer", "number"):
            return max(1, schema.get("minimum", 1))
        if kind == "boolean":
            return True
        today = {"date": "2026-11-20", "date-time": "2026-11-20T09:00:00+09:00"}
        if schema.get("format") in today:
            return today[schema["format"]]
        if _kind_of(name, schema) == "month":
            return "2026-11"
        return self._id(name) or ("other" if "pattern" in schema else SUPPORT)


def _put(body, where, value):
    """Put a value at a path; whether that changed anything."""
    at = body
    for name, following in itertools.pairwise(where):
        if isinstance(at, list):
            at = at[int(name)]
            continue
        if not isinstance(at.get(name), dict | list):
            at[name] = [{}] if following == "0" else {}
        at = at[name]
        if isinstance(at, list) and not (at and isinstance(at[0], dict)):
            at[:] = [{}]
    if isinstance(at, list):
        return False
    changed = at.get(where[-1]) != value
    at[where[-1]] = value
    return changed


def _field_at(schema, where):
    for name in where:
        schema = (
            schema.get("items", {}) if name.isdigit() else schema.get("properties", {}).get(name)
        )
        if schema is None:
            return None
    return schema

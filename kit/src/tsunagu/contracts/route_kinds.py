"""Shorthands for routes: a query, a command that creates something, a command on what exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from tsunagu.contracts.payload import Payload
from tsunagu.contracts.routes import CASEWORKER, Route

BY = {CASEWORKER: "by"}  # the caller's own desk is the command's `by`


def ask(
    path: str,
    method: str,
    ja: str,
    en: str,
    query: type[Schema] | type[Payload] | None = None,
    **more: Any,
) -> Route:
    """A query (GET); it changes nothing."""
    return Route(verb="GET", path=path, method=method, ja=ja, en=en, query=query, **more)


def begin(
    path: str,
    method: str,
    ja: str,
    en: str,
    body: type[Schema] | type[Payload] | None = None,
    acting: Mapping[str, str] = BY,
    **more: Any,
) -> Route:
    """A command (POST) that creates something; it answers 201."""
    more = {"status": 201} | more
    return Route(
        verb="POST", path=path, method=method, ja=ja, en=en, body=body, acting=acting, **more
    )


def do(
    path: str,
    method: str,
    ja: str,
    en: str,
    body: type[Schema] | type[Payload] | None = None,
    acting: Mapping[str, str] = BY,
    versioned: bool = True,
    **more: Any,
) -> Route:
    """A command (POST) on what exists; it takes `expected_version` unless not `versioned`."""
    return Route(
        verb="POST",
        path=path,
        method=method,
        ja=ja,
        en=en,
        body=body,
        acting=acting,
        versioned=versioned,
        **more,
    )

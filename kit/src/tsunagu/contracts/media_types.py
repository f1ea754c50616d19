"""Media types as RFC 9110 has them: letter case says nothing, unknown parameters change nothing."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.http import parse_options_header

JSON = "application/json"
JSON_TYPES = (JSON, "application/cloudevents+json")
_UTF8 = ("utf-8", "utf8", "us-ascii")  # ASCII is UTF-8 too


def is_json(content_type: Any) -> bool:
    """Whether bytes said to be of that type are JSON: one of these types, in UTF-8.

    JSON has no other encoding: who names one means other characters than would be read.
    """
    media, is_utf8 = _read(content_type)
    return media in JSON_TYPES and is_utf8


def is_json_data(content_type: Any) -> bool:
    """Whether CloudEvents' `datacontenttype` says JSON: left out, or `*/json`, or `*/*+json`."""
    media, is_utf8 = ("", True) if content_type is None else _read(content_type)
    return content_type is None or (is_utf8 and re.search(r"/(.+\+)?json$", media) is not None)


def _read(content_type: Any) -> tuple[str, bool]:
    """The media type in small letters, and whether its text is UTF-8."""
    if not isinstance(content_type, str):
        return "", False
    media, parameters = parse_options_header(content_type)
    return media.strip().lower(), parameters.get("charset", "utf-8").strip().lower() in _UTF8

"""The name of what goes over the wire: an object of JSON."""

from __future__ import annotations

from typing import Any

# Keys are texts; values are what JSON has: None, truth values, numbers, texts, lists, objects.
JsonObject = dict[str, Any]

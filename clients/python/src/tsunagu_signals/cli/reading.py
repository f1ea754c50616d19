"""Signals out of a file or standard input: any encoding of a shell, any usual form of JSON."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

import click


def text_of(file: BinaryIO) -> str:
    """UTF-8 with or without its mark, or UTF-16 as a Windows shell writes it."""
    raw = file.read()
    try:
        return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as broken:
        line = raw.count(b"\n", 0, broken.start) + 1
        raise click.UsageError(
            f"{_name(file)}: {line} 行目に UTF-8 でない文字があります。UTF-8 で保存し直す / "
            f"line {line} is not UTF-8 (Shift_JIS, perhaps); save it as UTF-8"
        ) from None


def signals_in(file: BinaryIO) -> list[dict[str, Any]]:
    """The signals of a file: one object, a list, or an object a line."""
    text = text_of(file)
    try:
        value = json.loads(text)
        signals = value if isinstance(value, list) else [value]
    except json.JSONDecodeError as whole:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            signals = [json.loads(line) for line in lines]
        except json.JSONDecodeError:
            raise _no_json(file, whole) from None
    if not signals or not all(isinstance(signal, dict) for signal in signals):
        raise click.UsageError(
            f"{_name(file)}: {{…}} か、その一覧を / an object, or a list of them"
        )
    return signals


def signal_in(file: BinaryIO) -> dict[str, Any]:
    """The one signal of a file."""
    signals = signals_in(file)
    if len(signals) != 1:
        raise click.UsageError(f"{_name(file)}: {{…}} を一つ / one object")
    return signals[0]


def _no_json(file: BinaryIO, why: json.JSONDecodeError) -> click.UsageError:
    return click.UsageError(
        f"{_name(file)}: {why.lineno} 行目 {why.colno} 文字目から JSON として読めません / "
        f"not JSON from line {why.lineno}, column {why.colno}: {why.msg}"
    )


def _name(file: BinaryIO) -> str:
    return str(getattr(file, "name", "-"))

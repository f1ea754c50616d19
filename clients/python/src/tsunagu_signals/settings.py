"""How this department reaches the platform: read once, everything missing named at once."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tsunagu_signals.answers import WrongUse

REST, AMQP = "rest", "amqp"
# What each setting is called in the environment, and what it is.
NAMES = {
    "department": ("TSUNAGU_DEPARTMENT", "部署の code / the department's code"),
    "url": ("TSUNAGU_URL", "つなぐの住所 / the platform's address, e.g. https://tsunagu.example"),
    "token": ("TSUNAGU_TOKEN", "鍵、または --token-file / the token, or --token-file"),
    "amqp_url": ("TSUNAGU_SIGNALS_AMQP_URL", "amqps://部署:暗号@ブローカー/vhost"),
}


@dataclass(frozen=True)
class Settings:
    """Who sends, and by which way. `spool`: the folder where signals wait."""

    department: str
    url: str | None = None
    token: str | None = field(default=None, repr=False)
    amqp_url: str | None = field(default=None, repr=False)
    spool: Path | None = None
    ca_file: str | None = None
    timeout: float = 30.0
    via: str | None = None

    @property
    def way(self) -> str:
        """How signals go out: as asked, else by REST if it is set up, else by the broker."""
        return self.via or (REST if self.url else AMQP)

    @property
    def can_ask(self) -> bool:
        """Whether a signal's state can be read: only REST tells it."""
        return bool(self.url and self.token)

    @property
    def spool_folder(self) -> Path:
        return self.spool or default_spool() / self.department


def default_spool() -> Path:
    """Where this machine's user keeps such things."""
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    else:
        base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "tsunagu-signals"


def from_environment(given: Mapping[str, str | None] | None = None) -> Settings:
    """The settings given, the rest from TSUNAGU_… variables; WrongUse names all missing."""
    given = {name: value for name, value in (given or {}).items() if value}

    def of(name: str, variable: str) -> str | None:
        return given.get(name) or os.environ.get(variable) or None

    values = {name: of(name, variable) for name, (variable, _) in NAMES.items()}
    token_file = of("token_file", "TSUNAGU_TOKEN_FILE")
    if token_file and "token" not in given:
        values["token"] = _first_line(token_file)
    via = given.get("via")
    _complain_of_missing(values, via)
    spool = of("spool", "TSUNAGU_SPOOL")
    return Settings(
        department=str(values["department"]),
        url=values["url"],
        token=values["token"],
        amqp_url=values["amqp_url"],
        spool=Path(spool) if spool else None,
        ca_file=of("ca_file", "TSUNAGU_CA_FILE"),
        via=via,
    )


def _first_line(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as why:
        reason = why.strerror if isinstance(why, OSError) else "UTF-8 ではありません / not UTF-8"
        raise WrongUse(f"{path}: 鍵を読めません / cannot read the token: {reason}") from None


def _complain_of_missing(values: Mapping[str, str | None], via: str | None) -> None:
    wanted = ["department"]
    if via == AMQP or (via is None and values["amqp_url"] and not values["url"]):
        wanted.append("amqp_url")
    else:
        wanted += ["url", "token"]
    missing = [NAMES[name] for name in wanted if not values[name]]
    if missing:
        raise WrongUse(
            "設定が足りません / these settings are missing:\n"
            + "\n".join(f"  {variable}  {what}" for variable, what in missing)
        )
    if values["token"] and not re.fullmatch(r"[!-~]+", values["token"]):
        raise WrongUse(
            "鍵に使えない文字があります。写し損ねていませんか / "
            "the token holds characters that no token has; was it copied whole?"
        )
    for name, schemes in (("url", ("http", "https")), ("amqp_url", ("amqp", "amqps"))):
        value = values[name]
        if value and (urlsplit(value).scheme not in schemes or not urlsplit(value).hostname):
            raise WrongUse(
                f"{NAMES[name][0]} が住所の形ではありません / is no address: "
                f"{schemes[0]}://… または / or {schemes[1]}://…"
            )

"""Settings of a process: read from the environment once, into one frozen object.

Everything missing is named at once; there is no default broker and no default
database (nameko alone would quietly talk to guest@localhost).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tsunagu.domain.errors import Invalid

ZAMA = "142166"


def read_named_services(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The services named in TSUNAGU_SERVICES, sorted and each once; empty where it names none."""
    names = environment.get("TSUNAGU_SERVICES", "").split(",")
    return sorted({name.strip() for name in names if name.strip()})


def read_city_code(environment: Mapping[str, str] = os.environ) -> str:
    """TSUNAGU_CITY_CODE, or Zama's."""
    return environment.get("TSUNAGU_CITY_CODE") or ZAMA


@dataclass(frozen=True)
class Settings:
    """Settings of one service process. Secrets are masked when printed."""

    amqp_url: str = field(repr=False)
    database_url: str = field(repr=False)
    key_file: Path
    city_code: str = ZAMA
    log_level: str = "INFO"
    port: int = 8000
    bind: str = "127.0.0.1"
    health_port: int | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read `TSUNAGU_*`; raises Invalid naming every missing or unusable one."""
        faults = [
            {"field": name, "problem": "設定されていません / not set", "remedy": remedy}
            for name, remedy in (
                ("TSUNAGU_AMQP_URL", "例 / e.g. amqp://user:password@host:5672/vhost"),
                ("TSUNAGU_DATABASE_URL", "例 / e.g. postgresql://user:password@host/intake"),
                ("TSUNAGU_KEY_FILE", "鍵ファイルの場所 / path of the master key file"),
            )
            if not environment.get(name)
        ]
        ports = {"PORT": 8000, "TSUNAGU_HEALTH_PORT": 0}
        for name in ports:
            text = environment.get(name, "")
            if text.isdecimal() and int(text) < 65536:
                ports[name] = int(text)
            elif text:
                faults.append(
                    {
                        "field": name,
                        "problem": "ポート番号ではありません / not a port number",
                        "remedy": "0–65535",
                    }
                )
        if faults:
            raise Invalid(faults, code="settings_missing")
        return cls(
            amqp_url=environment["TSUNAGU_AMQP_URL"],
            database_url=environment["TSUNAGU_DATABASE_URL"],
            key_file=Path(environment["TSUNAGU_KEY_FILE"]),
            city_code=read_city_code(environment),
            log_level=environment.get("TSUNAGU_LOG_LEVEL") or "INFO",
            port=ports["PORT"],
            bind=environment.get("TSUNAGU_BIND") or "127.0.0.1",
            health_port=ports["TSUNAGU_HEALTH_PORT"] or None,
        )

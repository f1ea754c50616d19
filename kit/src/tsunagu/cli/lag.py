"""`tsunagu lag`: how far every log, relay and subscription is."""

from __future__ import annotations

import click

from tsunagu.cli.access import Access, open_platform
from tsunagu.cli.logging_setup import set_up_logging
from tsunagu.cli.output import data_option, json_option, print_json, print_table
from tsunagu.domain.errors import TsunaguError
from tsunagu.domain.json_object import JsonObject

NEVER_HEARD = " まだ何も届いていません / never heard"


def read_lags(platform: Access) -> list[JsonObject]:
    """Each service's `lag`; of a silent one its name and what is wrong."""
    lags: list[JsonObject] = []
    for service in platform.services:
        try:
            lags.append(platform.call(service, "lag", timeout=10.0))
        except TsunaguError as silent:
            lags.append({"service": service, "error": silent.message})
    heads = {lag["service"]: lag.get("fact_head", 0) for lag in lags}
    for lag in lags:
        for source, place in lag.get("sources", {}).items():
            # The source itself knows best how far it is.
            place["head"] = max(place["head"], heads.get(source, 0))
            place["behind"] = place["head"] - place["position"]
    return lags


@click.command("lag")
@data_option
@json_option
def lag_command(data_dir: str | None, as_json: bool) -> None:
    """記録・発行・受信がどこまで進んだか / How far logs, relays and subscriptions are."""
    set_up_logging()
    with open_platform(data_dir) as platform:
        lags = read_lags(platform)
    if as_json:
        print_json(lags)
        return
    rows = []
    for lag in lags:
        if "error" in lag:
            rows.append([lag["service"], lag["error"], "", "", ""])
            continue
        sources = "\n".join(
            f"{source} {place['position']}/{place['head']}"
            + (f" (−{place['behind']})" if place["behind"] else "")
            + ("" if place["heard"] else NEVER_HEARD)
            for source, place in lag["sources"].items()
        )
        sources += "".join(f"\n{source}{NEVER_HEARD}" for source in lag["unheard"])
        rows.append([lag["service"], lag["log"], lag["unpublished"], sources, lag["parked"]])
    print_table(
        [
            "サービス / service",
            "記録 / log",
            "未発行 / unpublished",
            "受信 / received",
            "保留 / parked",
        ],
        rows,
    )

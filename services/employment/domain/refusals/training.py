"""Every "no" about work preparation and training placements; see `refusals`."""

from __future__ import annotations

from datetime import date

from tsunagu.domain.errors import Refused


def past_allowed_end(ends_by: date) -> Refused:
    return Refused(
        "past_allowed_end",
        f"就労準備は {ends_by} までです / work preparation may last until {ends_by}",
        field="on",
        remedy="その日までに終えるか、理由を付けて延長する / end it by then, or extend it",
    )


def extension_backwards(ends_by: date) -> Refused:
    return Refused(
        "extension_backwards",
        f"いまの終わりは {ends_by} です / it lasts until {ends_by} as it is",
        field="until",
        remedy=f"until > {ends_by}",
    )


def extension_too_long(latest: date) -> Refused:
    return Refused(
        "extension_too_long",
        f"一度の延長は {latest} までです / one extension reaches {latest} at most",
        field="until",
        remedy=f"until ≤ {latest}",
    )


def same_stage(stage: str) -> Refused:
    return Refused(
        "same_stage",
        f"いまも {stage} です / it is at {stage} already",
        field="stage",
        remedy="動いたときだけ記録します / only a move is recorded",
    )


def recorded_twice(on: date) -> Refused:
    return Refused(
        "recorded_twice",
        f"{on} の記録はもうあります / {on} is on record already",
        field="on",
        remedy="同じ日の同じ内容は一度だけ / the same of one day only once",
    )


def outside_period(first: date, last: date) -> Refused:
    return Refused(
        "outside_period",
        f"訓練の期間は {first} から {last} です / the placement lasts from {first} to {last}",
        field="on",
        remedy="日付を確かめるか、期間を延ばす / check the day, or extend the placement",
    )


def wage_of_employed() -> Refused:
    return Refused(
        "wage_of_employed",
        "雇用型の訓練には時給が要ります / training of the employed type has an hourly wage",
        field="wage",
        remedy="wage に時給（円）を。雇用でないなら employed=false / the wage in yen an hour",
    )

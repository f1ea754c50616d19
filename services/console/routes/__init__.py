"""REST of the console itself: tokens, and operations on the whole and on each service.

A path with `<service>` is answered by the service it names: every service has
these methods. Everything else in REST is declared by the service that answers it.
"""

from __future__ import annotations

from services.console import schemas
from tsunagu.contracts.payload import Payload
from tsunagu.contracts.routes import OPS, Route


def _build_service_route(
    verb: str, path: str, method: str, ja: str, en: str, body: type[Payload] | None = None
) -> Route:
    return Route(
        verb=verb,
        path=f"/ops/services/<service>/{path}",
        method=method,
        ja=ja,
        en=en,
        roles=(OPS,),
        body=body,
        status=202 if body else 200,
    )


OPERATIONS = (
    Route(
        verb="GET",
        path="/ops/services",
        method="services",
        ja="サービスの一覧",
        en="All services",
        roles=(OPS,),
    ),
    Route(
        verb="GET",
        path="/ops/lag",
        method="lags",
        ja="どこまで届いたか（全サービス）",
        en="How far everything is",
        roles=(OPS,),
    ),
    Route(
        verb="POST",
        path="/ops/import",
        method="bring_in",
        ja="過去の記録を取り込む",
        en="Bring past records in",
        roles=(OPS,),
        body=schemas.ImportLines,
    ),
    _build_service_route("GET", "health", "health", "健康状態", "Health"),
    _build_service_route("GET", "lag", "lag", "どこまで届いたか", "How far it is"),
    _build_service_route(
        "POST", "jobs", "start_job", "検証・作り直し", "verify or rebuild", schemas.StartJob
    ),
    _build_service_route(
        "GET", "jobs/<id>", "job", "処理の進みと結果", "Progress and result of a job"
    ),
    _build_service_route("GET", "parked", "parked_list", "保留の一覧", "What is parked"),
    _build_service_route(
        "GET", "parked/<id>", "parked_show", "保留を見る（記録に残る）", "One parked message"
    ),
    _build_service_route("POST", "parked/<id>/retry", "parked_retry", "もう一度", "Try it again"),
    _build_service_route("DELETE", "parked/<id>", "parked_discard", "捨てる", "Discard it"),
)

TOKENS = (
    Route(
        verb="GET",
        path="/tokens",
        method="list_tokens",
        ja="トークンの一覧",
        en="All tokens",
        roles=(OPS,),
    ),
    Route(
        verb="POST",
        path="/tokens",
        method="issue_token",
        ja="トークンを出す（一度だけ見える）",
        en="Issue a token; shown once",
        roles=(OPS,),
        body=schemas.NewToken,
        status=201,
    ),
    Route(
        verb="DELETE",
        path="/tokens/<id>",
        method="revoke_token",
        ja="トークンを取り消す",
        en="Revoke a token",
        roles=(OPS,),
    ),
)

ROUTES = (*OPERATIONS, *TOKENS)

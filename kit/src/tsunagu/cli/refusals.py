"""What the commands refuse themselves: a platform or folder out of reach, a job that failed."""

from __future__ import annotations

from tsunagu.domain.errors import TsunaguError, Unavailable
from tsunagu.domain.refusal import Refusal
from tsunagu.domain.text import Text

FOLDER_IN_USE = Refusal(
    "folder_in_use",
    Text(
        "{folder} は別のプロセス（{holder}）が使っています。終わるのを待ってください",
        "{folder} is used by process {holder}; wait for it to end",
    ),
    details=("pid",),
    kind=Unavailable,
)
PLATFORM_UNAVAILABLE = Refusal(
    "platform_unavailable",
    Text("{address} が応答しません", "{address} does not answer ({error})"),
    kind=Unavailable,
)
HTTP_ERROR = Refusal("http_error", Text("HTTP {status}", "HTTP {status}"), kind=TsunaguError)
NO_SERVICE_ANSWERS = Refusal(
    "no_service_answers",
    Text(
        "どのサービスも応答しません。TSUNAGU_AMQP_URL と各サービスの起動を確かめてください",
        "no service answers; check TSUNAGU_AMQP_URL and that services are running",
    ),
    kind=Unavailable,
)
JOB_FAILED = Refusal(
    "job_failed",
    Text("{service} {kind}: 失敗しました", "failed ({result})"),
    kind=TsunaguError,
)

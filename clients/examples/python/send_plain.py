"""端緒を一つ知らせ、その後を読む。標準ライブラリだけ / One signal and its state; no library.

TSUNAGU_URL=https://… TSUNAGU_TOKEN=… python3 send_plain.py 部署の番号
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

URL, TOKEN = os.environ["TSUNAGU_URL"], os.environ["TSUNAGU_TOKEN"]


def ask(path, body=None):
    request = urllib.request.Request(
        URL + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def send(signal, tries=5):
    """The same id again is the same signal: so trying again is safe."""
    for attempt in range(1, tries + 1):
        try:
            return ask("/api/v1/signals", signal)
        except urllib.error.HTTPError as refused:
            if refused.code < 500 and refused.code != 429:
                sys.exit(f"断られました / refused: {refused.read().decode()}")
        except OSError:
            pass  # つながらない、応答がない / not reached, or no answer
        if attempt < tries:
            time.sleep(2**attempt)
    sys.exit("いまは届きません。同じ番号であとでもう一度 / away: later again, with the same id")


sent = send(
    {
        "id": sys.argv[1],
        "kind": "water_arrears",
        "noticed_on": "2026-04-20",
        "basis": "encouragement_only",
        "note": "給水停止の予告を送った",
    }
)
print(json.dumps(ask(sent["status_url"]), ensure_ascii=False, indent=2))

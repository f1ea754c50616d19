"""端緒を知らせ、その後を読む。届かないときは手元で待つ / Sends; waits on this disk while away.

TSUNAGU_URL=… TSUNAGU_TOKEN=… TSUNAGU_DEPARTMENT=waterworks python3 send_with_client.py 番号
"""

import sys
from datetime import date

from tsunagu_signals import Client, Refused

with Client() as client:
    try:
        answer = client.send(
            {
                "id": sys.argv[1],
                "kind": "water_arrears",
                "noticed_on": date(2026, 4, 20),
                "basis": "consent",
                "person": {"name": "見本 太郎", "kana": "ミホン タロウ", "phone": "046-000-0001"},
            }
        )
    except Refused as refused:
        for fault in refused.faults:
            print(fault.field, fault.problem, fault.remedy, file=sys.stderr)
        sys.exit(1)
    print(answer.state)  # accepted, already, または / or waiting
    if answer.arrived:
        status = client.status(answer.id)
        print(status["state"], status["owner_desk"], status["next_step"], status["due_on"])

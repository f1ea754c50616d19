"""`tsunagu bench idle`: what the embedded platform takes while nobody asks it anything."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
from measuring import Bench, Check, Result, main

from tsunagu.hosting.checkout import list_available_services

ROOT = Path(__file__).resolve().parents[1]
SETTLED = 5.0


def measure(bench: Bench) -> list[Result]:
    tsunagu = str(Path(sys.executable).parent / "tsunagu")
    data = bench.folder / "data"
    history = ROOT / "demo" / "published_years.jsonl"
    subprocess.run([tsunagu, "import", history, "--data", data], check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = subprocess.Popen(
        [tsunagu, "run", "--data", str(data), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process = psutil.Process(running.pid)
        time.sleep(SETTLED)
        seconds = bench.size(20, 5)

        def cpu(number: int) -> float:
            before, began = sum(process.cpu_times()[:2]), time.monotonic()
            time.sleep(seconds)
            return 100 * (sum(process.cpu_times()[:2]) - before) / (time.monotonic() - began)

        samples = bench.interleave({"つなぐ": cpu})
        memory = process.memory_info().rss / 1e6
    finally:
        running.terminate()
        running.wait(20)
    result = Result("embedded platform at rest", "% of a core", samples)
    result.checks = [
        Check("つなぐ % of a core", result.median("つなぐ"), 2.0),
        Check("つなぐ MB", memory, 150.0),
    ]
    names = ", ".join(list_available_services())
    result.notes = [f"{names}; the published years on record"]
    return [result]


if __name__ == "__main__":
    main(__doc__, measure)

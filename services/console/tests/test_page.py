"""The pages as a browser shows them."""

import shutil
import subprocess

import pytest

from tsunagu.process.concurrency import run_in_thread

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")


@pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium がありません / no Chromium here: apt-get install chromium"
)
@pytest.mark.parametrize("address", ["/", "/docs", "/docs/signals"])
def test_chromium_shows_the_page_with_its_style_and_no_complaint(rest, tmp_path, address):
    picture = tmp_path / "page.png"
    # In a thread of the operating system: the page is served by this very process.
    done = _in_background(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--enable-logging=stderr",
            "--v=0",
            "--window-size=1100,900",
            f"--screenshot={picture}",
            f"--user-data-dir={tmp_path / 'profile'}",
            f"{rest.root}{address}",
        ]
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert picture.stat().st_size > 20_000  # text and tables, not a blank page
    complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    assert complaints == []  # the content security policy stops nothing the page needs


def _in_background(command):
    return run_in_thread(
        subprocess.run, command, capture_output=True, text=True, timeout=120, check=False
    )

"""The slip on paper: one A5 page that a department prints for the person to bring along.

It tells the way to consultation support and carries a number, also as a QR code for
a reader at the desk. No name, no department, no kind of hardship: whoever finds it in a
pocket learns nothing. Everything is in the one file; nothing is loaded from elsewhere.
"""

from __future__ import annotations

import base64
import io
from datetime import date
from pathlib import Path
from string import Template

import segno

from services.intake.domain.slip import format_code
from tsunagu.domain.calendar import era_date_ja

PAGE = Template((Path(__file__).parent / "slip_page.html").read_text(encoding="utf-8"))


def make_page(code: str, on: date) -> dict[str, str]:
    """The page as a download."""
    html = PAGE.substitute(
        code=format_code(code),
        code_spoken=" ".join(code),
        qr=_qr(code),
        on_ja=era_date_ja(on),
        on=on.isoformat(),
    )
    return {
        "base64": base64.b64encode(html.encode()).decode(),
        "name": f"tsunagu-slip-{format_code(code)}.html",
        "type": "text/html; charset=utf-8",
    }


def _qr(code: str) -> str:
    image = io.BytesIO()
    segno.make(code, error="q", micro=False).save(
        image, kind="svg", scale=4, border=4, xmldecl=False, svgns=True, nl=False, omitsize=True
    )
    return image.getvalue().decode()

"""The page behind /verify: plain HTML for phones, without script, telling four things."""

from __future__ import annotations

from html import escape

from backend_client.models import Verification
from backend_client.reference.rules import Rules

STYLE = (
    "body{font:18px/1.6 sans-serif;margin:0;color:#111;background:#fff}"
    "main{max-width:36rem;margin:0 auto;padding:24px}"
    "h1{font-size:24px;color:#0b5c6b}dt{color:#444;margin-top:16px}"
    "dd{margin:0;font-size:20px;overflow-wrap:anywhere}"
)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}


def verify_page(rules: Rules, found: Verification | None) -> str:
    """The whole page; without a document it says only that."""
    words = rules.verify_page
    body = f"<p>{escape(words['found' if found else 'unknown'])}</p>"
    if found:
        parts = (
            ("kind", found.kind),
            ("issued_on", found.issued_on.isoformat()),
            ("holder", found.holder),
            ("digest", found.digest),
        )
        lines = (f"<dt>{escape(words[name])}</dt><dd>{escape(text)}</dd>" for name, text in parts)
        body += f"<dl>{''.join(lines)}</dl>"
    title = escape(words["title"])
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{title}</h1>{body}</main></body></html>"
    )

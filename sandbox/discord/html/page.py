"""A whole page of messages: one document with its style in it, nothing else fetched but pictures, no script."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from typing import Literal

POLICY = "default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'; form-action 'self'"
"""What a browser may do with the page."""


def page(title: str, body: str, *, theme: Literal["dark", "light"] = "dark") -> str:
    """The document around HTML that this package made."""
    return (
        f'<!doctype html><html lang="en" class="{theme}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_style()}</style></head><body>{body}</body></html>"
    )


@cache
def _style() -> str:
    return files(__package__ or "").joinpath("style.css").read_text("utf-8")

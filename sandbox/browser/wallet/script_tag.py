"""The wallet's script in a page of the bot: put there as an extension of the browser would do."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

PATH = "/_wallet"
"""What the wallet has beside the bot's pages; no page of the bot begins like this."""
SCRIPT = f"{PATH}/wallet.js"
_FOLDER = files("sandbox.browser.wallet") / "script"
PROVIDER = ("provider.js",)
DIALOG = ("dialog.js", "people.js", "approval.js", "badge.js", "window.js")
_HEAD = re.compile(rb"<head(?:\s[^>]*)?>", re.IGNORECASE)
_TAG = f'<script src="{SCRIPT}"></script>'.encode()


def with_script(html: bytes) -> bytes:
    """The page with the wallet's script before every other one; as it is where it has no head."""
    return _HEAD.sub(lambda found: found[0] + _TAG, html, count=1)


def script(files_: tuple[str, ...], start: str = "", **options: Any) -> str:
    """The scripts as one, with a scope of their own, and `OPTIONS` for them. `start` is run at the end."""
    parts = "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in files_)
    return f'(() => {{\n"use strict";\nconst OPTIONS = {json.dumps(options)};\n{parts}\n{start}\n}})();\n'


def sandbox_script(chains: list[int]) -> str:
    """The wallet of people who click through the sandbox: it asks them."""
    style = (_FOLDER / "wallet.css").read_text(encoding="utf-8")
    return script((*PROVIDER, *DIALOG), path=PATH, chains=chains, style=style)

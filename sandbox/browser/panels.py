"""Parts of the page that are not Discord: they stand at the right of every window, and on a phone in a sheet.

A panel has a folder of its own under `sandbox/browser/`; its templates are rendered by their path from there
(`rendered("world/panel.html", …)`), its styles and scripts are served as `/static/world/…`; every window loads those
that stand in the folder itself, scripts as modules. Within a panel

- a `<form method="post" data-send>` is sent without leaving the page; what the route answers (`told("…")`) is shown
  for a moment;
- `pages.changed("world")` makes every open window draw the panel anew; it is drawn for the window that it stands in;
- `data-show="<CSS selector>"` on a button points at something in the window (a button, a command, a channel).

A panel that was drawn anew is told so by an event `drawn`. What can be pointed at carries `data-custom-id` (buttons,
menus, fields), `data-command` (entries of the slash picker, and the button that sends a command), `data-channel`
(channels, threads, posts) or `data-message`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from aiohttp import web
from markupsafe import Markup

from sandbox.browser.windows import Window


class Panel(Protocol):
    """One such part."""

    @property
    def name(self) -> str:
        """One word: the folder, and where its routes begin (`/world/…`)."""
        ...

    @property
    def title(self) -> str:
        """What its tab says."""
        ...

    def routes(self) -> Sequence[web.RouteDef]:
        """What it answers. A request that changes something is a POST; where it comes from was checked already."""
        ...

    def html(self, window: Window) -> Markup:
        """The panel in this window."""
        ...

    def welcome(self) -> Markup:
        """What the first page shows of it; empty for nothing."""
        ...


def told(sentence: str) -> web.Response:
    """The answer to a sent form: a sentence that is shown for a moment."""
    return web.json_response({"told": sentence})


def refused(sentence: str, status: int = 400) -> web.Response:
    """The answer to a form that was not taken: why."""
    return web.json_response({"refused": sentence}, status=status)

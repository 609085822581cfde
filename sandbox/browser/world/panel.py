"""Every control with its state, what one should see of it, and what was done last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby, islice

from aiohttp import web
from markupsafe import Markup

from sandbox.browser.panels import refused, told
from sandbox.browser.templates import rendered
from sandbox.browser.windows import Window
from sandbox.world import CONTROLS, Act, CannotPress, Control, Sandbox, Switch

SHOWN = 5
"""So many of the things that were done last."""


class WorldPanel:
    name = "world"
    title = "World"

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.changed: Callable[[], None] = lambda: None
        """Called when something else is to be shown."""

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/world/{control:[a-z-]{1,40}}", self._press)]

    def html(self, window: Window) -> Markup:
        sandbox = self._sandbox
        return rendered(
            "world/panel.html",
            groups=[(group.value, [*found]) for group, found in groupby(CONTROLS, lambda each: each.group)],
            is_on=self._is_on,
            most=lambda control: control.most if isinstance(control, Act) else 1,
            now=sandbox.clock.now(),
            ahead=sandbox.clock.ahead,
            happenings=list(islice(reversed(sandbox.happenings), SHOWN)),
        )

    def welcome(self) -> Markup:
        return Markup("")

    def _is_on(self, control: Control) -> bool | None:
        """None for what happens once."""
        return control.is_on(self._sandbox) if isinstance(control, Switch) else None

    async def _press(self, request: web.Request) -> web.Response:
        found = {control.name: control for control in CONTROLS}.get(request.match_info["control"])
        if found is None:
            raise web.HTTPNotFound
        count = str((await request.post()).get("count", "1"))
        if not (count.isascii() and count.isdecimal()) or len(count) > 4:
            return refused("Write a whole number.")
        try:
            happened = await self._sandbox.press(found, count=int(count))
        except CannotPress as why:
            return refused(str(why))
        except RuntimeError as failed:
            return refused(str(failed), 502)
        finally:
            self.changed()
        return told(happened)

"""What the page answers, by what one does there; each room is a function from the parts to its routes."""

from collections.abc import Callable, Sequence

from aiohttp import web

from sandbox.browser.parts import Parts
from sandbox.browser.routes import (
    channel,
    commands,
    direct,
    events,
    interacting,
    menus,
    picking,
    welcome,
    writing,
)

Room = Callable[[Parts], Sequence[web.RouteDef]]
ALL: tuple[Room, ...] = (
    welcome.routes,
    channel.routes,
    events.routes,
    writing.routes,
    direct.routes,
    interacting.routes,
    commands.routes,
    menus.routes,
    picking.routes,
)

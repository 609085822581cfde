"""What servers of the sandbox take from a browser on this machine: nothing that a page of another site sends.

A website can have its visitor's browser send requests to 127.0.0.1: without asking first where they look like a form
(`text/plain`, whatever the body is), and of any kind where a name of its own leads to this machine (DNS rebinding).
Programs say no `Origin`, and come under this machine's own name.
"""

from __future__ import annotations

from aiohttp import hdrs, web
from yarl import URL

_NAMES = {"127.0.0.1", "localhost", "::1"}


def refusal(request: web.BaseRequest, served: str = "") -> web.Response | None:
    """The answer to what a page of another site sends (403), or to whoever comes under another name (421); None for all
    else. `served`: one more name of this machine, where the server is reached at one."""
    hosts = request.headers.getall(hdrs.HOST, [])
    if len(hosts) != 1 or _name(hosts[0]) not in {*_NAMES, served}:
        return web.Response(status=421, text="This server has another name.")
    if any(origin != f"http://{hosts[0]}" for origin in request.headers.getall(hdrs.ORIGIN, [])):
        return web.Response(status=403, text="Pages of other sites get nothing here.")
    return None


def _name(host: str) -> str | None:
    """The name in a Host header without the port; None for what is no such header."""
    try:
        url = URL(f"http://{host}")
    except ValueError:
        return None
    return url.host if url.user is None and url.raw_authority == host else None

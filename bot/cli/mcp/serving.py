"""`folkmoot mcp`: serves on standard input and output, until the assistant ends it."""

import asyncio
import sys
from importlib.util import find_spec

import aiohttp

from bot.cli.mcp.reader import Reader, origin_of
from bot.wording.language import Language, terminal_language
from bot.wording.markup.markup import PLAIN


def serve(url: str) -> int:
    """The exit status. 2: there is no address to read, or what speaks the protocol is not installed; a line on standard
    error says so. On standard output stands nothing but the protocol."""
    say = terminal_language()
    if find_spec("mcp") is None:
        print(say._("This needs the package mcp: pip install 'folkmoot[mcp]'"), file=sys.stderr)
        return 2
    if (origin := origin_of(url)) is None:
        shown = PLAIN.name(url, 200) or "-"
        print(
            say._(
                "FOLKMOOT_WEB_URL (or --url) has to be the address of the bot's pages, as https://dao.example.org: "
                "{address} is none."
            ).format(address=shown),
            file=sys.stderr,
        )
        return 2
    asyncio.run(_serve(origin, say))
    return 0


async def _serve(origin: str, say: Language) -> None:
    # Not before it is known to be there.
    from bot.cli.mcp.tools import server_of

    async with aiohttp.ClientSession(headers={"Accept-Language": str(say.locale)}) as http:
        await server_of(Reader(origin, http, say)).run_stdio_async()

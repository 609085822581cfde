"""What an assistant may ask. Everything is read, and nothing is changed anywhere: there is no tool that votes."""

import hashlib
from collections.abc import Awaitable
from typing import Any

import msgspec
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from bot.cli.mcp.ballots import prepared
from bot.cli.mcp.reader import NotAnswered, Reader
from bot.wording import mcp as words
from bot.wording.language import Language

_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True)
_SHOWN = 20
"""Entries of a list of a record; of a longer one it is told how many there are."""

Document = dict[str, Any]


def server_of(reader: Reader) -> MCPServer:
    """The server with its tools."""
    server = MCPServer("folkmoot", instructions=words.instructions(reader.say))

    async def space(space: int) -> Document:
        """A space: its name, its tracks. `space` is the number in the address of its page."""
        return await _read(reader, f"/spaces/{_number(space, reader.say)}")

    async def proposals(space: int, page: str | None = None) -> Document:
        """The proposals of a space: what goes on first, then what is over. `page`: the `next` of the last answer."""
        return await _read(reader, f"/spaces/{_number(space, reader.say)}/proposals", page)

    async def proposal(proposal: int) -> Document:
        """A proposal (by its `id`): text, every action with its dangers, how the vote stands, times."""
        return await _read(reader, f"/proposals/{_number(proposal, reader.say)}")

    async def powers(proposal: int, page: str | None = None) -> Document:
        """Who voted what on a proposal with which power, the most power first, with reasons. `page`: the `next` of
        the last answer."""
        return await _read(reader, f"/proposals/{_number(proposal, reader.say)}/votes", page)

    async def statements(proposal: int) -> Document:
        """The short statements that members put on a proposal, and what members of different views agree on."""
        return await _read(reader, f"/proposals/{_number(proposal, reader.say)}/statements")

    async def record(proposal: int) -> Document:
        """The record of a closed vote, with its SHA-256, held against the hash that the proposal names. Long lists
        are told by their length; the file at `path` of the site has all."""
        return await _answered(_record(reader, _number(proposal, reader.say)), reader.say)

    async def prepare_ballot(proposal: int, ballot: str) -> Document:
        """Look at a ballot before the member casts it, and say where they do. Casts nothing. `ballot` as one types
        it: `For`; `North, South` where several may be chosen; `North > South` where they are ranked; `North 3, South
        1` where they are weighed."""

        async def looked_at() -> Document:
            found = await reader.document(f"/proposals/{_number(proposal, reader.say)}")
            return prepared(found, ballot, reader.say)

        return await _answered(looked_at(), reader.say)

    for tool in (space, proposals, proposal, powers, statements, record, prepare_ballot):
        server.add_tool(tool, annotations=_READS)
    return server


async def _read(reader: Reader, path: str, page: str | None = None) -> Document:
    return await _answered(reader.document(path, page), reader.say)


async def _answered(document: Awaitable[Document], say: Language) -> Document:
    """Raises ToolError, in words."""
    try:
        return await document
    except NotAnswered as why:
        raise ToolError(str(why)) from why
    except (msgspec.MsgspecError, LookupError, TypeError) as error:
        raise ToolError(words.another_program(say)) from error


def _number(number: int, say: Language) -> int:
    if not 0 < number < 10**18:
        raise ToolError(words.not_public(say))
    return number


async def _record(reader: Reader, proposal: int) -> Document:
    told = (await reader.document(f"/proposals/{proposal}"))["record_hash"]
    data = await reader.content(f"/proposals/{proposal}/record")
    digest = hashlib.sha256(data).hexdigest()
    return {
        "sha256": digest,
        "is_the_one_of_the_result": digest == told,
        "path": f"/proposals/{proposal}/record",
        "record": _shortened(msgspec.json.decode(data)),
    }


def _shortened(value: Any) -> Any:
    if isinstance(value, list):
        if len(value) > _SHOWN:
            return {"number": len(value), "first": [_shortened(each) for each in value[:_SHOWN]]}
        return [_shortened(each) for each in value]
    if isinstance(value, dict):
        return {name: _shortened(each) for name, each in value.items()}
    return value

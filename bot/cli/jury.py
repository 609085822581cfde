"""`folkmoot jury FILE`: draws again who was drawn, alone with the file; with an endpoint looks at the block, too."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from bot.cli.files import beginning
from bot.cli.tally import on_one_line
from bot.domain.ids import ContentHash
from bot.domain.sortition.draw_file import MOST_BYTES, DrawFile, check_jury, read_draw_file
from bot.domain.verification.errors import Differs, RecordError
from bot.wording.language import Language, terminal_language
from bot.wording.sortition import (
    announced_alike_line,
    block_not_read_line,
    committed_line,
    first_block_line,
    no_final_block_line,
    not_drawn_line,
    other_chain_line,
    recomputed_line,
)
from bot.wording.verification.findings import failed_line


def jury(name: str, expected_hash: str | None, rpc_urls: Sequence[str]) -> int:
    """Prints a line for each thing that was checked; the exit status.

    0: all is right. 1: something isn't; the last line says what, and what was expected. 2: the file can't be read, or
    an endpoint gives no answer; a line on standard error says why.
    """
    say = terminal_language()
    try:
        file = read_draw_file(beginning(name, MOST_BYTES))
        _check_terms(file, expected_hash, say)
        if file.block is None:
            _print("-", not_drawn_line(say))
            return 0
        check_jury(file)
        _print("✓", recomputed_line(file, say))
        if rpc_urls:
            return asyncio.run(_check_block(file, rpc_urls, say))
        _print("-", block_not_read_line(say))
    except RecordError as error:
        _print("✗", failed_line(error, say))
        return 1
    except OSError as error:
        return _unread(f"{error.filename or name}: {error.strerror}")
    return 0


def _check_terms(file: DrawFile, expected_hash: str | None, say: Language) -> None:
    """Raises RecordError where the terms aren't those of the hash."""
    commitment = file.terms.commitment
    if expected_hash is None:
        _print("✓", committed_line(file, say))
    elif commitment == expected_hash.lower():
        _print("✓", announced_alike_line(ContentHash(commitment), say))
    else:
        raise RecordError("hash", Differs(commitment, expected_hash))


async def _check_block(file: DrawFile, urls: Sequence[str], say: Language) -> int:
    """Raises RecordError where another block decides by the chain."""
    # Loaded only here: most of what it takes to start is for asking chains.
    from bot.chain.chains import EvmChain
    from bot.chain.config import ChainConfig, usual_multicall
    from bot.chain.nodes.rpc import EndpointFailed
    from bot.chain.nodes.served_chains import served_chains
    from bot.domain.errors import ChainUnavailable
    from bot.services.sortition.first_block import first_block
    from bot.wording.errors import message

    number = file.terms.chain
    try:
        served = await served_chains(urls)
        if number not in served:
            return _unread(other_chain_line(number, say))
        config = ChainConfig(str(number), number, served[number], multicall=usual_multicall(number))
        async with EvmChain(config) as chain:
            found = await first_block(chain, file.terms)
    except EndpointFailed as failed:
        return _unread(str(failed))
    except ChainUnavailable as unavailable:
        return _unread(message(unavailable, say).happened)
    if found is None:
        return _unread(no_final_block_line(say))
    block = file.block
    assert block is not None
    if found != block:
        told = f"{block.number} {block.hash} {block.timestamp}"
        raise RecordError("block", Differs(told, f"{found.number} {found.hash} {found.timestamp}"))
    _print("✓", first_block_line(file, say))
    return 0


def _print(mark: str, line: str) -> None:
    print(mark, on_one_line(line), flush=True)


def _unread(why: str) -> int:
    print("jury:", on_one_line(why), file=sys.stderr)
    return 2

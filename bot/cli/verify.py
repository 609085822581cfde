"""`folkmoot verify RECORD`: checks all that a record says, alone with the file; with endpoints, on chain too."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from bot.cli.tally import on_one_line
from bot.domain.counting.errors import TooLong
from bot.domain.elections.election_text import LONGEST
from bot.domain.verification.errors import RecordError
from bot.domain.verification.findings import Finding, NumbersNotRead, Open
from bot.domain.verification.record_file import read_record
from bot.domain.verification.verify import Verification
from bot.domain.verification.vote import Vote
from bot.wording.language import Language, terminal_language
from bot.wording.verification.findings import failed_line, line


def verify(name: str, expected_hash: str | None = None, rpc_urls: Sequence[str] = ()) -> int:
    """Prints a line for each thing that was checked; the exit status.

    0: all is right. 1: something isn't; the last line says what, and what was expected. 2: the file can't be read, or
    an endpoint gives no answer; a line on standard error says why.
    """
    say = terminal_language()
    try:
        verification = Verification(read_record(_read(name)), expected_hash)
        for finding in verification.findings():
            _print(finding, say)
        if rpc_urls:
            return asyncio.run(_verify_on_chain(verification.vote, rpc_urls, say))
        if verification.vote.frozen.snapshot:
            _print(NumbersNotRead(), say)
    except RecordError as error:
        print("✗", on_one_line(failed_line(error, say)))
        return 1
    except OSError as error:
        print("verify:", on_one_line(f"{name}: {error.strerror}"), file=sys.stderr)
        return 2
    return 0


async def _verify_on_chain(vote: Vote, urls: Sequence[str], say: Language) -> int:
    """Reads every number again. Raises RecordError."""
    # Loaded only here: most of what it takes to start is for asking chains.
    from contextlib import AsyncExitStack

    from bot.chain.chains import ChainConfig, EvmChain, usual_multicall
    from bot.chain.nodes.rpc import EndpointFailed
    from bot.chain.nodes.served_chains import served_chains
    from bot.domain.errors import ChainUnavailable
    from bot.services.verification.on_chain import on_chain_findings
    from bot.wording.errors import message

    try:
        async with AsyncExitStack() as stack:
            chains = {
                chain: await stack.enter_async_context(
                    EvmChain(ChainConfig(str(chain), chain, of_chain, multicall=usual_multicall(chain)))
                )
                for chain, of_chain in (await served_chains(urls)).items()
            }
            async for finding in on_chain_findings(vote, chains):
                _print(finding, say)
    except EndpointFailed as failed:
        print("verify:", on_one_line(str(failed)), file=sys.stderr)
        return 2
    except ChainUnavailable as unavailable:
        print("verify:", on_one_line(message(unavailable, say).happened), file=sys.stderr)
        return 2
    return 0


def _print(finding: Finding, say: Language) -> None:
    """At once: reading on chain may take minutes."""
    print("-" if isinstance(finding, Open) else "✓", on_one_line(line(finding, say)), flush=True)


def _read(name: str) -> bytes:
    """No more of it than tells that it is too long. Raises OSError, RecordError."""
    if name == "-":
        data = sys.stdin.buffer.read(LONGEST + 1)
    else:
        with open(name, "rb") as file:
            data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise RecordError("document", TooLong(LONGEST))
    return data

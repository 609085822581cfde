"""The executors and the readers of mirrors of every kind. A new kind is a folder beside this file, and a line here."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from bot.chain.chains import EvmChain
from bot.domain.ids import ChainId
from bot.execution.baal.baals import Baals
from bot.execution.baal.mirroring import BaalMirrors
from bot.execution.delegate_wallet.delegate_wallets import DelegateWallets
from bot.execution.governor.governors import Governors
from bot.execution.governor.mirroring import GovernorMirrors
from bot.execution.moloch.mirroring import MolochMirrors
from bot.execution.moloch.molochs import Molochs
from bot.execution.safe.safes import Safes
from bot.services.ports import Executors, MirrorReaders


@asynccontextmanager
async def open_executors(
    chains: Mapping[ChainId, EvmChain], *, proposer_key: str | None = None
) -> AsyncIterator[Executors]:
    """All executors by their kind; what they have open is closed at the end. `proposer_key` is 0x-prefixed hex."""
    safes = Safes(chains, proposer_key=proposer_key)
    try:
        yield {
            "safe": safes,
            "governor": Governors(chains),
            "moloch": Molochs(chains),
            "baal": Baals(chains),
            "delegate_wallet": DelegateWallets(chains),
        }
    finally:
        await safes.close()


def mirror_readers(chains: Mapping[ChainId, EvmChain]) -> MirrorReaders:
    """What reads mirrored contracts, by their kind."""
    return {
        "governor": GovernorMirrors(chains),
        "moloch": MolochMirrors(chains),
        "baal": BaalMirrors(chains),
    }

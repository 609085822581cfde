"""Whether proofs that were checked once would be accepted again: a contract may say something else today."""

from bot.chain.chains import EvmChain
from bot.domain.blocks import BlockRef
from bot.domain.errors import AcceptsAnything, WrongSignature
from bot.domain.executors import Proof


async def still_signed(chain: EvmChain, proof: Proof, at: BlockRef) -> bool:
    """Whether the signer of a proof still accepts it, at the block. Raises MalformedSignature, ChainUnavailable."""
    try:
        await chain.signed_by(proof.signer, proof.message, proof.signature, at)
    except (WrongSignature, AcceptsAnything):
        return False
    return True

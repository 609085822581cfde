"""Who proves that a Safe belongs to a space: its owners, each for themselves, or all together as the Safe."""

from collections.abc import Sequence

from bot.chain.chains import EvmChain
from bot.chain.contracts.signatures import signature_bytes
from bot.domain.errors import MalformedSignature, NotAProver
from bot.domain.errors.execution.executors import ApprovedOnChain
from bot.domain.executors import Proof, Provers, SafeExecutor, Standing
from bot.execution.kept_proofs import still_signed
from bot.execution.safe.chain.contract import read_state


async def provers_of(chain: EvmChain, executor: SafeExecutor) -> Provers:
    """The owners by the newest block. Raises NoCode, WrongContract, ChainUnavailable."""
    state = await read_state(chain, executor.address, await chain.latest())
    return Provers(state.owners, state.threshold)


async def check_proof(chain: EvmChain, executor: SafeExecutor, proof: Proof) -> None:
    """Return if an owner of the Safe signed, or the Safe itself (EIP-1271: as many owners as its threshold says).

    A message that the Safe has only approved on chain, for which no signature is needed, is refused: any of its modules
    can do that. Raises NotAProver, WrongSignature, MalformedSignature, AcceptsAnything, NoCode, WrongContract,
    ChainUnavailable.
    """
    at = await chain.latest()
    state = await read_state(chain, executor.address, at)
    if proof.signer not in (*state.owners, executor.address):
        raise NotAProver(executor, proof.signer, state.owners)
    if not signature_bytes(proof.signature):
        raise MalformedSignature(ApprovedOnChain())
    await chain.signed_by(proof.signer, proof.message, proof.signature, at)


async def standing_of(chain: EvmChain, executor: SafeExecutor, proofs: Sequence[Proof]) -> Standing:
    """What proofs are worth by the newest block: those of owners of today; of the Safe itself, if it would still accept
    what it accepted. Raises NoCode, WrongContract, ChainUnavailable."""
    at = await chain.latest()
    state = await read_state(chain, executor.address, at)
    signers = {proof.signer for proof in proofs}
    itself = [proof for proof in proofs if proof.signer == executor.address]
    return Standing(
        tuple(owner for owner in state.owners if owner in signers),
        any([await still_signed(chain, proof, at) for proof in itself]),
        state.threshold,
    )

"""Whether a wallet has signed: with its key, or as a contract that says so."""

import secrets

from bot.chain.calls.account_reads import AccountReads
from bot.chain.calls.state import Reverted
from bot.chain.contracts import signatures
from bot.domain.accounts.wallet import SignedAs
from bot.domain.blocks import BlockRef
from bot.domain.errors import AcceptsAnything, MalformedSignature, WrongSignature
from bot.domain.errors.wallets import WalletNotDeployed
from bot.domain.ids import Address


async def signed_hash(
    accounts: AccountReads, wallet: Address, digest: bytes, signature: str, at: BlockRef
) -> SignedAs:
    """How the wallet signed the 32 bytes: with its key, or as a contract (EIP-1271).

    A contract is asked twice: one that takes the signature also for a digest that belongs to nothing takes it for
    anything. Raises WrongSignature, MalformedSignature, AcceptsAnything, ChainUnavailable.
    """
    raw = signatures.signature_bytes(signature)
    signer: Address | None = None
    malformed: MalformedSignature | None = None
    try:
        signer = signatures.recover(digest, raw)
    except MalformedSignature as error:
        malformed = error
    if signer == wallet:
        return SignedAs.KEY
    if await accounts.has_code(wallet, at):
        if not await contract_signed(accounts, wallet, digest, raw, at):
            raise WrongSignature(wallet, None)
        if await contract_signed(accounts, wallet, secrets.token_bytes(32), raw, at):
            raise AcceptsAnything(wallet)
        return SignedAs.CONTRACT
    if signatures.is_wrapped(signature):
        raise MalformedSignature(WalletNotDeployed())
    if malformed:
        raise malformed
    raise WrongSignature(wallet, signer)


async def contract_signed(
    accounts: AccountReads, wallet: Address, digest: bytes, signature: bytes, at: BlockRef
) -> bool:
    """Whether a contract accepts a signature of a 32-byte digest (EIP-1271). A revert means no.

    Raises ChainUnavailable.
    """
    outcome = await accounts.call(signatures.is_valid_signature(wallet, digest, signature), at)
    return not isinstance(outcome, Reverted) and outcome == signatures.MAGIC_ANSWER

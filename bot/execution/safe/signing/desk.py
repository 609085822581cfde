"""Signing a Safe transaction without anybody's service: what owners sign, whose signature that is, and what is sent to
the chain once enough have signed."""

from collections.abc import Mapping, Sequence

import msgspec
from eth_abi.abi import encode

from bot.chain.chains import EvmChain
from bot.chain.contracts.signatures import signature_bytes, whole_signature
from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.errors import MalformedSignature, NotASigner, RequestMismatch
from bot.domain.errors.wallets import SignatureLength
from bot.domain.executors import (
    Confirmation,
    Examined,
    ExecutionRequest,
    ReadyCall,
    SafeRefusal,
    SafeState,
    SafeTransaction,
    Signing,
)
from bot.domain.ids import Address, checksummed
from bot.execution.called_code import require_same_code
from bot.execution.safe.chain.contract import approvals, read_state
from bot.execution.safe.chain.extensions import guard_refusal
from bot.execution.safe.examining import examine, is_call_only_at
from bot.execution.safe.service.client import GivenSignature
from bot.execution.safe.signing.confirmations import confirmed, contract_part, signer_of
from bot.execution.safe.simulation import failing_call
from bot.execution.safe.transaction import SafeTx, approve_calldata, domain_hash

_LENGTH = 65


class SignatureDesk(msgspec.Struct, frozen=True):
    """One request to one Safe."""

    chain: EvmChain
    request: ExecutionRequest

    @property
    def _safe(self) -> Address:
        return self.request.executor.address

    @property
    def _transaction(self) -> SafeTransaction:
        return self.request.payload_as(SafeTransaction)

    async def signing(self, actions: Sequence[Action], opened: Examined) -> Signing:
        """How far it is by the newest block.

        Raises RequestMismatch where what is stored isn't just these actions, CodeChanged and ChangesExecutor where
        something else would run than when the vote opened; NoBatchContract, NoCode, WrongContract, ChainUnavailable.
        """
        chain, tx = self.chain, SafeTx.of(self._transaction)
        at = await chain.latest()
        await self.require_voted(actions, at)
        safe = await read_state(chain, self._safe, at)
        now = await examine(chain, safe, actions, at, changes_owners=opened.changes_owners)
        require_same_code(opened, now)
        signed = await self._signed(safe, tx, at)
        return Signing(
            at,
            tx.document(chain.id, safe.address),
            "0x" + domain_hash(chain.id, safe.address).hex(),
            "0x" + tx.message_hash().hex(),
            self._transaction.safe_tx_hash,
            safe.owners,
            frozenset(await chain.contracts(safe.owners, at)),
            tuple(owner for owner in safe.owners if owner in signed),
            safe.threshold,
            safe.nonce,
            _ready(safe, tx, signed),
            await stopped(chain, safe, tx, at),
            approval=ReadyCall(safe.address, 0, approve_calldata(self._transaction.safe_tx_hash)),
        )

    async def signature(self, text: str) -> Confirmation:
        """A signature as somebody handed it in, by the owner of the moment whose it is, as the Safe takes it.

        Raises MalformedSignature; NotASigner, also for a signature of something else; NoCode, WrongContract,
        ChainUnavailable.
        """
        at = await self.chain.latest()
        safe = await read_state(self.chain, self._safe, at)
        tx = SafeTx.of(self._transaction)
        given = in_safes_form(signature_bytes(text))
        signer = claimed_by(tx.hash(self.chain.id, safe.address), given)
        found = await confirmed(self.chain, safe, tx, [GivenSignature(signer or "", given)], at)
        if signer is None or signer not in found:
            by_contract = given[_LENGTH - 1] == 0
            raise NotASigner(self.request.executor, None if by_contract else signer)
        return found[signer]

    async def require_voted(self, actions: Sequence[Action], at: BlockRef) -> None:
        """Return if what is stored is just the transaction of these actions. Raises RequestMismatch,
        ChainUnavailable."""
        stored = SafeTx.of(self._transaction)
        voted = SafeTx.making(actions, stored.to, stored.nonce)
        computed = "0x" + voted.hash(self.chain.id, self._safe).hex()
        if voted != stored or computed != self._transaction.safe_tx_hash.lower():
            raise RequestMismatch(computed, self._transaction.safe_tx_hash)
        if len(actions) > 1 and not await is_call_only_at(self.chain, stored.to, at):
            # It would be called by DELEGATECALL: other code there could do anything.
            raise RequestMismatch(self._transaction.safe_tx_hash, stored.to)

    async def _signed(self, safe: SafeState, tx: SafeTx, at: BlockRef) -> dict[Address, Confirmation]:
        """Whose signature counts at the block: handed in to us, shown by the service, or an approval on chain."""
        digest = tx.hash(self.chain.id, safe.address)
        found = {owner: Confirmation(owner) for owner in await approvals(self.chain, safe, digest, at)}
        return found | await confirmed(self.chain, safe, tx, known_signatures(self.request), at)


def known_signatures(request: ExecutionRequest) -> list[GivenSignature]:
    """What is known of signatures, the newest that were handed in to us first. Each is to be checked."""
    known = [*reversed(request.signatures), *request.confirmations]
    return [GivenSignature(each.owner, bytes.fromhex(each.signature[2:])) for each in known if each.signature]


async def stopped(chain: EvmChain, safe: SafeState, tx: SafeTx, at: BlockRef) -> SafeRefusal | None:
    """What would stop the transaction in the state after the block: the guard, which is asked first, or one of its
    calls. Raises ChainUnavailable."""
    refusal = await guard_refusal(chain, safe, tx, at)
    return refusal or await failing_call(chain, safe.address, tx, at)


def in_safes_form(raw: bytes) -> bytes:
    """A signature as Safes take it. Raises MalformedSignature for what is too short for any."""
    whole = whole_signature(raw)
    if len(whole) < _LENGTH:
        raise MalformedSignature(SignatureLength(len(raw)))
    return whole


def claimed_by(digest: bytes, given: bytes) -> Address | None:
    """Whose signature it would be; None for what is nobody's."""
    if given[_LENGTH - 1] == 0:
        return checksummed(given[12:32])
    if len(given) != _LENGTH:
        raise MalformedSignature(SignatureLength(len(given)))
    return signer_of(digest, given)


def _ready(safe: SafeState, tx: SafeTx, signed: Mapping[Address, Confirmation]) -> ReadyCall | None:
    """What executes it now; None while too few have signed, or another nonce is next."""
    if tx.nonce != safe.nonce or len(signed) < safe.threshold:
        return None
    enough = sorted(signed.values(), key=lambda each: int(each.owner, 16))[: safe.threshold]
    return ReadyCall(safe.address, 0, "0x" + tx.execution(joined(enough)).hex())


def joined(confirmations: Sequence[Confirmation]) -> bytes:
    """Signatures as a Safe reads them (`checkNSignatures`): one after the other in the order of their owners, and
    behind them what contracts are asked about. Who approved on chain is named without a signature."""
    parts, behind = b"", b""
    for each in sorted(confirmations, key=lambda each: int(each.owner, 16)):
        given = bytes.fromhex(each.signature[2:])
        if not given:
            parts += encode(["address", "uint256"], [each.owner, 0]) + b"\x01"
        elif given[_LENGTH - 1] == 0:
            inner = contract_part(given, each.owner) or b""
            start = _LENGTH * len(confirmations) + len(behind)
            parts += encode(["address", "uint256"], [each.owner, start]) + b"\0"
            behind += len(inner).to_bytes(32, "big") + inner
        else:
            parts += given[:_LENGTH]
    return parts + behind

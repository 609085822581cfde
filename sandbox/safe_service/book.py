"""What may be written into the service, checked as the real one checks it, and what can be read from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from eth_typing import ChecksumAddress

from sandbox import bounded_json
from sandbox.safe_service.chain_view import ChainView, Executed, SafeState
from sandbox.safe_service.fields import Fields
from sandbox.safe_service.records import Confirmation, Delegate, Recorded, SafeTx
from sandbox.safe_service.refusals import Invalid, Refusal, not_found
from sandbox.safe_service.signatures import TOTP_SECONDS, Signature, delegate_hash, is_valid, parse

LONGEST_ORIGIN = 200
LONGEST_LABEL = 50


class Book:
    """All transactions and delegates of one chain."""

    def __init__(self, chain: ChainView, chain_id: int, now: Callable[[], datetime]) -> None:
        self._chain = chain
        self._chain_id = chain_id
        self._now = now
        self._transactions: dict[bytes, Recorded] = {}
        self._delegates: dict[tuple[str | None, str, str], Delegate] = {}

    async def safe(self, address: ChecksumAddress) -> SafeState:
        """A Safe's settings; refuses an address that isn't one."""
        state = await self._chain.safe(address)
        if state is None:
            raise not_found()
        return state

    async def propose(self, safe: ChecksumAddress, body: Any) -> None:
        """Take a transaction with its sender's signature, or the signature for one that is known."""
        try:
            await self._propose(safe, Fields(body))
        except Invalid as problem:
            raise Refusal(422, problem.body) from problem

    async def confirm(self, digest: bytes, body: Any) -> str:
        """Take an owner's signature; returns it (0x…)."""
        recorded = self._transactions.get(digest)
        name = "0x" + digest.hex()
        if recorded is None:
            raise not_found(f"Multisig transaction with safe-tx-hash={name} was not found")
        await self.follow(recorded.tx.safe)
        try:
            signature = Fields(body).signature("signature", required=True)
            if recorded.execution is not None:
                raise Invalid(f"Transaction with safe-tx-hash={name} was already executed", "signature")
            state = await self.safe(recorded.tx.safe)
            signatures = await self._checked(signature, recorded.tx, state, set(state.owners), "an owner")
        except Invalid as problem:
            raise Refusal(400, problem.body) from problem
        self._confirm(recorded, signatures, state)
        return "0x" + signature.hex()

    async def add_delegate(self, body: Any) -> Delegate:
        """Let somebody propose for an owner who signed for it within this hour or the one before."""
        try:
            return await self._add_delegate(Fields(body))
        except Invalid as problem:
            raise Refusal(400, problem.body) from problem

    def delegates(self, wanted: dict[str, str]) -> list[Delegate]:
        """The delegates with these fields (safe, delegate, delegator, label), those that haven't expired."""
        return [
            each
            for each in self._delegates.values()
            if all(getattr(each, field) == value for field, value in wanted.items())
            and (each.expires is None or each.expires > self._now())
        ]

    async def transaction(self, digest: bytes) -> dict[str, Any]:
        """One transaction as the chain has it now."""
        recorded = self._transactions.get(digest)
        if recorded is None:
            raise not_found("No MultisigTransaction matches the given query.")
        await self.follow(recorded.tx.safe)
        # A reorganisation can take away one that was known from the chain alone.
        if digest not in self._transactions:
            raise not_found("No MultisigTransaction matches the given query.")
        state = await self.safe(recorded.tx.safe)
        return self._transactions[digest].as_json(state.threshold)

    def confirmations(self, digest: bytes) -> list[Confirmation]:
        """The confirmations of a transaction, in the order they came."""
        recorded = self._transactions.get(digest)
        return list(recorded.confirmations.values()) if recorded else []

    async def of(self, safe: ChecksumAddress) -> tuple[list[Recorded], SafeState]:
        """All transactions of a Safe as the chain has them now."""
        await self.follow(safe)
        return self.known(safe), await self.safe(safe)

    def known(self, safe: ChecksumAddress) -> list[Recorded]:
        """All transactions of a Safe as last seen."""
        return [each for each in self._transactions.values() if each.tx.safe == safe]

    async def follow(self, safe: ChecksumAddress) -> None:
        """Bring what is known of executions up to the chain's head, also backwards."""
        executed = {each.hash: each for each in await self._chain.executions(safe)}
        for recorded in self.known(safe):
            found = executed.pop(recorded.hash, None)
            if found is None and recorded.proposer is None:
                del self._transactions[recorded.hash]
            elif (found.execution if found else None) != recorded.execution:
                recorded.execution = found.execution if found else None
                recorded.modified = self._now()
        for found in executed.values():
            self._index(found)

    def _index(self, found: Executed) -> None:
        """Remember a transaction that was executed without having been proposed here."""
        if found.tx is None or found.tx.hash(self._chain_id) != found.hash:
            return
        at = found.execution.at
        recorded = Recorded(found.tx, found.hash, {}, True, None, None, at, at, execution=found.execution)
        for each in parse(found.signatures, found.hash):
            recorded.confirmations[each.owner] = Confirmation(each.owner, each.data, each.kind, at)
        self._transactions[found.hash] = recorded

    async def _propose(self, safe: ChecksumAddress, fields: Fields) -> None:
        tx = SafeTx(
            safe=safe,
            to=fields.address("to"),
            value=fields.uint("value"),
            data=fields.data("data"),
            operation=fields.uint("operation"),
            safe_tx_gas=fields.uint("safeTxGas"),
            base_gas=fields.uint("baseGas"),
            gas_price=fields.uint("gasPrice"),
            gas_token=fields.address_or_zero("gasToken"),
            refund_receiver=fields.address_or_zero("refundReceiver"),
            nonce=fields.uint("nonce"),
        )
        if tx.operation not in (0, 1):
            raise Invalid(f"Unknown operation={tx.operation}", "operation")
        claimed = fields.hash("contractTransactionHash")
        sender = fields.address("sender")
        signature = fields.signature("signature", required=False)
        origin = _origin(fields.text("origin", LONGEST_ORIGIN, required=False))
        state = await self._chain.safe(safe)
        if state is None:
            raise Invalid("Could not get Safe version from blockchain, check contract exists on network")
        digest = tx.hash(self._chain_id)
        if digest != claimed:
            raise Invalid(
                f"Contract-transaction-hash=0x{digest.hex()} "
                f"does not match provided contract-tx-hash=0x{claimed.hex()}"
            )
        await self._refuse_used_nonce(tx, digest, state)
        allowed = {each.delegate: each for each in self._delegates_for(state)}
        senders = set(state.owners) | set(allowed)
        listed = f"Current owners={list(state.owners)}. Delegates={sorted(allowed)}"
        if sender not in senders:
            raise Invalid(f"Sender={sender} is not an owner or delegate. {listed}")
        signatures = await self._checked(signature, tx, state, senders, "an owner or delegate", listed)
        signers = [each.owner for each in signatures]
        if len(signers) > 1 and any(signer in allowed for signer in signers):
            raise Invalid("Just one signature is expected if using delegates")
        if signers and sender not in signers:
            raise Invalid(f"Signature does not match sender={sender}. Calculated owners={signers}")
        is_owner = sender in state.owners
        recorded = self._transactions.setdefault(
            digest,
            Recorded(
                tx,
                digest,
                origin,
                bool(signatures),
                sender if is_owner else allowed[sender].delegator,
                None if is_owner else sender,
                self._now(),
                self._now(),
            ),
        )
        if signatures and not recorded.trusted:
            recorded.origin = origin
        self._confirm(recorded, signatures, state)

    async def _refuse_used_nonce(self, tx: SafeTx, digest: bytes, state: SafeState) -> None:
        if tx.nonce >= state.nonce:
            return
        executions = await self._chain.executions(tx.safe)
        if tx.nonce >= len(executions):
            # The chain was reorganised since its nonce was read.
            return
        used = executions[tx.nonce]
        where = used.execution.transaction_hash
        if used.hash == digest:
            name = digest.hex()
            raise Invalid(
                f"Tx with safe-tx-hash=0x{name} for safe={tx.safe} was already executed in tx-hash={where}"
            )
        raise Invalid(f"Tx with nonce={tx.nonce} for safe={tx.safe} already executed in tx-hash={where}")

    async def _checked(
        self,
        joined: bytes,
        tx: SafeTx,
        state: SafeState,
        allowed: set[ChecksumAddress],
        role: str,
        listed: str = "",
    ) -> list[Signature]:
        field = "signature" if role == "an owner" else "nonFieldErrors"
        digest = tx.hash(self._chain_id)
        preimage = tx.preimage(self._chain_id) if state.hands_over_preimage else None
        signatures = parse(joined, digest)
        seen: set[ChecksumAddress] = set()
        for each in signatures:
            if each.owner not in allowed:
                ending = listed or f"Current owners={list(state.owners)}"
                raise Invalid(f"Signer={each.owner} is not {role}. {ending}", field)
            if not await is_valid(each, state.address, digest, self._chain.call, preimage):
                raise Invalid(f"Signature=0x{each.data.hex()} for owner={each.owner} is not valid", field)
            if each.owner in seen:
                raise Invalid(f"Signature for owner={each.owner} is duplicated", field)
            seen.add(each.owner)
        return signatures

    def _confirm(self, recorded: Recorded, signatures: list[Signature], state: SafeState) -> None:
        for each in signatures:
            recorded.trusted = True
            if each.owner in state.owners and each.owner not in recorded.confirmations:
                at = self._now()
                recorded.confirmations[each.owner] = Confirmation(each.owner, each.data, each.kind, at)
                recorded.modified = at

    def _delegates_for(self, state: SafeState) -> list[Delegate]:
        return [
            each
            for each in self.delegates({})
            if each.safe in (None, state.address) and each.delegator in state.owners
        ]

    async def _add_delegate(self, fields: Fields) -> Delegate:
        safe = fields.optional_address("safe")
        delegate, delegator = fields.address("delegate"), fields.address("delegator")
        signature = fields.signature("signature", required=True)
        label = fields.text("label", LONGEST_LABEL, required=True) or ""
        expires = fields.time("expiryDate")
        if expires is not None and expires <= self._now():
            raise Invalid("`expiry_date` cannot be previous to the current timestamp", "expiryDate")
        if safe is not None:
            state = await self._chain.safe(safe)
            if state is None:
                raise Invalid(f"Safe={safe} does not exist or it's still not indexed")
            if delegator not in state.owners:
                raise Invalid(f"Provided delegator={delegator} is not an owner of Safe={safe}")
        if not await self._signed_by(delegator, delegate, signature):
            raise Invalid(f"Signature does not match provided delegator={delegator}")
        added = Delegate(safe, delegate, delegator, label, expires)
        self._delegates[(safe, delegate, delegator)] = added
        return added

    async def _signed_by(
        self, delegator: ChecksumAddress, delegate: ChecksumAddress, signature: bytes
    ) -> bool:
        hour = int(self._now().timestamp()) // TOTP_SECONDS
        for totp in (hour - 1, hour):
            for chain_id in (self._chain_id, None):
                digest = delegate_hash(chain_id, delegate, totp)
                signatures = parse(signature, digest)
                if len(signatures) != 1:
                    raise Invalid("More than one signatures detected, just one is expected")
                (only,) = signatures
                if only.owner == delegator and await is_valid(only, delegator, digest, self._chain.call):
                    return True
        return False


def _origin(text: str | None) -> Any:
    if not text:
        return {}
    try:
        return bounded_json.loads(text)
    except ValueError:
        return text

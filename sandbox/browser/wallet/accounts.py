"""Accounts that a wallet signs for: of a key, and a Safe whose owners' keys are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from eth_account.messages import encode_typed_data
from eth_typing import ChecksumAddress, Hash32
from eth_utils import keccak

from sandbox.browser.wallet.address_book import Token
from sandbox.browser.wallet.errors import invalid_input
from sandbox.chain import Account, LocalChain, RpcError
from sandbox.chain.safe import LocalSafe, typed_data_hash


class WalletAccount(Protocol):
    """Somebody's account."""

    @property
    def address(self) -> ChecksumAddress: ...

    @property
    def note(self) -> str:
        """What its holder must know before signing; empty for an account like others."""

    def sign(self, digest: bytes) -> bytes:
        """The signature of a hash of 32 bytes, as `isValidSignature` or the recovery of the address takes it."""

    async def send(self, chain: LocalChain, to: str | None, value: int, data: bytes) -> str:
        """The hash of the transaction that was sent, which may be mined later. Raises ProviderError."""


@dataclass(frozen=True)
class KeyAccount:
    """An account with a key of its own."""

    account: Account
    note: str = ""

    @property
    def address(self) -> ChecksumAddress:
        return self.account.address

    def sign(self, digest: bytes) -> bytes:
        return bytes(self.account.key.unsafe_sign_hash(Hash32(digest)).signature)

    async def send(self, chain: LocalChain, to: str | None, value: int, data: bytes) -> str:
        try:
            signed = await chain.signed(self.account, to, value, data)
            return str(await chain.request("eth_sendRawTransaction", [signed]))
        except RpcError as why:
            raise invalid_input(why.message) from None


@dataclass(frozen=True)
class SafeAccount:
    """A Safe: its owners sign for it (ERC-1271), and the first of them pays for what it sends."""

    safe: LocalSafe

    @property
    def address(self) -> ChecksumAddress:
        return self.safe.address

    @property
    def note(self) -> str:
        number = self.safe.threshold
        return f"A Safe on the chain {self.safe.chain.chain_id}: {number} of its owners sign for it at once here."

    def sign(self, digest: bytes) -> bytes:
        return self._signatures(typed_data_hash(self._message(digest)))

    async def send(self, chain: LocalChain, to: str | None, value: int, data: bytes) -> str:
        if chain is not self.safe.chain or to is None:
            raise invalid_input(
                f"this account is a contract on the chain {self.safe.chain.chain_id}: it calls accounts there"
            )
        try:
            nonce = await self.safe.nonce()
            digest = typed_data_hash(self.safe.typed_data(to, value, data, nonce=nonce))
            receipt = await self.safe.execute(
                to,
                value,
                data,
                signatures=[self.safe.sign(owner, digest) for owner in self._signers],
                sender=self._signers[0],
            )
        except RpcError as why:
            raise invalid_input(why.message) from None
        return str(receipt["transactionHash"])

    @property
    def _signers(self) -> tuple[Account, ...]:
        return self.safe.owners[: self.safe.threshold]

    def _signatures(self, digest: bytes) -> bytes:
        ordered = sorted(self._signers, key=lambda owner: int(owner.address, 16))
        return b"".join(self.safe.sign(owner, digest).data for owner in ordered)

    def _message(self, digest: bytes) -> dict[str, object]:
        """The document whose hash owners sign where the Safe is asked about this one (CompatibilityFallbackHandler)."""
        return {
            "types": {
                "EIP712Domain": [
                    {"name": "chainId", "type": "uint256"},
                    {"name": "verifyingContract", "type": "address"},
                ],
                "SafeMessage": [{"name": "message", "type": "bytes"}],
            },
            "primaryType": "SafeMessage",
            "domain": {"chainId": self.safe.chain.chain_id, "verifyingContract": self.safe.address},
            "message": {"message": digest},
        }


@dataclass(frozen=True)
class Holder:
    """Somebody whose account the wallet has."""

    id: str
    """Of the member in the sandbox's Discord."""
    name: str
    role: str
    """One line on who this is; may be empty."""
    account: WalletAccount
    server: str = ""
    """The id of the server of which they are a member."""
    tokens: tuple[Token, ...] = ()
    """Those of which the wallet shows how many they have."""


def personal_hash(message: bytes) -> bytes:
    """What is signed of a message (EIP-191, version 0x45)."""
    return keccak(b"\x19Ethereum Signed Message:\n" + str(len(message)).encode() + message)


def document_hash(document: dict[str, object]) -> bytes:
    """What is signed of typed data (EIP-712)."""
    found = encode_typed_data(full_message=document)
    return keccak(b"\x19" + found.version + found.header + found.body)

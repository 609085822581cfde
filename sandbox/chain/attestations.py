"""The Ethereum Attestation Service on the local chain, with its Indexer and one schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract

_NOBODY = "0x" + "0" * 40


@dataclass(frozen=True)
class LocalAttestations:
    eas: Contract
    indexer: Contract
    schemas: Contract
    schema: bytes
    """Its UID. Attestations under it can be revoked, and anybody may make them."""

    @classmethod
    async def deploy(cls, chain: LocalChain) -> Self:
        schemas = await chain.deploy("EASSchemaRegistry")
        eas = await chain.deploy("EAS", schemas.address)
        indexer = await chain.deploy("EASIndexer", eas.address)
        found = cls(eas, indexer, schemas, b"")
        return replace(found, schema=await found.register("bool isMember"))

    def on(self, chain: LocalChain) -> Self:
        """The same on another chain that has them."""
        return replace(
            self, eas=self.eas.on(chain), indexer=self.indexer.on(chain), schemas=self.schemas.on(chain)
        )

    async def register(self, fields: str) -> bytes:
        """The UID of a new schema with these fields, as Solidity writes them."""
        sender = self.schemas.chain.deployer
        receipt = await self.schemas.send("register", fields, _NOBODY, True, sender=sender)
        uid: bytes = self.schemas.logs(receipt, "Registered")[0]["uid"]
        return uid

    async def attest(
        self,
        attester: Account,
        wallet: str,
        *,
        times: int = 1,
        expires: int = 0,
        schema: bytes | None = None,
        indexed: bool = True,
    ) -> list[bytes]:
        """The UIDs of so many attestations for the wallet, made at once; `expires` in Unix seconds, 0 never."""
        one = (wallet, expires, True, bytes(32), bytes([0] * 31 + [1]), 0)
        asked = [(schema or self.schema, [one] * times)]
        receipt = await self.eas.send("multiAttest", asked, sender=attester)
        uids = [log["uid"] for log in self.eas.logs(receipt, "Attested")]
        if indexed:
            await self.index(uids)
        return uids

    async def index(self, uids: Sequence[bytes]) -> None:
        """Enter them in the Indexer, as anybody may."""
        await self.indexer.send("indexAttestations", list(uids), sender=self.indexer.chain.deployer)

    async def revoke(self, attester: Account, uids: Sequence[bytes]) -> None:
        asked = [(self.schema, [(uid, 0) for uid in uids])]
        await self.eas.send("multiRevoke", asked, sender=attester)

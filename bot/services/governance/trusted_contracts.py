"""Whether the contracts are there through which a space's tracks may pay and act, as the operator has named them."""

from collections.abc import Mapping, Sequence

import msgspec

from bot.domain.errors import FolkmootError
from bot.domain.ids import ChainId
from bot.domain.spaces.space import Track
from bot.domain.trusted_contracts import TrustedContract
from bot.services.governance import findings
from bot.services.governance.doctor import Check
from bot.services.ports import Chain


class TrustedContracts(msgspec.Struct, frozen=True):
    chains: Mapping[ChainId, Chain]
    named: Sequence[TrustedContract]
    """On these chains; their bridges lead to others of these."""

    async def check(self, tracks: Sequence[Track]) -> list[Check]:
        """A line for each contract on a chain on which a track carries out something, and for each bridge also whether
        the chain answers to which it leads; a track with limits uses none. Retired tracks need nothing any more."""
        policies = [track.policy for track in tracks if track.retired_at is None]
        streaming = {each.chain for policy in policies for each in policy.executors}
        bridging = {each.chain for policy in policies if not policy.limits for each in policy.executors}
        return [
            await self._check(contract)
            for contract in self.named
            if contract.chain in (streaming if contract.leads_to is None else bridging)
        ]

    async def _check(self, contract: TrustedContract) -> Check:
        chain = self.chains[contract.chain]
        beyond = None if contract.leads_to is None else self.chains[contract.leads_to]
        name = "" if beyond is None else beyond.name
        subject = findings.OfTrustedContract(contract.kind, contract.chain, contract.address, name)
        try:
            if not await chain.has_code(contract.address, await chain.finalized()):
                return Check(subject, False, findings.NoContractThere(), findings.CheckNamed())
            if beyond is not None:
                await beyond.finalized()
        except FolkmootError as error:
            return Check(subject, False, error, findings.CheckUrls())
        return Check(subject, True, findings.ContractThere(name))

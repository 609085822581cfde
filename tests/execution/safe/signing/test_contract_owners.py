"""Owners of a Safe that are contracts, and sign by EIP-1271."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from eth_abi.abi import encode

from bot.chain.chains import EvmChain
from bot.domain.errors import NotASigner
from bot.domain.executors import SafeExecutor
from bot.domain.ids import Address
from bot.execution.safe.transaction import SafeTx
from sandbox.chain.account import Account
from sandbox.chain.safe import LocalSafe, deploy_safe
from tests.execution.safe.signing.signing_desk import (
    CHAIN,
    PAY,
    TO,
    VERSIONS,
    Desk,
    asked,
    by_contract,
    executed,
    plain,
)
from tests.execution.treasury import Treasury


@dataclass(frozen=True)
class Contracts:
    """A Safe that a key, a Safe and a wallet contract own, all of whom must sign."""

    desk: Desk
    outer: LocalSafe
    inner: LocalSafe
    wallet: str
    key: Account
    keeper: Account

    async def of_inner(self) -> bytes:
        """What the Safe that is an owner signs: all that is hashed, or from 1.5.0 on the hash."""
        handler = await self.outer.chain.shared("CompatibilityFallbackHandler")
        message = SafeTx.of(self.desk.request.payload).preimage(CHAIN, Address(self.outer.address))
        if await self.outer.contract.call("VERSION") == "1.5.0":
            message = encode(["bytes32"], [self.desk.digest])
        digest = bytes(await handler.call("getMessageHashForSafe", self.inner.address, message))
        return by_contract(self.inner.address, plain(self.keeper, digest))


@pytest.fixture(params=VERSIONS)
async def contracts(treasury: Treasury, chain: EvmChain, request: pytest.FixtureRequest) -> Contracts:
    local = treasury.local
    keeper, key = local.account("keeper"), local.account("plain")
    inner = await deploy_safe(local, owners=[keeper], threshold=1, salt=5)
    wallet = await local.deploy("ContractWallet", keeper.address)
    owners = [SimpleNamespace(address=inner.address), key, SimpleNamespace(address=wallet.address)]
    outer = await deploy_safe(local, owners=owners, threshold=3, salt=6, code=VERSIONS[request.param])
    await local.fund(outer.address, 10**19)
    await local.fund(local.account("anybody"), 10**18)
    executor = SafeExecutor(chain=CHAIN, address=Address(outer.address))
    desk = await asked(treasury, chain, executor, (PAY,))
    return Contracts(desk, outer, inner, wallet.address, key, keeper)


async def test_owners_that_are_contracts_are_told_apart_and_sign_in_the_safes_form(
    contracts: Contracts,
) -> None:
    desk, digest = contracts.desk, contracts.desk.digest
    assert (await desk.signing()).contracts == {contracts.inner.address, contracts.wallet}
    given = [
        by_contract(contracts.wallet, plain(contracts.keeper, digest)),
        plain(contracts.key, digest),
        await contracts.of_inner(),
    ]
    signing = await desk.signing(*[await desk.taken(each) for each in given])
    assert len(signing.signed) == 3
    await executed(desk, signing)


@pytest.mark.attack("linking")
async def test_a_contract_that_does_not_accept_it_signs_nothing(contracts: Contracts) -> None:
    wrong = plain(contracts.key, contracts.desk.digest)
    for owner in (contracts.wallet, contracts.inner.address, TO):
        with pytest.raises(NotASigner):
            await contracts.desk.taken(by_contract(owner, wrong))


@pytest.mark.attack("linking")
@pytest.mark.parametrize("start", [0, 1, 64, 66, 2**16, 2**255, 2**256 - 1])
async def test_a_contracts_signature_that_points_elsewhere_signs_nothing(
    contracts: Contracts, start: int
) -> None:
    inner = plain(contracts.keeper, contracts.desk.digest)
    with pytest.raises(NotASigner):
        await contracts.desk.taken(by_contract(contracts.wallet, inner, start))

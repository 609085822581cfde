"""Names of ENS are what their registry and resolver say at one block, or nothing."""

from collections.abc import AsyncIterator

import pytest
from eth_utils.crypto import keccak

from bot.chain.chains import EvmChain
from bot.chain.contracts.ens import namehash, usual_registry
from bot.domain.accounts.accounts import NoAccount
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address, ChainId
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.nodes.nodes import evm_chain

HERE, ABROAD = ChainId(31337), ChainId(42161)
ADA = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
BEN = Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")


class Ens:
    def __init__(self, local: LocalChain, registry: Contract, resolver: Contract) -> None:
        self.local, self.registry, self.resolver = local, registry, resolver

    async def name(self, name: str, account: str | None, coin: int = 60) -> None:
        """Let the name stand for an account; its resolver alone is set for None."""
        sender = self.local.deployer
        await self.registry.send("setResolver", namehash(name), self.resolver.address, sender=sender)
        if account is not None:
            raw = bytes.fromhex(account.removeprefix("0x"))
            await self.resolver.send("setAddr", namehash(name), coin, raw, sender=sender)

    def chain(self, **options: object) -> EvmChain:
        return evm_chain(self.local.url, ens=Address(self.registry.address), **options)


@pytest.fixture
async def ens() -> AsyncIterator[Ens]:
    async with LocalChain.serve() as local:
        registry, resolver = await local.deploy("NameRegistry"), await local.deploy("NameResolver")
        yield Ens(local, registry, resolver)


def test_a_node_is_hashed_label_by_label() -> None:
    # The examples of EIP-137.
    assert namehash("eth").hex() == "93cdeb708b7545dc668eb9280176169d1c33cfd8ed6f04690a0bcc88a93fc4ae"
    assert namehash("foo.eth").hex() == "de9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f"
    assert namehash("a.b") == keccak(keccak(bytes(32) + keccak(text="b")) + keccak(text="a"))


def test_ethereum_has_a_registry_and_other_chains_have_none() -> None:
    assert usual_registry(ChainId(1)) == "0x00000000000C2E074eC69A0dFb2997BA6C7d2e1e"
    assert usual_registry(ChainId(8453)) is None


async def test_a_name_stands_for_what_it_stood_for_at_the_block(ens: Ens) -> None:
    await ens.name("ada.eth", ADA)
    async with ens.chain() as chain:
        before = await chain.latest()
        await ens.name("ada.eth", BEN)
        after = await chain.latest()
        assert await chain.named(["ada.eth"], HERE, before) == {"ada.eth": ADA}
        assert await chain.named(["ada.eth", "no.eth"], HERE, after) == {
            "ada.eth": BEN,
            "no.eth": NoAccount.NOBODY,
        }


async def test_on_another_chain_a_name_stands_for_what_its_owner_named_for_that_chain(ens: Ens) -> None:
    await ens.name("ada.eth", ADA)
    await ens.name("ada.eth", BEN, coin=(1 << 31) | ABROAD)
    await ens.name("ben.eth", BEN)
    async with ens.chain() as chain:
        found = await chain.named(["ada.eth", "ben.eth"], ABROAD, await chain.latest())
    # An account on Ethereum may be a contract, which on another chain is nobody's or somebody else's.
    assert found == {"ada.eth": BEN, "ben.eth": NoAccount.NOBODY}


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("on", [HERE, ABROAD])
@pytest.mark.parametrize(
    ("mode", "answer"),
    [
        (1, NoAccount.OFF_CHAIN),
        (2, NoAccount.OFF_CHAIN),
        (3, NoAccount.OFF_CHAIN),
        (4, NoAccount.OFF_CHAIN),
        (5, NoAccount.OFF_CHAIN),
    ],
    ids=["reverts", "off chain", "garbage", "nothing", "burns gas"],
)
async def test_a_resolver_that_gives_no_account_spoils_its_own_name_alone(
    ens: Ens, mode: int, answer: NoAccount, on: ChainId
) -> None:
    honest = await ens.local.deploy("NameResolver")
    await ens.name("mallory.eth", ADA)
    await ens.name("mallory.eth", ADA, coin=(1 << 31) | ABROAD)
    await ens.resolver.send("setMode", mode, sender=ens.local.deployer)
    ens.resolver = honest
    for coin in (60, (1 << 31) | ABROAD):
        await ens.name("ada.eth", ADA, coin)
    async with ens.chain() as chain:
        found = await chain.named(["mallory.eth", "ada.eth"], on, await chain.latest())
    assert found == {"mallory.eth": answer, "ada.eth": ADA}


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    "raw", ["0x" + "00" * 20, "0x", "0x12", "0x" + "11" * 19, "0x" + "11" * 21, "0x" + "11" * 32]
)
async def test_what_is_no_address_of_the_other_chain_stands_for_nobody(ens: Ens, raw: str) -> None:
    await ens.name("ada.eth", raw, coin=(1 << 31) | ABROAD)
    async with ens.chain() as chain:
        found = await chain.named(["ada.eth"], ABROAD, await chain.latest())
    assert isinstance(found["ada.eth"], NoAccount)


async def test_a_resolver_that_is_no_contract_gives_no_account(ens: Ens) -> None:
    await ens.registry.send("setResolver", namehash("ada.eth"), BEN, sender=ens.local.deployer)
    async with ens.chain() as chain:
        assert (await chain.named(["ada.eth"], HERE, await chain.latest()))["ada.eth"] is NoAccount.OFF_CHAIN


async def test_a_chain_without_a_registry_looks_nothing_up(ens: Ens) -> None:
    async with evm_chain(ens.local.url) as chain:
        assert not chain.has_names
        with pytest.raises(ValueError, match="no names"):
            await chain.named(["ada.eth"], HERE, await chain.latest())


@pytest.mark.attack("rpc")
async def test_no_name_is_taken_from_a_node_that_gives_none(ens: Ens) -> None:
    await ens.name("ada.eth", ADA)
    async with ens.chain() as chain:
        at = await chain.latest()
        broken = evm_chain("http://127.0.0.1:9", ens=Address(ens.registry.address))
        async with broken:
            with pytest.raises(ChainUnavailable):
                await broken.named(["ada.eth"], HERE, at)

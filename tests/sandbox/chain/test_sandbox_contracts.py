"""The sandbox's contracts do what their README says."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from eth_utils import keccak

from sandbox.chain import LocalChain, RpcError
from sandbox.chain.contract import artifact

GAS_CAP = 200_000
HONEST, REVERTS, PANICS, BURNS_GAS, RETURNS_NOTHING, RETURNS_SHORT, RETURNS_LONG, RETURNS_MAXIMUM, LIES = (
    range(9)
)
MAGIC = bytes.fromhex("1626ba7e")


@pytest.fixture
async def chain() -> AsyncIterator[LocalChain]:
    async with LocalChain.serve(genesis_time=1_700_000_000) as chain:
        yield chain


async def answer(chain, contract, function, *arguments) -> bytes:
    """What comes back as it is, within the gas cap."""
    call = {
        "to": contract.address,
        "data": "0x" + contract.data(function, *arguments).hex(),
        "gas": hex(GAS_CAP),
    }
    return bytes.fromhex((await chain.request("eth_call", [call, "latest"]))[2:])


async def test_badges_count_per_holder_and_can_be_burnt(chain):
    ada, ben = chain.account("ada").address, chain.account("ben").address
    badges = await chain.deploy("BadgeNFT", "Badge", "BDG")
    await badges.send("airdrop", [ada, ada, ben], [1, 2, 30], sender=chain.deployer)
    assert [await badges.call("balanceOf", who) for who in (ada, ben)] == [2, 1]
    assert await badges.call("tokenOfOwnerByIndex", ben, 0) == 30
    assert (await badges.call("ownerOf", 2)).lower() == ada.lower()
    await badges.send("burn", 2, sender=chain.deployer)
    assert await badges.call("balanceOf", ada) == 1


async def test_items_are_counted_by_kind(chain):
    ada, ben = chain.account("ada").address, chain.account("ben").address
    items = await chain.deploy("Items", "")
    await items.send("airdrop", [ada, ben], 4, [10, 20], sender=chain.deployer)
    await items.send("mint", ada, 5, 1, sender=chain.deployer)
    assert await items.call("balanceOfBatch", [ada, ben, ada, ben], [4, 4, 5, 5]) == (10, 20, 1, 0)


async def test_plain_tokens_have_the_decimals_they_were_given(chain):
    token = await chain.deploy("PlainToken", "Dollar", "USD", 6)
    assert (await token.call("decimals"), await token.call("symbol")) == (6, "USD")


async def test_staked_tokens_are_the_stakers_until_withdrawn(chain):
    ada = chain.account("ada")
    token = await chain.deploy("PlainToken", "Folk", "FOLK", 18)
    vault = await chain.deploy("StakingVault", token.address)
    await token.send("mint", chain.deployer.address, 100, sender=chain.deployer)
    await token.send("approve", vault.address, 100, sender=chain.deployer)
    await vault.send("stakeFor", ada.address, 60, sender=chain.deployer)
    assert await vault.call("stakedOf", ada.address) == await vault.call("totalStaked") == 60
    await chain.fund(ada, 10**18)
    await vault.send("withdraw", 25, sender=ada)
    assert await vault.call("stakedOf", ada.address) == 35
    assert await token.call("balanceOf", ada.address) == 25
    with pytest.raises(RpcError, match="reverted"):
        await vault.send("withdraw", 36, sender=ada)


async def test_a_contract_wallet_accepts_its_owners_signature_or_misbehaves(chain):
    ada, ben = chain.account("ada"), chain.account("ben")
    wallet = await chain.deploy("ContractWallet", ada.address)
    digest = keccak(text="sign in")
    signatures = [bytes(who.key.unsafe_sign_hash(digest).signature) for who in (ada, ben)]

    async def asked(mode: int, signature: bytes) -> bytes:
        await wallet.send("setMode", mode, sender=chain.deployer)
        return await answer(chain, wallet, "isValidSignature", digest, signature)

    assert (await asked(0, signatures[0]))[:4] == MAGIC
    assert (await asked(0, signatures[1]))[:4] == b"\xff" * 4
    assert (await asked(0, b"short"))[:4] == b"\xff" * 4
    with pytest.raises(RpcError, match="ContractWallet: reverts"):
        await asked(1, signatures[0])
    with pytest.raises(RpcError, match="out of gas"):
        await asked(2, signatures[0])
    assert await asked(3, signatures[0]) == b""
    assert await asked(4, signatures[0]) == b"\xff" * 7
    assert (await asked(5, b""))[:4] == MAGIC


async def test_a_hostile_token_answers_as_it_was_told_to(chain):
    ada, ben = chain.account("ada").address, chain.account("ben").address
    token = await chain.deploy("HostileToken")
    await token.send("mint", ada, 5, sender=chain.deployer)

    async def asked(mode: int, who: str = ada) -> bytes:
        await token.send("setMode", mode, sender=chain.deployer)
        return await answer(chain, token, "balanceOf", who)

    assert await asked(HONEST) == (5).to_bytes(32, "big")
    with pytest.raises(RpcError, match="HostileToken: reverts"):
        await asked(REVERTS)
    with pytest.raises(RpcError, match="panic: 0x01"):
        await asked(PANICS)
    with pytest.raises(RpcError, match="out of gas"):
        await asked(BURNS_GAS)
    assert await asked(RETURNS_NOTHING) == b""
    assert await asked(RETURNS_SHORT) == (5).to_bytes(31, "big")
    assert len(await asked(RETURNS_LONG)) == 2**15
    assert await asked(RETURNS_MAXIMUM) == b"\xff" * 32
    assert int.from_bytes(await asked(LIES), "big") == 5 + 10**24
    await token.send("setVictims", [ben], sender=chain.deployer)
    assert int.from_bytes(await asked(LIES), "big") == 5
    assert int.from_bytes(await asked(LIES, ben), "big") == 10**24


async def test_a_registry_takes_arrays_structs_and_money(chain):
    registry = await chain.deploy("Registry")
    reviewers = [chain.account("ada").address, chain.account("ben").address]
    await registry.send("configure", ("limit", 5, reviewers, True), sender=chain.deployer)
    name, value, stored, active = await registry.call("setting")
    assert (name, value, active) == ("limit", 5, True)
    assert [each.lower() for each in stored] == [each.lower() for each in reviewers]
    await registry.send("deposit", sender=chain.deployer, value=9)
    assert (
        await registry.call("deposits", chain.deployer.address) == await chain.balance(registry.address) == 9
    )


async def test_one_failing_call_of_a_multicall_fails_alone_if_it_may(chain):
    token = await chain.deploy("HostileToken")
    await token.send("mint", chain.deployer.address, 5, sender=chain.deployer)
    asked = token.data("balanceOf", chain.deployer.address)
    multicall = chain.multicall3
    calls = [(token.address, True, asked), (token.address, True, b"\x12\x34\x56\x78")]
    good, bad = await multicall.call("aggregate3", calls)
    assert good == (True, (5).to_bytes(32, "big"))
    assert bad == (False, b"")
    with pytest.raises(RpcError, match="Multicall3: call failed"):
        await multicall.call("aggregate3", [(target, False, data) for target, _, data in calls])
    number, answers = await multicall.call("aggregate", [(token.address, asked)])
    assert (number, answers) == (2, ((5).to_bytes(32, "big"),))
    assert await multicall.call("getEthBalance", chain.accounts[5].address) == 10**24
    assert await multicall.call("getChainId") == chain.chain_id


@pytest.mark.parametrize(
    ("name", "code_hash"),
    [
        ("Safe", "1fe2df852ba3299d6534ef416eefa406e56ced995bca886ab7a553e6d0c5e1c4"),
        ("SafeV130", "bba688fbdb21ad2bb58bc320638b43d94e7d100f6f3ebaab0a4e4de6304b1c2e"),
        ("SafeL2V130", "21842597390c4c6e3c1239e434a682b054bd9548eee5e9b1d6a4482731023c0f"),
        ("SafeL2", "b1f926978a0f44a2c0ec8fe822418ae969bd8c3f18d61e5103100339894f81ff"),
        ("SafeProxyFactory", "50c3cdc4074750a7a974204a716c999edd37482f907608d960b2b025ee0b3317"),
        ("CompatibilityFallbackHandler", "7c6007a5d711cea8dfd5d91f5940ec29c7f200fe511eb1fc1397b367af3c42f9"),
        ("MultiSendCallOnlyV150", "cdbdcec38d2f1c7d961b0029ff8416b7e86e9974d6f0e9c9580c7d17fcfb6663"),
    ],
)
def test_the_safe_is_the_published_one(name, code_hash):
    assert keccak(artifact(name).deployed).hex() == code_hash
